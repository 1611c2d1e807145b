import Foundation
import PipeCommon
import Testing

@testable import qsend

@Suite struct CredentialsTests {
  @Test func aFileIsReadThatOnlyItsOwnerCanRead() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("# ours\nMPARTICLE_API_KEY = key\nMPARTICLE_API_SECRET=s3cr=t\n".utf8).write(to: file)
    #expect(throws: UsageError.self) { try Credentials(file: file.path) }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let credentials = try Credentials(file: file.path)
    #expect(credentials.key == "key")
    #expect(credentials.secret == "s3cr=t")
  }

  @Test(arguments: [
    "export MPARTICLE_API_KEY='key'\nexport MPARTICLE_API_SECRET=\"a secret\"\n",
    "  export MPARTICLE_API_KEY=key\n\n# no more\nMPARTICLE_API_SECRET = 'a secret'",
  ])
  func linesMayBeAsAShellHasThem(text: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let credentials = try Credentials(file: file.path)
    #expect(credentials.key == "key")
    #expect(credentials.secret == "a secret")
  }
}
