import PipeCommon

/// The one walk over a batch: checks it against the table of the inbound batch, and writes its wire
/// form.
///
///     view ─ object ─ member ─ rule ─┬─ kind: sure, doubtful, or a misfit
///                                    ├─ form: integers normalised, nobodies left out
///                                    └─ inside: its object, its elements
///
/// What is wrong with one event costs that event; what is wrong beside the events, or ambiguous,
/// costs the record.
struct WireWalk {
  let table = InboundTable.inbound
  var writer = WireWriter()
  var found = WalkedBatch()
  var kinds: DoubtKinds
  private(set) var unknownMembers = UnknownMembers()
  private var order = MemberOrder(.inbound)
  /// The place of the event the walk is in; `nil` beside the events.
  var event: Int?
  /// How many of what a commerce event must have one of there were, and the last one.
  var commerceActions = 0
  var lastCommerceAction: (rule: Int32, kind: Kinds)?

  init(_ kinds: DoubtKinds) { self.kinds = kinds }

  mutating func forgetCounts() {
    kinds.forgetCounts()
    unknownMembers = UnknownMembers()
  }

  /// Walks over a batch.
  ///
  /// - Throws: why all of it is refused.
  mutating func walk(_ view: JSONView) throws(JSONFault) {
    let range = view.range(view.root)
    writer.begin(at: range.lowerBound)
    found.clear()
    event = nil
    do throws(Misfit) {
      try walk(object: view.root, table.batch, InboundTable.none, view)
    } catch {
      throw error.fault(view)
    }
    writer.copy(upTo: range.upperBound, view)
  }

  /// Walks over an object's members.
  ///
  /// - Parameter parent: the rule of the object itself.
  mutating func walk(
    object: JSONNode, _ number: Int, _ parent: Int32, _ view: JSONView
  ) throws(Misfit) {
    let shape = table.objects[number]
    if shape.keys.count == 0, shape.others != InboundTable.none {
      return try walk(map: object, of: shape.others, view)
    }
    var splicer = ListSplicer()
    var met: UInt64 = 0
    var kept: UInt64 = 0
    var before = order.beginning(of: number)
    var next = view.firstMember(object)
    while let member = next {
      next = view.member(after: member)
      let isKept: Bool
      if let place = place(of: member.key, shape, after: &before, view) {
        let bit: UInt64 = 1 << UInt64(place)
        if met & bit != 0, table.rules[shape.first + place].decides {
          throw ambiguity(table.details[shape.first + place].name, member.value)
        }
        met |= bit
        isKept = try take(member, Int32(shape.first + place), view)
        if isKept { kept |= bit }
      } else if shape.others != InboundTable.none {
        isKept = try take(member, shape.others, view)
      } else {
        unknownMembers.add(view.decoded(member.key), in: number, parent, table)
        noteUnknown(member.value, parent, view)
        isKept = true
      }
      if isKept {
        splicer.keep(member.value)
      } else {
        drop(member, next: next, &splicer, view)
      }
    }
    let missing = shape.required & ~kept
    if missing != 0 { throw absence(shape.first + missing.trailingZeroBitCount, object) }
    var wanted = shape.wanted & ~kept
    while wanted != 0 {
      doubt(nil, Int32(shape.first + wanted.trailingZeroBitCount))
      wanted &= wanted - 1
    }
  }

  /// Leaves a member out, with its comma.
  mutating func drop(
    _ member: JSONMember, next: JSONMember?, _ splicer: inout ListSplicer, _ view: JSONView
  ) {
    writer.drop(
      splicer.drop(view.range(member), next: next.map { view.start($0.key) }, view), view)
  }

  /// Finds a member's place in its object, and notes it in the order.
  ///
  /// - Parameter before: the rule of the member before it, in the end its own.
  @inline(__always)
  private mutating func place(
    of key: JSONNode, _ shape: InboundTable.Object, after before: inout Int, _ view: JSONView
  ) -> Int? {
    guard let text = view.plainText(ofKey: key) else {
      return table.place(of: view.decoded(key).span, in: shape)
    }
    let likely = order.place(after: before)
    if likely < shape.keys.count, text.isName(table.details[shape.first &+ likely].name) {
      before = shape.first &+ likely
      return likely
    }
    guard let place = table.place(of: text, in: shape) else { return nil }
    order.note(place, after: before)
    before = shape.first &+ place
    return place
  }

  /// Takes a member.
  ///
  /// - Returns: whether it stays.
  @inline(__always)
  mutating func take(
    _ member: JSONMember, _ rule: Int32, _ view: JSONView
  ) throws(Misfit) -> Bool {
    // Most values need no more than this look.
    let plain = table.rules[Int(rule)]
    let kind = Kinds(firstByte: view.bytes[view.start(member.value)])
    if plain.isPlain, plain.limit == nil, plain.sure.subtracting(.structures).contains(kind) {
      return true
    }
    do throws(Misfit) {
      return try take(member.value, rule, view)
    } catch {
      throw error.inside(member.key, view)
    }
  }

  private func ambiguity(_ name: StaticString, _ value: JSONNode) -> Misfit {
    Misfit(
      "ambiguous: \"\(name)\" stands twice in its object", at: value, costsRecord: true)
  }

  private func absence(_ rule: Int, _ object: JSONNode) -> Misfit {
    let isTime = table.rules[rule].role == .eventTime
    let why = isTime ? "; the server would stamp the event with now" : ""
    return Misfit("is missing\(why)", at: object).inside("\(table.details[rule].name)")
  }
}

// MARK: Doubts

extension WireWalk {
  /// Notes that only some sources allow what is there.
  ///
  /// - Parameter kind: `nil` for what is missing.
  mutating func doubt(_ kind: Kinds?, _ rule: Int32) {
    found.note(Doubt(kind: kinds.number(of: kind, at: rule, table), event: event))
  }

  /// Notes a word that is none of those known.
  mutating func doubt(word: Span<UInt8>, _ rule: Int32) {
    found.note(Doubt(kind: kinds.number(ofWord: word, at: rule, table), event: event))
  }
}
