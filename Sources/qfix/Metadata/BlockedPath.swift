import PipeCommon

/// A path of the block metadata, such as `./data/custom_attributes/NAME`, relative to its event.
///
/// How such a path spells a `/` or `~` in a name is not documented. So at each object the exact
/// remainder is tried as a name first, then the next part as it stands, then the same read as a
/// JSON Pointer (`~1` for `/`, `~0` for `~`). Elements go by number, as they were read: `products/0`,
/// `products[0]`.
struct BlockedPath {
  /// A member or element on the way.
  struct Step {
    let node: Document.Node
    /// Where the path names it.
    let range: Range<Int>
    /// Whether the name is spelt as in a JSON Pointer, and otherwise not.
    let isEscaped: Bool
  }

  private static let slash = UInt8(ascii: "/")

  private let text: [UInt8]

  /// - Parameter text: decoded.
  init(_ text: [UInt8]) { self.text = text }

  /// Where the path leads.
  func target(in event: Document.Node, _ document: inout Document) -> Document.Node? {
    steps(in: event, &document)?.last?.node
  }

  /// Every step of the way; `nil` if it leads nowhere.
  func steps(in event: Document.Node, _ document: inout Document) -> [Step]? {
    var steps: [Step] = []
    var node = event
    var place = text.starts(with: Array("./".utf8)) ? 2 : 0
    while place <= text.count {
      let end = text[place...].firstIndex(of: Self.slash) ?? text.count
      guard let step = step(from: place, partEnd: end, at: node, &document) else { return nil }
      steps.append(step)
      node = step.node
      place = step.range.upperBound
      // Behind `products` may come `[0]`.
      if place < text.count, text[place] == UInt8(ascii: "[") { continue }
      place += 1
    }
    return steps
  }

  private func step(
    from place: Int, partEnd: Int, at node: Document.Node, _ document: inout Document
  ) -> Step? {
    if document.kind(node) == .array {
      return element(of: node, text[place..<partEnd], &document)
    }
    for end in partEnd == text.count ? [partEnd] : [text.count, partEnd] {
      let part = text[place..<end]
      for (name, isEscaped) in [(Array(part), false), (Self.unescape(part), true)] {
        if let child = document.child(node, named: MemberName(name)) {
          return Step(node: child, range: place..<end, isEscaped: isEscaped)
        }
      }
    }
    let part = text[place..<partEnd]
    guard part.last == UInt8(ascii: "]"), let end = part.firstIndex(of: UInt8(ascii: "[")),
      let list = document.child(node, named: MemberName(Array(text[place..<end]))),
      document.kind(list) == .array
    else { return nil }
    return Step(node: list, range: place..<end, isEscaped: false)
  }

  private func element(
    of list: Document.Node, _ part: ArraySlice<UInt8>, _ document: inout Document
  ) -> Step? {
    let isBracketed = part.first == UInt8(ascii: "[") && part.last == UInt8(ascii: "]")
    let digits = isBracketed ? part.dropFirst().dropLast() : part
    guard let number = Int(String(decoding: digits, as: UTF8.self)),
      let node = document.element(number, of: list)
    else { return nil }
    return Step(node: node, range: part.indices, isEscaped: false)
  }

  /// The path with another name at one of its steps.
  func renaming(_ step: Step, to name: [UInt8]) -> [UInt8] {
    let isLast = step.range.upperBound == text.count
    let mustEscape = step.isEscaped || !isLast && name.contains(Self.slash)
    return text[..<step.range.lowerBound] + (mustEscape ? Self.escape(name) : name)
      + text[step.range.upperBound...]
  }

  private static func escape(_ name: [UInt8]) -> [UInt8] {
    name.flatMap { byte in
      switch byte {
      case UInt8(ascii: "~"): Array("~0".utf8)
      case slash: Array("~1".utf8)
      default: [byte]
      }
    }
  }

  private static func unescape(_ part: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "~"), let code = rest.first,
        code == UInt8(ascii: "0") || code == UInt8(ascii: "1")
      {
        rest.removeFirst()
        text.append(code == UInt8(ascii: "0") ? byte : slash)
      } else {
        text.append(byte)
      }
    }
    return text
  }
}
