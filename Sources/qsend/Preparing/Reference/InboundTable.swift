import PipeCommon

/// The shapes of the inbound batch laid flat, for the walk: rules in one list, objects that name
/// ranges of it, and nothing in them that must be counted or copied.
struct InboundTable: Sendable {
  /// What becomes of a value: what of a `Value` and its `Member` every value needs.
  struct Rule: BitwiseCopyable, Sendable {
    enum Form: UInt8, BitwiseCopyable, Sendable {
      case none, name, words, integer, size, id, mpid, time, uuid, address, removed
    }

    let sure: Kinds
    let doubtful: Kinds
    let form: Form
    let role: Role
    let limit: SoftLimit?
    let decides: Bool
    /// Its object's rules; `none` if it may have whatever it likes.
    var object = InboundTable.none
    /// The rule of its elements; `none` if they may be whatever they like.
    var elements = InboundTable.none

    /// Whether a text or number of a kind that is sure needs no other look.
    @inline(__always)
    var isPlain: Bool { form == .none && role == .none }
  }

  /// What only some values need.
  struct Detail: BitwiseCopyable, Sendable {
    let name: StaticString
    /// What it should have been, for messages.
    let wanted: StaticString
    /// The words that are known, as places in the table's.
    let firstWord: Int
    let wordCount: Int
    /// The rule around it; `none` for the batch's own members.
    let parent: Int32
  }

  /// The rules of an object's members.
  struct Object: BitwiseCopyable, Sendable {
    /// The rule of the first of the members.
    let first: Int
    /// The rule of members under names of the user's own; `none` if there are none.
    let others: Int32
    let keys: KeyTable
    /// Members that must be there, as bits of their places.
    let required: UInt64
    /// Members that one source requires and another does not.
    let wanted: UInt64
  }

  /// The object of `data` for a type of event.
  private struct Data: BitwiseCopyable, Sendable {
    let name: StaticString
    let object: Int
  }

  static let none: Int32 = -1

  let rules: FixedTable<Rule>
  let details: FixedTable<Detail>
  let objects: FixedTable<Object>
  let words: FixedTable<StaticString>
  private let slots: FixedTable<UInt8>
  /// The batch's object.
  let batch: Int
  /// The rule of an element of `events`.
  let event: Int32
  /// The object of `data` for a type that nobody knows.
  let unknownData: Int
  /// The object of `data` for commerce, and the first of the actions of which it has one.
  let commerceData: Int
  let firstCommerceAction: Int32
  private let dataByType: FixedTable<Data>

  static let inbound = InboundTable()

  private init() {
    var layout = InboundLayout()
    batch = layout.add(InboundBatch.shape, inside: Self.none)
    let data = layout.rule { $0.role == .eventData }
    let byType = InboundEvent.byType.map {
      Data(name: $0.name, object: layout.add($0.data, inside: data))
    }
    unknownData = layout.add(InboundEvent.unknown, inside: data)
    event = layout.rules[Int(layout.rule { $0.role == .events })].elements
    firstCommerceAction = layout.rule { $0.role == .commerceAction }
    commerceData = byType.first { "\($0.name)" == "commerce_event" }?.object ?? unknownData
    dataByType = FixedTable(byType)
    rules = FixedTable(layout.rules)
    details = FixedTable(layout.details)
    objects = FixedTable(layout.objects)
    words = FixedTable(layout.words)
    slots = FixedTable(layout.slots)
  }

  /// The object of `data` for a type of event; `nil` for one that no source knows.
  func data(of type: Span<UInt8>) -> Int? {
    for place in 0..<dataByType.count where type.isName(dataByType[place].name) {
      return dataByType[place].object
    }
    return nil
  }

  /// The place of a member in an object; `nil` if no source knows it.
  @inline(__always)
  func place(of key: Span<UInt8>, in object: Object) -> Int? {
    guard let place = object.keys.place(of: key, slots),
      key.isName(details[object.first + place].name)
    else { return nil }
    return place
  }

  /// The path of a rule's place, with `[]` for an element and `*` for a name of the user's own.
  func path(_ rule: Int32) -> String {
    guard rule != Self.none else { return "" }
    let detail = details[Int(rule)]
    let name = "\(detail.name)"
    let path = path(detail.parent)
    return path + (path.isEmpty || name == "[]" ? "" : ".") + name
  }

  /// The names that an object's members may have.
  func names(of object: Int) -> [String] {
    let first = objects[object].first
    return (0..<objects[object].keys.count).map { "\(details[first + $0].name)" }
  }
}
