import PipeCommon
import Synchronization

/// The dispatcher as many see it: the reader puts batches in, couriers take parcels out and wait
/// where there is none yet.
final class Backlog: Sendable {
  private struct State {
    var dispatcher: Dispatcher
    var couriers: [CheckedContinuation<Parcel?, Never>] = []
    var added = 0
    /// Whether someone will look again when the time has come.
    var isWatched = false
  }

  /// How many batches a request should hold at the moment.
  private let requestSize: @Sendable () -> Int
  /// Seconds of the clock that parcels go by.
  private let now: @Sendable () -> Double
  private let state: Mutex<State>

  init(
    _ rules: Dispatcher.Rules, _ doubts: DoubtBook,
    requestSize: @escaping @Sendable () -> Int = { .max },
    now: @escaping @Sendable () -> Double = { 0 }
  ) {
    self.requestSize = requestSize
    self.now = now
    state = Mutex(State(dispatcher: Dispatcher(rules, doubts)))
  }

  /// Whether nothing waits and nothing is under way.
  var isIdle: Bool { state.withLock(\.dispatcher.isIdle) }

  /// Whether anything was accepted.
  var hasAccepted: Bool { state.withLock(\.dispatcher.hasAccepted) }

  /// What was accepted and could be sent again, by a later run as well, with the path of each.
  var witnesses: [(endpoint: Endpoint, batch: OutgoingBatch)] {
    state.withLock { state in
      Endpoint.allCases.compactMap { endpoint in
        state.dispatcher.pulses[endpoint]?.lasting.map { (endpoint, $0) }
      }
    }
  }

  /// A batch that an earlier run has seen accepted.
  func recall(_ batch: OutgoingBatch, _ endpoint: Endpoint) {
    state.withLock { $0.dispatcher.recall(batch, endpoint, now: now()) }
  }

  func put(_ batch: OutgoingBatch) {
    change { state in
      state.dispatcher.put(batch)
      state.added += 1
      // Before that no request can be full.
      return state.added % 8 == 0
    }
  }

  /// No more comes for the moment: what is there goes out as it is.
  func inputPauses() {
    change { state in
      state.dispatcher.inputIsFlowing = false
      return true
    }
  }

  /// No more comes at all.
  func close() {
    change { state in
      state.dispatcher.inputIsFlowing = false
      state.dispatcher.isClosed = true
      return true
    }
  }

  /// Nothing more is sent.
  func abandon() {
    change { state in
      state.dispatcher.abandon()
      return true
    }
  }

  /// The batches of its records go in the place of a batch that was refused.
  func takeApart(_ parcel: Parcel, into batches: [OutgoingBatch]) {
    change { state in
      state.dispatcher.takeApart(parcel, into: batches)
      return true
    }
  }

  /// The next parcel; `nil` when there will be none.
  func next() async -> Parcel? {
    await withCheckedContinuation { continuation in
      change { state in
        state.couriers.append(continuation)
        return true
      }
    }
  }

  /// A parcel goes over the wire now.
  func leaving(_ parcel: Parcel) -> Parcel {
    state.withLock { $0.dispatcher.leaving(parcel, now: now()) }
  }

  /// Notes what came of a parcel.
  ///
  /// - Parameter announce: passes on what that decides, before anybody else can note anything: who is
  ///   refused after whom matters.
  func note(
    _ parcel: Parcel, _ result: ParcelResult, _ complaint: Parcel.Complaint?,
    announce: (Dispatcher.Ruling) -> Void
  ) {
    change { state in
      announce(state.dispatcher.note(parcel, result, complaint, now: now()))
      return true
    }
  }

  /// A parcel did not leave after all.
  func withdraw(_ parcel: Parcel) {
    change { state in
      state.dispatcher.withdraw(parcel)
      return true
    }
  }

  /// Changes the state, and gives parcels to waiting couriers if that may have made some.
  private func change(_ body: (inout State) -> Bool) {
    let watch = state.withLock { state in
      guard body(&state) else { return false }
      return serve(&state)
    }
    if watch { self.watch() }
  }

  /// Gives parcels to waiting couriers as long as there are both.
  ///
  /// - Returns: whether someone should look again after a while.
  private func serve(_ state: inout State) -> Bool {
    while !state.couriers.isEmpty {
      if let parcel = state.dispatcher.next(now: now(), requestSize: requestSize()) {
        state.couriers.removeLast().resume(returning: parcel)
      } else if state.dispatcher.isDone {
        state.couriers.removeLast().resume(returning: nil)
      } else {
        guard state.dispatcher.waitsForTime, !state.isWatched else { return false }
        state.isWatched = true
        return true
      }
    }
    return false
  }

  /// Looks again when the next parcel is due. Not all that makes one due has a time, so never later
  /// than after a quarter of a second.
  private func watch() {
    Task.detached { [self] in
      let now = now()
      let due = state.withLock { $0.dispatcher.wakingTime(now: now) }
      try? await Task.sleep(for: .seconds(min(max(due - now, 0.002), 0.25)))
      change { state in
        state.isWatched = false
        return true
      }
    }
  }
}
