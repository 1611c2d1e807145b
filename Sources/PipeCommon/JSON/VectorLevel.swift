#if arch(x86_64)
  import VectorsAVX512
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

  /// The levels that this machine can run, the best one last.
  package static var available: [VectorLevel] {
    #if arch(x86_64)
      hasAVX512 ? [.plain, .portable, .sse2, .avx512] : [.plain, .portable, .sse2]
    #else
      [.plain, .portable]
    #endif
  }

  #if arch(x86_64)
    /// Whether the processor has the instructions, and the system keeps their registers.
    private static var hasAVX512: Bool {
      let features = leaf(1)
      guard features.c >> 27 & 1 == 1, features.c >> 23 & 1 == 1 else { return false }
      // Vector registers of 16 and 32 bytes, masks, and the two parts of those of 64.
      let saved = unsafe withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 64) {
        unsafe AVX512.savedState($0.bindMemory(to: UInt64.self).baseAddress!)
      }
      guard saved == 0xE6 else { return false }
      let extended = leaf(7)
      // BMI1, BMI2, F, BW and VL; VBMI2.
      let wanted: UInt32 = 1 << 3 | 1 << 8 | 1 << 16 | 1 << 30 | 1 << 31
      return extended.b & wanted == wanted && extended.c >> 6 & 1 == 1
    }

    private static func leaf(_ number: UInt32) -> (b: UInt32, c: UInt32) {
      var (a, b, c, d): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
      guard unsafe __get_cpuid_count(number, 0, &a, &b, &c, &d) == 1 else { return (0, 0) }
      return (b, c)
    }
  #endif
}
