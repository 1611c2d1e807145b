import PipeCommon
import TestSupport
import Testing

@testable import qfix

/// Misspelt names are found, and new ones near them are not taken for such.
@Suite struct SuggestProperties {
  private static let nouns = ["Product", "Cart", "Order", "Checkout", "Video", "Account", "Coupon"]
  private static let verbs = [
    "Viewed", "Added", "Removed", "Started", "Completed", "Shared", "Failed",
  ]
  private static let attributes = [
    "price", "currency", "sku", "category", "brand", "quantity", "order_id", "video_id", "position",
    "duration", "title", "rating", "country_code", "list_name", "error_code", "level", "campaign",
  ]

  private var random = SeededGenerator(seed: 0)

  /// A name with a mistake in it that people and releases make.
  private mutating func misspelt(_ name: String) -> String {
    var letters = Array(name)
    let places = letters.indices.dropFirst().dropLast(2)
      .filter { letters[$0] != letters[$0 + 1] && letters[$0] != " " && letters[$0 + 1] != " " }
    let place = places.randomElement(using: &random) ?? 1
    switch Int.random(in: 0..<8, using: &random) {
    case 0: letters.swapAt(place, place + 1)
    case 1: letters.remove(at: place)
    case 2: letters.insert(letters[place], at: place)
    case 3: letters.insert("q", at: place)
    case 4: return name.lowercased()
    case 5: return name.replacing(" ", with: "_")
    case 6: return name.replacing(" ", with: "s ")
    default: return name + " v2"
    }
    return String(letters)
  }

  private static func batch(_ name: String, _ attributes: [String]) -> String {
    let members = attributes.map { "\"\($0)\":1" }.joined(separator: ",")
    return "{\"events\":[\(Plan.event(name, "other", attributes: "{\(members)}"))]}"
  }

  @Test(arguments: 1...4)
  mutating func rulesAreForMisspeltNamesOnly(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    var names = Self.nouns.flatMap { noun in Self.verbs.map { "\(noun) \($0)" } }
    names.shuffle(using: &random)
    var points: [String] = []
    var batches: [String] = []
    var expected: [String: String] = [:]
    var used = Set(names)
    for name in names.prefix(30) {
      let listed = Self.attributes.shuffled(using: &random).prefix(5)
      let properties = listed.map { "\"\($0)\":{}" }.joined(separator: ",")
      points.append(
        Plan.point(
          type: "custom_event", "{\"event_name\":\"\(name)\",\"custom_event_type\":\"other\"}",
          """
          {"properties":{"data":{"properties":{"custom_attributes":{"additionalProperties":false,\
          "properties":{\(properties)}}}}}}
          """))
      let wrong = misspelt(name)
      guard used.insert(wrong).inserted else { continue }
      if Bool.random(using: &random) {
        expected[wrong] = name
        batches.append(Self.batch(wrong, Array(listed.dropLast())))
      } else {
        batches.append(Self.batch(wrong, ["surely", "another", "event", listed[0]]))
      }
    }
    batches += names.dropFirst(30).map { Self.batch($0, ["price", "other"]) }

    let plan = try JSONText("[\(points.joined(separator: ","))]")
    let versions = try #require(
      DataPlanVersions([DataPlan(plan.view.root, plan.view)], file: "plan.json"))
    var sketches = Sketches(versions)
    for batch in batches {
      let json = try JSONText(batch)
      var document = Document(json.view, reusing: DocumentStorage())
      sketches.add(&document)
    }
    var draft = RuleDraft()
    draft.addEvents(sketches)
    var found: [String: String] = [:]
    let rules = try JSONText(draft.text.span)
    var next = rules.view.firstElement(rules.view.root)
    while let rule = next {
      guard let renaming = rules.view.member(rule, named: "rename-event")?.value,
        let pair = rules.view.firstMember(renaming)
      else {
        Issue.record("a rule that renames no event, seed \(seed)")
        return
      }
      found[String(decoding: rules.view.decoded(pair.key), as: UTF8.self)] = String(
        decoding: rules.view.decoded(pair.value), as: UTF8.self)
      next = rules.view.element(after: rule)
    }
    let right = found.filter { expected[$0.key] == $0.value }.count
    #expect(Double(right) >= 0.98 * Double(found.count), "seed \(seed)")
    #expect(Double(right) >= 0.9 * Double(expected.count), "seed \(seed)")

    // What the rules promise is what they do.
    let rest = try sketches.applying(draft.text).blocked(by: versions)
    let before = sketches.blocked(by: versions)
    #expect(before.events - rest.events == found.count, "seed \(seed)")
  }
}
