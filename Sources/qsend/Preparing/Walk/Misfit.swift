import PipeCommon

/// A value that no source of the reference allows, or that would do harm: where it stands, and why.
///
/// The path is put together on the way out, so that a batch that fits never pays for it.
struct Misfit: Error {
  let node: JSONNode
  /// Whether the whole record is refused for it, wherever it stands.
  let costsRecord: Bool
  private let reason: String
  private var path = ""

  /// - Parameter reason: goes on after the path, such as `is missing`.
  init(_ reason: String, at node: JSONNode, costsRecord: Bool = false) {
    self.node = node
    self.reason = reason
    self.costsRecord = costsRecord
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
    if costsRecord { return view.fault(reason, at: node) }
    return view.fault(path.isEmpty ? reason : "\(path) \(reason)", at: node)
  }
}
