/// The shapes of what stands beside the events of a batch.
enum BatchShape {
  /// The batch itself. Events and identities have checks of their own; what the wire form removes
  /// has none.
  static let batch = ObjectShape([
    ("device_info", .object(DeviceShape.information)),
    ("application_info", .object(application)),
    ("user_attributes", .object(ObjectShape(others: .scalarOrList))),
    ("deleted_user_attributes", .list(of: .text)),
    ("integration_attributes", .object(ObjectShape(others: .notNull(.object(scalars))))),
    ("attribution_info", .object(attribution)),
    ("consent_state", .object(ObjectShape(others: .object(consents)))),
    ("context", .object(context)),
    ("ip", .address), ("mp_deviceid", .textOrNull),
    ("api_key", .scalar), ("api_keys", .list(of: .text)), ("partner_identity", .scalar),
    ("sdk_version", .scalar), ("job_id", .scalar),
  ])

  /// An object of plain values under any names.
  static let scalars = ObjectShape(others: .scalar)

  /// The reference says strings, the schema also numbers, booleans and null.
  static let identities = Shape.object(scalars)

  /// The outgoing form's list of identities.
  static let identityList = Shape.list(
    of: .notNull(
      .object(
        ObjectShape(
          [("identity_type", .text), ("identity", .scalar)], required: ["identity_type"]))))

  // The schema's list of values for `os` stands beside a `$ref`, where draft 7 ignores it.
  private static let application = ObjectShape([
    ("application_name", .scalar), ("application_version", .scalar),
    ("application_build_number", .scalar), ("install_referrer", .scalar), ("package", .scalar),
    ("os", .scalar),
    (
      "apple_search_ads_attributes", .object(ObjectShape(others: .notNull(.object(scalars))))
    ),
  ])

  private static let attribution = ObjectShape(
    [("service_provider", .scalar), ("publisher", .scalar), ("campaign", .scalar)],
    required: ["service_provider", "publisher", "campaign"])

  private static let context = ObjectShape([
    (
      "data_plan",
      .object(
        ObjectShape(
          [("plan_id", .text), ("plan_version", .notNull(.integer))], required: ["plan_id"]))
    )
  ])

  /// The consents of one regulation: one state by itself, as in the schema, or one for each purpose,
  /// as in the written reference. A purpose may have any name, so also that of a state's member.
  private static let consents = ObjectShape(
    [
      ("consented", .objectOr(consent, .flag)), ("regulation", .objectOr(consent, .scalar)),
      ("document", .objectOr(consent, .scalar)), ("location", .objectOr(consent, .scalar)),
      ("hardware_id", .objectOr(consent, .scalar)), ("timestamp_unixtime_ms", .any),
    ], others: .object(consent))

  private static let consent = ObjectShape([
    ("consented", .flag), ("regulation", .scalar), ("document", .scalar), ("location", .scalar),
    ("hardware_id", .scalar),
  ])
}
