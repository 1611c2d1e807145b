import TestSupport

/// Random quarantined batches, with what qextract must make of each.
struct BatchGenerator {
  private var generator: JSONGenerator
  private var nextID = 1

  init(seed: UInt64) {
    generator = JSONGenerator(seed: seed)
    generator.spaced = false
  }

  /// A batch's text, and the text that must come out; `nil` if nothing must.
  mutating func batch() -> (input: String, output: String?) {
    var events: [(input: String, output: String)] = []
    var blocked: [(input: String, output: String)] = []
    var kept: [String] = []
    for _ in 0..<Int.random(in: 0...5, using: &generator.random) {
      let id = self.id()
      let session = self.id()
      let data = shuffled([
        ("\"custom_attributes\"", generator.object(depth: 2), nil),
        ("\"event_id\"", id.input, id.output), ("\"session_id\"", session.input, session.output),
      ])
      let event = shuffled([
        ("\"event_type\"", "\"custom_event\"", nil), ("\"data\"", data.input, data.output),
      ])
      events.append(event)
      if Bool.random(using: &generator.random) {
        // The metadata may spell it otherwise than the event.
        let isNumber = Bool.random(using: &generator.random)
        blocked.append((isNumber ? id.text : "\"\(id.text)\"", "\"\(id.text)\""))
        kept.append(event.output)
      }
    }
    let mpid = id()
    let batchID = id()
    let identities = self.identities()
    let batch = shuffled([
      ("\"events\"", list(events.map(\.input)), list(kept)),
      ("\"context\"", context(blocked.map(\.input)), context(blocked.map(\.output))),
      ("\"mpid\"", mpid.input, mpid.output), ("\"batch_id\"", batchID.input, batchID.output),
      ("\"user_identities\"", identities.input, identities.output),
      ("\"other\"", generator.value(depth: 2), nil),
      ("\"\\u006dore\"", generator.value(depth: 2), nil),
    ])
    return (batch.input, kept.isEmpty ? nil : batch.output)
  }

  /// The context of a batch in which these events were blocked, and attributes of them.
  private func context(_ ids: [String]) -> String {
    let attributes = ids.map { "{\"event_attributes\":[\"./data/a\"],\"event_id\":\($0)}" }
    return "{\"data_plan\":{\"block_metadata\":{\"blocked_event_ids\":\(list(ids)),"
      + "\"blocked_event_attributes\":\(list(attributes)),\"dto_version\":1}}}"
  }

  /// An id as a number or a string, how it must come out, and its text.
  private mutating func id() -> (input: String, output: String, text: String) {
    nextID += 1
    let text = "\(Bool.random(using: &generator.random) ? "-" : "")\(Int64.max / 2 + Int64(nextID))"
    let isNumber = Bool.random(using: &generator.random)
    return (isNumber ? text : "\"\(text)\"", "\"\(text)\"", text)
  }

  private mutating func identities() -> (input: String, output: String) {
    let names = ["email", "customer_id", "\\u0067oogle"].filter { _ in
      Bool.random(using: &generator.random)
    }
    let pairs = names.map { ($0, generator.string()) }
    let object = "{" + pairs.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    guard Bool.random(using: &generator.random) else { return (object, object) }
    return (
      list(pairs.map { "{\"identity\":\($0.1),\"identity_type\":\"\($0.0)\"}" }), object
    )
  }

  private func list(_ elements: [String]) -> String {
    "[" + elements.joined(separator: ",") + "]"
  }

  /// An object of these members in a random order, before and after.
  private mutating func shuffled(
    _ members: [(key: String, input: String, output: String?)]
  ) -> (input: String, output: String) {
    let members = members.shuffled(using: &generator.random)
    func object(_ value: ((key: String, input: String, output: String?)) -> String) -> String {
      "{" + members.map { "\($0.key):\(value($0))" }.joined(separator: ",") + "}"
    }
    return (object { $0.input }, object { $0.output ?? $0.input })
  }
}
