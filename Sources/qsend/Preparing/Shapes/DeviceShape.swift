/// The shapes of what is said of a device.
enum DeviceShape {
  /// `device_info`. The schema and the OpenAPI file list different platforms; each may be right.
  ///
  /// The schema wants UUIDs as advertising ids, the OpenAPI file any strings.
  static let information = ObjectShape([
    (
      "platform",
      .word([
        "iOS", "Android", "web", "desktop", "tvOS", "roku", "out_of_band", "alexa", "smart_tv",
        "fire_tv", "xbox",
      ])
    ),
    (
      "att_authorization_status",
      .word(["authorized", "denied", "not_determined", "restricted"])
    ),
    ("brand", .scalar), ("product", .scalar), ("device", .scalar), ("android_uuid", .scalar),
    ("device_manufacturer", .scalar), ("os_version", .scalar), ("device_model", .scalar),
    ("screen_height", .integer), ("screen_width", .integer), ("screen_dpi", .integer),
    ("device_country", .scalar), ("locale_language", .scalar), ("locale_country", .scalar),
    ("network_country", .scalar), ("network_carrier", .scalar), ("network_code", .scalar),
    ("network_mobile_country_code", .scalar), ("timezone_offset", .integer),
    ("build_identifier", .scalar), ("http_header_user_agent", .scalar),
    ("push_token", .scalar), ("cpu_architecture", .scalar), ("is_tablet", .flag),
    ("push_notification_sound_enabled", .flag), ("push_notification_vibrate_enabled", .flag),
    ("radio_access_technology", .scalar), ("supports_telephony", .flag), ("has_nfc", .flag),
    ("bluetooth_enabled", .flag), ("bluetooth_version", .scalar),
    ("build_version_release", .scalar), ("limit_ad_tracking", .flag), ("is_dst", .flag),
    ("ios_advertising_id", .textOrNull), ("ios_idfv", .textOrNull),
    ("android_advertising_id", .textOrNull),
    ("roku_advertising_id", .textOrNull), ("roku_publisher_id", .textOrNull),
    ("fire_advertising_id", .textOrNull), ("amp_id", .scalar),
    ("microsoft_advertising_id", .scalar), ("microsoft_publisher_id", .scalar),
  ])

  /// An event's `device_current_state`. The schema's orientations stand beside a `$ref`, where
  /// draft 7 ignores them.
  static let state = ObjectShape([
    ("time_since_start_ms", .integer), ("battery_level", .number),
    ("data_connection_type", .scalar), ("data_connection_type_detail", .scalar),
    ("gps_state", .flag), ("total_system_memory_usage_bytes", .integer),
    ("disk_space_free_bytes", .integer), ("external_disk_space_free_bytes", .integer),
    ("cpu", .scalar), ("system_memory_available_bytes", .number), ("system_memory_low", .flag),
    ("system_memory_threshold_bytes", .number), ("application_memory_available_bytes", .number),
    ("application_memory_max_bytes", .number), ("application_memory_total_bytes", .number),
    ("device_orientation", .scalar), ("status_bar_orientation", .scalar),
  ])
}
