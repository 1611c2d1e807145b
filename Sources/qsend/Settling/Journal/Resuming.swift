import PipeCommon

/// Passing over the records that earlier runs have settled, after comparing them with what the
/// journal remembers.
struct Resuming {
  /// How many records are still to be passed over.
  private(set) var remaining: Int
  private let expected: String

  init(_ state: JournalState) {
    remaining = state.records
    expected = state.digest
  }

  var isDone: Bool { remaining == 0 }

  /// Takes the next record's digest.
  ///
  /// - Returns: `false` if the input turns out to be another one.
  mutating func pass(_ digest: InputDigest) -> Bool {
    remaining -= 1
    return remaining > 0 || digest.text == expected
  }
}
