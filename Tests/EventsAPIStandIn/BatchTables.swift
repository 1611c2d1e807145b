/// What a batch may hold, member by member; how the lines read stands with `ShapeTable`.
enum BatchTables {
  /// Only what the server is known to refuse in every batch.
  static let lenient = ShapeTable(
    """
    batch
      environment!: any
      mpid: number null
      events: [event] any
    event
      event_type!: any
      data!: object
    """)

  /// As strict as the published schema of 2026, but for members that it does not know, which pass;
  /// an environment, and names that are not empty, it does not ask for, but the server does.
  static let strict = ShapeTable(
    """
    batch
      environment!: = development production
      events: [event] null
      source_request_id partner_identity sdk_version job_id api_key: text
      device_info: device null
      application_info: application null
      user_attributes: {text [text]} null
      deleted_user_attributes api_keys: [string] null
      user_identities: {text} null
      ip: address null
      integration_attributes: {{text}} null
      partner_identities: {text} null
      context: context null
      source_info: source null
      mp_deviceid: uuid null
      attribution_info: attribution null
      timestamp_unixtime_ms batch_id mpid origin_mpid: integer null
      consent_state: consents null
    context
      data_plan: plan null
      location: location null
    plan
      plan_id!: string
      plan_version: integer null
    source
      channel!: = native javascript pixel desktop partner server_to_server
      partner replay_request_id replay_job_id: text
      is_historical: boolean null
    attribution
      service_provider! publisher! campaign!: text
    consents
      gdpr ccpa: {consent}
    consent
      consented!: boolean null
      timestamp_unixtime_ms!: integer null
      regulation document location hardware_id: text

    device
      platform: = iOS Android web tvOS roku out_of_band alexa smart_tv fire_tv xbox
      att_authorization_status: = authorized denied not_determined restricted
      brand product device android_uuid device_manufacturer os_version device_model device_country
        locale_language locale_country network_country network_carrier network_code
        network_mobile_country_code build_identifier http_header_user_agent push_token
        cpu_architecture radio_access_technology bluetooth_version build_version_release amp_id
        microsoft_advertising_id microsoft_publisher_id: text
      ios_advertising_id ios_idfv android_advertising_id roku_advertising_id roku_publisher_id
        fire_advertising_id: uuid null
      screen_height screen_width screen_dpi timezone_offset att_timestamp_unixtime_ms: integer null
      is_tablet push_notification_sound_enabled push_notification_vibrate_enabled supports_telephony
        has_nfc bluetooth_enabled limit_ad_tracking is_dst: boolean null
    application
      application_name application_version application_build_number install_referrer package os:
        text
      apple_search_ads_attributes: {{text}} null

    event
      event_type!: = session_start session_end screen_view custom_event crash_report opt_out
        first_run push_registration application_state_transition push_message network_performance
        breadcrumb profile commerce_event user_attribute_change user_identity_change uninstall
      data!: <event_type>
    common
      timestamp_unixtime_ms event_id session_id session_start_unixtime_ms event_start_unixtime_ms
        event_num: integer null
      source_message_id: string
      session_uuid: uuid null
      custom_attributes: {text} null
      location: location null
      device_current_state: state null
      is_goal_defined is_main_thread: boolean null
      lifetime_value_change: number null
      lifetime_value_attribute_name data_connection_type view_controller canonical_name: text
      event_system_notification_info: notification null
    location
      latitude! longitude! accuracy: number null
      dma_code: integer null
      country_code region_code postal_code location_source city_name: text
    state
      time_since_start_ms total_system_memory_usage_bytes disk_space_free_bytes
        external_disk_space_free_bytes: integer null
      battery_level system_memory_available_bytes system_memory_threshold_bytes
        application_memory_available_bytes application_memory_max_bytes
        application_memory_total_bytes: number null
      gps_state system_memory_low: boolean null
      data_connection_type data_connection_type_detail cpu device_orientation
        status_bar_orientation: text
    notification
      type!: = gdpr_change

    session_start common
    session_end common
      session_duration_ms!: integer null
    screen_view common
      screen_name!: filled
      activity_type: text
      custom_flags: {text} null
    custom_event common
      event_name!: filled
      custom_event_type!: = navigation location search transaction user_content user_preference
        social other media
      custom_flags: {text} null
    crash_report common
      breadcrumbs: [event] null
      class_name severity! message! stack_trace topmost_context pl_crash_report_file_base64: text
      exception_handled: boolean null
      ios_image_base_address ios_image_size session_number: integer null
    opt_out common
      is_opted_out!: boolean null
    first_run common
    uninstall common
    push_registration common
      register!: boolean null
      registration_token!: string
    application_state_transition common
      successfully_closed is_first_run is_upgrade: boolean null
      push_notification_payload launch_referral: text
      application_transition_type!: = application_initialized application_exit
        application_background application_foreground
    push_message common
      push_message_token! push_notification_payload!: text
      push_message_type!: = sent received action
      message network action_identifier: text
      application_state: = not_running background foreground
      push_message_behavior: = Received DirectOpen Read InfluencedOpen Displayed
    network_performance common
      url! http_verb: string
      response_code! time_elapsed bytes_in bytes_out: integer null
      data: text
    breadcrumb common
      label!: string
      session_number: integer null
    profile common
      previous_mpid! current_mpid!: integer null
      profile_event_type!: = signup login logout update delete
    user_attribute_change common
      user_attribute_name!: string
      new old: text [text]
      deleted is_new_attribute: boolean null
    user_identity_change common
      new! old!: identity null
    identity
      identity_type!: = other customer_id facebook twitter google microsoft yahoo email alias
        facebook_custom_audience_id other_id_2 other_id_3 other_id_4 other_id_5 other_id_6
        other_id_7 other_id_8 other_id_9 other_id_10 mobile_number phone_number_2 phone_number_3
      identity!: text
      timestamp_unixtime_ms!: integer null
      created_this_batch: boolean null

    commerce_event common
      product_action: product_action null
      promotion_action: promotion_action null
      product_impressions: [impression] null
      shopping_cart: cart null
      currency_code: text
      screen_name event_name: string
      is_non_interactive: boolean null
      custom_event_type: = navigation location search transaction user_content user_preference
        social other media add_to_cart remove_from_cart checkout checkout_option click view_detail
        purchase refund promotion_view promotion_click add_to_wishlist remove_from_wishlist
        impression attribution consent_granted consent_denied
      custom_flags: {text} null
    product_action
      action!: = add_to_cart remove_from_cart checkout checkout_option click view_detail purchase
        refund add_to_wishlist remove_from_wish_list
      checkout_step: integer null
      transaction_id: string
      checkout_options product_action_list product_list_source affiliation coupon_code: text
      total_amount tax_amount shipping_amount: number null
      products: [product] null
    promotion_action
      action!: = view click
      promotions: [promotion]
    promotion
      id name: string
      creative position: text
    impression
      product_impression_list!: string
      products!: [product] null
    cart
      products!: [product]
    product
      id name: string
      brand category variant coupon_code: text
      position added_to_cart_time_ms: integer null
      price quantity total_product_amount: number null
      custom_attributes: {string} null
    """)
}
