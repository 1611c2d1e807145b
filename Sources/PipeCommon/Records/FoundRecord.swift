/// A whole value in a window, and what the input was up to it. A window may hold ten thousand.
struct FoundRecord {
  /// Its first mark, and the first gap that can lie in it.
  var mark: UInt32 = 0
  var gap: UInt32 = 0
  /// The line on which it begins, from 1.
  var line = 1
  /// Everything that was read: good records, refused ones, `{}` and blank lines.
  var records = 0
  /// How many of them were `{}` or blank lines.
  var blank = 0
  /// Whether it begins its line, but for framing.
  var beginsLine = false
}
