import PipeCommon

/// Which record is settled, and how: the one owner of order. Receipts leave in input order.
///
/// Before anything was accepted, refusals are held back: if the first hundred batches are all
/// refused, the fault is not in the batches, and none of them must be settled by it.
struct Ledger: ~Copyable {
  private struct Entry {
    /// Memory that the batch takes while it is open.
    var footprint = 0
    var receipt: Receipt?
    /// The input record, if it goes to the rejects.
    var record: [UInt8]?
  }

  static let systemicRefusals = 100
  private static let openLimit = 10_000
  private static let byteLimit = 32 << 20

  /// Records not yet settled, oldest first, from `first` on.
  private var entries: [Entry] = []
  private var first = 0
  private var settled = 0
  private var openBytes = 0
  private var isProven: Bool
  /// Whether a systemic fault was declared: an acceptance that comes late changes nothing any more.
  private var isFrozen = false
  /// Why receipts cannot be written any more; rejects still are.
  private var outputFailure: IOError?
  private var refusals = 0

  private(set) var counts = LedgerCounts()

  /// - Parameter force: whether refusals count even if nothing was accepted yet.
  init(force: Bool) { isProven = force }

  /// The number of the next record.
  var nextSequence: Int { settled + entries.count - first }

  var isFull: Bool { entries.count - first >= Self.openLimit || openBytes >= Self.byteLimit }

  /// Whether everything is refused, so that going on would refuse an export. Then it stays so.
  mutating func isSystemicFault() -> Bool {
    if !isProven, refusals >= Self.systemicRefusals { isFrozen = true }
    return isFrozen
  }

  /// Opens an entry for a batch that is to be sent.
  mutating func open(_ batch: OutgoingBatch) {
    entries.append(Entry(footprint: batch.footprint))
    openBytes += batch.footprint
  }

  /// Enters a record that is settled as soon as it is read.
  mutating func enter(_ receipt: Receipt, record: [UInt8]? = nil) {
    entries.append(Entry(footprint: record?.count ?? 0, receipt: receipt, record: record))
    openBytes += record?.count ?? 0
  }

  /// Enters what became of a batch.
  mutating func settle(_ outcome: Outcome, _ endpoint: Destination.Endpoint) {
    let isAccepted = outcome.status == .accepted
    if !isAccepted { refusals += 1 } else if !isFrozen { isProven = true }
    let place = first + outcome.batch.sequence - settled
    entries[place].receipt = Receipt(
      origin: outcome.batch.origin, status: isAccepted ? .accepted : .rejected,
      endpoint: endpoint, httpStatus: outcome.httpStatus, requestID: outcome.batch.requestID,
      attempts: outcome.attempts, error: outcome.error)
    if !isAccepted { entries[place].record = outcome.batch.record }
  }

  /// Lets refusals count: there is nothing left that could be accepted first.
  mutating func openGate() {
    if !isFrozen { isProven = true }
  }

  /// Writes the receipts that have their turn.
  ///
  /// - Parameter isLast: whether nothing more will be settled, so that open ones are passed over.
  mutating func emit(
    to output: inout OutputWriter, _ rejects: inout Rejects, _ diagnostics: Diagnostics,
    isLast: Bool = false
  ) throws(IOError) {
    while first < entries.count {
      let entry = entries[first]
      guard let receipt = entry.receipt, isProven || receipt.status != .rejected else {
        guard isLast else { break }
        pop(entry)
        continue
      }
      pop(entry)
      counts.add(receipt)
      if receipt.status == .rejected, let error = receipt.error {
        diagnostics.report(error, at: receipt.origin.place)
      }
      if let record = entry.record { try rejects.keep(record.span) }
      guard outputFailure == nil else { continue }
      do throws(IOError) {
        try output.write(receipt.json.utf8.span)
        try output.endRecord()
      } catch {
        outputFailure = error
      }
    }
    if first > 1024, first * 2 > entries.count {
      entries.removeSubrange(..<first)
      first = 0
    }
    if let outputFailure { throw outputFailure }
  }

  private mutating func pop(_ entry: Entry) {
    openBytes -= entry.footprint
    entries[first] = Entry()
    first += 1
    settled += 1
  }
}

/// How many records ended how.
struct LedgerCounts {
  private(set) var accepted = 0
  private(set) var rejected = 0
  private(set) var invalid = 0
  private(set) var wouldSend = 0
  /// Events of accepted batches, or of those that would be sent.
  private(set) var events = 0
  /// Records that have a receipt.
  var settled: Int { accepted + rejected + invalid + wouldSend }

  mutating func add(_ receipt: Receipt) {
    switch receipt.status {
    case .accepted: accepted += 1
    case .rejected: rejected += 1
    case .invalid: invalid += 1
    case .wouldSend: wouldSend += 1
    }
    if receipt.status == .accepted || receipt.status == .wouldSend {
      events += receipt.origin.events
    }
  }
}
