import PipeCommon

/// Batches that were not in a request yet, in input order.
struct WaitingBatches {
  /// What was taken is empty, and before `first` everything was.
  private var places: [OutgoingBatch?] = []
  private var first = 0
  private(set) var count = 0
  /// How many of them are in doubt.
  private(set) var doubtful = 0

  /// Which may leave.
  struct Gate {
    let mayBulk: Bool
    let maySingle: Bool
    /// Whether a request may leave that has room for more.
    let evenInPart: Bool
    let isHeld: (UserKey) -> Bool
    let path: (OutgoingBatch) -> Endpoint
  }

  mutating func add(_ batch: OutgoingBatch) {
    places.append(batch)
    count += 1
    if !batch.doubts.isEmpty { doubtful += 1 }
  }

  /// Takes what fills a request, passing over users who are held, and their later batches.
  mutating func fill(
    _ limits: RequestLimits, size: Int, _ gate: Gate
  ) -> (batches: [OutgoingBatch], endpoint: Endpoint)? {
    guard count > 0 else { return nil }
    var filling = RequestLimits.Filling(limits)
    var endpoint: Endpoint?
    var taken: [Int] = []
    var passedOver: Set<UserKey> = []
    var isFull = false
    for place in first..<places.count {
      // Of the many that are passed over nothing else is looked at.
      guard let user = places[place]?.user, !passedOver.contains(user) else { continue }
      if gate.isHeld(user) {
        passedOver.insert(user)
        continue
      }
      guard let batch = places[place] else { continue }
      let path = gate.path(batch)
      if path != endpoint ?? path || !(path == .events ? gate.maySingle : gate.mayBulk) {
        passedOver.insert(user)
      } else if filling.hasRoom(for: batch) {
        endpoint = path
        filling.add(batch)
        taken.append(place)
        if taken.count >= min(size, limits.batches) || path == .events { isFull = true }
      } else {
        isFull = true
      }
      if isFull { break }
    }
    guard let endpoint, isFull || gate.evenInPart else { return nil }
    remove(taken)
    return (filling.batches, endpoint)
  }

  /// Takes one batch from anywhere, so that the neighbours of a faulty one do not speak for all.
  ///
  /// - Parameter random: a number from 0 to below 1.
  mutating func draw(_ random: Double, isHeld: (UserKey) -> Bool) -> OutgoingBatch? {
    guard count > 0 else { return nil }
    let length = places.count - first
    let start = Int(random * Double(length))
    for step in 0..<length {
      guard let user = places[first + (start + step) % length]?.user, !isHeld(user),
        let earliest = places[first...].firstIndex(where: { $0?.user == user })
      else { continue }
      let batch = places[earliest]
      remove([earliest])
      return batch
    }
    return nil
  }

  private mutating func remove(_ taken: [Int]) {
    for place in taken {
      if places[place]?.doubts.isEmpty == false { doubtful -= 1 }
      places[place] = nil
    }
    count -= taken.count
    while first < places.count, places[first] == nil { first += 1 }
    if first > 1024, first * 2 > places.count {
      places.removeSubrange(..<first)
      first = 0
    }
  }
}
