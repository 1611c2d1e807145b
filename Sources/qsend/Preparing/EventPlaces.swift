/// The places of some events in their record, in order, as runs of neighbours: of most records it is
/// all of them, and a record may have millions.
struct EventPlaces: Sequence, Equatable, Sendable, ExpressibleByArrayLiteral {
  private var runs: [Range<Int>] = []
  /// How many they are.
  private(set) var count = 0

  /// All events of a record with so many.
  init(all count: Int) {
    if count > 0 { runs = [0..<count] }
    self.count = count
  }

  init(arrayLiteral places: Int...) { for place in places { append(place) } }

  var isEmpty: Bool { count == 0 }

  /// - Precondition: the place is behind those that are in.
  mutating func append(_ place: Int) {
    count += 1
    if let last = runs.last, last.upperBound == place {
      runs[runs.count - 1] = last.lowerBound..<place + 1
    } else {
      runs.append(place..<place + 1)
    }
  }

  func contains(_ place: Int) -> Bool { runs.contains { $0.contains(place) } }

  func makeIterator() -> FlattenSequence<[Range<Int>]>.Iterator { runs.joined().makeIterator() }
}
