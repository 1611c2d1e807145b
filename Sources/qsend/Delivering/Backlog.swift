import Synchronization

/// Batches read and not yet sent. The reader puts them in, couriers take requests out.
///
/// Batches of one user are never in two requests at a time, so they arrive in input order: a batch
/// whose user is under way is passed over, and so are the user's later ones.
final class Backlog: Sendable {
  private struct State {
    var waiting: [OutgoingBatch] = []
    var usersUnderWay: Set<Int> = []
    var couriers: [CheckedContinuation<[OutgoingBatch]?, Never>] = []
    /// Whether more may come soon, so that filling a request is worth a moment.
    var inputIsFlowing = true
    var isClosed = false
  }

  private let limits: RequestLimits
  private let state = Mutex(State())

  init(_ limits: RequestLimits) { self.limits = limits }

  /// Whether nothing waits and nothing is under way.
  var isIdle: Bool { state.withLock { $0.waiting.isEmpty && $0.usersUnderWay.isEmpty } }

  func put(_ batch: OutgoingBatch) {
    state.withLock { state in
      state.waiting.append(batch)
      state.inputIsFlowing = true
      // Before that no request can be full.
      if state.waiting.count >= limits.batches || state.waiting.count % 8 == 0 { serve(&state) }
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
      state.isClosed = true
      serve(&state)
    }
  }

  /// The next request; `nil` when there will be none.
  func next() async -> [OutgoingBatch]? {
    await withCheckedContinuation { continuation in
      state.withLock { state in
        state.couriers.append(continuation)
        serve(&state)
      }
    }
  }

  /// The request is settled; its users' next batches may go.
  func settle(_ batches: [OutgoingBatch]) {
    state.withLock { state in
      for batch in batches { state.usersUnderWay.remove(batch.user) }
      serve(&state)
    }
  }

  /// Gives requests to waiting couriers as long as there are both.
  private func serve(_ state: inout State) {
    while !state.couriers.isEmpty {
      if let request = takeRequest(&state) {
        state.couriers.removeLast().resume(returning: request)
      } else if state.isClosed, state.waiting.isEmpty {
        state.couriers.removeLast().resume(returning: nil)
      } else {
        return
      }
    }
  }

  private func takeRequest(_ state: inout State) -> [OutgoingBatch]? {
    var request = RequestLimits.Filling(limits)
    var taken: Set<Int> = []
    var passedOver: Set<Int> = []
    var isFull = false
    for (place, batch) in state.waiting.enumerated() {
      if state.usersUnderWay.contains(batch.user) || passedOver.contains(batch.user) {
        passedOver.insert(batch.user)
      } else if request.hasRoom(for: batch) {
        request.add(batch)
        taken.insert(place)
      } else {
        isFull = true
        break
      }
    }
    guard !taken.isEmpty, isFull || !state.inputIsFlowing || taken.count == limits.batches else {
      return nil
    }
    for batch in request.batches { state.usersUnderWay.insert(batch.user) }
    state.waiting = state.waiting.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
    return request.batches
  }
}
