import Foundation
import TestSupport
import Testing

@testable import PipeCommon

@Suite struct Base64Tests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func whatFoundationEncodesIsDecoded(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<Int(seed)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let text = Data(bytes).base64EncodedString()
    let urlSafe = text.replacing("+", with: "-").replacing("/", with: "_")
    for text in [text, urlSafe, urlSafe.replacing("=", with: ""), wrapped(text)] {
      #expect(Base64.decode(text.utf8.span) == bytes, "seed \(seed): \(text)")
    }
  }

  @Test(arguments: [
    "a", "aaaaa", "ab=", "abc==", "abcd=", "=", "ab==cd", "ab=c", "a b!", "é", "a\0bc",
  ])
  func anythingElseIsNone(text: String) {
    #expect(Base64.decode(text.utf8.span) == nil)
  }

  private func wrapped(_ text: String) -> String {
    var lines = ""
    for (place, character) in text.enumerated() {
      lines.append(character)
      if place % 76 == 75 { lines += "\r\n" }
    }
    return lines + "\n"
  }
}
