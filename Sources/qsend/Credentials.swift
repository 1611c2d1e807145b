import Foundation
import PipeCommon

/// The key and secret of the feed. They are never an option's value and never printed.
struct Credentials: Sendable {
  private let key: String
  private let secret: String

  /// The value of the `Authorization` header (HTTP Basic).
  var authorization: String {
    "Basic " + Data("\(key):\(secret)".utf8).base64EncodedString()
  }

  /// Reads `MPARTICLE_API_KEY=…` and `MPARTICLE_API_SECRET=…` from a file that only its owner can
  /// read, or from the environment.
  init(file: String?) throws(UsageError) {
    let values = try file.map(Self.read) ?? ProcessInfo.processInfo.environment
    let source = file ?? "the environment"
    func value(_ name: String) throws(UsageError) -> String {
      guard let value = values[name], !value.isEmpty else {
        throw UsageError("\(source) has no \(name) (see --credentials)")
      }
      return value
    }
    key = try value("MPARTICLE_API_KEY")
    secret = try value("MPARTICLE_API_SECRET")
  }

  private static func read(_ path: String) throws(UsageError) -> [String: String] {
    guard let identity = FileIdentity(path: path) else {
      throw UsageError("cannot open the credentials file \(path)")
    }
    guard !identity.isRegular || identity.mode & 0o077 == 0 else {
      throw UsageError("others can read \(path); make it yours alone: chmod 600 \(path)")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UsageError("cannot read the credentials file \(path)")
    }
    var values: [String: String] = [:]
    for line in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty, !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else {
        continue
      }
      values[line[..<equals].trimmingCharacters(in: .whitespaces)] =
        line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
    }
    return values
  }
}
