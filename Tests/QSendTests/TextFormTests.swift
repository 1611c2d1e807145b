import Testing

@testable import qsend

@Suite struct TextFormTests {
  @Test(arguments: [
    "0.0.0.0", "255.255.255.255", "::", "::1", "1::", "2001:db8::8a2e:370:7334",
    "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:7::", "ABCD::ef",
  ])
  func anAddress(text: String) {
    let isAddress = TextForm.isAddress(text.utf8.span)
    #expect(isAddress)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4 ", "0001.2.3.4",
    "1.2.3.4\0", "01.2.3.4",
    ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", ":1::", "::1:", "g::",
    "1:2:3:4:5:6:7:8::", "192.0.2.1::", "1:2:3:4:5:6:7:192.0.2.1", "fe80::1%eth0",
  ])
  func noAddress(text: String) {
    let isAddress = TextForm.isAddress(text.utf8.span)
    #expect(!isAddress)
  }

  @Test(arguments: [
    ("00000000-0000-0000-0000-000000000000", true), ("3DBFC52E-164f-405E-885e-2B448B301F83", true),
    ("3DBFC52E164f405E885e2B448B301F83", false), ("", false),
    ("3DBFC52E-164f-405E-885e-2B448B301F8g", false),
    ("3DBFC52E-164f-405E-885e-2B448B301F833", false),
    ("3DBFC52E1-64f-405E-885e-2B448B301F83", false),
  ])
  func uuids(text: String, isOne: Bool) {
    let isUUID = TextForm.isUUID(text.utf8.span)
    #expect(isUUID == isOne)
  }
}
