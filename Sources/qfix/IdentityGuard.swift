import PipeCommon

/// Keeps an operation from changing who a batch belongs to, which would split the user's profile
/// and bill them twice.
enum IdentityGuard {
  /// Refuses operations at, above or below a place that identifies somebody.
  static func check(_ operations: [ScopedOperation]) throws(UsageError) {
    for operation in operations.map(\.operation) {
      for path in operation.paths {
        guard let guarded = guardedPaths.first(where: { touches(path, $0) }) else { continue }
        throw UsageError(
          """
          '\(operation.label)' can change \(guarded.name), by which mParticle knows the user or \
          the batch: the user could count twice.
          Add --allow-identity-change if that is what you want.
          """)
      }
    }
  }

  private static let guardedPaths: [(name: String, steps: [JSONPath.Step])] =
    [
      ("mpid", [key("mpid")]),
      ("user_identities", [key("user_identities")]),
      ("batch_id", [key("batch_id")]),
      ("event_id", [key("events"), .each, key("data"), key("event_id")]),
      ("block_metadata", [key("context"), key("data_plan"), key("block_metadata")]),
    ] + DeviceIdentity.names.map { ($0, [key("device_info"), key($0)]) }

  private static func key(_ name: String) -> JSONPath.Step { .key(Array(name.utf8)) }

  /// Whether one path begins with the other; an element's number counts like all elements.
  private static func touches(
    _ path: JSONPath, _ guarded: (name: String, steps: [JSONPath.Step])
  ) -> Bool {
    zip(path.steps, guarded.steps).allSatisfy { step, guarded in
      switch (step, guarded) {
      case (.key(let one), .key(let other)): one == other
      case (.index, .each): true
      // `.[]` goes to every member as well.
      case (.each, _): true
      default: false
      }
    }
  }
}
