import PipeCommon

/// What leaves next.
extension Dispatcher {
  /// Whether refusals may say more of the server than of the batches.
  var isSystemFaultLikely: Bool { !rules.isForced && refusalsInARow >= Self.systemicRefusals }

  /// Whether the server must show first that it takes anything.
  var isServerInDoubt: Bool { strikes >= Self.failuresUntilDoubt || deniedAt != nil }

  /// The next parcel, if one may leave now.
  ///
  /// - Parameter requestSize: how many batches a request should hold at the moment.
  mutating func next(now: Double, requestSize: Int = .max) -> Parcel? {
    guard !isStopped, let parcel = choose(now, requestSize) else { return nil }
    underWay.count(parcel, 1)
    return parcel
  }

  /// Notes the moment at which a parcel goes over the wire.
  func leaving(_ parcel: Parcel, now: Double) -> Parcel {
    var parcel = parcel
    parcel.attempts += 1
    parcel.sent = now
    parcel.followsWitness = pulses[parcel.endpoint]?.isStrong(now) ?? false
    // Halving blames nobody, so it need not wait as long as a batch that may be blamed.
    if parcel.isSuspect, !parcel.isSingle, hasAccepted {
      parcel.patience = max(Self.leastPatience, slowest * 10)
    }
    return parcel
  }

  /// When to ask next, if nothing comes back before.
  func wakingTime(now: Double) -> Double {
    let times = aside.lazy.map(\.notBefore).filter { $0 > now }
    return min(times.min() ?? .infinity, asksAgainAt > now ? asksAgainAt : .infinity)
  }

  private mutating func choose(_ now: Double, _ requestSize: Int) -> Parcel? {
    if isSystemFaultLikely {
      return underWay.called == 0 && now >= asksAgainAt ? anyProbe(now) : nil
    }
    if isServerInDoubt { return question(now) }
    prefersAside.toggle()
    return (prefersAside ? takeAside(now, besideOthers: true) : nil) ?? calledWitness(now)
      ?? fresh(requestSize) ?? takeAside(now) ?? neededProbe(now) ?? takeUnwitnessed(now)
  }

  /// Whether a suspect still is in the part of the width that they get while others wait.
  private func isInItsPart(_ parcel: Parcel) -> Bool {
    !parcel.isSuspect || underWay.suspects < max(1, rules.width.single / 4)
  }

  private var mayBulk: Bool { underWay.bulk < rules.width.bulk }
  private var maySingle: Bool { underWay.single < rules.width.single }

  // MARK: Fresh batches

  private mutating func fresh(_ requestSize: Int) -> Parcel? {
    guard mayBulk || maySingle && (waiting.doubtful > 0 || rules.limits.batches == 1) else {
      return nil
    }
    // Couriers that wait although there are batches wait for users: then requests must be larger.
    let size = min(rules.limits.batches, requestSize)
      .multipliedReportingOverflow(by: max(1, rules.width.bulk - underWay.bulk)).partialValue
    let doubts = doubts
    let holders = holders
    guard
      let (batches, endpoint) = waiting.fill(
        rules.limits, size: size,
        WaitingBatches.Gate(
          mayBulk: mayBulk, maySingle: maySingle, evenInPart: !inputIsFlowing,
          isHeld: { holders[$0] != nil }, path: { Self.path($0, doubts) }))
    else { return nil }
    return noted(parcel(batches, endpoint))
  }

  private static func path(
    _ batch: OutgoingBatch, _ doubts: DoubtBook
  ) -> Endpoint {
    doubts.mustAsk(batch.doubts) ? .events : batch.endpoint
  }

  private func noted(_ parcel: Parcel) -> Parcel {
    for batch in parcel.batches { doubts.noteSent(batch.doubts, alone: parcel.request.asks) }
    return parcel
  }

  // MARK: What was set aside

