/// The event types that the Events API knows.
package enum EventType {
  /// As `event_type` spells them.
  package static let names: Set<String> = [
    "application_state_transition", "breadcrumb", "commerce_event", "crash_report",
    "custom_event", "first_run", "network_performance", "opt_out", "pre_attribution", "profile",
    "push_message", "push_reaction", "push_registration", "screen_view", "session_end",
    "session_start", "uninstall", "user_attribute_change", "user_identity_change",
  ]

  /// Those whose events have an `event_name` or a `screen_name`.
  package static let named: Set<String> = ["commerce_event", "custom_event", "screen_view"]

  /// Reads an option's TYPE.
  package static func checked(_ name: String, _ option: String) throws(UsageError) -> String {
    guard names.contains(name) else {
      throw UsageError(
        "\(option): the Events API has no event type '\(name)'"
          + Spelling.suggestion(for: name, among: names.sorted()))
    }
    return name
  }
}
