import PipeCommon

/// The shapes of the `data` of events, by type.
///
/// A member is required where every source that speaks of it says so.
enum EventShape {
  /// - Parameter type: the decoded `event_type`.
  /// - Returns: `nil` for a type that the reference does not know.
  static func data(of type: Span<UInt8>) -> ObjectShape? {
    for (name, shape) in byType where type == name { return shape }
    return nil
  }

  static let byType: [(name: StaticString, data: ObjectShape)] = [
    ("custom_event", custom), ("screen_view", screenView), ("commerce_event", CommerceShape.data),
    ("session_start", event([("session_id", .any)], required: ["session_id"])),
    (
      "session_end",
      event([("session_duration_ms", .integer)], required: ["session_duration_ms"])
    ),
    ("application_state_transition", transition), ("breadcrumb", breadcrumb),
    ("crash_report", crash), ("network_performance", network),
    ("opt_out", event([("is_opted_out", .flag)], required: ["is_opted_out"])),
    ("profile", profile), ("push_message", pushMessage),
    (
      "push_registration",
      event(
        [("register", .flag), ("registration_token", .text)],
        required: ["register", "registration_token"])
    ),
    ("user_attribute_change", attributeChange), ("user_identity_change", identityChange),
    ("first_run", event()), ("push_reaction", event()), ("pre_attribution", event()),
    ("uninstall", event()),
  ]

  /// What events of every type have. Ids and times are for the wire form.
  ///
  /// The schema insists on a UUID for `source_message_id`, and the written reference asks for one.
  static let common: [ObjectShape.Member] = [
    ("custom_attributes", .object(BatchShape.scalars)), ("source_message_id", .uuid),
    ("session_uuid", .textOrNull), ("location", .object(location)),
    ("device_current_state", .object(DeviceShape.state)), ("is_goal_defined", .flag),
    // A number in the schema, a boolean in the OpenAPI file.
    ("lifetime_value_change", .numberOrFlag), ("lifetime_value_attribute_name", .scalar),
    ("data_connection_type", .scalar), ("event_num", .integer), ("view_controller", .scalar),
    ("is_main_thread", .flag), ("canonical_name", .scalar),
    (
      "event_system_notification_info",
      .object(ObjectShape([("type", .word(["gdpr_change"]))], required: ["type"]))
    ),
  ]

  private static func event(
    _ members: [ObjectShape.Member] = [], required: [StaticString] = []
  ) -> ObjectShape {
    ObjectShape(common, and: members, required: required)
  }

  private static let location = ObjectShape(
    [("latitude", .number), ("longitude", .number), ("accuracy", .number)],
    required: ["latitude", "longitude"])
}

// MARK: Types of event

extension EventShape {
  private static let custom = event(
    [
      ("event_name", .text),
      (
        "custom_event_type",
        .word([
          "navigation", "location", "search", "transaction", "user_content", "user_preference",
          "social", "other", "media", "attribution",
        ])
      ),
      ("custom_flags", .object(BatchShape.scalars)),
    ], required: ["event_name", "custom_event_type"])

  private static let screenView = event(
    [("screen_name", .text), ("custom_flags", .object(ObjectShape(others: .text)))],
    required: ["screen_name"])

  private static let transition = event(
    [
      (
        "application_transition_type",
        .word([
          "application_initialized", "application_exit", "application_background",
          "application_foreground",
        ])
      ),
      ("successfully_closed", .flag), ("is_first_run", .flag), ("is_upgrade", .flag),
      ("push_notification_payload", .scalar), ("launch_referral", .scalar),
    ], required: ["application_transition_type"])

  private static let breadcrumb = event(
    [("session_number", .integer), ("label", .text)], required: ["label"])

  private static let crash = event([
    // Events in the schema, strings in the OpenAPI file.
    (
      "breadcrumbs",
      .list(
        of: .objectOr(
          ObjectShape([("data", .object(breadcrumb)), ("event_type", .word(["breadcrumb"]))]),
          .text))
    ),
    ("class_name", .scalar), ("severity", .scalar), ("message", .scalar),
    ("stack_trace", .scalar), ("exception_handled", .flag), ("topmost_context", .scalar),
    ("pl_crash_report_file_base64", .scalar), ("ios_image_base_address", .integer),
    ("ios_image_size", .integer), ("session_number", .integer),
  ])

  private static let network = event(
    [
      ("http_verb", .text), ("url", .text), ("time_elapsed", .integer), ("bytes_in", .integer),
      ("bytes_out", .integer), ("response_code", .integer), ("data", .scalar),
    ], required: ["url", "response_code"])

  private static let profile = event(
    [
      ("previous_mpid", .any), ("current_mpid", .any),
      ("profile_event_type", .word(["signup", "login", "logout", "update", "delete"])),
    ], required: ["previous_mpid", "current_mpid", "profile_event_type"])

  private static let pushMessage = event(
    [
      ("push_message_token", .scalar),
      ("push_message_type", .word(["sent", "received", "action"])),
      ("message", .scalar), ("network", .scalar), ("push_notification_payload", .scalar),
      ("application_state", .scalar), ("action_identifier", .scalar),
      ("push_message_behavior", .scalar),
    ], required: ["push_message_token", "push_message_type", "push_notification_payload"])

  /// A plain value or a list in the schema, an object in the OpenAPI file.
  private static let attributeChange = event(
    [
      ("user_attribute_name", .text), ("new", .objectOr(ObjectShape(), .scalarOrList)),
      ("old", .objectOr(ObjectShape(), .scalarOrList)), ("deleted", .flag),
      ("is_new_attribute", .flag),
    ], required: ["user_attribute_name", "new", "old"])

  /// `null` stands for no identity, before or after.
  private static let identityChange = event(
    [("new", .object(identity)), ("old", .object(identity))], required: ["new", "old"])

  private static let identity = ObjectShape(
    [
      ("identity_type", .word(UserIdentityName.all)), ("identity", .scalar),
      ("timestamp_unixtime_ms", .any), ("created_this_batch", .flag),
    ], required: ["identity_type", "identity", "timestamp_unixtime_ms"])
}
