import PipeCommon

/// A path of the block metadata, such as `./data/custom_attributes/NAME`, relative to its event.
///
/// How such a path spells a `/` or `~` in a name is not documented. So at each object the exact
/// remainder is tried as a name first, then the next part as it stands, then the same read as a
/// JSON Pointer (`~1` for `/`, `~0` for `~`). Elements go by number: `products/0`, `products[0]`.
enum BlockedPath {
  static func find(
    _ path: [UInt8], in event: Document.Node, _ document: inout Document
  ) -> Document.Node? {
    walk(path.starts(with: Array("./".utf8)) ? path.dropFirst(2) : path[...], event, &document)
  }

  private static func walk(
    _ path: ArraySlice<UInt8>, _ node: Document.Node, _ document: inout Document
  ) -> Document.Node? {
    if document.kind(node) == .array { return element(path, node, &document) }
    for name in [Array(path), unescape(path)] {
      if let child = document.child(node, named: MemberName(name)) { return child }
    }
    guard let slash = path.firstIndex(of: UInt8(ascii: "/")) else { return nil }
    let part = path[..<slash]
    let rest = path[(slash + 1)...]
    for name in [Array(part), unescape(part)] {
      if let child = document.child(node, named: MemberName(name)) {
        return walk(rest, child, &document)
      }
    }
    // `products[0]/…`
    guard let bracket = part.firstIndex(of: UInt8(ascii: "[")), part.last == UInt8(ascii: "]"),
      let list = document.child(node, named: MemberName(Array(part[..<bracket])))
    else { return nil }
    return element(part[(bracket + 1)...].dropLast() + [UInt8(ascii: "/")] + rest, list, &document)
  }

  private static func element(
    _ path: ArraySlice<UInt8>, _ list: Document.Node, _ document: inout Document
  ) -> Document.Node? {
    let parts = path.split(separator: UInt8(ascii: "/"), maxSplits: 1)
    let elements = document.children(list)
    guard let number = parts.first.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }),
      elements.indices.contains(number)
    else { return nil }
    return parts.count > 1 ? walk(parts[1], elements[number], &document) : elements[number]
  }

  private static func unescape(_ part: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "~"), let code = rest.first,
        code == UInt8(ascii: "0") || code == UInt8(ascii: "1")
      {
        rest.removeFirst()
        text.append(code == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
      } else {
        text.append(byte)
      }
    }
    return text
  }
}
