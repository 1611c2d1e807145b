import PipeCommon

/// The names that occurred where an operation looked for another one: what the user may have meant
/// if it never matches.
struct NearbyNames {
  private static let nameLimit = 1000
  private static let longestName = 256

  /// What was looked for, and at which step of the operation's path.
  private var wanted: [UInt8] = []
  private var step = -1
  private var names: Set<[UInt8]> = []
  /// In how many batches nothing matched.
  private var misses = 0

  /// Whether a batch in which nothing matched is worth a look: after the first thousand one in 16 is,
  /// or an operation that never matches would cost ten times one that does.
  mutating func wantsLook() -> Bool {
    misses += 1
    return misses <= 1000 || misses % 16 == 0
  }

  /// Notes the members that stood where one was missing. Those of a later step are nearer to what was
  /// meant than those of an earlier one.
  ///
  /// - Parameter room: how many names may still be kept, of all operations together.
  mutating func note(_ miss: Miss, room: inout Int) {
    guard miss.step >= step else { return }
    if miss.step > step { empty(&room) }
    (step, wanted) = (miss.step, miss.wanted)
    for name in miss.found where name.count <= Self.longestName {
      guard names.count < min(Self.nameLimit, names.count + room) else { return }
      if names.insert(name).inserted { room -= 1 }
    }
  }

  /// Forgets the names: the operation has matched.
  mutating func empty(_ room: inout Int) {
    room += names.count
    names = []
  }

  /// What the user may have meant, behind "never matched anything".
  var hint: String {
    guard let nearest else { return "" }
    let wanted = String(decoding: wanted, as: UTF8.self)
    return step < 0
      ? ": its --on is for '\(wanted)', and the nearest name that did occur is '\(nearest)'"
      : "; the nearest name that did occur is '\(nearest)'"
  }

  /// The name that is most like the one looked for.
  private var nearest: String? {
    let wanted = String(decoding: wanted.prefix(Self.longestName), as: UTF8.self)
    return names.map { String(decoding: $0, as: UTF8.self) }
      .map { (distance: Spelling.distance(wanted, $0), name: $0) }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }
}

/// What an operation looked for in a batch and did not find.
struct Miss {
  /// How far it came before.
  let step: Int
  let wanted: [UInt8]
  /// The names that stood there instead.
  let found: [[UInt8]]
}

extension Miss {
  /// So many places of a batch are looked at for names, and so many names taken from it, at most.
  static let sample = 1000
}

extension Document {
  /// Where a path breaks off for want of a member, at its furthest.
  mutating func miss(of path: JSONPath, in scope: EventScope) -> Miss? {
    guard path.isInsideEvents || scope.includesBatch else { return nil }
    var nodes = [root]
    for (number, step) in path.steps.enumerated() {
      var next: [Node] = []
      for node in nodes {
        if step.kind == .key {
          if let child = child(node, named: step.name) { next.append(child) }
        } else {
          next += sample(of: node, Miss.sample - next.count).filter { scope.admits($0, self) }
        }
      }
      if next.isEmpty {
        return step.kind == .key
          ? Miss(step: number, wanted: step.name.bytes, found: keys(of: nodes)) : nil
      }
      nodes = next
    }
    return nil
  }

  /// What events are called instead of what was looked for.
  mutating func miss(of name: [UInt8], among events: [Node], step: Int = 0) -> Miss {
    var found: [[UInt8]] = []
    for event in events.prefix(Miss.sample) {
      let data = child(event, named: .data)
      for member in [MemberName.eventName, .screenName] {
        if let name = string(child(data, named: member)) { found.append(name) }
      }
    }
    return Miss(step: step, wanted: name, found: found)
  }

  /// The names of the members of objects.
  mutating func keys(of objects: [Node]) -> [[UInt8]] {
    var keys: [[UInt8]] = []
    for object in objects where keys.count < Miss.sample && kind(object) == .object {
      for member in sample(of: object, Miss.sample - keys.count) { keys.append(key(member)) }
    }
    return keys
  }

  /// The first of a node's children.
  private mutating func sample(of node: Node, _ count: Int) -> [Node] {
    var sample: [Node] = []
    var next = kind(node) == .object || kind(node) == .array ? firstChild(node) : nil
    while let child = next, sample.count < count {
      sample.append(child)
      next = sibling(child)
    }
    return sample
  }
}
