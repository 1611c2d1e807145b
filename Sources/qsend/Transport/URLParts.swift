import PipeCommon

/// An address of the web taken apart: `scheme://host:port/path`, and nothing else.
///
/// Taken is only what every library reads in the same way; a name beyond ASCII comes as `xn--…`.
struct URLParts {
  /// In small letters, `https` or `http`.
  let scheme: String
  /// A name, or an address without brackets.
  let host: String
  let port: Int
  private let address: Address?

  private enum Address {
    case four([UInt8])
    case six([UInt8])
  }

  init?(_ text: String) {
    let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    let scheme = parts[0].lowercased()
    guard parts.count == 2, scheme == "https" || scheme == "http" else { return nil }
    let authority = parts[1].prefix { $0 != "/" }
    guard let end = Self.endOfHost(authority),
      let port = Self.port(authority[end...], scheme == "http" ? 80 : 443),
      Self.isPath(parts[1][authority.endIndex...])
    else { return nil }
    var host = authority[..<end]
    if host.hasPrefix("[") {
      host = host.dropFirst().dropLast()
      guard let bytes = Self.bytes(String(host), AF_INET6, 16) else { return nil }
      address = .six(bytes)
    } else if host.allSatisfy({ $0.isNumber || $0 == "." }) {
      // What looks like an address but is none would be read in one way here, in another there.
      guard let bytes = Self.bytes(String(host), AF_INET, 4) else { return nil }
      address = .four(bytes)
    } else {
      guard Self.isName(host) else { return nil }
      address = nil
    }
    self.scheme = scheme
    self.host = String(host)
    self.port = port
  }

  /// Whether it is this machine.
  var isLoopback: Bool {
    switch address {
    case .four(let bytes): bytes[0] == 127
    case .six(let bytes): bytes == Array(repeating: 0, count: 15) + [1]
    case nil: host.lowercased() == "localhost"
    }
  }

  private static func endOfHost(_ authority: Substring) -> Substring.Index? {
    guard authority.hasPrefix("[") else {
      return authority.firstIndex(of: ":") ?? authority.endIndex
    }
    return authority.firstIndex(of: "]").map { authority.index(after: $0) }
  }

  /// Reads a colon and a port, or nothing.
  private static func port(_ text: Substring, _ usual: Int) -> Int? {
    guard !text.isEmpty else { return usual }
    let digits = text.dropFirst()
    guard text.hasPrefix(":"), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = UInt16(digits), port > 0
    else { return nil }
    return Int(port)
  }

  private static func isName(_ host: Substring) -> Bool {
    host.utf8.count < 254 && host.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: ".") }
      && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
        (1...63).contains($0.utf8.count) && !$0.hasPrefix("-")
      }
  }

  private static func isPath(_ path: Substring) -> Bool {
    path.utf8.allSatisfy { isWord($0) || "/.~!$&'()*+,;=:".utf8.contains($0) }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func bytes(_ text: String, _ family: Int32, _ count: Int) -> [UInt8]? {
    var bytes = Array(repeating: 0 as UInt8, count: count)
    return unsafe inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }
}
