#if arch(x86_64)
  import _Builtin_intrinsics.intel

  /// Which registers the system saves when it gives the processor to somebody else.
  public enum SavedRegisters {
    /// Bits 1 to 7 of XCR0; to be asked only if the processor says that there is such a register.
    ///
    /// The instruction that reads it is a macro in C, and not imported. The one that saves registers
    /// leaves the bits of those alone that the system does not save, and sets or clears the others.
    ///
    /// - Parameter area: 4,096 bytes, whose address is a multiple of 64.
    @inline(never)
    @unsafe public static func read(_ area: UnsafeMutablePointer<UInt64>) -> UInt32 {
      unsafe area[64] = 0
      unsafe _xsave(area, 0xE6)
      let fromZeros = unsafe area[64]
      unsafe area[64] = 0xE6
      unsafe _xsave(area, 0xE6)
      return unsafe UInt32(truncatingIfNeeded: ~(fromZeros ^ area[64]) & 0xE6)
    }
  }
#endif
