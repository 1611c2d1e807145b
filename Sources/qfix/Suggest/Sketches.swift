import PipeCommon

/// What a plan would block, as batches of one event or one user attribute each, with how many like it
/// there were: enough to try on it what is suggested, and in memory that does not grow.
///
/// An event that is not planned comes with the names of all its attributes and, as `beside`, with the
/// planned events of a like name in its batch; what is blocked of a planned one with those of a like
/// name beside it. In the place of each value stands the plainest one of its type.
///
///     {"events":[{"event_type":"custom_event","data":{"event_name":"Purchse",…}}],"beside":[3]}
struct Sketches {
  static let longest = 16_384
  private static let besideLimit = 64

  let versions: DataPlanVersions
  private(set) var counts = NameCounts(
    nameLimit: 40_000, byteLimit: 16 << 20, longestName: longest)
  /// What was too large to be kept.
  private(set) var tooLarge = 0
  private var forms = NameForms()
  private let orders: [[EventKey: Int]]

  init(_ versions: DataPlanVersions) {
    self.versions = versions
    orders = versions.plans.map(\.eventOrder)
  }

  /// Adds what the plan would block of a batch.
  ///
  /// - Parameter weight: how many such batches there are.
  mutating func add(_ document: inout Document, weight: Int = 1) {
    let judge = versions.judge(of: document.planNaming())
    let plan = versions.plans[judge]
    let head = head(&document)
    let events = EventScope(&document, []).all
    let keys = events.map { document.planKey(of: $0) }
    var planned: [EventKey] = []
    for case .some(.some(let key)) in keys.map({ $0?.key })
    where planned.count < Self.besideLimit && plan.event(key) != nil && !planned.contains(key) {
      planned.append(key)
    }
    let old = document.child(document.root, named: .beside).map { document.text($0) }
    for (event, reading) in zip(events, keys) {
      guard let key = reading?.key else { continue }
      if plan.event(key) != nil {
        addAttributes(of: event, key, plan, head, weight, &document)
      } else if plan.blocks.events {
        var members: [AttributePlace: [Member]] = [:]
        var isTooLarge = false
        for place in AttributePlace.allCases {
          let owners = document.attributeOwners(of: event, at: place)
          members[place] = Self.members(of: owners, &document)
          if members[place] == nil { isTooLarge = true }
        }
        if isTooLarge {
          tooLarge += weight
          continue
        }
        let beside = old ?? beside(key, planned, orders[judge])
        keep(head + Self.text(of: event, members, &document) + beside.asMember, weight)
      }
    }
    guard let user = document.child(document.root, named: .userAttributes) else { return }
    for found in blocked(in: user, plan.attributes(at: .user, of: nil), &document) {
      keep(head + Array("\"user_attributes\":".utf8) + Self.text(found), weight)
    }
  }

  private mutating func keep(_ text: [UInt8], _ weight: Int) {
    guard text.count < Self.longest else {
      tooLarge += weight
      return
    }
    counts.add(Array("{".utf8) + text + Array("}".utf8), weight)
  }

  private mutating func addAttributes(
    of event: Document.Node, _ key: EventKey, _ plan: DataPlan, _ head: [UInt8], _ weight: Int,
    _ document: inout Document
  ) {
    for place in AttributePlace.allCases {
      let allowed = plan.attributes(at: place, of: key)
      guard case .only = allowed else { continue }
      for owner in document.attributeOwners(of: event, at: place) {
        for found in blocked(in: owner, allowed, &document) {
          keep(head + Self.text(of: event, [place: found], &document), weight)
        }
      }
    }
  }

  /// Each blocked member of an object, with the allowed ones that it could be misspelt for.
  private mutating func blocked(
    in object: Document.Node, _ allowed: AllowedNames, _ document: inout Document
  ) -> [[Member]] {
    guard case .only = allowed, document.kind(object) == .object else { return [] }
    guard let members = Self.members(of: [object], &document) else {
      tooLarge += 1
      return []
    }
    let fine = members.filter { allowed.contains($0.name) }
    return members.filter { !allowed.contains($0.name) }.map { member in
      [member] + fine.filter { forms.areAlike(member.name, $0.name) }
    }
  }

  /// The planned events in the same batch that this one could be misspelt for.
  private mutating func beside(
    _ key: EventKey, _ planned: [EventKey], _ order: [EventKey: Int]
  ) -> [UInt8] {
    guard let name = key.name else { return [] }
    let alike = planned.filter { other in
      other.isScreen == key.isScreen && other.name.map { forms.areAlike(name, $0) } ?? false
    }
    let numbers = alike.compactMap { order[$0] }.sorted().map { "\($0)" }
    return numbers.isEmpty ? [] : Array("[\(numbers.joined(separator: ","))]".utf8)
  }
}

extension MemberName {
  static let beside = MemberName("beside")
}

extension [UInt8] {
  /// The list as the last member of a sketch.
  fileprivate var asMember: [UInt8] { isEmpty ? [] : Array(",\"beside\":".utf8) + self }
}

// MARK: Reading

extension Sketches {
  /// Visits every sketch, the most frequent first.
  func visit(_ body: (inout Document, Int) -> Void) {
    for entry in counts.ranked {
      guard let text = entry.name, let json = try? JSONText(text.span) else { continue }
      var document = Document(json.view, reusing: DocumentStorage())
      body(&document, entry.count - entry.error)
    }
  }

  /// What the plan would block of the same things once these rules were applied.
  func applying(_ rules: [UInt8]) throws(UsageError) -> Sketches {
    var options = Options()
    try options.read(rules: rules, "the suggested rules")
    var fixing = Fixing(options)
    var next = Sketches(versions)
    next.tooLarge = tooLarge
    visit { document, count in
      _ = fixing.fix(&document, nil)
      next.add(&document, weight: count)
    }
    return next
  }

  /// How many events, and attributes, a plan would block.
  func blocked(by versions: DataPlanVersions) -> (events: Int, attributes: Int) {
    var replanning = Replanning(versions, .report)
    visit { document, count in
      replanning.weight = count
      _ = replanning.apply(to: &document)
    }
    return replanning.found
  }
}
