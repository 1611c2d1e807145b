import Testing

@testable import PipeCommon

@Suite struct ForeignFormatTests {
  @Test(
    arguments: [
      ([0x1F, 0x8B, 0x08], "gzip -dc a"), ([0x28, 0xB5, 0x2F, 0xFD, 0], "zstd -dcq a"),
      (Array("BZh91AY&SY".utf8), "bzip2 -dc a"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz -dc a"),
      (Array("PK\u{3}\u{4}".utf8), "unzip -p a"), ([0x04, 0x22, 0x4D, 0x18, 0x64], "lz4 -dc a"),
      ([0xFF, 0x06, 0, 0] + Array("sNaPpY".utf8), "snzip -dc a"),
      ([0xFF, 0xFE, 0x7B, 0], "iconv -f UTF-16 -t UTF-8 a"),
      ([0xFF, 0xFE], "iconv -f UTF-16 -t UTF-8 a"),
      ([0xFE, 0xFF, 0, 0x7B], "iconv -f UTF-16 -t UTF-8 a"),
      ([0xFF, 0xFE, 0, 0], "iconv -f UTF-32 -t UTF-8 a"),
      (Array("{\0\"\0".utf8), "iconv -f UTF-16LE -t UTF-8 a"),
      (Array("{\0\0\0".utf8), "iconv -f UTF-32LE -t UTF-8 a"),
      (Array("\0[\0{".utf8), "iconv -f UTF-16BE -t UTF-8 a"),
      (Array("\0\0\0{".utf8), "iconv -f UTF-32BE -t UTF-8 a"),
      (
        Array("PAR1\u{15}\u{4}".utf8),
        "duckdb -c \"COPY (FROM 'a') TO '/dev/stdout' (FORMAT json)\""
      ),
      (
        Array("Obj\u{1}\u{4}".utf8),
        "duckdb -c \"COPY (FROM read_avro('a')) TO '/dev/stdout' (FORMAT json)\""
      ),
      (Array("ORC\n\u{3}".utf8), "orc-contents a"), (Array("ORC".utf8), "orc-contents a"),
    ] as [([UInt8], String)])
  func firstBytesTellTheCommand(bytes: [UInt8], command: String) {
    #expect(ForeignFormat.of(bytes)?.command(for: "a") == command)
  }

  @Test(arguments: [
    "", "{", "{}", "[", " ", "\n{\"a\":1}", "\u{FEFF}{", "B", "BZ", "PK", "Obj", "OR",
    "ORCHESTRATOR {\"a\":1}", "PAR1 {\"a\":1}\n", "\u{1F}", "\u{4}",
  ])
  func textIsNotForeign(text: String) {
    #expect(ForeignFormat.of(Array(text.utf8)) == nil)
  }

  /// The first byte of a live pipe must not wait for others that say nothing.
  @Test(arguments: [
    ("{\"", false), ("{}", false), ("\n", false), (" ", false), ("a", false), ("[", true),
    ("{", true), ("", true), ("O", true), ("ORC", true),
  ])
  func theLookEndsWhenNothingElseCanCome(text: String, isUndecided: Bool) {
    #expect(ForeignFormat.isUndecided(Array(text.utf8)) == isUndecided)
  }

  @Test(arguments: [
    ("a b", "gzip -dc 'a b'"), ("it's", "gzip -dc 'it'\\''s'"), ("käse/1.gz", "gzip -dc käse/1.gz"),
    (nil, "gzip -dc FILE"),
  ])
  func namesAreQuotedForTheShell(path: String?, command: String) {
    #expect(ForeignFormat.of([0x1F, 0x8B])?.command(for: path) == command)
  }

  /// Inside a query inside quotes no quoting would do.
  @Test func aNameThatIsNotPlainStaysOpen() {
    let command = ForeignFormat.of(Array("PAR1".utf8))?.command(for: "it's")
    #expect(command?.contains("'FILE'") == true)
  }
}
