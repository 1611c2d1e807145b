/// How many requests may be under way at a time.
struct RequestWidth: Sendable {
  /// With many batches each: fifty a second, and answers after 200 ms, are 10.
  let bulk: Int
  /// With one: at the usual limit of 270 batches a second, and answers after 200 ms, 54.
  let single: Int

  /// - Parameter requests: as many as the user has named, of either kind.
  init(_ requests: Int?) {
    bulk = requests ?? 16
    single = requests ?? 64
  }

  /// How many couriers that takes.
  var couriers: Int { max(bulk, single) }
}
