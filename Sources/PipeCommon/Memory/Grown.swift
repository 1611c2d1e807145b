/// Memory that grows in place where it can. The system moves the pages of a large list instead of
/// copying it, so it never takes its room twice.
enum Grown {
  /// - Returns: memory of that capacity, with what the other held as far as it fits.
  static func memory<Element: BitwiseCopyable>(
    _ memory: UnsafeMutablePointer<Element>?, _ capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    guard let grown = unsafe realloc(memory, capacity * MemoryLayout<Element>.stride) else {
      endForWantOfMemory()
    }
    return unsafe grown.bindMemory(to: Element.self, capacity: capacity)
  }

  /// Ends the process as any failure of the environment does, with exit status 3. Nothing can be
  /// handed up or written in order here: that would take memory. What was written ends where a record
  /// ends, and what qsend has not settled it has not settled.
  private static func endForWantOfMemory() -> Never {
    let text: StaticString =
      "out of memory: a record takes up to 12 times its size (--max-record refuses larger ones)\n"
    _ = unsafe write(2, text.utf8Start, text.utf8CodeUnitCount)
    _exit(3)
  }
}
