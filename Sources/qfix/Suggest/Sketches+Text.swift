import PipeCommon

extension Sketches {
  /// The name of a member, and a value of its type.
  struct Member {
    let name: [UInt8]
    let value: String
  }

  /// What decides which version of the plan judges, where there are several.
  func head(_ document: inout Document) -> [UInt8] {
    guard versions.plans.count > 1 else { return [] }
    let batch = document.planNaming()
    func quoted(_ text: [UInt8]?) -> String {
      text.map { String(decoding: JSONString.encode($0.span), as: UTF8.self) } ?? "null"
    }
    return Array(
      """
      "environment":\(quoted(batch.environment)),"context":{"data_plan":\
      {"plan_id":\(quoted(batch.id)),"plan_version":\(quoted(batch.version))}},
      """.utf8)
  }

  /// The different members of objects by their names; `nil` if these take more than a sketch may.
  static func members(of owners: [Document.Node], _ document: inout Document) -> [Member]? {
    var values: [[UInt8]: String] = [:]
    var size = 0
    for owner in owners where document.kind(owner) == .object {
      var next = document.firstChild(owner)
      while let child = next {
        let key = document.key(child)
        if values.updateValue(standIn(for: child, document), forKey: key) == nil {
          size += key.count + 4
          if size > longest { return nil }
        }
        next = document.sibling(child)
      }
    }
    return values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { Member(name: $0.key, value: $0.value) }
  }

  private static func standIn(for node: Document.Node, _ document: borrowing Document) -> String {
    switch document.kind(node) {
    case .string: "\"\""
    case .number: "0"
    case .true, .false: "true"
    case .null: "null"
    case .object: "{}"
    case .array: "[]"
    }
  }

  static func text(_ members: [Member]) -> [UInt8] {
    var text: [UInt8] = []
    for member in members {
      text.append(UInt8(ascii: text.isEmpty ? "{" : ","))
      JSONString.append(member.name.span, to: &text)
      text += Array(":\(member.value)".utf8)
    }
    return (text.isEmpty ? [UInt8(ascii: "{")] : text) + [UInt8(ascii: "}")]
  }

  /// `"events"` of one event, with what a plan knows it by and these attributes.
  static func text(
    of event: Document.Node, _ members: [AttributePlace: [Member]], _ document: inout Document
  ) -> [UInt8] {
    let data = document.child(event, named: .data)
    func list(_ place: AttributePlace) -> String {
      guard let members = members[place], !members.isEmpty else { return "[]" }
      return "[{\"custom_attributes\":\(String(decoding: text(members), as: UTF8.self))}]"
    }
    var fields = [
      "\"custom_attributes\":\(String(decoding: text(members[.event] ?? []), as: UTF8.self))"
    ]
    for name in ["event_name", "screen_name", "custom_event_type"] {
      guard let node = document.child(data, named: MemberName(name)) else { continue }
      fields.append("\"\(name)\":\(String(decoding: document.text(node), as: UTF8.self))")
    }
    for name in ["product_action", "promotion_action"] {
      let owner = document.child(data, named: MemberName(name))
      guard let owner, document.kind(owner) == .object else { continue }
      let action = document.child(owner, named: MemberName("action")).map {
        String(decoding: document.text($0), as: UTF8.self)
      }
      fields.append("\"\(name)\":{\"action\":\(action ?? "null"),\"products\":\(list(.product))}")
    }
    if let list = document.child(data, named: .productImpressions), document.kind(list) != .null {
      let products = members[.impression].map { members in
        members.isEmpty
          ? "" : "{\"custom_attributes\":\(String(decoding: text(members), as: UTF8.self))}"
      }
      fields.append("\"product_impressions\":[{\"products\":[\(products ?? "")]}]")
    }
    let type = document.child(event, named: .eventType).map { document.text($0) } ?? []
    return Array("\"events\":[{\"event_type\":".utf8) + type
      + Array(",\"data\":{\(fields.joined(separator: ","))}}]".utf8)
  }
}
