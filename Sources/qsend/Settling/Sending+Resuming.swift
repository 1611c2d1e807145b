import PipeCommon

/// What earlier runs have settled is passed over.
extension Sending {
  /// Passes over a record that an earlier run has settled.
  mutating func pass() {
    settlement.skip(digest)
    guard resuming?.pass(digest) ?? true else { return refuseInput() }
    if resuming?.isDone ?? false {
      resuming = nil
      preparation.forgetCounts()
      settlement.hasSkippedAll()
    }
  }

  /// Prepares the record once more if an earlier run has seen it accepted, should a witness be needed.
  func recallWitnesses() {
    guard let resuming else { return }
    for witness in resuming.witnesses where witness.record == resuming.passed {
      // On a copy: it was counted when it was sent.
      var preparation = preparation
      let prepared = preparation.prepare(
        reader.view, sequence: -resuming.remaining, at: reader.place)
      guard case .ready(let record) = prepared, record.parts.indices.contains(witness.part),
        let batch = record.parts[witness.part].batch
      else { continue }
      delivery.recall(batch, witness)
    }
  }

  mutating func refuseInput() {
    stop(
      Stop(
        reason: "the journal belongs to other input: what it calls settled is not what arrived; "
          + "nothing is sent (give the same input, or another --journal)", code: .usage))
  }
}
