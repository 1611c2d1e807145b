import PipeCommon

/// Makes exports for measuring: the same bytes for the same shape, on every machine.
///
/// As dense as the real ones: a token every seven bytes, batches of 7 KB, attributes of all kinds; a
/// tenth of the batches have ids as numbers, a tenth of the strings escapes or other letters.
struct ExportShape {
  var mostEvents = 40
  var percentBlocked = 50
  var hasNumericIDs = false

  private var state: UInt64 = 1
  /// Whether the current batch has its ids as numbers.
  private var isNumeric = false

  /// Writes batches until there are so many bytes.
  mutating func write(_ bytes: Int, to output: inout OutputWriter) throws(IOError) {
    var number = 0
    while output.bytesWritten < bytes {
      let line = batch(number)
      try output.write(line.utf8.span)
      try output.endRecord()
      number += 1
    }
    try output.flush()
  }

  private mutating func batch(_ number: Int) -> String {
    isNumeric = hasNumericIDs || below(10) == 0
    // Few have many: each event is followed by another in six of seven cases.
    var count = 1
    while count < mostEvents, below(7) > 0 { count += 1 }
    var blocked: [String] = []
    let events = (0..<count).map { _ in
      let event = Int64(bitPattern: next())
      if below(100) < percentBlocked { blocked.append("\"\(event)\"") }
      return self.event(event, number)
    }
    return """
      {"events":[\(events.joined(separator: ","))],\
      "device_info":{"platform":"iOS","os_version":"17.2","device_model":"iPhone15,2",\
      "ios_idfv":"E621E1F8-C36C-495A-93FC-0C247A3E6E5F","screen_height":2556,"screen_width":1179},\
      "application_info":{"application_version":"4.2.1","os":"IOS"},\
      "user_attributes":{"$gender":"F","$age":"40","plan":"gold","cities":["Köln","Lyon"]},\
      "deleted_user_attributes":[],\
      "user_identities":{"customer_id":"c-\(number)","email":"user\(number)@example.com"},\
      "environment":"production","ip":"","mpid":\(id(Int64(bitPattern: next()))),\
      "batch_id":\(id(Int64(bitPattern: next()))),"timestamp_unixtime_ms":"1762600000000",\
      "source_info":{"channel":"native"},"context":{"data_plan":{"plan_id":"shop","plan_version":3,\
      "block_metadata":{"dto_version":1,"blocked_event_ids":[\(blocked.joined(separator: ","))],\
      "blocked_event_attributes":[],"blocked_user_attributes":["plan"]}}}}
      """
  }

  private mutating func event(_ event: Int64, _ number: Int) -> String {
    let attributes = (0..<5 + below(21)).map { place in
      "\"\(Self.keys[below(Self.keys.count)])_\(place)\":\(value())"
    }
    return """
      {"data":{"custom_event_type":"navigation","event_name":"View Item \(below(20))",\
      "timestamp_unixtime_ms":\(1_762_600_000_000 + number),"event_id":\(id(event)),\
      "session_id":\(id(Int64(bitPattern: next()))),\
      "session_uuid":"84E1B361-A282-4ADF-8A6D-1D31E6DD5A9E","custom_flags":{},\
      "location":{"latitude":40.7,"longitude":-73.9},\
      "device_current_state":{"time_since_start_ms":"\(below(100_000))","battery_level":0.7,\
      "gps_state":true,"total_system_memory_usage_bytes":"123456789"},\
      "custom_attributes":{\(attributes.joined(separator: ","))}},"event_type":"custom_event"}
      """
  }

  private static let keys = ["category", "price", "position", "referrer", "n", "is_new", "step"]
  private static let words = [
    "Shoes", "Checkout", "Home", "View", "Item", "Garden Hose", "blue", "gold", "card", "express",
  ]
  private static let rareWords = [#"Köln \"x\""#, "東京 タワー", #"tab\tx"#, #"line\nbreak"#, "naïve"]

  private mutating func value() -> String {
    switch below(10) {
    case 0..<5:
      let words = below(10) == 0 ? Self.rareWords : Self.words
      return "\"\(words[below(words.count)])\""
    case 5, 6: return "\(below(10_000))"
    case 7: return "\(below(100)).\(10 + below(90))"
    case 8: return below(2) == 0 ? "true" : "false"
    default: return "null"
    }
  }

  private func id(_ value: Int64) -> String { isNumeric ? "\(value)" : "\"\(value)\"" }

  private mutating func below(_ limit: Int) -> Int { Int(next() >> 33) % limit }

  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
  }
}
