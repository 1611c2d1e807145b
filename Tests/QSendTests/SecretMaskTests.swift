import Foundation
import TestSupport
import Testing

@testable import qsend

@Suite struct SecretMaskTests {
  private static let secret = "s3cr/et%Zé"
  private let mask = SecretMask(secret)

  @Test(arguments: [
    "", "nothing", #"{"message":"a\nb"}"#, "50% of %41 \\u0041 &amp;", "YWJjZGVmZw==", "\\", "%",
    "&",
    "\\u12", "%4", "&#;", "&#x110000;", "\\ud800", "s3cr/e",
  ])
  func whatHoldsNoSecretStaysAsItIs(text: String) { #expect(mask.applied(to: text) == text) }

  @Test func theSecretIsMaskedAndTheRestIsNot() {
    #expect(mask.applied(to: "bad \(Self.secret), you") == "bad …, you")
    #expect(mask.applied(to: #"a\u0062 s3cr\/et%Z\u00e9 c"#) == "ab … c")
    let encoded = Data("key:\(Self.secret)".utf8).base64EncodedString()
    #expect(
      mask.applied(to: "Authorization: Basic \(encoded)!").hasPrefix("Authorization: Basic …"))
  }

  /// One way to write a text otherwise.
  private static let disguises: [@Sendable (String) -> String] = [
    { text in text.utf16.map { "\\u" + hex(Int($0), 4) }.joined() },
    { text in text.replacing("\\", with: #"\\"#).replacing("/", with: #"\/"#) },
    { text in text.utf8.map { "%" + hex(Int($0), 2) }.joined() },
    { text in text.unicodeScalars.map { "&#\($0.value);" }.joined() },
    { text in text.unicodeScalars.map { "&#X\(hex(Int($0.value), 1));" }.joined() },
    { text in text.replacing("&", with: "&amp;") },
    { text in text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" },
  ]

  /// What a header, or whoever takes one apart, makes of a secret.
  private static let encodings: [@Sendable (String) -> String] = [
    { text in text },
    { text in Data("key:\(text)".utf8).base64EncodedString() },
    { text in Data(text.utf8).base64EncodedString().replacing("=", with: "") },
    { text in "x" + Data(text.utf8).base64EncodedString() },
  ]

  private static func hex(_ number: Int, _ width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func noDisguiseOfADisguiseShowsTheSecret(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let letters = Array("abcXYZ0189/+=:%&;\\\"é")
    let secret = String(
      (0..<Int.random(in: 6...24, using: &random)).map { _ in
        letters.randomElement(using: &random)!
      })
    var text = Self.encodings.randomElement(using: &random)!(secret)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      text = Self.disguises.randomElement(using: &random)!(text)
    }
    let shown = SecretMask(secret).applied(to: "before \(text) after")
    #expect(!shown.contains(secret), "seed \(seed)")
    if !text.contains(secret) { #expect(!shown.contains(text), "seed \(seed): \(shown)") }
  }
}
