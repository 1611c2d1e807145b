import PipeCommon

/// Parcels are made, halved and taken apart; each holds up the users whose batches are in it.
extension Dispatcher {
  /// Whether nobody's earlier batch is in another parcel.
  func isFirst(_ parcel: Parcel) -> Bool {
    parcel.batches.allSatisfy { holders[$0.user]?.first == parcel.id }
  }

  /// A parcel of batches that have left the line.
  mutating func parcel(
    _ batches: [OutgoingBatch], _ endpoint: Endpoint
  ) -> Parcel {
    parcels += 1
    for user in Set(batches.map(\.user)) { holders[user, default: []].append(parcels) }
    return Parcel(id: parcels, batches, endpoint)
  }

  /// A parcel that holds up nobody.
  mutating func probe(_ batch: OutgoingBatch, _ endpoint: Endpoint) -> Parcel {
    parcels += 1
    var parcel = Parcel(id: parcels, [batch], endpoint)
    (parcel.isProbe, parcel.isCalled) = (true, true)
    return parcel
  }

  /// A batch that an earlier run has seen accepted.
  mutating func recall(_ batch: OutgoingBatch, _ endpoint: Endpoint, now: Double) {
    pulses[endpoint, default: Pulse()].remember(batch, now: now)
  }

  mutating func halve(_ parcel: Parcel) -> [Parcel] {
    let middle = parcel.batches.count / 2
    let halves = [parcel.batches[..<middle], parcel.batches[middle...]].map { batches in
      parcels += 1
      return parcel.half(batches, id: parcels)
    }
    let users = halves.map { Set($0.batches.map(\.user)) }
    for user in users[0].union(users[1]) {
      let ids = zip(halves, users).filter { $1.contains(user) }.map(\.0.id)
      replace(parcel, by: ids, for: user)
    }
    return halves
  }

  /// Puts the batches of its records in the place of a refused one, in requests as full as may be.
  mutating func takeApart(_ parcel: Parcel, into batches: [OutgoingBatch]) {
    guard let place = apart.firstIndex(where: { $0.id == parcel.id }) else { return }
    apart.remove(at: place)
    var requests: [RequestLimits.Filling] = []
    for batch in batches {
      if parcel.request.asks || requests.last?.hasRoom(for: batch) != true {
        requests.append(RequestLimits.Filling(rules.limits))
      }
      requests[requests.count - 1].add(batch)
    }
    let parcels = requests.map { request in
      self.parcels += 1
      var records = Parcel(id: self.parcels, request.batches, parcel.endpoint)
      records.attempts = parcel.attempts
      return records
    }
    for user in Set(batches.map(\.user)) { replace(parcel, by: parcels.map(\.id), for: user) }
    aside += parcels
  }

  /// Others hold up a user in a parcel's stead.
  private mutating func replace(_ parcel: Parcel, by ids: [Int], for user: UserKey) {
    holders[user] = holders[user]?.flatMap { $0 == parcel.id ? ids : [$0] }
  }

  /// The parcel is settled; its users' next batches may go.
  mutating func release(_ parcel: Parcel) {
    for user in Set(parcel.batches.map(\.user)) {
      let rest = holders[user, default: []].filter { $0 != parcel.id }
      holders[user] = rest.isEmpty ? nil : rest
    }
  }
}
