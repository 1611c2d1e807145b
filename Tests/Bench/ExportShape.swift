import PipeCommon

/// Makes exports for measuring: the same bytes for the same shape, on every machine.
struct ExportShape {
  var mostEvents = 40
  var percentBlocked = 50
  var hasNumericIDs = false

  private var state: UInt64 = 1

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
    var blocked: [String] = []
    let count = 1 + Int(next() % UInt64(mostEvents))
    let events = (0..<count).map { place in
      let event = Int64(bitPattern: next())
      if next() % 100 < UInt64(percentBlocked) { blocked.append("\"\(event)\"") }
      return self.event(event, place, number)
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

  private mutating func event(_ event: Int64, _ place: Int, _ number: Int) -> String {
    """
    {"data":{"custom_event_type":"navigation","event_name":"View Item \(next() % 20)",\
    "timestamp_unixtime_ms":\(1_762_600_000_000 + number),"event_id":\(id(event)),\
    "session_id":\(id(Int64(bitPattern: next()))),\
    "session_uuid":"84E1B361-A282-4ADF-8A6D-1D31E6DD5A9E","custom_flags":{},\
    "custom_attributes":{"category":"Shoes \\"new\\"","price":"12.50","position":"\(place)",\
    "referrer":"https://shop.example.com/a/long/path?with=a&query=string"}},\
    "event_type":"custom_event"}
    """
  }

  private func id(_ value: Int64) -> String { hasNumericIDs ? "\(value)" : "\"\(value)\"" }

  private mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
  }
}
