import PipeCommon

/// The limits that one batch exceeds, each once.
struct SoftLimits {
  private(set) var exceeded: Set<SoftLimit> = []

  init(_ outline: BatchOutline, _ view: JSONView) {
    for event in outline.events {
      if let name = event.name(view) { checkLength(name, .eventName, view) }
      let attributes = event.data.flatMap { view.member($0, named: "custom_attributes")?.value }
      if let attributes { checkAttributes(attributes, .eventAttributes, view) }
    }
    if let attributes = outline.userAttributes {
      checkAttributes(attributes, .userAttributes, view)
    }
  }

  private mutating func checkAttributes(
    _ attributes: JSONNode, _ limit: SoftLimit, _ view: JSONView
  ) {
    guard view.kind(attributes) == .object else { return }
    var count = 0
    var next = view.firstMember(attributes)
    while let member = next {
      count += 1
      checkLength(member.key, .attributeName, view)
      switch view.kind(member.value) {
      case .string: checkLength(member.value, .attributeValue, view)
      case .array: checkList(member.value, view)
      default: break
      }
      next = view.member(after: member)
    }
    if count > limit.most { exceeded.insert(limit) }
  }

  private mutating func checkList(_ list: JSONNode, _ view: JSONView) {
    var count = 0
    var next = view.firstElement(list)
    while let element = next {
      count += 1
      if view.kind(element) == .string { checkLength(element, .listEntry, view) }
      next = view.element(after: element)
    }
    if count > SoftLimit.listEntries.most { exceeded.insert(.listEntries) }
  }

  @inline(__always)
  private mutating func checkLength(_ string: JSONNode, _ limit: SoftLimit, _ view: JSONView) {
    guard view.contents(string).count > limit.most else { return }
    if Self.scalars(string, view) > limit.most { exceeded.insert(limit) }
  }

  /// How many Unicode scalars a string stands for: as many as it has bytes that begin one.
  @inline(never)
  private static func scalars(_ string: JSONNode, _ view: JSONView) -> Int {
    view.decoded(string).count { $0 & 0xC0 != 0x80 }
  }
}
