import Foundation
import PipeCommon
import TestSupport
import Testing

@testable import qsend

@Suite struct DestinationTests {
  @Test(
    arguments: [
      ("https://s2s.mparticle.com/v2", "s2s.mparticle.com", 443), ("HTTPS://a:8443", "a", 8443),
      ("https://xn--bcher-kva.example/v2/", "xn--bcher-kva.example", 443),
      ("http://localhost/v2", "localhost", 80), ("http://127.9.8.7:1/v2", "127.9.8.7", 1),
      ("http://[::1]:8080/v2", "::1", 8080), ("https://[2001:db8::1]/v2", "2001:db8::1", 443),
      ("http://[0:0:0:0:0:0:0:1]", "0:0:0:0:0:0:0:1", 80), ("https://a.example./v2", nil, 0),
    ] as [(String, String?, Int)])
  func anAddressHasAServer(url: String, host: String?, port: Int) throws {
    let destination = try? Destination(base: url)
    #expect(destination?.server.host == host)
    if host != nil { #expect(destination?.server.port == port) }
  }

  @Test(arguments: [
    "", "https", "https:", "https://", "https:///v2", "ftp://a/v2", "file:///etc/passwd", "//a/v2",
    "https://[::zz]/v2", "https://[::1/v2", "https://::1/v2", "https://[]/v2",
    "https://[1.2.3.4]/v2",
    "https://[::1]x/v2", "https://[fe80::1%25eth0]/v2", "https://1.2.3/v2", "https://1.2.3.256/v2",
    "https://1.2.3.04/v2", "https://2130706433/v2", "https://a:0/v2", "https://a:65536/v2",
    "https://a:+443/v2", "https://a:-1/v2", "https://a:/v2", "https://a:1:2/v2", "https://a:x/v2",
    "https://u@a/v2", "https://u:p@a/v2", "https://a/v2?x", "https://a/v2#x", "https://a b/v2",
    "https://a/v 2", "https://a/v2\n", "https://-a/v2", "https://a..b/v2", "https://.a/v2",
    "https://bücher.example/v2", "https://a/%2e", "https://a\\b/v2", "https://a^b/v2",
    "http://example.com/v2", "http://128.0.0.1/v2", "http://[::2]/v2", "http://localhost.evil/v2",
    "http://127.0.0.1.evil/v2", "http://[::ffff:127.0.0.1]/v2",
  ])
  func whatIsNoAddressForSecretsIsRefusedBeforeAnythingIsSent(url: String) {
    #expect(throws: UsageError.self) { try Destination(base: url) }
  }

  /// Whoever connects must see the server that was checked.
  @Test(arguments: 0..<2000 as Range<UInt64>)
  func anotherReaderOfAddressesSeesTheSameServer(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let parts = [
      "https://", "http://", "a", "-", ".", ":", "[", "]", "::1", "127.0.0.1", "80", "/", "@",
    ]
    let text =
      parts[Int.random(in: 0...1, using: &random)]
      + (0..<Int.random(in: 1...6, using: &random)).map { _ in
        parts.randomElement(using: &random)!
      }.joined()
    guard let destination = try? Destination(base: text) else { return }
    let other = try #require(URLComponents(string: text), "seed \(seed): \(text)")
    let host = other.host?.trimmingCharacters(in: ["[", "]"])
    #expect(host == destination.server.host, "seed \(seed): \(text)")
    #expect((other.port ?? (destination.isPlain ? 80 : 443)) == destination.server.port)
    #expect(other.user == nil)
  }
}
