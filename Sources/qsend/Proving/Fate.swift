/// What became of an event, or of a record by its worst one; from good to bad.
enum Fate: Int, CaseIterable {
  /// By the server, under one id.
  case accepted
  /// Refused by the server.
  case rejected
  /// Not sent, for what is in it.
  case invalid
  /// No receipt tells of it.
  case missing
  /// Accepted under two ids, and so counted twice.
  case twice

  var name: String { "\(self)" }
}
