import PipeCommon

/// Keeps an operation from changing who a batch belongs to, which would split the user's profile
/// and bill them twice.
enum IdentityGuard {
  /// Refuses operations at, above or below a place that identifies somebody.
  static func check(_ operations: [ScopedOperation]) throws(UsageError) {
    for scoped in operations {
      let operation = scoped.operation
      for path in operation.paths {
        guard let guarded = guardedPaths.first(where: { path.touches($0.path) }) else { continue }
        throw UsageError(
          """
          \(scoped.origin)'\(operation.label)' can change \(guarded.name), by which mParticle knows the user or \
          the batch: the user could count twice.
          Add --allow-identity-change if that is what you want.
          """)
      }
    }
  }

  private static let guardedPaths: [(name: String, path: JSONPath)] =
    [
      ("mpid", JSONPath("mpid")), ("user_identities", JSONPath("user_identities")),
      ("batch_id", JSONPath("batch_id")),
      ("event_id", JSONPath("events", "[]", "data", "event_id")),
      ("block_metadata", JSONPath("context", "data_plan", "block_metadata")),
    ] + DeviceIdentity.names.map { ($0, JSONPath("device_info", $0)) }
}
