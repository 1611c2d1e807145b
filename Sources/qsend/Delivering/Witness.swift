/// A batch that the server has accepted, by where it stands: so that a later run can send it again to
/// see how the server is.
struct Witness: Equatable, Sendable {
  /// The path on which it was accepted.
  let endpoint: Endpoint
  /// The record of the input, from 0.
  let record: Int
  /// Which part of the record it is, from 0.
  let part: Int
  /// What it must be sent under: another id would be another batch.
  let requestID: String
}
