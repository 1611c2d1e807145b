import PipeCommon
import Testing

@testable import qsend

/// The table of the inbound batch beside what the sources say, place by place and kind by kind: what
/// any of them allows is never refused, what the schema allows is no doubt, and what none of them
/// allows does not pass as if it fitted.
@Suite struct InboundSourceTests {
  @Test(arguments: InboundSource.all)
  func theTableAgreesWithTheSources(source: InboundSource) throws {
    for path in source.paths {
      for kind in Kind.all {
        let batch = Self.batch(path, source.type, kind.value(at: path, source))
        let verdict = try Self.verdict(batch)
        if kind.isHarm(at: path) {
          #expect(verdict.isRefused, "\(kind.name) at \(path) is sent\n\(batch)")
          continue
        }
        let isInSchema = kind.isIn(source.schema)
        let isKnown = isInSchema || kind.isIn(source.others)
        if isKnown {
          #expect(!verdict.isRefused, "\(kind.name) at \(path): \(verdict.words)\n\(batch)")
        }
        if isInSchema {
          #expect(
            !verdict.words.contains("\(path):\(kind.name)"),
            "\(kind.name) at \(path) is in doubt: \(verdict.words)")
        }
        // What has no value is left out, and quoted digits are an integer.
        if !isKnown, kind.letter != "0" {
          #expect(
            verdict.isRefused || !verdict.words.isEmpty, "\(kind.name) at \(path) fits\n\(batch)")
        }
      }
    }
  }

  private struct Kind {
    let letter: Character
    let name: String
    private let sample: String

    static let all = [
      Kind(letter: "s", name: "string", sample: "\"x\""),
      Kind(letter: "i", name: "number", sample: "7"),
      Kind(letter: "n", name: "number", sample: "1.5"),
      Kind(letter: "b", name: "boolean", sample: "true"),
      Kind(letter: "o", name: "object", sample: "{}"),
      Kind(letter: "a", name: "array", sample: "[]"),
      Kind(letter: "0", name: "null", sample: "null"),
    ]

    func isIn(_ letters: String) -> Bool {
      letters.contains(letter) || letter == "i" && letters.contains("n")
    }

    /// An id that has been through a double, and an event without a time, are refused although some
    /// source has any number, or null, there.
    func isHarm(at path: String) -> Bool {
      let isTime = path == "events[].data.timestamp_unixtime_ms"
      let isID = ["event_id", "session_id", "previous_mpid", "current_mpid", "origin_mpid"]
        .contains { path.hasSuffix($0) }
      return letter == "n" && (isTime || isID) || letter == "0" && isTime
    }

    func value(at path: String, _ source: InboundSource) -> String {
      switch letter {
      case "s" where source.isUUID: return "\"3DBFC52E-164F-405E-885E-2B448B301F83\""
      case "s": return "\"\(InboundSource.words[path] ?? (path == "ip" ? "192.0.2.1" : "x"))\""
      case "o": return "{\(InboundSourceTests.siblings[path] ?? "")}"
      // A time that can be true.
      case "i" where path.hasSuffix("data.timestamp_unixtime_ms"): return "1761000000000"
      default: return sample
      }
    }
  }

  // MARK: Batches

  /// What an object needs beside the member in question.
  private static let siblings = [
    "context.data_plan": #""plan_id":"p""#,
    "attribution_info": #""service_provider":"a","publisher":"b","campaign":"c""#,
    "events[].data.location": #""latitude":1,"longitude":2"#,
    "events[].data.event_system_notification_info": #""type":"gdpr_change""#,
    "events[].data.product_action": #""action":"click""#,
    "events[].data.promotion_action": #""action":"click""#,
    "events[].data.shopping_cart": #""products":[]"#,
    "events[].data.product_impressions[]": #""product_impression_list":"a","products":[]"#,
    "events[].data.new": #""identity_type":"other","identity":"a","timestamp_unixtime_ms":1"#,
    "events[].data.old": #""identity_type":"other","identity":"a","timestamp_unixtime_ms":1"#,
  ]

  /// What `data` of a type needs.
  private static let needs = [
    "custom_event": #""custom_event_type":"other","event_name":"e""#,
    "screen_view": #""screen_name":"s""#, "commerce_event": #""product_action":{"action":"click"}"#,
    "session_end": #""session_duration_ms":1"#,
    "application_state_transition": #""application_transition_type":"application_exit""#,
    "breadcrumb": #""label":"l""#, "network_performance": #""url":"u","response_code":200"#,
    "opt_out": #""is_opted_out":true"#,
    "profile": #""previous_mpid":1,"current_mpid":2,"profile_event_type":"login""#,
    "push_message":
      #""push_message_type":"sent","push_message_token":"t","push_notification_payload":"p""#,
    "push_registration": #""register":true,"registration_token":"t""#,
    "user_attribute_change": #""user_attribute_name":"a","new":1,"old":2"#,
    "user_identity_change": #""new":null,"old":null"#,
  ]

  /// A batch with a value in one place, and beside it only what must be there.
  private static func batch(_ path: String, _ type: String, _ value: String) -> String {
    let steps = path.replacing("[]", with: ".[]").split(separator: ".").map(String.init)
    let type = type == "*" ? "first_run" : type
    let inner = Self.value(steps[...], in: "", value, type)
    return "{\"environment\":\"production\",\"mpid\":1,\(inner.dropFirst())"
  }

  /// An object or array around the rest of the steps, with what it needs.
  private static func value(
    _ steps: ArraySlice<String>, in path: String, _ value: String, _ type: String
  ) -> String {
    guard let step = steps.first else { return value }
    let isElement = step == "[]"
    let here = path + (path.isEmpty || isElement ? "" : ".") + step
    let inner = Self.value(steps.dropFirst(), in: here, value, type)
    if isElement { return "[\(inner)]" }
    var members = ["\"\(step == "*" ? "k" : step)\":\(inner)"]
    var needed = siblings[path] ?? ""
    if path == "events[]" { needed = "\"event_type\":\"\(type)\"" }
    if path == "events[].data" {
      needed = "\"timestamp_unixtime_ms\":1761000000000"
      if let own = needs[type], !(step.hasPrefix("pro") && type == "commerce_event") {
        needed += "," + own
      }
    }
    members += needed.split(separator: ",\"").map { ($0.hasPrefix("\"") ? "" : "\"") + $0 }
      .filter { !$0.hasPrefix("\"\(step)\":") }
    return "{\(members.joined(separator: ","))}"
  }

  private static func verdict(_ batch: String) throws -> (isRefused: Bool, words: String) {
    let json = try JSONText(batch)
    var preparation = PreparedRow.preparation()
    switch preparation.prepare(json.view, sequence: 0, at: Place(file: "sources", line: 1)) {
    case .invalid(let fault, _, _): return (true, "\(fault.reason)")
    case .ready(let record): return (false, record.parts[0].doubt ?? "")
    }
  }
}
