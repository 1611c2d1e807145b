import PipeCommon

/// What the metadata options leave in a batch, by the names it was quarantined with.
///
/// mParticle's own replay script has four of these as commented-out lines: leave out the blocked
/// user attributes, user identities, device identities; here the opposite can be asked for as well.
struct MetadataFix {
  /// Which of the names stay.
  enum Keep: String, CaseIterable {
    case all, allowed, blocked, none
  }

  /// Which event attributes stay: the blocked ones alone would make no event.
  enum KeepAttributes: String, CaseIterable {
    case all, allowed
  }

  enum KeepConsent: String, CaseIterable {
    case keep, drop
  }

  var userAttributes = Keep.all
  var userIdentities = Keep.all
  var deviceIdentities = Keep.all
  var eventAttributes = KeepAttributes.all
  var consent = KeepConsent.keep

  /// How often each option found something, in the order of `labels`.
  private(set) var tallies = [Tally](repeating: Tally(), count: 5)
  /// Batches that lost identities while they have no MPID to hold on to.
  private(set) var unanchored = 0

  /// The options that were given.
  var labels: [(label: String, tally: Tally)] {
    let options = [
      ("--user-attributes \(userAttributes)", userAttributes != .all),
      ("--user-identities \(userIdentities)", userIdentities != .all),
      ("--device-identities \(deviceIdentities)", deviceIdentities != .all),
      ("--event-attributes \(eventAttributes)", eventAttributes != .all),
      ("--consent \(consent)", consent != .keep),
    ]
    return zip(options, tallies).filter { $0.0.1 }.map { ($0.0.0, $0.1) }
  }

  var isNeeded: Bool { !labels.isEmpty }

  mutating func apply(to document: inout Document, _ names: BlockedNames) {
    fixUserAttributes(&document, names.userAttributes)
    let lostUserIdentities = fixIdentities(&document, names.userIdentities)
    let lostDeviceIdentities = fixDeviceIdentities(&document, names.deviceIdentities)
    if lostUserIdentities || lostDeviceIdentities {
      let mpid = document.child(document.root, named: .mpid)
      if mpid.map({ document.kind($0) == .null }) ?? true { unanchored += 1 }
    }
    fixEventAttributes(&document, names.eventAttributes)
    if consent == .drop {
      let state = document.child(document.root, named: .consentState)
      if let state { document.removeAll(like: state) }
      note(4, matched: state != nil, changed: state != nil)
    }
  }

  private mutating func note(_ option: Int, matched: Bool, changed: Bool) {
    tallies[option] += Tally(matched: matched ? 1 : 0, changed: changed ? 1 : 0)
  }

  private mutating func fixUserAttributes(_ document: inout Document, _ names: Set<[UInt8]>) {
    guard userAttributes != .all else { return }
    let attributes = document.child(document.root, named: .userAttributes)
    var changed = false
    if let attributes {
      changed = document.keep(userAttributes, of: names, in: attributes)
    }
    // What was deleted before the batch was blocked may have been set again since.
    let deleted = document.child(document.root, named: .deletedUserAttributes)
    if let deleted {
      document.removeAll(like: deleted)
      changed = true
    }
    note(0, matched: attributes != nil || deleted != nil, changed: changed)
  }

  /// - Returns: whether the batch lost an identity.
  private mutating func fixIdentities(
    _ document: inout Document, _ names: Set<[UInt8]>
  ) -> Bool {
    guard userIdentities != .all else { return false }
    guard let identities = document.child(document.root, named: .userIdentities) else {
      return false
    }
    let changed = document.keep(userIdentities, of: names, in: identities)
    note(1, matched: true, changed: changed)
    return changed
  }

  private mutating func fixDeviceIdentities(
    _ document: inout Document, _ names: Set<[UInt8]>
  ) -> Bool {
    guard deviceIdentities != .all else { return false }
    guard let info = document.child(document.root, named: .deviceInfo) else { return false }
    var found = false
    var changed = false
    for member in document.children(info) {
      let name = document.key(member)
      guard DeviceIdentity.contains(name) else { continue }
      found = true
      if !deviceIdentities.keeps(isBlocked: names.contains(name)) {
        document.remove(member)
        changed = true
      }
    }
    note(2, matched: found, changed: changed)
    return changed
  }

  private mutating func fixEventAttributes(
    _ document: inout Document, _ paths: [[UInt8]: [[UInt8]]]
  ) {
    guard eventAttributes == .allowed, !paths.isEmpty else { return }
    guard let events = document.child(document.root, named: .events) else { return }
    var looks = paths.values.reduce(0) { $0 + $1.count } * Document.looksPerPath
    for event in document.children(events) {
      guard let id = document.eventID(of: event), let paths = paths[id] else { continue }
      looks -= paths.count
      guard looks >= 0 else {
        tallies[3] += Tally(matched: paths.count, leftAlone: paths.count)
        continue
      }
      let data = document.child(event, named: .data)
      // All are found before the first is removed: a path counts elements as they were read.
      var targets: [Document.Node] = []
      for path in paths {
        // What an event is and when it was is no attribute, whatever the metadata says.
        if let target = BlockedPath(path).target(in: event, &document),
          document.parent(of: target) != event, document.parent(of: target) != data
        {
          targets.append(target)
        }
      }
      for target in targets { document.removeAll(like: target) }
      tallies[3] += Tally(matched: targets.count, changed: targets.count)
    }
  }
}

extension MetadataFix.Keep {
  func keeps(isBlocked: Bool) -> Bool {
    switch self {
    case .all: true
    case .allowed: !isBlocked
    case .blocked: isBlocked
    case .none: false
    }
  }
}

extension Document {
  /// Removes the members that are not to be kept; of a list of identities, the elements.
  ///
  /// - Returns: whether there were any.
  fileprivate mutating func keep(
    _ keep: MetadataFix.Keep, of names: Set<[UInt8]>, in node: Node
  ) -> Bool {
    var changed = false
    for child in children(node) {
      if !keep.keeps(isBlocked: names.contains(name(of: child, in: node))) {
        remove(child)
        changed = true
      }
    }
    return changed
  }
}
