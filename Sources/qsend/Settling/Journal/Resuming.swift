import PipeCommon

/// Passing over the records that earlier runs have settled, after comparing them with what the
/// journal remembers.
struct Resuming {
  /// How many records are still to be passed over.
  private(set) var remaining: Int
  private let total: Int
  private let expected: String
  /// Batches among them that could be sent again.
  let witnesses: [Witness]

  init(_ state: JournalState) {
    total = state.records
    remaining = total
    witnesses = state.witnesses
    expected = state.digest
  }

  /// How many were passed over.
  var passed: Int { total - remaining }

  var isDone: Bool { remaining == 0 }

  /// Takes the next record's digest.
  ///
  /// - Returns: `false` if the input turns out to be another one.
  mutating func pass(_ digest: InputDigest) -> Bool {
    remaining -= 1
    return remaining > 0 || digest.text == expected
  }
}
