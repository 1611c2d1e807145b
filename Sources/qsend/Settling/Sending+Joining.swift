import PipeCommon

/// `--join=user`: records go on a block at a time, those of one user in the same batches.
extension Sending {
  /// Lets everything go that waits for more to be joined with.
  mutating func closeJoined() throws(IOError) {
    for group in neighbours.close() { take(group) }
    if userJoining?.mustGoOn ?? false {
      let reason =
        "the input ends before a record up to which an earlier run has sent batches; nothing more is "
        + "sent (give the same input and options again, or another --journal)"
      return stop(Stop(reason: reason, code: .usage))
    }
    if options.joins == .user { try sendBlock() }
  }

  /// Takes the record in the reader into its block; what an earlier run has settled as well, because
  /// others may share its batch.
  mutating func takeIntoBlock() throws(IOError) {
    let result = preparation.prepare(
      reader.view, sequence: userJoining?.nextSequence ?? 0, at: reader.place)
    let original = userJoining?.add(result, reader.view, at: reader.place) ?? nil
    if resuming == nil {
      if let original {
        block.append(entry(ofCopyOf: original))
      } else {
        block.append(entry(result, digest))
      }
    }
    try sendBlockIfComplete()
  }

  /// A record that was met before. It goes with the first one, whose receipt tells of both: what became
  /// of that a later run may not know any more, and must say the same.
  private func entry(ofCopyOf original: Place) -> LedgerEntry {
    let origin = RecordOrigin(of: reader.view, at: reader.place)
    return LedgerEntry(
      Receipt(
        origin: origin, status: options.isDryRun ? .wouldSend : .accepted,
        events: EventPlaces(all: origin.eventIDs.count),
        error: "a copy of \(original.file):\(original.line), whose receipt tells of both",
        share: .copy), digest)
  }

  /// Takes a damaged record into its block.
  ///
  /// - Parameter entry: `nil` if an earlier run has settled it.
  mutating func takeIntoBlock(damaged entry: LedgerEntry?) throws(IOError) {
    userJoining?.addDamaged(bytes: entry?.footprint ?? 0)
    if let entry { block.append(entry) }
    try sendBlockIfComplete()
  }

  private mutating func sendBlockIfComplete() throws(IOError) {
    if userJoining?.isBlockComplete ?? false || hasReachedLimit { try sendBlock() }
  }

  /// Ends the block and lets its batches go. Where it ends is in the journal before that.
  mutating func sendBlock() throws(IOError) {
    let batches = userJoining?.close() ?? []
    for entry in block { settlement.enter(entry) }
    block.removeAll(keepingCapacity: true)
    if batches.isEmpty { return }
    try remember()
    for batch in batches { send(batch) }
  }

  /// Takes refused batches apart that several records share. That is in the journal before any of
  /// the records leaves by itself.
  mutating func takeApart(_ refused: [Parcel]) throws(IOError) {
    if refused.isEmpty { return }
    let records = refused.map { userJoining?.takeApart($0.batches[0]) ?? [] }
    try remember()
    for (parcel, batches) in zip(refused, records) { delivery.takeApart(parcel, into: batches) }
  }
}
