/// What became of a batch that was to be sent.
struct Outcome: Sendable {
  enum Status: String, Sendable {
    case accepted
    /// Refused by the server.
    case rejected
    /// In a rehearsal: it would have been sent.
    case wouldSend = "would-send"
  }

  let batch: OutgoingBatch
  /// The path that it took.
  let endpoint: Endpoint
  let status: Status
  /// `nil` if no answer came.
  let httpStatus: Int?
  /// How many requests the batch was in.
  let attempts: Int
  let error: String?
}

/// Why nothing more can be sent.
struct DeliveryStop: Error {
  /// `nil` if the stop was ordered from outside.
  let reason: String?
  /// Whether what was refused last must not be settled.
  var isSystemic = false

  static let systemic = DeliveryStop(
    reason:
      "\(Dispatcher.systemicRefusals) batches in a row were all refused: the fault is not in one "
      + "batch, so none of them is settled (--force goes on)", isSystemic: true)
}
