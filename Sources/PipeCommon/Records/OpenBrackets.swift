/// The brackets that were open where a fault was found.
///
///     {"a":[          a fault, found in line 3: 'x' cannot stand there
///     {"b":[          open as well, so the record that begins here has the same fault
///     {"c":1},x
///
/// A record that begins at one of them ends at the same fault. So it need not be read again, and
/// lines that are all left open take no more work than others.
struct OpenBrackets {
  /// Where they are in the file, ascending.
  private var positions: [Int] = []
  private var found = JSONFault(.expectedValue, at: 0)

  /// The fault, by its place in the file, that a record has which begins at a place in the file.
  func fault(at position: Int) -> JSONFault? {
    guard let last = positions.last, position <= last else { return nil }
    var low = 0
    var high = positions.count
    while low < high {
      let middle = (low + high) / 2
      if positions[middle] < position { low = middle + 1 } else { high = middle }
    }
    return positions[low] == position ? found : nil
  }

  init() {}

  /// The brackets that a fault leaves open inside the record that has it.
  ///
  /// - Parameter windowStart: how far the positions of the marks are from those in the file.
  /// - Returns: `nil` if there are none of which this says anything.
  init?(_ fault: JSONFault, _ stack: Span<UInt32>, _ marks: Span<UInt32>, windowStart: Int) {
    guard stack.count > 1 else { return nil }
    var count = stack.count
    switch fault.reason {
    // What is in it may be short enough.
    case .tooLong: return nil
    // So it may be here; but what already is half as deep as it may be is no record to wait for,
    // and if it were, a thousand lines left open would be read a thousand times.
    case .tooDeep: count /= 2
    default: break
    }
    for place in 0..<count { positions.append(Int(marks[Int(stack[place])]) + windowStart) }
    found = JSONFault(fault.reason, at: fault.offset + windowStart)
  }
}
