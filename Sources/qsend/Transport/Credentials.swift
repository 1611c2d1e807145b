import PipeCommon

/// The key and secret of the feed. They are never an option's value and never printed.
struct Credentials: Sendable {
  private static let names = (key: "MPARTICLE_API_KEY", secret: "MPARTICLE_API_SECRET")

  let key: String
  let secret: String

  /// Reads `MPARTICLE_API_KEY=…` and `MPARTICLE_API_SECRET=…` from a file that only its owner can
  /// read, or from the environment.
  init(file: String?) throws(UsageError) {
    let values = try file.map(Self.read)
    func value(_ name: String) throws(UsageError) -> String {
      let value = if let values { values[name] } else { Environment.value(name) }
      guard let value, !value.isEmpty else {
        throw UsageError("\(file ?? "the environment") has no \(name) (see --credentials)")
      }
      guard value.unicodeScalars.allSatisfy({ !$0.steersTerminals }) else {
        throw UsageError("\(name) holds a control character")
      }
      return value
    }
    key = try value(Self.names.key)
    guard !key.contains(":") else {
      throw UsageError("\(Self.names.key) holds a colon, which no user name of HTTP Basic can")
    }
    secret = try value(Self.names.secret)
  }

  private static func read(_ path: String) throws(UsageError) -> [String: String] {
    guard let identity = FileIdentity(path: path) else {
      throw UsageError("cannot open the credentials file \(path)")
    }
    guard !identity.isRegular || identity.mode & 0o077 == 0 else {
      throw UsageError("others can read \(path); make it yours alone: chmod 600 \(path)")
    }
    guard let bytes = try? FileContents.read(path) else {
      throw UsageError("cannot read the credentials file \(path)")
    }
    var values: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let line = trimmed(line)
      guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
      var name = line[..<equals]
      if name.hasPrefix("export ") { name = name.dropFirst(7) }
      values[String(trimmed(name))] = unquoted(trimmed(line[line.index(after: equals)...]))
    }
    return values
  }

  /// A value as a shell has it: between quotes of either kind, or without.
  private static func unquoted(_ value: Substring) -> String {
    guard value.count > 1, let quote = value.first, quote == "'" || quote == "\"",
      value.last == quote
    else { return String(value) }
    return String(value.dropFirst().dropLast())
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return start[...last]
  }
}
