/// A list that is made once and lives as long as the process: reading it costs no reference counts.
@safe struct FixedTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  private let elements: UnsafeBufferPointer<Element>

  init(_ elements: [Element]) {
    let room = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = unsafe room.initialize(fromContentsOf: elements)
    unsafe self.elements = UnsafeBufferPointer(room)
  }

  var count: Int { unsafe elements.count }

  @inline(__always)
  subscript(place: Int) -> Element {
    precondition(place >= 0 && place < count)
    return unsafe elements[place]
  }
}
