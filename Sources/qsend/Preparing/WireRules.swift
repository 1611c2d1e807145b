import PipeCommon

/// What becomes of a member on its way from the quarantined form to the wire form.
indirect enum WireRule: Sendable {
  case keep
  case remove
  /// An empty text is no address, and refused by the server.
  case removeIfEmpty
  /// A 64-bit integer; a string of digits becomes a number.
  case integer
  /// The outgoing form's list becomes an object.
  case identities
  case object(WireRules)
  case list(WireRules)
}

/// The rules for the members of one object, after the reference of the Events API.
struct WireRules: Sendable {
  /// Where such an object stands, for messages; `[]` stands for the event's number.
  let path: String
  private let members: [(name: StaticString, rule: WireRule)]
  /// What becomes of a member not named; `nil` if the reference does not know it.
  private let others: WireRule?

  private init(
    _ path: String, others: WireRule? = .keep,
    _ members: [(name: StaticString, rule: WireRule)]
  ) {
    self.path = path
    self.members = members
    self.others = others
  }

  /// - Returns: `nil` for a member that the reference does not know; it is kept all the same.
  func rule(for key: Span<UInt8>) -> WireRule? {
    for (name, rule) in members where key == name { return rule }
    return others
  }

  static let batch = WireRules(
    "", others: nil,
    [
      // Filled by the server, or the ids on which it would deduplicate the replay away.
      ("batch_id", .remove), ("timestamp_unixtime_ms", .remove), ("schema_version", .remove),
      ("unique_id", .remove), ("source_info", .remove), ("system_notifications", .remove),
      ("source_request_id", .remove), ("ip", .removeIfEmpty),
      ("mpid", .integer), ("origin_mpid", .integer),
      ("user_identities", .identities), ("events", .list(event)),
      ("context", .object(context)), ("consent_state", .object(consent)),
      ("device_info", .object(device)),
      ("environment", .keep), ("user_attributes", .keep), ("deleted_user_attributes", .keep),
      ("application_info", .keep), ("integration_attributes", .keep), ("partner_identity", .keep),
      ("partner_identities", .keep), ("attribution_info", .keep), ("mp_deviceid", .keep),
      ("sdk_version", .keep), ("api_key", .keep), ("api_keys", .keep), ("job_id", .keep),
    ])

  static let identities = WireRules(
    "user_identities", others: nil, UserIdentityName.all.map { ($0, .keep) })

  private static let context = WireRules(
    "context",
    [
      (
        "data_plan",
        .object(WireRules("context.data_plan", [("block_metadata", .remove)]))
      )
    ])

  private static let device = WireRules(
    "device_info", [("att_timestamp_unixtime_ms", .integer)])

  private static let consent = WireRules("consent_state", others: .object(regulation), [])

  /// One state by itself, or one for each purpose.
  private static let regulation = WireRules(
    "consent_state", others: .object(purpose), [("timestamp_unixtime_ms", .integer)])

  private static let purpose = WireRules(
    "consent_state", [("timestamp_unixtime_ms", .integer)])

  private static let event = WireRules(
    "events[]", others: nil,
    [
      ("event_type", .keep), ("data", .object(data)),
      ("message_id", .remove), ("message_type", .remove), ("activity_type", .remove),
    ])

  private static let data = WireRules(
    "events[].data",
    [
      ("message_id", .remove), ("message_type", .remove), ("activity_type", .remove),
      ("event_id", .integer), ("session_id", .integer), ("timestamp_unixtime_ms", .integer),
      ("session_start_unixtime_ms", .integer), ("event_start_unixtime_ms", .integer),
      ("previous_mpid", .integer), ("current_mpid", .integer), ("breadcrumbs", .list(breadcrumb)),
      ("new", .object(identityChange)), ("old", .object(identityChange)),
      ("product_action", .object(productList)), ("shopping_cart", .object(productList)),
      ("product_impressions", .list(productList)),
    ])

  /// The events that a `crash_report` holds.
  private static let breadcrumb = WireRules(
    "events[].data.breadcrumbs",
    [
      ("message_id", .remove), ("message_type", .remove),
      (
        "data",
        .object(
          WireRules(
            "events[].data.breadcrumbs",
            [
              ("message_id", .remove), ("message_type", .remove),
              ("event_id", .integer), ("session_id", .integer),
              ("timestamp_unixtime_ms", .integer), ("session_start_unixtime_ms", .integer),
              ("event_start_unixtime_ms", .integer),
            ]))
      ),
    ])

  /// `user_identity_change` has objects here; other types of event have plain values.
  private static let identityChange = WireRules(
    "events[].data", [("timestamp_unixtime_ms", .integer)])

  private static let productList = WireRules(
    "events[].data",
    [("products", .list(WireRules("events[].data", [("added_to_cart_time_ms", .integer)])))])
}
