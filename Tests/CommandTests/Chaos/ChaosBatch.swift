/// A quarantined batch of which each part can be left out or made wrong.
struct ChaosBatch {
  struct Event {
    let id: Int
    let marker: String
    /// Its time as JSON.
    var time: String?
    /// Bytes of attributes that make it large.
    let filling: Int
    var isBlocked = true
    /// Members of its attributes, and of its data, that the server knows it by, each with a comma.
    var attributes = ""
    var members = ""
    var type = "other"

    fileprivate var text: String {
      let time = time.map { "\"timestamp_unixtime_ms\":\($0)," } ?? ""
      let piece = String(repeating: "x", count: 1000)
      var attributes = ["\"marker\":\"\(marker)\""]
      for number in 0..<filling / 1000 { attributes.append("\"a\(number)\":\"\(piece)\"") }
      attributes.append("\"rest\":\"\(piece.prefix(filling % 1000))\"")
      return "{\"event_type\":\"custom_event\",\"data\":{\"event_id\":\"\(id)\",\(time)\(members)"
        + "\"custom_event_type\":\"\(type)\",\"event_name\":\"IncorrectName\","
        + "\"custom_attributes\":{\(self.attributes)\(attributes.joined(separator: ","))}}}"
    }
  }

  let batchID: Int
  /// As JSON, like the next.
  var mpid: String?
  /// What the envelopes of a user's batches differ in.
  let level: Int
  var environment: String? = "\"production\""
  var events: [Event]

  /// One line, without its end.
  var text: String { text(ofEvents: events.indices) }

  /// The same with only some of its events; what was blocked stays named.
  func text(ofEvents places: some Sequence<Int>) -> String {
    let mpid = mpid.map { "\"mpid\":\($0)," } ?? ""
    let environment = environment.map { "\"environment\":\($0)," } ?? ""
    let blocked = events.filter(\.isBlocked).map { "\"\($0.id)\"" }.joined(separator: ",")
    return "{\"batch_id\":\"\(batchID)\",\(mpid)\(environment)"
      + "\"user_attributes\":{\"level\":\(level)},"
      + "\"context\":{\"data_plan\":{\"plan_id\":\"main\",\"plan_version\":2,\"block_metadata\":"
      + "{\"dto_version\":1,\"blocked_event_ids\":[\(blocked)]}}},"
      + "\"events\":[\(places.map { events[$0].text }.joined(separator: ","))]}"
  }
}
