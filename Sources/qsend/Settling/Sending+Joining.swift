import PipeCommon

/// `--join=user`: records go on a block at a time, those of one user in the same batches.
extension Sending {
  /// Lets everything go that waits for more to be joined with.
  mutating func closeJoined() throws(IOError) {
    for group in neighbours.close() { take(group) }
    if options.joins == .user { try sendBlock() }
  }

  /// Takes the record in the reader into its block; what an earlier run has settled as well, because
  /// others may share its batch.
  mutating func takeIntoBlock() throws(IOError) {
    let result = preparation.prepare(
      reader.view, sequence: userJoining?.nextSequence ?? 0, at: reader.place)
    let original = userJoining?.add(result, reader.view, at: reader.place) ?? nil
    if resuming == nil { block.append((entry(result, digest), original)) }
    try sendBlockIfComplete()
  }

  /// Takes a damaged record into its block.
  ///
  /// - Parameter entry: `nil` if an earlier run has settled it.
  mutating func takeIntoBlock(damaged entry: LedgerEntry?) throws(IOError) {
    userJoining?.addDamaged()
    if let entry { block.append((entry, nil)) }
    try sendBlockIfComplete()
  }

  private mutating func sendBlockIfComplete() throws(IOError) {
    if userJoining?.isBlockComplete ?? false || hasReachedLimit { try sendBlock() }
  }

  /// Ends the block and lets its batches go. Where it ends is in the journal before that.
  mutating func sendBlock() throws(IOError) {
    let batches = userJoining?.close() ?? []
    for (entry, original) in block {
      guard let original else {
        settlement.enter(entry)
        continue
      }
      let status = options.isDryRun ? Receipt.Status.wouldSend : .accepted
      settlement.enter(
        entry, Ledger.Copy(original: original.sequence, place: original.place, status: status))
    }
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
