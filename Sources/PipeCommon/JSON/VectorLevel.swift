#if arch(x86_64)
  import VectorsAVX2
  import _Builtin_intrinsics.intel.cpuid
#endif

/// How much the engine does at a time: with the best code that the machine has, chosen once.
package enum VectorLevel: String, Sendable {
  /// A token at a time, over portable masks: what the others are compared with.
  case plain
  /// Whatever the compiler makes of vectors without instructions named.
  case portable
  #if arch(x86_64)
    /// What every x86-64 processor has.
    case sse2
    /// AVX2 with BMI.
    case avx2
    /// AVX-512 with BW, VL and VBMI2.
    case avx512
  #endif

  /// The environment variable that holds the engine to a level, for tests and measurements.
  package static let variable = "QUARANTINE_REPLAY_SIMD"

  /// The level of this process.
  package static let current: VectorLevel = {
    let available = Self.available
    let wanted = unsafe getenv(variable).flatMap {
      VectorLevel(rawValue: unsafe String(cString: $0))
    }
    if let wanted, available.contains(wanted) { return wanted }
    return available.last ?? .portable
  }()

  #if arch(x86_64)
    /// Whether there is AVX2, by itself or beneath more.
    package var hasAVX2: Bool { self == .avx2 || self == .avx512 }
  #endif

  /// The levels that this machine can run, the best one last.
  package static var available: [VectorLevel] {
    #if arch(x86_64)
      [.plain, .portable, .sse2] + wide
    #else
      [.plain, .portable]
    #endif
  }

  #if arch(x86_64)
    /// Those of which the processor has the instructions, and the system keeps the registers.
    private static var wide: [VectorLevel] {
      let features = leaf(1)
      // XSAVE in use, POPCNT, AVX; LZCNT.
      guard has([27, 23, 28], features.c), has([5], leaf(0x8000_0001).c) else { return [] }
      let saved = unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 64) {
        unsafe SavedRegisters.read($0.bindMemory(to: UInt64.self).baseAddress!)
      }
      let extended = leaf(7)
      // Registers of 16 and 32 bytes; BMI1, AVX2, BMI2.
      guard has([1, 2], saved), has([3, 5, 8], extended.b) else { return [] }
      // Masks, and the two parts of registers of 64 bytes; F, BW, VL; VBMI2.
      let isWider = has([5, 6, 7], saved) && has([16, 30, 31], extended.b) && has([6], extended.c)
      return isWider ? [.avx2, .avx512] : [.avx2]
    }

    private static func has(_ bits: [UInt32], _ word: UInt32) -> Bool {
      bits.allSatisfy { word >> $0 & 1 == 1 }
    }

    private static func leaf(_ number: UInt32) -> (b: UInt32, c: UInt32) {
      var (a, b, c, d): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
      guard unsafe __get_cpuid_count(number, 0, &a, &b, &c, &d) == 1 else { return (0, 0) }
      return (b, c)
    }
  #endif
}
