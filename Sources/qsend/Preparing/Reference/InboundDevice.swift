import PipeCommon

/// What is said of a device.
enum InboundDevice {
  /// `device_info`. The schema and the OpenAPI file list different platforms; each may be right.
  static let information = Shape(
    members.map { DeviceIdentity.contains(Array("\($0.name)".utf8)) ? $0.identifying : $0 })

  private static let members = [
    Member(
      "platform",
      .word([
        "iOS", "Android", "web", "desktop", "tvOS", "roku", "out_of_band", "alexa", "smart_tv",
        "fire_tv", "xbox",
      ])),
    Member(
      "att_authorization_status",
      .word(["authorized", "denied", "not_determined", "restricted"])),
    Member("att_timestamp_unixtime_ms", .integer),
    Member("brand", .scalar), Member("product", .scalar), Member("device", .scalar),
    Member("device_manufacturer", .scalar), Member("device_model", .scalar),
    Member("os_version", .scalar), Member("build_identifier", .scalar),
    Member("build_version_release", .scalar), Member("cpu_architecture", .scalar),
    Member("screen_height", .integer), Member("screen_width", .integer),
    Member("screen_dpi", .integer),
    Member("device_country", .scalar), Member("locale_language", .scalar),
    Member("locale_country", .scalar), Member("network_country", .scalar),
    Member("network_carrier", .scalar), Member("network_code", .scalar),
    Member("network_mobile_country_code", .scalar), Member("radio_access_technology", .scalar),
    // India is at 5.5.
    Member("timezone_offset", .integer),
    Member("http_header_user_agent", .scalar), Member("bluetooth_version", .scalar),
    Member("is_tablet", .flag), Member("supports_telephony", .flag), Member("has_nfc", .flag),
    Member("bluetooth_enabled", .flag), Member("limit_ad_tracking", .flag),
    Member("is_dst", .flag), Member("push_notification_sound_enabled", .flag),
    Member("push_notification_vibrate_enabled", .flag),
    // Who the device is. The schema wants UUIDs as some ids, the OpenAPI file any strings.
    Member("ios_advertising_id", .uuid),
    Member("ios_idfv", .uuid),
    Member("android_advertising_id", .uuid),
    Member("android_uuid", .scalar),
    Member("roku_advertising_id", .uuid),
    Member("roku_publisher_id", .uuid),
    Member("fire_advertising_id", .uuid),
    Member("amp_id", .scalar),
    Member("microsoft_advertising_id", .scalar),
    Member("microsoft_publisher_id", .scalar),
    Member("push_token", .scalar),
  ]

  /// An event's `device_current_state`. The schema's orientations stand beside a `$ref`, where
  /// draft 7 ignores them.
  static let state = Shape([
    Member("time_since_start_ms", .integer), Member("battery_level", .number),
    Member("data_connection_type", .scalar), Member("data_connection_type_detail", .scalar),
    Member("gps_state", .flag), Member("total_system_memory_usage_bytes", .integer),
    Member("disk_space_free_bytes", .integer),
    Member("external_disk_space_free_bytes", .integer), Member("cpu", .scalar),
    // Numbers in the schema, but the server writes all its 64-bit integers as text.
    Member("system_memory_available_bytes", .size), Member("system_memory_low", .flag),
    Member("system_memory_threshold_bytes", .size),
    Member("application_memory_available_bytes", .size),
    Member("application_memory_max_bytes", .size),
    Member("application_memory_total_bytes", .size),
    Member("device_orientation", .scalar), Member("status_bar_orientation", .scalar),
  ])

  /// An event's `location`: complete in the schema, empty in every sample of the reference.
  static let location = Shape([
    Member("latitude", .number, .bySome), Member("longitude", .number, .bySome),
    Member("accuracy", .number), Member("location_source", .textOrNull),
    Member("country_code", .textOrNull), Member("region_code", .textOrNull),
    Member("city_name", .textOrNull), Member("postal_code", .textOrNull),
    Member("dma_code", .integer),
  ])
}

extension Member {
  /// The same where it tells one device from others.
  fileprivate var identifying: Member {
    Member(name, value.noted(as: .deviceIdentity), need, decides: decides)
  }
}
