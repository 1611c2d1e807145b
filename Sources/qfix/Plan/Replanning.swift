import PipeCommon

/// What is to become of data that the plan would block again.
enum StillBlocked: String, CaseIterable {
  case report, strip, reject
}

/// `--plan-file`: checks each batch, as it leaves, against the version of a data plan that the server
/// would take, and counts what that would block.
struct Replanning {
  private let versions: DataPlanVersions
  private let action: StillBlocked
  private(set) var counts = StillBlockedCounts()
  /// How many batches each version has judged.
  private var judged: [Int]
  /// Batches that name another plan or version than the one that judged them, by what they name.
  private(set) var strangers = NameCounts()
  /// How many these are.
  private(set) var strangerCount = 0
  /// The version that judges the current batch.
  private var plan: DataPlan

  /// What was found in the current batch first, in words; `nil` if nothing was.
  private(set) var finding: String?

  /// How many batches like the current one there are.
  var weight = 1
  /// How many events, and how many attributes of others and of users, were found in all batches.
  private(set) var found = (events: 0, attributes: 0)

  init(_ versions: DataPlanVersions, _ action: StillBlocked) {
    self.versions = versions
    self.action = action
    plan = versions.plans[0]
    judged = Array(repeating: 0, count: versions.plans.count)
  }

  /// What the version that judged last is called in messages.
  var planName: String { Self.name(plan) }

  /// What is called so in messages that are about all batches.
  var planNames: String {
    let names = zip(versions.plans, judged).filter { $0.1 > 0 }.map { Self.name($0.0) }
    return names.isEmpty ? planName : names.joined(separator: " or ")
  }

  private static func name(_ plan: DataPlan) -> String { plan.label.name ?? "the plan" }

  /// Whether a batch with a finding is refused.
  var rejects: Bool { action == .reject }

  /// Whether findings are taken away.
  var strips: Bool { action == .strip }

  /// Checks a batch, and strips it if that is wanted.
  ///
  /// - Returns: whether events were taken away.
  mutating func apply(to document: inout Document) -> Bool {
    finding = nil
    choosePlan(&document)
    let plan = plan
    let events = EventScope(&document, []).all
    var lostEvents = false
    for event in events where !check(event, &document) {
      if strips {
        document.remove(event)
        lostEvents = true
      }
    }
    if plan.blocks.userAttributes {
      check(\.userAttributes, "user attribute", in: .userAttributes, &document) {
        plan.userAttributes.contains($0)
      }
    }
    if plan.blocks.identities {
      check(\.userIdentities, "user identity", in: .userIdentities, &document) {
        plan.allowsUserIdentity($0)
      }
      check(\.deviceIdentities, "device identity", in: .deviceInfo, &document) {
        !DeviceIdentity.contains($0) || plan.deviceIdentities.contains($0)
      }
    }
    if finding != nil { counts.batches += 1 }
    return lostEvents
  }

  private mutating func choosePlan(_ document: inout Document) {
    let batch = document.planNaming()
    let place = versions.judge(of: batch)
    plan = versions.plans[place]
    judged[place] += 1
    guard versions.isStranger(batch, to: plan), let name = batch.name else { return }
    strangers.add(
      Array("\(name), which \(versions.file) does not have; judged by \(planName)".utf8))
    strangerCount += 1
  }

  /// - Returns: whether the event itself would pass.
  private mutating func check(_ event: Document.Node, _ document: inout Document) -> Bool {
    guard let reading = document.planKey(of: event) else { return true }
    guard let key = reading.key, let planned = plan.event(key) else {
      guard plan.blocks.events else { return true }
      note(\.events, "event", Array(reading.description.utf8))
      return false
    }
    guard plan.blocks.eventAttributes else { return true }
    let data = document.child(event, named: .data)
    check(
      \.eventAttributes, "event attribute", planned.attributes,
      document.child(data, named: .customAttributes), &document)
    guard key.hasProducts else { return true }
    let action = document.child(data, named: .productAction)
    check(document.products(of: action), planned.productAttributes, &document)
    if let impressions = document.child(data, named: .productImpressions) {
      for impression in document.children(impressions) {
        check(document.products(of: impression), planned.impressionAttributes, &document)
      }
    }
    return true
  }

  private mutating func check(
    _ products: [Document.Node], _ allowed: AllowedNames, _ document: inout Document
  ) {
    for product in products {
      check(
        \.productAttributes, "product attribute", allowed,
        document.child(product, named: .customAttributes), &document)
    }
  }

  private mutating func check(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String,
    _ allowed: AllowedNames, _ object: Document.Node?, _ document: inout Document
  ) {
    guard case .only = allowed, let object, document.kind(object) == .object else { return }
    check(place, noun, members: object, &document) { allowed.contains($0) }
  }

  private mutating func check(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String, in member: MemberName,
    _ document: inout Document, _ isAllowed: ([UInt8]) -> Bool
  ) {
    guard let object = document.child(document.root, named: member) else { return }
    check(place, noun, members: object, &document, isAllowed)
  }

  private mutating func check(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String,
    members object: Document.Node, _ document: inout Document, _ isAllowed: ([UInt8]) -> Bool
  ) {
    for child in document.children(object) {
      let name = document.name(of: child, in: object)
      guard !isAllowed(name) else { continue }
      note(place, noun, name)
      if strips { document.remove(child) }
    }
  }

  private mutating func note(
    _ place: WritableKeyPath<StillBlockedCounts, NameCounts>, _ noun: String, _ name: [UInt8]
  ) {
    counts[keyPath: place].add(name, weight)
    if place == \.events { found.events += weight } else { found.attributes += weight }
    if finding == nil { finding = "\(noun) '\(String(decoding: name, as: UTF8.self))'" }
  }
}

extension Replanning {
  /// For the summary: which version judged how many batches, and what it would block.
  var json: PlainJSON {
    let judges = zip(versions.plans, judged).map { plan, count in
      PlainJSON.object([("name", .text(Self.name(plan))), ("count", .count(count))])
    }
    return .object(counts.json + [("judged", .object([("versions", .list(judges))]))])
  }

  /// For people: which version judged how many batches, where there are several.
  var judgement: String? {
    guard versions.plans.count > 1 else { return nil }
    let parts = zip(versions.plans, judged).filter { $0.1 > 0 }
      .map { "\(Self.name($0)) judged \($1.counted("batch"))" }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// For people: a line for each plan that batches name and that did not judge them.
  var strangeNames: [String] {
    strangers.ranked.prefix(10).map { entry in
      let names = String(decoding: entry.name ?? [], as: UTF8.self)
      return "\(entry.count.counted("batch")) would go out as \(names)"
    }
  }
}
