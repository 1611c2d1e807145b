import Testing

@testable import EventsAPIStandIn

/// What the strict stand-in refuses is what a sender must notice, so it must refuse it.
@Suite struct StandInStrictnessTests {
  private func judge(_ arguments: String...) throws -> BatchJudge {
    BatchJudge(try StandInSettings(arguments))
  }

  /// What is wrong with a batch that comes alone.
  private func fault(_ batch: String, _ judge: BatchJudge) -> String? {
    var batches: [BatchJudge.Batch] = []
    return judge.fault(in: Array(batch.utf8), to: .events, &batches) ?? batches.first?.fault
  }

  private static func batch(_ members: String = "", type: String, _ data: String) -> String {
    #"{"environment":"production",\#(members)"events":[{"event_type":"\#(type)","data":{\#(data)}}]}"#
  }

  private static let custom = #""event_name":"a","custom_event_type":"other""#

  @Test(arguments: [
    ("custom_event", custom),
    ("screen_view", #""screen_name":"a","location":{"latitude":1,"longitude":2.5}"#),
    ("session_start", #""source_message_id":"m-1","session_uuid":null"#),
    (
      "commerce_event",
      #""product_action":{"action":"remove_from_wish_list","products":[{"id":"1"}]}"#
    ),
    ("commerce_event", #""promotion_action":{"action":"view","promotions":[]}"#),
    ("network_performance", #""url":"u","response_code":200"#),
    ("user_attribute_change", #""user_attribute_name":"a","new":["b"],"old":null"#),
    ("uninstall", #""custom_attributes":{"a":1,"b":true,"c":null},"no_one_knows":{}"#),
  ])
  func whatTheSchemaTakesIsTaken(type: String, data: String) throws {
    let judge = try judge("--strict")
    #expect(fault(Self.batch(type: type, data), judge) == nil)
  }

  @Test(arguments: [
    (custom.replacing("other", with: "unknown"), "events[].data.custom_event_type=\"unknown\""),
    (#""event_name":"","custom_event_type":"other""#, "events[].data.event_name=\"\""),
    (#""custom_event_type":"other""#, "events[].data.event_name:missing"),
    (custom + #","location":{"latitude":1}"#, "events[].data.location.longitude:missing"),
    (custom + #","location":[]"#, "events[].data.location:array"),
    (custom + #","event_id":1.5"#, "events[].data.event_id:number"),
    (custom + #","event_id":"7""#, "events[].data.event_id:string"),
    (custom + #","source_message_id":null"#, "events[].data.source_message_id:null"),
    (custom + #","session_uuid":"s-1""#, "events[].data.session_uuid:string"),
    (custom + #","custom_attributes":{"a":{}}"#, "events[].data.custom_attributes.*:object"),
    (custom + #","custom_attributes":{"a":{}}"#, "events[].data.custom_attributes.*:*"),
    (custom.replacing("other", with: "x"), "events[].data.custom_event_type=*"),
  ])
  func anOddityIsRefusedUnlessItsKindIsTaken(data: String, kind: String) throws {
    let batch = Self.batch(type: "custom_event", data)
    #expect(try fault(batch, judge("--strict")) != nil)
    #expect(try fault(batch, judge("--strict", "--takes", kind)) == nil)
    #expect(try fault(batch, judge("--strict", "--takes", "events[].data.label:missing")) != nil)
  }

  @Test(arguments: [
    (#""device_info":{"platform":"FireTV"},"#, #"device_info.platform: unknown word "FireTV""#),
    (
      #""device_info":{"has_nfc":""},"#,
      #"device_info.has_nfc: "" is of the wrong type or form"#
    ),
    (#""mpid":"1","#, #"mpid: "1" is of the wrong type or form"#),
    (#""ip":"","#, #"ip: "" is of the wrong type or form"#),
    (#""context":{"data_plan":{}},"#, "context.data_plan.plan_id: missing"),
    (#""consent_state":{"gdpr":{"a b":{}}},"#, "consent_state.gdpr.a b.consented: missing"),
    (
      #""user_attributes":{"a":["b",["c"]]},"#,
      #"user_attributes.a[1]: ["c"] is of the wrong type or form"#
    ),
  ])
  func theMessageNamesThePlaceAndTheValue(members: String, message: String) throws {
    let batch = Self.batch(members, type: "custom_event", Self.custom)
    #expect(try fault(batch, judge("--strict")) == message)
  }

  @Test(arguments: [
    (
      "events[].data.custom_event_type=\"other\"",
      "events[0].data.custom_event_type: \"other\" is not taken"
    ),
    ("events[].data.event_name:string", "events[0].data.event_name: \"a\" is not taken"),
    (
      "events[].data.custom_attributes.*:null",
      "events[0].data.custom_attributes.k: null is not taken"
    ),
    ("events[].data.of_its_own.deep[]:number", "events[0].data.of_its_own.deep[0]: 1 is not taken"),
    ("mpid:missing", "mpid: missing"),
  ])
  func whatTheTableTakesCanBeRefused(kind: String, message: String) throws {
    let data = Self.custom + #","custom_attributes":{"k":null},"of_its_own":{"deep":[1]}"#
    let batch = Self.batch(type: "custom_event", data)
    #expect(try fault(batch, judge("--strict")) == nil)
    #expect(try fault(batch, judge("--strict", "--refuses", kind)) == message)
    #expect(try fault(batch, judge("--strict", "--refuses", kind, "--takes", kind)) == message)
  }

  @Test func aKindCanBeTakenAtFirstOnly() throws {
    let judge = try judge("--strict", "--takes-first", "2:events[].data.location:null")
    let batch = Self.batch(type: "custom_event", Self.custom + #","location":null"#)
    let batches = { (body: String, endpoint: Endpoint) in
      var batches: [BatchJudge.Batch] = []
      #expect(judge.fault(in: Array(body.utf8), to: endpoint, &batches) == nil)
      return batches
    }
    for _ in 0..<2 {
      #expect(batches("[\(batch),\(batch),\(batch)]", .bulk).allSatisfy { $0.fault == nil })
      let alone = batches(batch, .events)
      #expect(alone.map(\.fault) == [nil])
      alone.forEach(judge.count)
    }
    let fault = "events[0].data.location: null is not taken"
    #expect(batches(batch, .events).map(\.fault) == [fault])
    #expect(batches("[\(batch)]", .bulk).map(\.fault) == [fault])
  }

  @Test func historicalBatchesMustBeOld() throws {
    let judge = try judge("--strict")
    var batches: [BatchJudge.Batch] = []
    let times = [#","timestamp_unixtime_ms":1"#, "", #","timestamp_unixtime_ms":99999999999999"#]
    let list = times.map { Self.batch(type: "custom_event", Self.custom + $0) }
    let body = "[" + (list + [#"{"environment":"production"}"#]).joined(separator: ",") + "]"
    _ = judge.fault(in: Array(body.utf8), to: .historical, &batches)
    #expect(
      batches.map(\.fault) == [
        nil, "an event has no time", "an event is less than 72 hours old",
        "events: missing or empty",
      ])
  }

  @Test func anIDIsNewOnce() {
    var seen = SeenIDs()
    #expect([seen.isNew([1]), seen.isNew([2]), seen.isNew([1])] == [true, true, false])
    #expect([seen.isNew(nil), seen.isNew(nil)] == [true, true])
  }

  /// A shape that a line names and nobody describes would take everything.
  @Test(arguments: [BatchTables.lenient, BatchTables.strict])
  func everyShapeThatTheTableNamesIsInIt(table: ShapeTable) {
    func names(_ value: ShapeTable.Value) -> [String] {
      switch value {
      case .shape(let name): [name]
      case .list(let inner), .map(let inner): inner.flatMap(names)
      case .shapeNamed(let member): table.shapes["event"]?[member]?.values.flatMap(words) ?? []
      default: []
      }
    }
    func words(_ value: ShapeTable.Value) -> [String] {
      if case .words(let words) = value { Array(words) } else { [] }
    }
    let named = table.shapes.values.flatMap { $0.values.flatMap { $0.values.flatMap(names) } }
    #expect(Set(named).subtracting(table.shapes.keys) == [])
    #expect(table.shapes.values.allSatisfy { $0.values.allSatisfy { !$0.values.isEmpty } })
  }

  @Test(arguments: ["", "a", "a:text", "=*x", ":string", "a=b"])
  func whatIsNoKindIsSaid(text: String) {
    #expect(throws: (any Error).self) { try Kind(text) }
  }
}
