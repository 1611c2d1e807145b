import PipeCommon

/// What the Events API requires of a request's body.
enum BatchJudge {
  /// Takes a body apart into its batches.
  ///
  /// - Returns: what is wrong with it, if something is.
  static func fault(in body: [UInt8], isBulk: Bool, _ batches: inout [[UInt8]]) -> String? {
    guard let json = try? JSONText(body.span) else { return "the body is not JSON" }
    let view = json.view
    guard isBulk else {
      batches = [Array(copying: view.text(view.root))]
      return fault(view.root, view)
    }
    guard view.kind(view.root) == .array else { return "the body is no array" }
    var fault: String?
    var next = view.firstElement(view.root)
    while let batch = next {
      batches.append(Array(copying: view.text(batch)))
      fault = fault ?? self.fault(batch, view)
      next = view.element(after: batch)
    }
    return batches.count > 100 ? "more than 100 batches" : fault
  }

  private static func fault(_ batch: JSONNode, _ view: JSONView) -> String? {
    guard view.member(batch, named: "environment") != nil else { return "no environment" }
    if let mpid = view.member(batch, named: "mpid")?.value, view.kind(mpid) == .string {
      return "mpid is a string"
    }
    guard let events = view.member(batch, named: "events")?.value, view.kind(events) == .array
    else { return nil }
    var next = view.firstElement(events)
    while let event = next {
      guard view.member(event, named: "event_type") != nil,
        let data = view.member(event, named: "data")?.value, view.kind(data) == .object
      else { return "an event without event_type or data" }
      next = view.element(after: event)
    }
    return nil
  }
}
