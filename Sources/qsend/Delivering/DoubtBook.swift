import Synchronization

/// What the server makes of each kind of doubt, and so which batches must still go to it alone.
///
///     asked ──20 accepted, none refused──▶ settled ──every 500th asked──▶ … refused ──▶ asked
///
/// A refusal counts against a kind only if it was the batch's only doubt that is not settled: else
/// nobody knows which of them it was.
final class DoubtBook: Sendable {
  /// So many batches must be accepted by themselves before a kind goes in bulk.
  static let acceptancesToSettle = 20
  /// Every so many of a settled kind one goes by itself again.
  static let askAgainEvery = 500

  /// What is known of a kind.
  struct Entry: Equatable, Sendable {
    /// Batches with it that the server took, and those it refused.
    var accepted = 0
    var refused = 0
    /// Batches that were taken by themselves since the kind was in question.
    var proofs = 0
    /// Whether a batch was refused for nothing else.
    var isRefused = false
    /// Batches that went in bulk since one went by itself.
    var unasked = 0

    var isSettled: Bool { proofs >= DoubtBook.acceptancesToSettle && !isRefused }
  }

  private let state: Mutex<[Entry]>

  /// - Parameter entries: what an earlier run has learned, by the numbers of the kinds.
  init(_ entries: [Entry] = []) { state = Mutex(entries) }

  /// By the numbers of the kinds, as far as any batch had them.
  var entries: [Entry] { state.withLock { $0 } }

  /// Whether a batch with these kinds of doubt must go by itself.
  func mustAsk(_ kinds: [Int]) -> Bool {
    if kinds.isEmpty { return false }
    return state.withLock { entries in
      kinds.contains { kind in
        let entry = Self.entry(kind, entries)
        return !entry.isSettled || entry.unasked >= Self.askAgainEvery - 1
      }
    }
  }

  /// Notes that a batch leaves.
  func noteSent(_ kinds: [Int], alone: Bool) {
    if kinds.isEmpty { return }
    state.withLock { entries in
      Self.change(kinds, &entries) { $0.unasked = alone ? 0 : $0.unasked + 1 }
    }
  }

  /// Notes what the server has made of a batch.
  ///
  /// - Parameter alone: whether it was asked about this batch and no other.
  func noteAnswer(_ kinds: [Int], isAccepted: Bool, alone: Bool) {
    if kinds.isEmpty { return }
    state.withLock { entries in
      let open = kinds.filter { !Self.entry($0, entries).isSettled }
      Self.change(kinds, &entries) { entry in
        if isAccepted { entry.accepted += 1 } else { entry.refused += 1 }
      }
      if isAccepted {
        if alone { Self.change(kinds, &entries) { $0.proofs += 1 } }
        return
      }
      let suspects = open.isEmpty ? kinds : open
      Self.change(suspects, &entries) { entry in
        if suspects.count == 1 { entry.isRefused = true }
        // Which of several settled kinds it was, nobody knows: all must show themselves again.
        if open.isEmpty { entry.proofs = 0 }
      }
    }
  }

  private static func entry(_ kind: Int, _ entries: [Entry]) -> Entry {
    kind < entries.count ? entries[kind] : Entry()
  }

  private static func change(
    _ kinds: [Int], _ entries: inout [Entry], _ body: (inout Entry) -> Void
  ) {
    // What is behind the last kind that is told apart is many kinds, and never settled.
    for kind in kinds where kind < DoubtKinds.limit {
      while entries.count <= kind { entries.append(Entry()) }
      body(&entries[kind])
    }
  }
}
