import PipeCommon

/// What becomes of a record that was read: an entry in the ledger, and batches that go.
extension Sending {
  /// Takes the record in the reader.
  mutating func take() throws(IOError) {
    if resuming != nil {
      recallWitnesses()
      if options.joins == .user { try takeIntoBlock() }
      return pass()
    }
    taken += 1
    switch options.joins {
    case .neighbours where !NeighbourJoining.passes(reader.view):
      for group in neighbours.add(reader.view, at: reader.place, digest) { take(group) }
    case nil, .neighbours:
      for group in neighbours.close() { take(group) }
      enter(
        preparation.prepare(reader.view, sequence: settlement.nextSequence, at: reader.place),
        digest)
    case .user:
      try takeIntoBlock()
    }
  }

  mutating func takeDamaged(_ fault: JSONFault) throws(IOError) {
    if resuming != nil {
      if options.joins == .user { try takeIntoBlock(damaged: nil) }
      return pass()
    }
    taken += 1
    let entry = LedgerEntry(
      Receipt(
        origin: RecordOrigin(place: reader.place), status: .invalid, events: [],
        error: "\(fault.reason)"),
      record: settlement.rejects.takeDamaged(), digest)
    if options.joins == .user { return try takeIntoBlock(damaged: entry) }
    for group in neighbours.close() { take(group) }
    settlement.enter(entry)
  }

  mutating func take(_ group: NeighbourJoining.Group) {
    // It was put together from what had been checked.
    guard let json = try? JSONText(group.text.span) else { return }
    enter(
      preparation.prepare(json.view, sequence: settlement.nextSequence, at: group.place),
      records: group.records, group.digest)
  }

  /// Enters what became of a record, and lets its batches go.
  private mutating func enter(
    _ result: Preparation.Result, records: Int = 1, _ digest: InputDigest
  ) {
    settlement.enter(entry(result, records: records, digest))
    guard case .ready(let prepared) = result else { return }
    for part in prepared.parts { if let batch = part.batch { send(batch) } }
  }

  /// What is known of a record that is prepared.
  mutating func entry(
    _ result: Preparation.Result, records: Int = 1, _ digest: InputDigest
  ) -> LedgerEntry {
    switch result {
    case .ready(let prepared):
      for case let fault? in prepared.parts.map(\.fault) {
        settlement.rejects.note(JSONFault(.unacceptable(fault), at: 0), at: prepared.origin.place)
      }
      return LedgerEntry(prepared, records: records, digest)
    case .invalid(let fault, let origin, let record):
      settlement.rejects.note(fault, at: origin.place)
      let receipt = Receipt(
        origin: origin, status: .invalid, events: EventPlaces(all: origin.eventIDs.count),
        error: "\(fault.reason)", joined: records)
      return LedgerEntry(receipt, records: records, record: record, digest)
    }
  }

  /// Lets a batch go; in a rehearsal nothing comes of it.
  mutating func send(_ batch: OutgoingBatch) {
    guard options.isDryRun else { return delivery.put(batch) }
    rehearsal.add(batch)
    settlement.settle(
      Outcome(
        batch: batch, endpoint: batch.endpoint, status: .wouldSend, httpStatus: nil, attempts: 0,
        error: nil))
  }
}
