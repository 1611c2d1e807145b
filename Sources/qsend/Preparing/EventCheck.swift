import PipeCommon

/// The inbound rules for one event: what the server would refuse, or silently lose.
enum EventCheck {
  /// - Parameter number: the event's place in `events`, for messages.
  static func check(
    _ event: BatchOutline.Event, _ number: Int, _ view: JSONView
  ) throws(JSONFault) {
    try view.require(.object, event.node, "events[\(number)]")
    guard let type = event.type, view.kind(type) == .string else {
      throw view.fault("events[\(number)] has no event_type", at: event.node)
    }
    guard let data = event.data else {
      throw view.fault("events[\(number)].data is missing or no object", at: event.node)
    }
    guard let time = event.timestamp, !view.isNull(time) else {
      throw view.fault(
        "events[\(number)].data has no timestamp_unixtime_ms; the server would stamp it with now",
        at: data)
    }
    guard let shape = view.withIDText(type, { EventShape.data(of: $0) }) ?? nil else {
      throw view.fault(
        "events[\(number)].event_type is not one the Events API knows", at: type)
    }
    do throws(Misfit) {
      try shape.check(data, view)
    } catch {
      throw error.inside("events[\(number)].data").fault(view)
    }
    if view.string(type, equals: "commerce_event".utf8.span) {
      try checkCommerce(data, "events[\(number)].data", view)
    }
  }

  private static func checkCommerce(
    _ data: JSONNode, _ path: @autoclosure () -> String, _ view: JSONView
  ) throws(JSONFault) {
    let actions = ["product_action", "promotion_action", "product_impressions"]
    let found = actions.count { name in
      view.member(data, named: name).map { !view.isNull($0.value) } ?? false
    }
    guard found == 1 else {
      throw view.fault(
        "\(path()) must have exactly one of product_action, promotion_action, product_impressions",
        at: data)
    }
  }
}
