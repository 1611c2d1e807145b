import PipeCommon

/// A value that no source of the reference allows: where it stands, and why it does not fit.
///
/// The path is put together on the way out, so that a batch that fits never pays for it.
struct Misfit: Error {
  let node: JSONNode
  private let reason: String
  private var path = ""

  /// - Parameter reason: goes on after the path, such as `is missing`.
  init(_ reason: String, at node: JSONNode) {
    self.node = node
    self.reason = reason
  }

  /// A misfit of an object that lacks a member.
  init(missing name: StaticString, in object: JSONNode) {
    self.init("is missing", at: object)
    path = "\(name)"
  }

  /// The same seen from the value around it.
  func inside(_ step: String) -> Misfit {
    var misfit = self
    let joint = path.isEmpty || path.hasPrefix("[") ? "" : "."
    misfit.path = step + joint + path
    return misfit
  }

  func inside(_ key: JSONNode, _ view: JSONView) -> Misfit {
    inside(String(decoding: view.decoded(key), as: UTF8.self))
  }

  func fault(_ view: JSONView) -> JSONFault {
    view.fault(path.isEmpty ? reason : "\(path) \(reason)", at: node)
  }
}
