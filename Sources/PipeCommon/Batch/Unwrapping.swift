/// A filter that sees each batch as it stands inside what it came in.
///
///     {"topic":"q","payload":"{\"events\":[…],…}"}     --unwrap .payload     {"events":[…],…}
///
/// A text on the way is taken for the JSON that it holds, or that is base64 in it. An object that
/// is no text is looked at where it stands. Whatever has no batch there is refused; each batch, and
/// each place without one, counts as a record, but a list that is empty counts as blank.
package struct Unwrapping<Inner: RecordTransform & ~Copyable>: RecordTransform, ~Copyable {
  private var inner: Inner
  private let path: UnwrapPath?
  private let mostTexts = 8

  /// What the loop does not know of, as it counts each outer record once.
  private var more = Tally()
  /// What became of the batches of the current record.
  private var tally = Tally()
  private var fault: JSONFault?
  /// The numbers of the elements that lead to the current batch.
  private var numbers: [Int] = []

  private struct Tally {
    var passed = 0
    var filtered = 0
    var rejected = 0
    var blank = 0
  }

  /// - Parameter path: where the batches stand; `nil` if they are the records themselves.
  package init(_ inner: consuming Inner, at path: UnwrapPath?) {
    self.inner = inner
    self.path = path
  }

  package var isFinished: Bool { inner.isFinished }

  package mutating func process(
    _ view: JSONView, at place: Place, into output: inout OutputWriter
  ) throws(IOError) -> Disposition {
    guard let path else { return try inner.process(view, at: place, into: &output) }
    tally = Tally()
    fault = nil
    try walk(path.steps[...], view, view.root, Visit(place: place, offset: nil, texts: 0), &output)
    return settle()
  }

  package mutating func finish(into output: inout OutputWriter) throws(IOError) {
    try inner.finish(into: &output)
  }

  package func report(to run: ToolRun) {
    run.summary.passed += more.passed
    run.summary.filtered += more.filtered
    run.summary.rejected += more.rejected
    run.summary.blank += more.blank
    run.summary.records += more.passed + more.filtered + more.rejected + more.blank
    inner.report(to: run)
  }

  /// One verdict for the whole record; the loop adds one to what it stands for.
  private mutating func settle() -> Disposition {
    more.passed += tally.passed
    more.filtered += tally.filtered
    more.rejected += tally.rejected
    more.blank += tally.blank
    if var fault {
      more.rejected -= 1
      if tally.rejected > 1, case .unacceptable(let text) = fault.reason {
        let others = "(and \((tally.rejected - 1).grouped) more in this record)"
        fault = JSONFault(.unacceptable("\(text) \(others)"), at: fault.offset)
      }
      return .rejected(fault)
    }
    if tally.passed > 0 {
      more.passed -= 1
      return .passed
    }
    more.filtered -= 1
    return .filtered
  }
}

extension Unwrapping where Inner: ~Copyable {
  /// Where a walk has come to.
  private struct Visit {
    let place: Place
    /// Where the text that is walked in begins in the record; `nil` outside of any.
    var offset: Int?
    /// How many texts were opened on the way.
    var texts: Int
  }

  private mutating func walk(
    _ steps: ArraySlice<UnwrapPath.Step>, _ view: JSONView, _ node: JSONNode, _ visit: Visit,
    _ output: inout OutputWriter
  ) throws(IOError) {
    if isFinished { return }
    let kind = view.kind(node)
    if kind == .string {
      return try open(steps, view, node, visit, &output)
    }
    guard let step = steps.first else {
      guard kind == .object else {
        let hint = kind == .array ? " (add [] for its elements)" : ""
        return refuse("found \(kind), not a batch\(hint)", view, node, visit, steps)
      }
      return try take(view.rooted(at: node), view, visit, &output)
    }
    let rest = steps.dropFirst()
    switch step {
    case .member(let name):
      guard kind == .object, let member = view.member(node, named: name.span) else {
        return refuse("nothing there", view, node, visit, rest)
      }
      try walk(rest, view, member.value, visit, &output)
    case .element, .elements:
      guard kind == .array else {
        return refuse("found \(kind), not a list", view, node, visit, steps)
      }
      var number = 0
      var next = view.firstElement(node)
      if next == nil, step == .elements { tally.blank += 1 }
      while let element = next {
        if step == .elements {
          numbers.append(number)
          try walk(rest, view, element, visit, &output)
          numbers.removeLast()
        } else if step == .element(number) {
          try walk(rest, view, element, visit, &output)
        }
        number += 1
        next = view.element(after: element)
      }
      if case .element(let wanted) = step, wanted >= number {
        refuse("nothing there", view, node, visit, rest)
      }
    }
  }

  /// Walks on inside the JSON that a string holds.
  private mutating func open(
    _ steps: ArraySlice<UnwrapPath.Step>, _ view: JSONView, _ string: JSONNode, _ visit: Visit,
    _ output: inout OutputWriter
  ) throws(IOError) {
    guard visit.texts < mostTexts else {
      return refuse("more than \(mostTexts) texts in one another", view, string, visit, steps)
    }
    let text: JSONReading
    do throws(JSONFault) {
      text = try EmbeddedJSON.read(string, view)
    } catch {
      let reason =
        if case .unacceptable(let reason) = error.reason { "found \(reason)" } else {
          "byte \(error.offset + 1) of the text: \(error.reason)"
        }
      return refuse(reason, view, string, visit, steps)
    }
    var visit = visit
    visit.offset = visit.offset ?? view.start(string) - view.start(view.root)
    visit.texts += 1
    try walk(steps, text.view, text.view.root, visit, &output)
  }

  /// Hands a batch to the filter.
  private mutating func take(
    _ batch: JSONView, _ view: JSONView, _ visit: Visit, _ output: inout OutputWriter
  ) throws(IOError) {
    switch try inner.process(batch, at: visit.place, into: &output) {
    case .passed: tally.passed += 1
    case .filtered: tally.filtered += 1
    case .rejected(let fault):
      let inText = visit.offset.map { _ in "byte \(fault.offset + 1) of the batch: " } ?? ""
      let start = batch.start(batch.root) - view.start(view.root)
      refuse(at: visit.offset ?? start + fault.offset, "\(inText)\(fault.reason)", [])
    }
  }

  private mutating func refuse(
    _ reason: String, _ view: JSONView, _ node: JSONNode, _ visit: Visit,
    _ rest: ArraySlice<UnwrapPath.Step>
  ) {
    refuse(at: visit.offset ?? view.start(node) - view.start(view.root), reason, rest)
  }

  /// - Parameter rest: the steps that were not taken.
  private mutating func refuse(
    at offset: Int, _ reason: String, _ rest: ArraySlice<UnwrapPath.Step>
  ) {
    tally.rejected += 1
    guard fault == nil, let path else { return }
    var next = numbers[...]
    let steps = path.steps.dropLast(rest.count).map { step in
      step == .elements ? next.popFirst().map { UnwrapPath.Step.element($0) } ?? step : step
    }
    let place = steps.isEmpty ? "." : UnwrapPath(steps).description
    fault = JSONFault(.unacceptable("--unwrap \(place): \(reason)"), at: offset)
  }
}
