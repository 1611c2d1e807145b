/// What a record's receipts say of its events.
struct EventFates {
  /// What there is to say of one event.
  struct Finding {
    var fate: Fate
    /// Why it was not accepted.
    var error: String?
    /// The id under which it was accepted, if that is one.
    var request: UInt64?
  }

  /// What several receipts say of one event.
  private struct Answers {
    private var request: UInt64?
    /// Further ids under which it was accepted.
    private var others: Set<UInt64> = []
    /// Whether the record is a copy of one that was sent, which has a receipt of its own.
    private var isCopy = false
    private var isRejected = false
    private var isInvalid = false
    private var error: String?

    mutating func add(_ receipt: StandingReceipt) {
      switch receipt.status {
      case .accepted:
        if request == nil { request = receipt.requestID }
        if receipt.requestID == nil { isCopy = true }
        if let id = receipt.requestID, id != request { others.insert(id) }
      case .rejected: isRejected = true
      case .invalid: isInvalid = true
      case .wouldSend: break
      }
      error = error ?? receipt.error
    }

    /// - Parameter places: in how many batches it may stand: as often as in the record.
    func finding(places: Int = 1) -> Finding {
      if others.count >= places { return Finding(fate: .twice) }
      if let request { return Finding(fate: .accepted, request: others.isEmpty ? request : nil) }
      return isCopy ? Finding(fate: .accepted) : problem
    }

    /// What became of it where it was not accepted.
    var problem: Finding {
      Finding(fate: isRejected ? .rejected : isInvalid ? .invalid : .missing, error: error)
    }
  }

  private var byID: [UInt64: Answers] = [:]
  /// Of what has no id: events, or a record without any.
  private var nameless = Answers()
  /// How many events without id were accepted under each id of a batch.
  private var namelessAccepted: [UInt64: Int] = [:]
  private var isJoined = false
  /// Events of receipts that the record does not have, and shares with no other.
  private(set) var strangers = 0

  init(_ record: ReplayedRecord, _ receipts: [StandingReceipt]) {
    for receipt in receipts {
      let isAlone = receipt.joined < 2
      if !isAlone { isJoined = true }
      var count = 0
      for id in receipt.eventIDs {
        guard let id else {
          count += 1
          continue
        }
        byID[id, default: Answers()].add(receipt)
        if isAlone, record.multiplicity[id] == nil { strangers += 1 }
      }
      if count > 0 || receipt.eventIDs.isEmpty { nameless.add(receipt) }
      if receipt.status == .accepted, let id = receipt.requestID {
        namelessAccepted[id] = max(namelessAccepted[id] ?? 0, count)
      }
    }
  }

  /// What became of a record without events.
  var ofRecord: Finding { nameless.finding() }

  /// What became of an event.
  ///
  /// - Parameter number: which it is of those without an id.
  func finding(
    _ event: ReplayedRecord.Event, of record: ReplayedRecord, number: Int
  ) -> Finding {
    if let id = event.id {
      return byID[id]?.finding(places: record.multiplicity[id] ?? 1) ?? Finding(fate: .missing)
    }
    // They cannot be told apart, only counted; of joined batches not even that.
    let accepted = namelessAccepted.values.reduce(0, +)
    if isJoined, accepted > 0 { return Finding(fate: .accepted) }
    if number < accepted - record.nameless { return Finding(fate: .twice) }
    if number < accepted { return Finding(fate: .accepted) }
    return nameless.problem
  }
}
