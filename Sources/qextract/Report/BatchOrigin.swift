import PipeCommon

/// Where a batch came from: which release of which application, on what, by which way.
enum BatchOrigin {
  /// `Shop 4.2.1 (iOS)`: name or package, version, system; `nil` if the batch says nothing of them.
  static func application(_ view: JSONView) -> [UInt8]? {
    let information = view.member(view.root, named: "application_info")?.value
    let name =
      text("application_name", of: information, view) ?? text("package", of: information, view)
    let release = joined([name, text("application_version", of: information, view)])
    guard let system = text("os", of: information, view) else { return release }
    guard let release else { return system }
    return release + Array(" (".utf8) + system + Array(")".utf8)
  }

  /// What the device says it is, else what the application runs on.
  static func platform(_ view: JSONView) -> [UInt8]? {
    text("platform", of: view.member(view.root, named: "device_info")?.value, view)
      ?? text("os", of: view.member(view.root, named: "application_info")?.value, view)
  }

  /// `native, SDK 7.9.2`: channel, partner, version of the SDK.
  static func source(_ view: JSONView) -> [UInt8]? {
    let information = view.member(view.root, named: "source_info")?.value
    let way = joined(
      [text("channel", of: information, view), text("partner", of: information, view)])
    guard let version = text("sdk_version", of: view.root, view) else { return way }
    return (way.map { $0 + Array(", ".utf8) } ?? []) + Array("SDK ".utf8) + version
  }

  private static func joined(_ parts: [[UInt8]?]) -> [UInt8]? {
    let parts = parts.compactMap { $0 }
    return parts.isEmpty ? nil : Array(parts.joined(separator: [UInt8(ascii: " ")]))
  }

  /// A member's text, or the digits of an integer; `nil` if it is missing, empty or of another type.
  private static func text(_ name: String, of object: JSONNode?, _ view: JSONView) -> [UInt8]? {
    guard let object, let text = view.idText(view.member(object, named: name)?.value),
      !text.isEmpty
    else { return nil }
    return text
  }
}
