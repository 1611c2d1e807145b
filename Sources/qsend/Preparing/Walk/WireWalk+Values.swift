import PipeCommon

extension WireWalk {
  /// Takes a value.
  ///
  /// - Returns: whether it stays.
  mutating func take(_ value: JSONNode, _ number: Int32, _ view: JSONView) throws(Misfit) -> Bool {
    let rule = table.rules[Int(number)]
    let kind = Kinds(firstByte: view.bytes[view.start(value)])
    if rule.form == .removed {
      note(value, rule)
      return false
    }
    if !rule.sure.contains(kind) {
      // What has no value is the same as what is not there.
      if kind == .null, !rule.doubtful.contains(.null) { return false }
      guard rule.doubtful.contains(kind) else {
        throw Misfit("is \(view.kind(value)), not \(table.details[Int(number)].wanted)", at: value)
      }
      doubt(kind, number)
    } else if kind == .string || kind == .number, rule.form != .none {
      guard try takeText(value, kind, number, rule, view) else { return false }
    }
    if kind == .null { return true }
    if rule.role != .none, try !take(value, kind, number, rule, view) { return false }
    switch kind {
    case .object where rule.object != InboundTable.none:
      try walk(object: value, Int(rule.object), number, view)
    case .array where rule.elements != InboundTable.none:
      try walk(list: value, rule, view)
    case .string:
      if let limit = rule.limit { checkLength(value, limit, view) }
    default: break
    }
    return true
  }

  /// Takes a value in a place of which the rest of the preparation has to know.
  ///
  /// - Returns: whether it stays.
  private mutating func take(
    _ value: JSONNode, _ kind: Kinds, _ number: Int32, _ rule: InboundTable.Rule, _ view: JSONView
  ) throws(Misfit) -> Bool {
    switch rule.role {
    case .userIdentity:
      if kind == .string, view.isEmptyString(value) { return false }
      found.hasUserIdentity = true
    case .deviceIdentity:
      if kind == .string, view.isEmptyString(value) { return false }
      found.hasDeviceIdentity = true
    case .userIdentities:
      found.userIdentities = value
      if kind == .array { try insertIdentities(value, rule, number, view) }
    case .events: try walk(events: value, view)
    case .eventData: try walk(data: value, number, view)
    case .userAttributes: found.userAttributes = value
    case .commerceAction:
      commerceActions += 1
      lastCommerceAction = (number, kind)
    case .deletions: found.hasDeletions = view.firstElement(value) != nil
    case .consent: found.hasConsent = true
    default: note(value, rule)
    }
    return true
  }

  /// An identity under a name that no source knows is somebody all the same.
  mutating func noteUnknown(_ value: JSONNode, _ parent: Int32, _ view: JSONView) {
    guard parent != InboundTable.none, table.rules[Int(parent)].role == .userIdentities,
      !view.isNull(value), !view.isEmptyString(value)
    else { return }
    found.hasUserIdentity = true
  }

  private mutating func note(_ value: JSONNode, _ rule: InboundTable.Rule) {
    switch rule.role {
    case .batchID: found.batchID = value
    case .batchTime: found.batchTime = value
    case .environment: found.environment = value
    case .blockMetadata: found.blockMetadata = value
    case .mpid: found.mpid = value
    case .eventID: found.events[found.events.count - 1].id = value
    default: break
    }
  }

  /// Walks over the elements of a list.
  private mutating func walk(
    list: JSONNode, _ rule: InboundTable.Rule, _ view: JSONView
  ) throws(Misfit) {
    guard rule.role != .events else { return }
    var count = 0
    var next = view.firstElement(list)
    while let element = next {
      next = view.element(after: element)
      do throws(Misfit) {
        // An element cannot be left out: its place means something.
        if try !take(element, rule.elements, view) { doubt(.null, rule.elements) }
      } catch {
        throw error.inside("[\(count)]")
      }
      count += 1
    }
    if rule.limit == .attributeValue, count > SoftLimit.listEntries.most {
      found.note(exceeded: .listEntries)
    }
  }

  /// Writes the outgoing form's list of identities as the object that the server takes.
  private mutating func insertIdentities(
    _ list: JSONNode, _ rule: InboundTable.Rule, _ number: Int32, _ view: JSONView
  ) throws(Misfit) {
    let text: [UInt8]
    do throws(JSONFault) {
      text = try IdentityList.object(list, view)
    } catch {
      throw Misfit("\(error.reason)", at: list, costsRecord: true)
    }
    writer.drop(view.range(list), view)
    guard let json = try? JSONText(text.span) else { return }
    let outer = writer
    writer = WireWriter()
    writer.begin(at: 0)
    defer { writer = outer.inserting(writer.bytes.span) }
    try walk(object: json.view.root, Int(rule.object), number, json.view)
    writer.copy(upTo: text.count, json.view)
  }
}

// MARK: Names of the user's own

extension WireWalk {
  /// Walks over the members of an object under names of the user's own, such as attributes: most of
  /// what a batch holds.
  ///
  /// - Parameter number: the rule of the values.
  mutating func walk(map: JSONNode, of number: Int32, _ view: JSONView) throws(Misfit) {
    let rule = table.rules[Int(number)]
    let isAttribute = rule.limit == .attributeValue
    let longestValue = rule.limit?.most ?? .max
    var splicer = ListSplicer()
    var count = 0
    var next = view.firstMember(map)
    while let member = next {
      next = view.member(after: member)
      count += 1
      let start = view.start(member.value)
      // A name is shorter than what lies between the beginnings of key and value.
      if isAttribute, start - view.start(member.key) > SoftLimit.attributeName.most {
        checkLength(member.key, .attributeName, view)
      }
      let kind = Kinds(firstByte: view.bytes[start])
      if rule.isPlain, rule.sure.contains(kind), !Kinds.structures.contains(kind) {
        if kind == .string, let limit = rule.limit,
          next.map({ view.start($0.key) - start > longestValue }) ?? true
        {
          checkLength(member.value, limit, view)
        }
        splicer.keep(member.value)
      } else if try take(member, number, view) {
        splicer.keep(member.value)
      } else {
        drop(member, next: next, &splicer, view)
      }
    }
    guard isAttribute else { return }
    let limit: SoftLimit = event == nil ? .userAttributes : .eventAttributes
    if count > limit.most { found.note(exceeded: limit) }
  }
}

// MARK: Documented limits

extension WireWalk {
  mutating func checkLength(_ string: JSONNode, _ limit: SoftLimit, _ view: JSONView) {
    guard view.contents(string).count > limit.most else { return }
    // Characters are Unicode scalars: as many as there are bytes that begin one.
    if view.decoded(string).count(where: { $0 & 0xC0 != 0x80 }) > limit.most {
      found.note(exceeded: limit)
    }
  }
}
