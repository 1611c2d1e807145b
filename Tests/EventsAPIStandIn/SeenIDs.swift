/// The ids of batches that were taken, as the Events API remembers them: what comes again under one
/// of them is answered like the rest and dropped.
struct SeenIDs {
  private var ids: Set<[UInt8]> = []

  /// Whether a batch comes for the first time; one without an id always does.
  mutating func isNew(_ id: [UInt8]?) -> Bool {
    guard let id else { return true }
    return ids.insert(id).inserted
  }
}
