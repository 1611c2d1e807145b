/// Which member stood behind which in the last object of each kind.
///
/// Batches of one exporter are spelt alike. So the next key is nearly always known before it is looked
/// at, and needs only to be compared.
struct MemberOrder {
  /// For each rule the place of the member that stood behind its own, then for each object the place
  /// of the first one.
  private var followers: [UInt8]
  private let rules: Int

  init(_ table: InboundTable) {
    rules = table.rules.count
    followers = Array(repeating: 0, count: rules + table.objects.count)
  }

  /// The beginning of an object, to ask what follows it.
  func beginning(of object: Int) -> Int { rules + object }

  /// The place of the member that is likely to follow.
  ///
  /// - Parameter rule: of the member before, or the beginning of the object.
  @inline(__always)
  func place(after rule: Int) -> Int { Int(followers[rule]) }

  /// Notes what followed.
  @inline(__always)
  mutating func note(_ place: Int, after rule: Int) {
    followers[rule] = UInt8(truncatingIfNeeded: place)
  }
}
