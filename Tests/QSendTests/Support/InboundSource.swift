/// What each public source of the Events API says that a member may hold, collected from the sources
/// themselves and not from the table in qsend: its JSON Schema, and beside it the OpenAPI file, the
/// written reference and mParticle's own SDKs.
///
/// Kinds are letters: `s` string, `i` integer, `n` any number, `b` boolean, `o` object, `a` array,
/// `0` null.
struct InboundSource: Sendable {
  /// The event's type; `*` for any, or beside the events.
  let type: String
  let schema: String
  let others: String
  let isUUID: Bool
  let paths: [String]

  init(
    _ type: String, schema: String, others: String = "", uuid: Bool = false, _ paths: String
  ) {
    self.type = type
    self.schema = schema
    self.others = others
    isUUID = uuid
    self.paths = paths.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// A word that is known where words are listed.
  static let words: [String: String] = [
    "device_info.platform": "Android",
    "device_info.att_authorization_status": "authorized",
    "application_info.os": "Alexa",
    "events[].data.location.location_source": "ip_lookup",
    "events[].data.device_current_state.data_connection_type": "mobile",
    "events[].data.device_current_state.gps_state": "false",
    "events[].data.device_current_state.device_orientation": "FaceDown",
    "events[].data.device_current_state.status_bar_orientation": "FaceDown",
    "events[].data.event_system_notification_info.type": "gdpr_change",
    "events[].data.product_action.action": "add_to_cart",
    "events[].data.promotion_action.action": "click",
    "events[].data.application_transition_type": "application_background",
    "events[].data.push_message_type": "action",
    "events[].data.network": "apn",
    "events[].data.application_state": "background",
    "events[].data.push_message_behavior": "DirectOpen",
    "events[].data.new.identity_type": "alias",
    "events[].data.old.identity_type": "alias",
  ]

  static let all: [InboundSource] = [
    InboundSource(
      "*", schema: "o",
      """
      device_info application_info application_info.apple_search_ads_attributes.*
      integration_attributes.* context context.data_plan attribution_info consent_state
      consent_state.gdpr events[].data.location events[].data.device_current_state
      events[].data.event_system_notification_info
      """),
    InboundSource(
      "*", schema: "0bins",
      """
      device_info.brand device_info.product device_info.device device_info.android_uuid
      device_info.device_manufacturer device_info.os_version device_info.device_model
      device_info.device_country device_info.locale_language device_info.locale_country
      device_info.network_country device_info.network_carrier device_info.network_code
      device_info.network_mobile_country_code device_info.build_identifier
      device_info.http_header_user_agent device_info.push_token device_info.cpu_architecture
      device_info.radio_access_technology device_info.bluetooth_version
      device_info.build_version_release device_info.amp_id device_info.microsoft_advertising_id
      device_info.microsoft_publisher_id application_info.application_name
      application_info.application_version application_info.application_build_number
      application_info.install_referrer application_info.package application_info.os
      application_info.apple_search_ads_attributes.*.* user_attributes.*[] user_identities.other
      user_identities.customer_id user_identities.facebook user_identities.twitter
      user_identities.google user_identities.microsoft user_identities.yahoo
      user_identities.email user_identities.alias user_identities.facebook_custom_audience_id
      user_identities.other_id_2 user_identities.other_id_3 user_identities.other_id_4 api_key
      integration_attributes.*.* partner_identity attribution_info.service_provider
      attribution_info.publisher attribution_info.campaign sdk_version job_id
      events[].data.custom_attributes.* events[].data.device_current_state.data_connection_type
      events[].data.device_current_state.data_connection_type_detail
      events[].data.device_current_state.cpu
      events[].data.device_current_state.device_orientation
      events[].data.device_current_state.status_bar_orientation
      events[].data.lifetime_value_attribute_name events[].data.data_connection_type
      events[].data.view_controller events[].data.canonical_name
      """),
    InboundSource(
      "*", schema: "s",
      """
      device_info.platform device_info.att_authorization_status deleted_user_attributes[]
      api_keys[] context.data_plan.plan_id events[].data.event_system_notification_info.type
      """),
    InboundSource(
      "*", schema: "0i", others: "n",
      """
      device_info.screen_height device_info.screen_width device_info.screen_dpi
      device_info.timezone_offset device_info.att_timestamp_unixtime_ms
      events[].data.timestamp_unixtime_ms events[].data.event_id events[].data.session_id
      events[].data.session_start_unixtime_ms events[].data.event_start_unixtime_ms
      events[].data.device_current_state.time_since_start_ms
      events[].data.device_current_state.total_system_memory_usage_bytes
      events[].data.device_current_state.disk_space_free_bytes
      events[].data.device_current_state.external_disk_space_free_bytes events[].data.event_num
      """),
    InboundSource(
      "*", schema: "0s", uuid: true,
      """
      device_info.ios_advertising_id device_info.ios_idfv device_info.android_advertising_id
      device_info.roku_advertising_id device_info.roku_publisher_id
      device_info.fire_advertising_id mp_deviceid events[].data.source_message_id
      events[].data.session_uuid
      """),
    InboundSource(
      "*", schema: "0b",
      """
      device_info.is_tablet device_info.push_notification_sound_enabled
      device_info.push_notification_vibrate_enabled device_info.supports_telephony
      device_info.has_nfc device_info.bluetooth_enabled device_info.limit_ad_tracking
      device_info.is_dst events[].data.device_current_state.system_memory_low
      events[].data.is_goal_defined events[].data.is_main_thread
      """),
    InboundSource(
      "*", schema: "0o",
      """
      application_info.apple_search_ads_attributes integration_attributes
      events[].data.custom_attributes
      """),
    InboundSource(
      "*", schema: "0o",
      """
      user_attributes
      """),
    InboundSource(
      "*", schema: "0abins", others: "o",
      """
      user_attributes.*
      """),
    InboundSource(
      "*", schema: "0a",
      """
      deleted_user_attributes api_keys
      """),
    InboundSource(
      "*", schema: "", others: "bins",
      """
      user_identities.other_id_5 user_identities.other_id_6 user_identities.other_id_7
      user_identities.other_id_8 user_identities.other_id_9 user_identities.other_id_10
      user_identities.mobile_number user_identities.phone_number_2
      user_identities.phone_number_3 partner_identities.* consent_state.gdpr.*.regulation
      consent_state.gdpr.*.document consent_state.gdpr.*.location
      consent_state.gdpr.*.hardware_id consent_state.ccpa.*.regulation
      consent_state.ccpa.*.document consent_state.ccpa.*.location
      consent_state.ccpa.*.hardware_id events[].data.location.country_code
      events[].data.location.region_code events[].data.location.postal_code
      events[].data.location.location_source events[].data.location.city_name
      """),
    InboundSource(
      "*", schema: "0s",
      """
      ip
      """),
    InboundSource(
      "*", schema: "i", others: "n",
      """
      context.data_plan.plan_version
      """),
    InboundSource(
      "*", schema: "", others: "o",
      """
      partner_identities consent_state.gdpr.* consent_state.ccpa consent_state.ccpa.*
      events[].data.custom_flags consent_state.ccpa.data_sale_opt_out
      """),
    InboundSource(
      "*", schema: "0i",
      """
      origin_mpid
      """),
    InboundSource(
      "*", schema: "", others: "b",
      """
      consent_state.gdpr.*.consented consent_state.ccpa.*.consented
      consent_state.ccpa.data_sale_opt_out.consented modified
      """),
    InboundSource(
      "*", schema: "", others: "in",
      """
      consent_state.gdpr.*.timestamp_unixtime_ms
      """),
    InboundSource(
      "*", schema: "", others: "i",
      """
      consent_state.ccpa.*.timestamp_unixtime_ms events[].data.location.dma_code
      """),
    InboundSource(
      "*", schema: "0n", others: "s",
      """
      events[].data.location.latitude events[].data.location.longitude
      events[].data.location.accuracy
      """),
    InboundSource(
      "*", schema: "0n",
      """
      events[].data.device_current_state.battery_level
      events[].data.device_current_state.system_memory_available_bytes
      events[].data.device_current_state.system_memory_threshold_bytes
      events[].data.device_current_state.application_memory_available_bytes
      events[].data.device_current_state.application_memory_max_bytes
      events[].data.device_current_state.application_memory_total_bytes
      """),
    InboundSource(
      "*", schema: "0b", others: "s",
      """
      events[].data.device_current_state.gps_state
      """),
    InboundSource(
      "*", schema: "0n", others: "b",
      """
      events[].data.lifetime_value_change
      """),
    InboundSource(
      "custom_event", schema: "s",
      """
      events[].data.event_name
      """),
    InboundSource(
      "custom_event", schema: "0o",
      """
      events[].data.custom_flags
      """),
    InboundSource(
      "custom_event", schema: "0bins", others: "ao",
      """
      events[].data.custom_flags.*
      """),
    InboundSource(
      "commerce_event", schema: "o",
      """
      events[].data.product_action events[].data.promotion_action events[].data.shopping_cart
      """),
    InboundSource(
      "commerce_event", schema: "s",
      """
      events[].data.product_action.action events[].data.product_action.transaction_id
      events[].data.product_action.products[].id events[].data.product_action.products[].name
      events[].data.product_action.products[].custom_attributes.*
      events[].data.promotion_action.action events[].data.promotion_action.promotions[].id
      events[].data.promotion_action.promotions[].name
      events[].data.product_impressions[].product_impression_list
      events[].data.product_impressions[].products[].id
      events[].data.product_impressions[].products[].name
      events[].data.product_impressions[].products[].custom_attributes.*
      events[].data.shopping_cart.products[].id events[].data.shopping_cart.products[].name
      events[].data.shopping_cart.products[].custom_attributes.*
      """),
    InboundSource(
      "commerce_event", schema: "0i", others: "n",
      """
      events[].data.product_action.checkout_step
      events[].data.product_action.products[].position
      events[].data.product_action.products[].added_to_cart_time_ms
      events[].data.product_impressions[].products[].position
      events[].data.product_impressions[].products[].added_to_cart_time_ms
      events[].data.shopping_cart.products[].position
      events[].data.shopping_cart.products[].added_to_cart_time_ms
      """),
    InboundSource(
      "commerce_event", schema: "0bins",
      """
      events[].data.product_action.checkout_options
      events[].data.product_action.product_action_list
      events[].data.product_action.product_list_source events[].data.product_action.affiliation
      events[].data.product_action.coupon_code events[].data.product_action.products[].brand
      events[].data.product_action.products[].category
      events[].data.product_action.products[].variant
      events[].data.product_action.products[].coupon_code
      events[].data.promotion_action.promotions[].creative
      events[].data.promotion_action.promotions[].position
      events[].data.product_impressions[].products[].brand
      events[].data.product_impressions[].products[].category
      events[].data.product_impressions[].products[].variant
      events[].data.product_impressions[].products[].coupon_code
      events[].data.shopping_cart.products[].brand
      events[].data.shopping_cart.products[].category
      events[].data.shopping_cart.products[].variant
      events[].data.shopping_cart.products[].coupon_code events[].data.currency_code
      events[].data.screen_name events[].data.event_name
      """),
    InboundSource(
      "commerce_event", schema: "0n",
      """
      events[].data.product_action.total_amount events[].data.product_action.tax_amount
      events[].data.product_action.shipping_amount events[].data.product_action.products[].price
      events[].data.product_action.products[].total_product_amount
      events[].data.product_impressions[].products[].price
      events[].data.product_impressions[].products[].total_product_amount
      events[].data.shopping_cart.products[].price
      events[].data.shopping_cart.products[].total_product_amount
      """),
    InboundSource(
      "commerce_event", schema: "0a",
      """
      events[].data.product_action.products events[].data.product_impressions
      events[].data.product_impressions[].products
      """),
    InboundSource(
      "commerce_event", schema: "0n", others: "i",
      """
      events[].data.product_action.products[].quantity
      events[].data.product_impressions[].products[].quantity
      events[].data.shopping_cart.products[].quantity
      """),
    InboundSource(
      "commerce_event", schema: "0o",
      """
      events[].data.product_action.products[].custom_attributes
      events[].data.product_impressions[].products[].custom_attributes
      events[].data.shopping_cart.products[].custom_attributes events[].data.custom_flags
      """),
    InboundSource(
      "commerce_event", schema: "a",
      """
      events[].data.promotion_action.promotions events[].data.shopping_cart.products
      """),
    InboundSource(
      "commerce_event", schema: "0b",
      """
      events[].data.is_non_interactive
      """),
    InboundSource(
      "commerce_event", schema: "0bins", others: "ao",
      """
      events[].data.custom_flags.*
      """),
    InboundSource(
      "screen_view", schema: "s",
      """
      events[].data.screen_name
      """),
    InboundSource(
      "screen_view", schema: "0o",
      """
      events[].data.custom_flags
      """),
    InboundSource(
      "screen_view", schema: "s", others: "bin",
      """
      events[].data.custom_flags.*
      """),
    InboundSource(
      "session_end", schema: "0i", others: "n",
      """
      events[].data.session_duration_ms
      """),
    InboundSource(
      "application_state_transition", schema: "0b",
      """
      events[].data.successfully_closed events[].data.is_first_run events[].data.is_upgrade
      """),
    InboundSource(
      "application_state_transition", schema: "0bins",
      """
      events[].data.push_notification_payload events[].data.launch_referral
      """),
    InboundSource(
      "application_state_transition", schema: "s",
      """
      events[].data.application_transition_type
      """),
    InboundSource(
      "breadcrumb", schema: "0i", others: "n",
      """
      events[].data.session_number
      """),
    InboundSource(
      "breadcrumb", schema: "s",
      """
      events[].data.label
      """),
    InboundSource(
      "crash_report", schema: "0a",
      """
      events[].data.breadcrumbs
      """),
    InboundSource(
      "crash_report", schema: "0bins",
      """
      events[].data.class_name events[].data.severity events[].data.message
      events[].data.stack_trace events[].data.topmost_context
      events[].data.pl_crash_report_file_base64
      """),
    InboundSource(
      "crash_report", schema: "0b",
      """
      events[].data.exception_handled
      """),
    InboundSource(
      "crash_report", schema: "0i", others: "n",
      """
      events[].data.ios_image_base_address events[].data.ios_image_size
      events[].data.session_number
      """),
    InboundSource(
      "network_performance", schema: "s",
      """
      events[].data.http_verb events[].data.url
      """),
    InboundSource(
      "network_performance", schema: "0i", others: "n",
      """
      events[].data.time_elapsed events[].data.bytes_in events[].data.bytes_out
      """),
    InboundSource(
      "network_performance", schema: "0i", others: "ns",
      """
      events[].data.response_code
      """),
    InboundSource(
      "opt_out", schema: "0b",
      """
      events[].data.is_opted_out
      """),
    InboundSource(
      "profile", schema: "0i", others: "n",
      """
      events[].data.previous_mpid events[].data.current_mpid
      """),
    InboundSource(
      "push_message", schema: "0bins",
      """
      events[].data.push_message_token events[].data.message events[].data.network
      events[].data.push_notification_payload events[].data.application_state
      events[].data.action_identifier events[].data.push_message_behavior
      """),
    InboundSource(
      "push_message", schema: "s",
      """
      events[].data.push_message_type
      """),
    InboundSource(
      "push_registration", schema: "0b",
      """
      events[].data.register
      """),
    InboundSource(
      "push_registration", schema: "s",
      """
      events[].data.registration_token
      """),
    InboundSource(
      "user_attribute_change", schema: "s",
      """
      events[].data.user_attribute_name
      """),
    InboundSource(
      "user_attribute_change", schema: "0abins", others: "o",
      """
      events[].data.new events[].data.old
      """),
    InboundSource(
      "user_attribute_change", schema: "0bins",
      """
      events[].data.new[] events[].data.old[]
      """),
    InboundSource(
      "user_attribute_change", schema: "0b",
      """
      events[].data.deleted events[].data.is_new_attribute
      """),
    InboundSource(
      "user_identity_change", schema: "o",
      """
      events[].data.new events[].data.old
      """),
    InboundSource(
      "user_identity_change", schema: "s",
      """
      events[].data.new.identity_type events[].data.old.identity_type
      """),
    InboundSource(
      "user_identity_change", schema: "0bins",
      """
      events[].data.new.identity events[].data.old.identity
      """),
    InboundSource(
      "user_identity_change", schema: "0i", others: "n",
      """
      events[].data.new.timestamp_unixtime_ms events[].data.old.timestamp_unixtime_ms
      """),
    InboundSource(
      "user_identity_change", schema: "0b",
      """
      events[].data.new.created_this_batch events[].data.old.created_this_batch
      """),
    InboundSource(
      "*", schema: "0bins", others: "o",
      """
      consent_state.gdpr.regulation consent_state.gdpr.document consent_state.gdpr.location
      consent_state.gdpr.hardware_id
      """),
    InboundSource(
      "*", schema: "0b", others: "o",
      """
      consent_state.gdpr.consented
      """),
    InboundSource(
      "*", schema: "0i", others: "o",
      """
      consent_state.gdpr.timestamp_unixtime_ms
      """),
    InboundSource(
      "session_start", schema: "0i",
      """
      events[].data.session_id
      """),
    InboundSource(
      "crash_report", schema: "o", others: "s",
      """
      events[].data.breadcrumbs[]
      """),
    InboundSource(
      "session_end", schema: "", others: "o",
      """
      events[].data.custom_attributes
      """),
    InboundSource(
      "*", schema: "", others: "s",
      """
      consent_state.ccpa.data_sale_opt_out.document
      consent_state.ccpa.data_sale_opt_out.location
      consent_state.ccpa.data_sale_opt_out.hardware_id events[].data.page_url
      consent_state.gdpr.*.purpose consent_state.ccpa.data_sale_opt_out.purpose
      """),
    InboundSource(
      "*", schema: "", others: "n",
      """
      consent_state.ccpa.data_sale_opt_out.timestamp_unixtime_ms
      events[].data.active_time_on_site_ms application_info.sideloaded_kits_count
      """),
    InboundSource(
      "*", schema: "", others: "abnos",
      """
      events[].data.custom_flags.*
      """),
    InboundSource(
      "custom_event", schema: "", others: "o",
      """
      events[].data.custom_attributes events[].data.media_info
      """),
    InboundSource(
      "custom_event", schema: "", others: "abinos",
      """
      events[].data.custom_attributes.*
      """),
    InboundSource(
      "user_attribute_change", schema: "", others: "abinos",
      """
      events[].data.new.* events[].data.old.*
      """),
    InboundSource(
      "profile", schema: "", others: "s",
      """
      events[].data.profile_name events[].data.previous_profile_name
      """),
  ]
}