  private mutating func takeAside(_ now: Double, besideOthers: Bool = false) -> Parcel? {
    let place = aside.firstIndex { parcel in
      mayGo(parcel, now) && isWitnessed(parcel, now) && (!besideOthers || isInItsPart(parcel))
    }
    return place.map { aside.remove(at: $0) }
  }

  /// What has the best chance to be accepted.
  private mutating func takeSmallest(_ now: Double) -> Parcel? {
    let able = aside.indices.filter { mayGo(aside[$0], now) && isWitnessed(aside[$0], now) }
    return able.min { aside[$0].batches.count < aside[$1].batches.count }
      .map { aside.remove(at: $0) }
  }

  /// Where no witness comes a batch is tried all the same: only an acceptance can count.
  private mutating func takeUnwitnessed(_ now: Double) -> Parcel? {
    guard underWay.all == 0, now >= asksAgainAt else { return nil }
    return aside.firstIndex { mayGo($0, now) }.map { aside.remove(at: $0) }
  }

  private func mayGo(_ parcel: Parcel, _ now: Double) -> Bool {
    parcel.notBefore <= now && (parcel.isNarrow ? maySingle : mayBulk) && isFirst(parcel)
  }

  /// Whether trying a parcel now may tell something about it.
  private func isWitnessed(_ parcel: Parcel, _ now: Double) -> Bool {
    guard parcel.isSingle, parcel.ownFailures > 0 else { return true }
    if let failed = parcel.failedAt, now - failed <= Pulse.reach { return false }
    return pulses[parcel.endpoint]?.isStrong(now) ?? false
  }

  // MARK: Witnesses

  /// Whether a suspect waits for somebody to be accepted.
  private func needsWitness(_ parcel: Parcel, _ now: Double) -> Bool {
    parcel.isSingle && (parcel.failedAt != nil || parcel.notBefore <= now)
      && !isWitnessed(parcel, now)
  }

  /// Where only doubtful batches go there may be no other: one that need not is sent there as well.
  private mutating func calledWitness(_ now: Double) -> Parcel? {
    guard underWay.called == 0, maySingle, !aside.isEmpty,
      aside.contains(where: { $0.request.asks && needsWitness($0, now) })
    else { return nil }
    let holders = holders
    guard let batch = waiting.draw(random(), isHeld: { holders[$0] != nil }) else { return nil }
    var parcel = noted(self.parcel([batch], batch.endpoint == .bulk ? .events : batch.endpoint))
    parcel.isCalled = true
    return parcel
  }

  /// An accepted batch again, if a suspect waits for a witness and nobody else comes.
  private mutating func neededProbe(_ now: Double) -> Parcel? {
    guard underWay.bulk == 0, underWay.called == 0, now >= asksAgainAt,
      let suspect = aside.first(where: { needsWitness($0, now) })
    else { return nil }
    return readyProbe(suspect.endpoint, now)
  }

  private mutating func readyProbe(_ endpoint: Endpoint, _ now: Double) -> Parcel? {
    guard rules.probes, let batch = pulses[endpoint]?.witness(now) else { return nil }
    return probe(batch, endpoint)
  }

  private mutating func anyProbe(_ now: Double) -> Parcel? {
    let suspected = aside.first?.endpoint
    for endpoint in [suspected].compactMap({ $0 }) + Endpoint.allCases {
      if let probe = readyProbe(endpoint, now) { return probe }
    }
    return nil
  }

  /// One request that asks how the server is: nobody's fault is at issue in it.
  private mutating func question(_ now: Double) -> Parcel? {
    guard underWay.asking == 0, now >= asksAgainAt else { return nil }
    var parcel: Parcel?
    let holders = holders
    if let batch = waiting.draw(random(), isHeld: { holders[$0] != nil }) {
      parcel = noted(self.parcel([batch], Self.path(batch, doubts)))
    }
    guard var asked = parcel ?? anyProbe(now) ?? takeSmallest(now) ?? takeUnwitnessed(now)
    else { return nil }
    asked.isAsked = true
    return asked
  }
}
