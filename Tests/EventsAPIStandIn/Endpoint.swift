/// Where a request can go.
enum Endpoint: String {
  /// For one batch.
  case events = "/v2/events"
  case bulk = "/v2/bulkevents"
  /// For batches of old events only.
  case historical = "/v2/bulkevents/historical"
}
