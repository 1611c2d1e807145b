/// Counts lines by looking only at the white space that stage 1 has found.
///
/// A newline inside a string is a fault, so every newline of good input lies in a gap; those of
/// damaged input are counted when it is passed over.
struct LineCounter {
  /// The line of the position counted up to, from 1.
  private(set) var line = 1
  /// Where its columns begin; less than 0 if the window has let go of it.
  private(set) var lineStart = 0
  /// How many brackets, commas and records the line has had.
  var tokens = 0
  private var position = 0
  private var nextGap = 0
  private var isInGap = false

  /// The first gap that is not yet passed.
  var gap: Int { nextGap }

  /// Counts up to a position.
  ///
  /// - Returns: how many newlines lie before it that were not counted yet.
  mutating func advance(
    to end: Int, _ window: borrowing ByteBuffer, _ gaps: borrowing OffsetList
  ) -> Int {
    let bytes = window.bytes
    var newlines = 0
    while position < end {
      if !isInGap {
        guard nextGap < gaps.count, Int(gaps[nextGap]) < end else { break }
        position = Int(gaps[nextGap])
        nextGap += 1
        isInGap = true
      }
      while position < end, bytes[position] <= 0x20 {
        position += 1
        if bytes[position - 1] == UInt8(ascii: "\n") {
          newlines += 1
          lineStart = position
        }
      }
      if position < end { isInGap = false }
    }
    position = max(position, end)
    line += newlines
    return newlines
  }

  /// Follows gaps and positions that have become less.
  mutating func forget(gaps: Int, moved: Int) {
    nextGap -= gaps
    position -= moved
    lineStart -= moved
  }

  /// Follows into an index that begins anew at the position counted up to.
  mutating func beginIndex(moved: Int) {
    forget(gaps: nextGap, moved: moved)
    isInGap = false
  }

  /// Lets the columns of the line begin behind so many bytes that are no white space.
  mutating func skipColumns(_ count: Int) { lineStart += count }

  /// Goes on at a position from which columns count, with a new index.
  mutating func resume(at position: Int, newlines: Int) {
    line += newlines
    lineStart = position
    self.position = position
    nextGap = 0
    isInGap = false
  }

  /// Starts a new file.
  mutating func restart(at position: Int) {
    self = LineCounter()
    lineStart = position
    self.position = position
  }
}
