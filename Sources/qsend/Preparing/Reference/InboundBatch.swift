import PipeCommon

/// The inbound batch of the Events API, as the sources have it together: the one place to touch when
/// mParticle adds a member. Devices, events and commerce stand in the files beside this one.
enum InboundBatch {
  static let shape = Shape([
    Member("events", events.noted(as: .events), decides: true),
    Member("environment", .text.noted(as: .environment), decides: true),
    Member("mpid", .mpid, decides: true),
    Member("user_identities", identities, decides: true),
    Member("user_attributes", userAttributes),
    Member("deleted_user_attributes", .list(of: .text).noted(as: .deletions)),
    Member("device_info", .object(InboundDevice.information)),
    Member("application_info", .object(application)),
    Member("consent_state", consentState),
    Member("context", .object(context), decides: true),
    Member("batch_context", .any),
    Member("integration_attributes", .map(of: .map(of: .scalar).notNull)),
    Member("attribution_info", .object(attribution)),
    Member("ip", .address),
    Member("mp_deviceid", .uuid.noted(as: .deviceIdentity)),
    Member("origin_mpid", .id),
    Member("api_key", .scalar), Member("api_keys", .list(of: .text)),
    Member("partner_identity", .scalar), Member("partner_identities", .map(of: .textOrNull)),
    Member("sdk_version", .scalar), Member("job_id", .scalar), Member("modified", .flag),
    // Filled by the server, or the ids on which it would deduplicate the replay away.
    Member("batch_id", .removed.noted(as: .batchID), decides: true),
    Member("timestamp_unixtime_ms", .removed.noted(as: .batchTime)),
    Member("schema_version", .removed), Member("unique_id", .removed),
    Member("source_info", .removed), Member("system_notifications", .removed),
    Member("source_request_id", .removed),
  ])

  private static let events = Value.list(of: .object(InboundEvent.shell).notNull)

  /// The OpenAPI file has objects as attributes, a sample of the reference a list of them.
  private static let userAttributes = Value.map(
    of: .listOrOne(of: .scalar.or(.structures).limited(to: .listEntry)).or(.object).limited(
      to: .attributeValue)
  ).noted(as: .userAttributes)

  // MARK: Users

  /// An object, or the outgoing form's list, which becomes one. A name that no source knows may still
  /// be somebody: SDKs have written `customerid`.
  private static let identities = Value(
    sure: [.object, .array, .null],
    shape: Shape(identityNames.map { Member($0, .scalar.noted(as: .userIdentity)) }),
    name: "an object", role: .userIdentities)

  /// The schema ends at `other_id_4`; the written reference goes on.
  static let identityNames: [StaticString] = [
    "other", "customer_id", "facebook", "twitter", "google", "microsoft", "yahoo", "email",
    "alias", "facebook_custom_audience_id", "other_id_2", "other_id_3", "other_id_4",
    "other_id_5", "other_id_6", "other_id_7", "other_id_8", "other_id_9", "other_id_10",
    "mobile_number", "phone_number_2", "phone_number_3",
  ]

  // MARK: Context

  private static let context = Shape([
    Member(
      "data_plan",
      .object(
        Shape([
          Member("plan_id", .text, .bySome, decides: true),
          Member("plan_version", .integer.notNull, decides: true),
          Member("block_metadata", .removed.noted(as: .blockMetadata), decides: true),
        ])), decides: true),
    Member("location", .any), Member("batching", .any),
  ])

  // MARK: Application, attribution, consent

  // The schema's list of values for `os` stands beside a `$ref`, where draft 7 ignores it.
  private static let application = Shape([
    Member("application_name", .scalar), Member("application_version", .scalar),
    Member("application_build_number", .scalar), Member("install_referrer", .scalar),
    Member("package", .scalar), Member("os", .scalar),
    Member("apple_search_ads_attributes", .map(of: .map(of: .scalar).notNull)),
    Member("sideloaded_kits_count", .integer),
  ])

  private static let attribution = Shape([
    Member("service_provider", .scalar, .byAll), Member("publisher", .scalar, .byAll),
    Member("campaign", .scalar, .byAll),
  ])

  private static let consentState = Value.object(
    Shape([], others: .named(.object(regulation)))
  ).noted(as: .consent)

  /// The consents of one regulation: one state by itself, as in the schema, or one for each purpose,
  /// as in the written reference. A purpose may have any name, so also that of a state's member.
  private static let regulation = Shape(
    state(text: .scalar).map { Member($0.name, $0.value.orObject(purpose)) },
    others: .named(.object(purpose)))

  private static let purpose = Shape(state(text: .textOrNull))

  private static func state(text: Value) -> [Member] {
    [
      Member("consented", .flag), Member("regulation", text), Member("document", text),
      Member("location", text), Member("hardware_id", text), Member("purpose", .textOrNull),
      Member("timestamp_unixtime_ms", .integer),
    ]
  }
}

extension Value {
  /// The same, or an object of this shape.
  fileprivate func orObject(_ shape: Shape) -> Value {
    var value = self
    value.sure.insert(.object)
    value.shape = shape
    return value
  }
}
