/// What an event holds: the shell, and `data` by type.
enum InboundEvent {
  /// The event around its `data`, which is judged by type.
  static let shell = Shape([
    Member("event_type", .word(byType.map(\.name)), .byAll, decides: true),
    Member(
      "data", Value(sure: .object, name: "an object", role: .eventData), .byAll, decides: true),
    Member("message_id", .removed), Member("message_type", .removed),
    Member("activity_type", .removed),
  ])

  /// `data` of an event whose type no source knows.
  static let unknown = Shape(common)

  static let byType: [(name: StaticString, data: Shape)] = [
    ("custom_event", event(custom)), ("screen_view", event(screenView)),
    ("commerce_event", event(InboundCommerce.data)),
    ("session_start", event([])),
    ("session_end", event([Member("session_duration_ms", .integer, .bySome)])),
    ("application_state_transition", event(transition)), ("breadcrumb", event(breadcrumb)),
    ("crash_report", event(crash)), ("network_performance", event(network)),
    ("opt_out", event([Member("is_opted_out", .flag, .bySome)])), ("profile", event(profile)),
    ("push_message", event(pushMessage)),
    (
      "push_registration",
      event([
        Member("register", .flag, .byAll), Member("registration_token", .text, .byAll),
      ])
    ),
    ("user_attribute_change", event(attributeChange)),
    ("user_identity_change", event(identityChange)),
    ("first_run", event([])), ("push_reaction", event([])), ("pre_attribution", event([])),
    ("uninstall", event([])),
  ]

  /// What events of a type have; of two members of one name the type's own holds.
  private static func event(_ members: [Member]) -> Shape {
    let names = Set(members.map { "\($0.name)" })
    return Shape(members + common.filter { !names.contains("\($0.name)") })
  }

  /// What events of every type have.
  private static let common =
    [
      Member("timestamp_unixtime_ms", .time, .byAll, decides: true),
      Member("event_id", .id.noted(as: .eventID), decides: true),
      Member("session_id", .id, decides: true),
      Member("custom_attributes", attributes),
      // Flags are for integrations, which also take lists and objects.
      Member("custom_flags", .map(of: .scalar.or(.structures))),
    ] + details + removed

  /// The same of an event within an event.
  private static let details = [
    // A UUID is only suggested: other senders have ids of their own.
    Member("source_message_id", .text), Member("session_uuid", .uuid),
    Member("session_start_unixtime_ms", .integer), Member("event_start_unixtime_ms", .integer),
    Member("location", .object(InboundDevice.location)),
    Member("device_current_state", .object(InboundDevice.state)),
    Member("is_goal_defined", .flag),
    // A number in the schema, a boolean in the OpenAPI file.
    Member("lifetime_value_change", .number.or(.boolean)),
    Member("lifetime_value_attribute_name", .scalar), Member("data_connection_type", .scalar),
    Member("event_num", .integer), Member("view_controller", .scalar),
    Member("is_main_thread", .flag), Member("canonical_name", .scalar),
    Member(
      "event_system_notification_info",
      .object(Shape([Member("type", .word(["gdpr_change"]), .bySome)]))),
    // What the web SDK adds.
    Member("active_time_on_site_ms", .integer), Member("page_url", .textOrNull),
  ]

  private static let removed = [
    Member("message_id", .removed), Member("message_type", .removed),
    Member("activity_type", .removed),
  ]

  /// The schema wants plain values, the Go SDK writes whatever it is given.
  private static let attributes = Value.map(
    of: .scalar.or(.structures).limited(to: .attributeValue))

  // MARK: Types of event

  private static let custom = [
    Member("event_name", .name.limited(to: .eventName), .byAll, decides: true),
    Member(
      "custom_event_type",
      .word([
        "navigation", "location", "search", "transaction", "user_content", "user_preference",
        "social", "other", "media", "attribution",
      ]), .byAll),
    Member("media_info", Value(sure: [.object, .null], name: "an object")),
  ]

  private static let screenView = [
    Member("screen_name", .name.limited(to: .eventName), .bySome, decides: true),
    Member("activity_type", .scalar),
    Member("custom_flags", .map(of: .text.or(.structures))),
  ]

  private static let transition = [
    Member(
      "application_transition_type",
      .word([
        "application_initialized", "application_exit", "application_background",
        "application_foreground",
      ]), .byAll),
    Member("successfully_closed", .flag), Member("is_first_run", .flag),
    Member("is_upgrade", .flag), Member("push_notification_payload", .scalar),
    Member("launch_referral", .scalar),
  ]

  private static let breadcrumb = [
    Member("session_number", .integer), Member("label", .text, .byAll),
  ]

  private static let crash = [
    // Events in the schema, strings in the OpenAPI file.
    Member("breadcrumbs", .list(of: .object(crumb).or(.string))),
    Member("class_name", .scalar), Member("severity", .scalar), Member("message", .scalar),
    Member("stack_trace", .scalar), Member("exception_handled", .flag),
    Member("topmost_context", .scalar), Member("pl_crash_report_file_base64", .scalar),
    Member("ios_image_base_address", .integer), Member("ios_image_size", .integer),
    Member("session_number", .integer),
  ]

  /// A breadcrumb that a crash report holds.
  private static let crumb = Shape(
    [
      Member("event_type", .word(["breadcrumb"])),
      Member(
        "data",
        .object(
          Shape(
            breadcrumb + [
              Member("timestamp_unixtime_ms", .integer), Member("event_id", .id),
              Member("session_id", .id), Member("custom_attributes", attributes),
            ] + details + removed))),
    ] + removed)

  private static let network = [
    Member("http_verb", .text), Member("url", .text, .bySome),
    Member("response_code", .integer, .bySome), Member("time_elapsed", .integer),
    Member("bytes_in", .integer), Member("bytes_out", .integer), Member("data", .scalar),
  ]

  private static let profile = [
    Member("previous_mpid", .id, .bySome), Member("current_mpid", .id, .bySome),
    Member(
      "profile_event_type", .word(["signup", "login", "logout", "update", "delete"]), .bySome),
    Member("profile_name", .textOrNull), Member("previous_profile_name", .textOrNull),
  ]

  private static let pushMessage = [
    Member("push_message_type", .word(["sent", "received", "action"]), .byAll),
    Member("push_message_token", .scalar, .bySome),
    Member("push_notification_payload", .scalar, .bySome),
    Member("message", .scalar), Member("network", .scalar), Member("application_state", .scalar),
    Member("action_identifier", .scalar), Member("push_message_behavior", .scalar),
  ]

  /// A plain value or a list in the schema, an object in the OpenAPI file; `null` means something.
  private static let attributeChange = [
    Member("user_attribute_name", .text, .byAll),
    Member("new", .listOrOne(of: .scalar).or(.object), .bySome),
    Member("old", .listOrOne(of: .scalar).or(.object), .bySome),
    Member("deleted", .flag), Member("is_new_attribute", .flag),
  ]

  /// `null` stands for no identity, before or after.
  private static let identityChange = [
    Member("new", .object(identity), .bySome), Member("old", .object(identity), .bySome),
  ]

  private static let identity = Shape([
    Member("identity_type", .word(InboundBatch.identityNames), .bySome),
    Member("identity", .scalar, .bySome), Member("timestamp_unixtime_ms", .integer, .bySome),
    Member("created_this_batch", .flag),
  ])
}
