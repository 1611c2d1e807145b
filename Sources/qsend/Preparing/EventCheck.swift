import PipeCommon

/// The inbound rules for one event: what the server would refuse, or silently lose.
enum EventCheck {
  /// - Parameter number: the event's place in `events`, for messages.
  static func check(
    _ event: BatchOutline.Event, _ number: Int, _ view: JSONView
  ) throws(JSONFault) {
    let path = "events[\(number)]"
    try view.require(.object, event.node, path)
    guard let type = event.type, view.kind(type) == .string else {
      throw view.fault("\(path) has no event_type", at: event.node)
    }
    guard let data = event.data else {
      throw view.fault("\(path).data is missing or no object", at: event.node)
    }
    guard let time = event.timestamp, !view.isNull(time) else {
      throw view.fault(
        "\(path).data has no timestamp_unixtime_ms; the server would stamp it with now", at: data)
    }
    let name = String(decoding: view.decoded(type), as: UTF8.self)
    guard EventType.names.contains(name) else {
      throw view.fault("\(path).event_type is not one the Events API knows", at: type)
    }
    try checkData(data, type: name, path: "\(path).data", view)
  }

  private static let customEventTypes: Set<String> = [
    "navigation", "location", "search", "transaction", "user_content", "user_preference", "social",
    "other", "media", "attribution",
  ]

  /// Checks what a type of event requires.
  private static func checkData(
    _ data: JSONNode, type: String, path: String, _ view: JSONView
  ) throws(JSONFault) {
    switch type {
    case "custom_event":
      try text("event_name", data, path, view)
      let kind = try text("custom_event_type", data, path, view)
      guard customEventTypes.contains(kind) else {
        throw view.fault("\(path).custom_event_type is not one the Events API knows", at: data)
      }
    case "screen_view":
      try text("screen_name", data, path, view)
    case "push_registration":
      try text("registration_token", data, path, view)
      try present("register", data, path, view)
    case "push_message":
      try text("push_message_type", data, path, view)
    case "breadcrumb":
      try text("label", data, path, view)
    case "application_state_transition":
      try text("application_transition_type", data, path, view)
    case "commerce_event":
      try checkCommerce(data, path, view)
    default:
      break
    }
  }

  private static func checkCommerce(
    _ data: JSONNode, _ path: String, _ view: JSONView
  ) throws(JSONFault) {
    var found = 0
    for name in ["product_action", "promotion_action", "product_impressions"] {
      guard let value = view.member(data, named: name)?.value, !view.isNull(value) else { continue }
      found += 1
      if name != "product_impressions" {
        try view.require(.object, value, "\(path).\(name)")
        try text("action", value, "\(path).\(name)", view)
      }
    }
    guard found == 1 else {
      throw view.fault(
        "\(path) must have exactly one of product_action, promotion_action, product_impressions",
        at: data)
    }
  }

  @discardableResult
  private static func present(
    _ name: String, _ object: JSONNode, _ path: String, _ view: JSONView
  ) throws(JSONFault) -> JSONNode {
    guard let value = view.member(object, named: name)?.value, !view.isNull(value) else {
      throw view.fault("\(path).\(name) is missing", at: object)
    }
    return value
  }

  @discardableResult
  private static func text(
    _ name: String, _ object: JSONNode, _ path: String, _ view: JSONView
  ) throws(JSONFault) -> String {
    let value = try present(name, object, path, view)
    try view.require(.string, value, "\(path).\(name)")
    return String(decoding: view.decoded(value), as: UTF8.self)
  }
}
