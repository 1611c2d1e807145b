/// How much goes into one request. Where the sources disagree, the smaller reading.
struct RequestLimits: Sendable {
  /// A request's body stays under this: 256 KB.
  static let requestBytes = 256_000

  /// Batches a request, at most.
  var batches = 100
  /// Events a request, at most; a single batch may have more and then goes alone.
  var events = 100

  /// A request's body stays under so many bytes; what a server refuses as too large makes it fewer.
  private(set) var bytes = requestBytes

  /// Learns that the server does not take so much at once.
  mutating func learn(refused batches: [OutgoingBatch]) {
    bytes = min(bytes, max(batches.reduce(1) { $0 + $1.size + 1 }, 2) / 2 + 1)
  }

  /// A request while it is being filled.
  struct Filling {
    private(set) var batches: [OutgoingBatch] = []
    private var events = 0
    /// The brackets of the array.
    private var bytes = 2
    private let limits: RequestLimits

    init(_ limits: RequestLimits) { self.limits = limits }

    /// Whether there is room for a batch beside those that are in.
    func hasRoom(for batch: OutgoingBatch) -> Bool {
      batches.isEmpty
        || batches.count < limits.batches && events + batch.events <= limits.events
          && bytes + 1 + batch.size < limits.bytes
    }

    mutating func add(_ batch: OutgoingBatch) {
      bytes += batch.size + (batches.isEmpty ? 0 : 1)
      events += batch.events
      batches.append(batch)
    }
  }
}
