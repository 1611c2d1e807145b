import PipeCommon

/// Batches that leave in one request, and what has befallen them so far.
struct Parcel: Sendable {
  /// What the server, or the lack of an answer, said against it last.
  struct Complaint: Sendable {
    /// `nil` if no answer came.
    var status: Int?
    var words: String
  }

  let id: Int
  let request: Request
  /// Whether it is a batch that was accepted long ago, sent again to see how the server is.
  var isProbe = false
  /// Whether it leaves because a suspect waits for a witness.
  var isCalled = false
  /// Requests that its batches were in.
  var attempts = 0
  /// Failures in a row, those of the parcel it was a half of among them.
  var failures = 0
  /// Failures of exactly these batches, in a row.
  var ownFailures = 0
  /// How often in a row it came too soon.
  var throttles = 0
  var notBefore = 0.0
  var sent = 0.0
  var complaint: Complaint?
  /// Seconds to wait for an answer; `nil` for as long as the user has set.
  var patience: Double?

  /// Whether it is the one request that asks how the server is.
  var isAsked = false
  /// Whether a witness was accepted just before it was sent.
  var followsWitness = false
  /// When it failed, until a witness is heard.
  var failedAt: Double?
  /// Failures in a row between two witnesses.
  var provenFailures = 0
  /// How likely it is that they were nothing but chance, by how witnesses fared at the time.
  var excuse = 1.0

  /// Fewer failures than this prove nothing.
  private static let failuresAtLeast = 5
  /// How likely it may be that a batch is rejected for nothing but chance.
  private static let chance = 1e-6

  /// Whether the fault must be its own.
  var isGuilty: Bool { provenFailures >= Self.failuresAtLeast && excuse < Self.chance }

  var batches: [OutgoingBatch] { request.batches }
  var endpoint: Endpoint { request.endpoint }
  var isSingle: Bool { batches.count == 1 }
  /// Whether it has failed before, so that it says little about the server.
  var isSuspect: Bool { failures > 0 }
  /// Whether all that it failed for is known to be its own; a half may have had a faulty sibling.
  var knowsItsFailures: Bool { isSingle || failures == ownFailures }
  /// Whether it has the width of single requests: what failed before may only cost a time-out.
  var isNarrow: Bool { request.asks || isProbe || isSuspect }

  init(id: Int, _ batches: [OutgoingBatch], _ endpoint: Endpoint) {
    self.id = id
    request = Request(batches: batches, endpoint: endpoint)
  }

  /// One half, which has the past of the whole.
  func half(_ batches: ArraySlice<OutgoingBatch>, id: Int) -> Parcel {
    var half = Parcel(id: id, Array(batches), endpoint)
    half.attempts = attempts
    half.failures = failures
    half.complaint = complaint
    return half
  }
}

/// What came of sending a parcel.
enum ParcelResult: Sendable {
  case accepted
  /// Some batch in it is at fault, or there is too much in it.
  case refused(isTooLarge: Bool)
  /// Too soon: again after so many seconds at least.
  case throttled(retryAfter: Double?)
  /// Whose fault it is shows beside others.
  ///
  /// - isDenied: whether it may be the credentials' or the address's.
  case failed(isDenied: Bool, retryAfter: Double?)
}
