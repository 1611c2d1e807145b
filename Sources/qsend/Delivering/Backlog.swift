import PipeCommon
import Synchronization

/// Batches read and not yet sent. The reader puts them in, couriers take requests out.
///
/// Batches of one user are never in two requests at a time, so they arrive in input order: a batch
/// whose user is under way is passed over, and so are the user's later ones.
///
/// Batches in doubt leave one at a time, and so many more requests may be under way with them.
final class Backlog: Sendable {
  private struct State {
    /// In input order; what was taken is empty, and before `first` everything was.
    var waiting: [OutgoingBatch?] = []
    var first = 0
    var count = 0
    /// How many of those that wait are in doubt.
    var doubtful = 0
    var usersUnderWay: Set<UserKey> = []
    /// Requests under way with many batches, and with one.
    var underWay = (bulk: 0, single: 0)
    var couriers: [CheckedContinuation<Request?, Never>] = []
    /// Whether more may come soon, so that filling a request is worth a moment.
    var inputIsFlowing = true
    var isClosed = false
  }

  private let limits: RequestLimits
  private let width: RequestWidth
  private let doubts: DoubtBook
  /// How many batches a request should hold at the moment.
  private let requestSize: @Sendable () -> Int
  private let state = Mutex(State())

  init(
    _ limits: RequestLimits, _ width: RequestWidth, _ doubts: DoubtBook,
    requestSize: @escaping @Sendable () -> Int = { .max }
  ) {
    self.limits = limits
    self.width = width
    self.doubts = doubts
    self.requestSize = requestSize
  }

  /// Whether nothing waits and nothing is under way.
  var isIdle: Bool { state.withLock { $0.count == 0 && $0.usersUnderWay.isEmpty } }

  func put(_ batch: OutgoingBatch) {
    state.withLock { state in
      state.waiting.append(batch)
      state.count += 1
      if !batch.doubts.isEmpty { state.doubtful += 1 }
      state.inputIsFlowing = true
      // Before that no request can be full.
      if state.count % 8 == 0 { serve(&state) }
    }
  }

  /// No more comes for the moment: what is there goes out as it is.
  func inputPauses() {
    state.withLock { state in
      state.inputIsFlowing = false
      serve(&state)
    }
  }

  /// No more comes at all.
  func close() {
    state.withLock { state in
      state.inputIsFlowing = false
      state.isClosed = true
      serve(&state)
    }
  }

  /// Nothing more is sent.
  func abandon() {
    state.withLock { state in
      state.waiting = []
      (state.first, state.count, state.doubtful) = (0, 0, 0)
      state.isClosed = true
      serve(&state)
    }
  }

  /// The next request; `nil` when there will be none.
  func next() async -> Request? {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        state.couriers.append(continuation)
        serve(&state)
      }
    }
  }

  /// A request that may leave now, full or not, if there is one.
  func nextIfAny() -> Request? {
    state.withLock { state in takeRequest(&state, evenInPart: true) }
  }

  /// The request is settled; its users' next batches may go.
  func settle(_ request: Request) {
    state.withLock { state in
      for batch in request.batches { state.usersUnderWay.remove(batch.user) }
      if request.asks { state.underWay.single -= 1 } else { state.underWay.bulk -= 1 }
      serve(&state)
    }
  }

  /// Gives requests to waiting couriers as long as there are both.
  private func serve(_ state: inout State) {
    while !state.couriers.isEmpty {
      if let request = takeRequest(&state, evenInPart: !state.inputIsFlowing) {
        state.couriers.removeLast().resume(returning: request)
      } else if state.isClosed, state.count == 0 {
        state.couriers.removeLast().resume(returning: nil)
      } else {
        return
      }
    }
  }

  /// - Parameter evenInPart: whether a request may leave that has room for more.
  private func takeRequest(_ state: inout State, evenInPart: Bool) -> Request? {
    let mayBulk = state.underWay.bulk < width.bulk
    let maySingle = state.underWay.single < width.single
    guard mayBulk || maySingle && (state.doubtful > 0 || limits.batches == 1) else { return nil }
    // Couriers that wait although there are batches wait for users: then requests must be larger.
    let size = min(limits.batches, requestSize()) * max(1, width.bulk - state.underWay.bulk)
    var filling = RequestLimits.Filling(limits)
    var endpoint: Endpoint?
    var places: [Int] = []
    var passedOver: Set<UserKey> = []
    var isFull = false
    for place in state.first..<state.waiting.count {
      guard let batch = state.waiting[place] else { continue }
      let path = doubts.mustAsk(batch.doubts) ? .events : batch.endpoint
      if state.usersUnderWay.contains(batch.user) || passedOver.contains(batch.user)
        || path != endpoint ?? path || !(path == .events ? maySingle : mayBulk)
      {
        passedOver.insert(batch.user)
      } else if filling.hasRoom(for: batch) {
        endpoint = path
        filling.add(batch)
        places.append(place)
        if places.count >= min(size, limits.batches) || path == .events { isFull = true }
      } else {
        isFull = true
      }
      if isFull { break }
    }
    guard let endpoint, isFull || evenInPart else { return nil }
    let request = Request(batches: filling.batches, endpoint: endpoint)
    for batch in request.batches {
      state.usersUnderWay.insert(batch.user)
      if !batch.doubts.isEmpty { state.doubtful -= 1 }
      doubts.noteSent(batch.doubts, alone: request.asks)
    }
    if request.asks { state.underWay.single += 1 } else { state.underWay.bulk += 1 }
    remove(places, &state)
    return request
  }

  private func remove(_ places: [Int], _ state: inout State) {
    for place in places { state.waiting[place] = nil }
    state.count -= places.count
    while state.first < state.waiting.count, state.waiting[state.first] == nil { state.first += 1 }
    if state.first > 1024, state.first * 2 > state.waiting.count {
      state.waiting.removeSubrange(..<state.first)
      state.first = 0
    }
  }
}
