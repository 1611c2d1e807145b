/// The event types that the Events API knows.
package enum EventType {
  package static let names: Set<String> = [
    "application_state_transition", "breadcrumb", "commerce_event", "crash_report",
    "custom_event", "first_run", "network_performance", "opt_out", "pre_attribution", "profile",
    "push_message", "push_reaction", "push_registration", "screen_view", "session_end",
    "session_start", "uninstall", "user_attribute_change", "user_identity_change",
  ]
}
