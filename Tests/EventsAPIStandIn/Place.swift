/// A place in a batch, with its indices for people and without them for kinds.
struct Place: CustomStringConvertible {
  /// The last member's name.
  private(set) var name = ""
  /// Without indices, and with `*` for keys that may be any.
  private(set) var kind = ""
  private(set) var path = ""

  var description: String { path.isEmpty ? "the batch" : path }

  func member(_ name: String) -> Place { under(name, name) }

  /// A member of an object of any keys.
  func key(_ name: String) -> Place { under("*", name) }

  func element(_ index: Int) -> Place {
    Place(name: name, kind: kind + "[]", path: "\(path)[\(index)]")
  }

  private func under(_ kind: String, _ name: String) -> Place {
    let joint = path.isEmpty ? "" : "."
    return Place(name: name, kind: self.kind + joint + kind, path: path + joint + name)
  }
}
