import PipeCommon

/// The wire form as it grows: a copy of the batch up to where the walk is, less what was taken away.
///
/// Ranges are positions in the view's bytes and come in order. White space between tokens stays
/// behind; nothing else is lost that nobody named.
struct WireWriter {
  private(set) var bytes: [UInt8] = []
  /// Up to where the batch was copied or passed over.
  private var position = 0

  /// Begins with a value that starts here.
  mutating func begin(at start: Int) {
    bytes.removeAll(keepingCapacity: true)
    position = start
  }

  /// How much is written.
  var count: Int { bytes.count }

  /// Copies what has not been dealt with before a position.
  @inline(__always)
  mutating func copy(upTo end: Int, _ view: JSONView) {
    guard end > position else { return }
    view.append(position..<end, to: &bytes)
    position = end
  }

  /// Passes over a range, of which a beginning may have been passed over already.
  mutating func drop(_ range: Range<Int>, _ view: JSONView) {
    copy(upTo: range.lowerBound, view)
    position = max(position, range.upperBound)
  }

  /// Writes other bytes in a range's place.
  mutating func replace(_ range: Range<Int>, with text: Span<UInt8>, _ view: JSONView) {
    drop(range, view)
    bytes.append(contentsOf: text)
  }

  /// The same with another text behind it.
  func inserting(_ text: Span<UInt8>) -> WireWriter {
    var writer = self
    writer.bytes.append(contentsOf: text)
    return writer
  }

  /// Goes back to where it was, as if nothing had been written since.
  mutating func rewind(to count: Int, passingOver end: Int) {
    bytes.removeLast(bytes.count - count)
    position = max(position, end)
  }
}
