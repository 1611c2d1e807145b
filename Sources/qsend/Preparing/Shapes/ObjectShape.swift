import PipeCommon

/// The members an object may and must have. Members it does not name are in the shape of `others`.
struct ObjectShape: Sendable {
  typealias Member = (name: StaticString, shape: Shape)

  /// Sorted by the names' lengths.
  private let members: [Member]
  /// Where in `members` the names of a length begin; keys are found by length first.
  private let firstOfLength: [Int]
  /// The places of the members that must be there, as bits.
  private let required: UInt64
  private let others: Shape

  init(
    _ members: [Member] = [], required: [StaticString] = [], others: Shape = .any
  ) {
    let sorted = members.sorted { $0.name.utf8CodeUnitCount < $1.name.utf8CodeUnitCount }
    precondition(sorted.count <= UInt64.bitWidth)
    self.members = sorted
    self.others = others
    let longest = sorted.last?.name.utf8CodeUnitCount ?? 0
    firstOfLength = (0...longest + 1).map { length in
      sorted.firstIndex { $0.name.utf8CodeUnitCount >= length } ?? sorted.count
    }
    self.required = required.reduce(0) { bits, name in
      let place = sorted.firstIndex { "\($0.name)" == "\(name)" }
      guard let place else { preconditionFailure("\(name) is required, but in no shape") }
      return bits | 1 << UInt64(place)
    }
  }

  /// Members beside those that several kinds of objects share; of two of one name the new one holds.
  init(
    _ common: [Member], and members: [Member], required: [StaticString] = []
  ) {
    let names = members.map { "\($0.name)" }
    self.init(common.filter { !names.contains("\($0.name)") } + members, required: required)
  }

  /// Checks an object's members.
  func check(_ object: JSONNode, _ view: JSONView) throws(Misfit) {
    var seen: UInt64 = 0
    var next = view.firstMember(object)
    while let member = next {
      let place = place(of: member.key, view)
      if let place { seen |= 1 << UInt64(place) }
      do throws(Misfit) {
        try (place.map { members[$0].shape } ?? others).check(member.value, view)
      } catch {
        throw error.inside(member.key, view)
      }
      next = view.member(after: member)
    }
    let missing = required & ~seen
    guard missing == 0 else {
      throw Misfit(missing: members[missing.trailingZeroBitCount].name, in: object)
    }
  }

  private func place(of key: JSONNode, _ view: JSONView) -> Int? {
    if view.hasEscapes(key) { return place(of: view.decoded(key).span) }
    return place(of: view.bytes.extracting(view.contents(key)))
  }

  private func place(of key: Span<UInt8>) -> Int? {
    guard key.count + 1 < firstOfLength.count else { return nil }
    for place in firstOfLength[key.count]..<firstOfLength[key.count + 1]
    where key == members[place].name {
      return place
    }
    return nil
  }
}
