import PipeCommon

/// What an answer means.
extension Dispatcher {
  /// Notes what came of a parcel that was sent.
  ///
  /// - Parameter complaint: what was said against it, unless it was accepted.
  mutating func note(
    _ parcel: Parcel, _ result: ParcelResult, _ complaint: Parcel.Complaint? = nil, now: Double
  ) -> Ruling {
    underWay.count(parcel, -1)
    var parcel = parcel
    let wasAsked = parcel.isAsked
    (parcel.isAsked, parcel.isCalled) = (false, false)
    if complaint != nil { parcel.complaint = complaint }
    var ruling = Ruling()
    switch result {
    case .accepted:
      accept(parcel, now, &ruling)
    case .refused(let isTooLarge):
      refuse(parcel, isTooLarge, now, &ruling)
    case .throttled(let retryAfter):
      parcel.throttles += 1
      parcel.notBefore = now + delay(parcel.throttles, retryAfter)
      setAside([parcel])
    case .failed(let isDenied, let retryAfter):
      if isDenied, !hasAccepted { ruling.stop = deny(parcel, now) }
      fail(parcel, retryAfter, wasAsked: wasAsked, isDenied: isDenied, now)
    }
    if ruling.stop != nil { abandon() }
    return ruling
  }

  /// A parcel that was not sent after all.
  mutating func withdraw(_ parcel: Parcel) {
    _ = note(parcel, .throttled(retryAfter: nil), now: 0)
  }

  private mutating func setAside(_ parcels: [Parcel]) {
    guard !isStopped else { return }
    aside += parcels.filter { !$0.isProbe }
  }

  private func delay(_ failures: Int, _ retryAfter: Double?) -> Double {
    RetryPolicy.delay(
      failures: failures, retryAfter: retryAfter, random: random())
  }

  // MARK: Accepted

  private mutating func accept(_ parcel: Parcel, _ now: Double, _ ruling: inout Ruling) {
    hasAccepted = true
    (strikes, denials, deniedAt, asksAgainAt, refusalsInARow) = (0, 0, nil, 0, 0)
    slowest = max(slowest * 0.99, now - parcel.sent)
    pulses[parcel.endpoint, default: Pulse()].noteAccepted(
      failures: parcel.knowsItsFailures ? parcel.ownFailures : nil, now: now)
    if !parcel.isProbe {
      if let best = parcel.batches.min(by: { $0.isBetterWitness(than: $1) }) {
        pulses[parcel.endpoint]?.remember(best, now: now)
      }
      release(parcel)
      ruling.settled.append((parcel, .accepted, nil))
    }
    hearWitness(parcel, now, &ruling)
  }

  /// Whoever failed before this one left, and after another one was accepted, may be at fault.
  private mutating func hearWitness(_ witness: Parcel, _ now: Double, _ ruling: inout Ruling) {
    if aside.isEmpty { return }
    let share = pulses[witness.endpoint]?.failingShare ?? 1
    for place in aside.indices where aside[place].endpoint == witness.endpoint {
      guard let failed = aside[place].failedAt, witness.sent >= failed else { continue }
      aside[place].failedAt = nil
      guard aside[place].followsWitness, now - failed <= Pulse.reach else { continue }
      aside[place].provenFailures += 1
      aside[place].excuse *= share
    }
    let guilty = aside.filter(\.isGuilty)
    guard !guilty.isEmpty else { return }
    aside.removeAll(where: \.isGuilty)
    for parcel in guilty {
      release(parcel)
      ruling.settled.append((parcel, .rejected, parcel.complaint))
    }
  }

  // MARK: Refused

  private mutating func refuse(
    _ parcel: Parcel, _ isTooLarge: Bool, _ now: Double, _ ruling: inout Ruling
  ) {
    // A server that refuses is there.
    (strikes, denials, deniedAt, asksAgainAt) = (0, 0, nil, 0)
    if parcel.isProbe {
      pulses[parcel.endpoint]?.noteWitnessFailed()
      pulses[parcel.endpoint]?.forgetWitness()
      if isSystemFaultLikely { ruling.stop = .systemic }
    } else if parcel.isSingle {
      refusalsInARow += 1
      let hasWitness = rules.probes && pulses.values.contains { $0.known != nil }
      if isSystemFaultLikely, !hasWitness { ruling.stop = .systemic }
      guard parcel.batches[0].canBeTakenApart else {
        release(parcel)
        ruling.settled.append((parcel, .rejected, parcel.complaint))
        return
      }
      // Of its records only one may be at fault: where none goes by itself any more, all stay open.
      guard !isStopped, ruling.stop == nil else { return release(parcel) }
      apart.append(parcel)
      ruling.apart = parcel
    } else {
      if isTooLarge { rules.limits.learn(refused: parcel.batches) }
      setAside(halve(parcel))
    }
  }

  // MARK: Failed

  private mutating func fail(
    _ failed: Parcel, _ retryAfter: Double?, wasAsked: Bool, isDenied: Bool, _ now: Double
  ) {
    var parcel = failed
    let wasInDoubt = isServerInDoubt
    if !wasInDoubt || wasAsked { strikes += 1 }
    if wasAsked || !wasInDoubt && isServerInDoubt || parcel.isProbe {
      let asked = max(strikes - Self.failuresUntilDoubt, 0) + 1
      // A batch that is soon old enough to be a witness is not kept waiting.
      let toWitness = rules.probes ? pulses[parcel.endpoint]?.timeToWitness(now) : nil
      asksAgainAt = now + max(min(delay(asked, nil), toWitness ?? .infinity), retryAfter ?? 0)
    }
    if parcel.isProbe {
      pulses[parcel.endpoint]?.noteWitnessFailed()
      return
    }
    parcel.failures += 1
    parcel.ownFailures += 1
    parcel.throttles = 0
    if !parcel.isSingle, parcel.failures >= 2 || isDenied && !hasAccepted {
      var halves = halve(parcel)
      for place in halves.indices { halves[place].notBefore = now + (retryAfter ?? 0) }
      return setAside(halves)
    }
    if parcel.isSingle { parcel.failedAt = now }
    // Beside a witness the server is well: to wait ever longer would only take longer.
    let failures =
      parcel.followsWitness
      ? min(parcel.ownFailures, Self.failuresUntilSteady) : parcel.ownFailures
    parcel.notBefore = now + delay(failures, retryAfter)
    setAside([parcel])
  }

  /// Before anything was accepted, what looks like credentials or an address may be one batch that is
  /// filtered out: a few others are asked.
  private mutating func deny(_ parcel: Parcel, _ now: Double) -> Stop? {
    let first = deniedAt
    deniedAt = first ?? now
    guard parcel.isSingle else { return nil }
    if parcel.sent >= first ?? .infinity { denials += 1 }
    return denials >= Self.denialsUntilStop || isIdle ? .denied : nil
  }
}
