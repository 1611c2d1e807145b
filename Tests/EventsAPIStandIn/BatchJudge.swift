import PipeCommon
import Synchronization

/// What the Events API makes of a request's body.
final class BatchJudge: Sendable {
  /// A batch as it came.
  struct Batch {
    let bytes: [UInt8]
    /// Its `source_request_id`, as it stands in the text.
    let id: [UInt8]?
    /// What is wrong with it.
    let fault: String?
    /// What is in it that is taken only at first.
    let takenAtFirst: Set<Kind>
  }

  /// What is taken although the table would not.
  private let taken: Set<Kind>
  /// What is refused although the table would take it, and what is taken only at first.
  private let refused: Set<Kind>
  private let table: ShapeTable
  private let isStrict: Bool
  /// How many single requests may still have what is taken only at first.
  private let rest: Mutex<[Kind: Int]>

  init(_ settings: StandInSettings) {
    isStrict = settings.isStrict
    table = settings.isStrict ? BatchTables.strict : BatchTables.lenient
    taken = settings.taken
    refused = settings.refused.union(settings.takenAtFirst.keys)
    rest = Mutex(settings.takenAtFirst)
  }

  /// Takes a body apart into its batches.
  ///
  /// - Returns: what is wrong with the body as a whole, if something is.
  func fault(in body: [UInt8], to endpoint: Endpoint, _ batches: inout [Batch]) -> String? {
    guard let json = try? JSONText(body.span) else { return "the body is not JSON" }
    let view = json.view
    guard endpoint != .events else {
      batches = [judge(view.root, view, for: endpoint)]
      return nil
    }
    guard view.kind(view.root) == .array else { return "the body is no array" }
    var next = view.firstElement(view.root)
    while let batch = next {
      batches.append(judge(batch, view, for: endpoint))
      next = view.element(after: batch)
    }
    return batches.count > 100 ? "more than 100 batches" : nil
  }

  private func judge(_ batch: JSONNode, _ view: JSONView, for endpoint: Endpoint) -> Batch {
    var walk = BatchWalk(table: table, refused: refused)
    walk.look(at: batch, view)
    var (fault, takenAtFirst) = verdict(on: walk.oddities)
    if isStrict, endpoint == .historical { fault = fault ?? HistoricalRule.fault(in: batch, view) }
    let id =
      view.kind(batch) == .object ? view.member(batch, named: "source_request_id")?.value : nil
    return Batch(
      bytes: Array(copying: view.text(batch)), id: id.map { Array(copying: view.text($0)) },
      fault: fault, takenAtFirst: takenAtFirst)
  }

  /// The first oddity that is not let pass, and what is let pass only at first.
  private func verdict(on oddities: [BatchWalk.Oddity]) -> (String?, Set<Kind>) {
    let rest = rest.withLock { $0 }
    var atFirst: Set<Kind> = []
    for oddity in oddities {
      let kind = [oddity.kind, oddity.kind.wildcard].first { rest[$0, default: 0] > 0 }
      if let kind {
        atFirst.insert(kind)
      } else if oddity.isRefused || !oddity.kind.isAmong(taken) {
        return (oddity.message, [])
      }
    }
    return (nil, atFirst)
  }

  /// Counts a batch that a single request has brought and that was taken.
  func count(_ batch: Batch) {
    rest.withLock { rest in
      for kind in batch.takenAtFirst { rest[kind, default: 0] -= 1 }
    }
  }
}
