import PipeCommon

/// Proof that everything that was settled so far is safe: the receipts have been handed to the
/// system, the rejects are on the disk. Only what the two outputs give out themselves makes one.
struct SafePoint: ~Copyable {
  /// How long the receipts and the rejects are, as far as they are regular files.
  let receipts: FileMark?
  let rejects: FileMark?

  init(receipts: consuming Flushed, rejects: consuming SyncedRejects) {
    self.receipts = receipts.mark
    self.rejects = rejects.mark
  }

  /// The same where whoever read the receipts has gone away: nobody misses what is not written.
  ///
  /// - Returns: `nil` for any other failure, which has lost some.
  init?(closedReceipts failure: IOError, rejects: consuming SyncedRejects) {
    guard failure.isClosedPipe, failure.isOfStandardOutput else { return nil }
    receipts = nil
    self.rejects = rejects.mark
  }
}
