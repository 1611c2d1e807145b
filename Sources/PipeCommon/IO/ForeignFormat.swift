/// What an input can be instead of text in UTF-8, by its first bytes, and the command that makes such
/// text of it.
package struct ForeignFormat {
  /// What the input is, as it reads after "is".
  package let name: String
  /// The command without the input's name, or with `FILE` where the name goes.
  let command: String
  private let magic: [UInt8]
  /// Whether the bytes could begin a line of text as well, so that what follows must not be text.
  private var isTextual = false
  /// The package that has the command, where `--decompress` runs it.
  private(set) var package: String?

  private init(_ name: String, _ command: String, _ magic: [UInt8]) {
    self.name = name
    self.command = command
    self.magic = magic
  }

  private init(_ name: String, _ command: String, text: String, isTextual: Bool = false) {
    self.init(name, command, Array(text.utf8))
    self.isTextual = isTextual
  }

  private static func packed(
    _ command: String, _ arguments: String, _ magic: [UInt8], package: String? = nil
  ) -> ForeignFormat {
    var format = ForeignFormat("packed with \(command)", "\(command) \(arguments)", magic)
    format.package = package ?? command
    return format
  }

  private static func duckDB(_ table: String) -> String {
    "duckdb -c \"COPY (FROM \(table)) TO '/dev/stdout' (FORMAT json)\""
  }

  /// Of two that begin alike the longer one comes first.
  private static let all: [ForeignFormat] = [
    packed("gzip", "-dc", [0x1F, 0x8B]),
    packed("zstd", "-dcq", [0x28, 0xB5, 0x2F, 0xFD]),
    packed("bzip2", "-dc", Array("BZh".utf8)),
    packed("xz", "-dc", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], package: "xz-utils"),
    ForeignFormat("packed with zip", "unzip -p", text: "PK\u{3}\u{4}"),
    ForeignFormat("packed with zip", "unzip -p", text: "PK\u{5}\u{6}"),
    ForeignFormat("packed with zip", "unzip -p", text: "PK\u{7}\u{8}"),
    packed("lz4", "-dc", [0x04, 0x22, 0x4D, 0x18]),
    packed("lz4", "-dc", [0x02, 0x21, 0x4C, 0x18]),
    ForeignFormat("packed with snappy", "snzip -dc", [0xFF, 0x06, 0, 0] + Array("sNaPpY".utf8)),
    ForeignFormat("text in UTF-32", "iconv -f UTF-32 -t UTF-8", [0xFF, 0xFE, 0, 0]),
    ForeignFormat("text in UTF-32", "iconv -f UTF-32 -t UTF-8", [0, 0, 0xFE, 0xFF]),
    ForeignFormat("text in UTF-32", "iconv -f UTF-32LE -t UTF-8", text: "{\0\0\0"),
    ForeignFormat("text in UTF-32", "iconv -f UTF-32LE -t UTF-8", text: "[\0\0\0"),
    ForeignFormat("text in UTF-32", "iconv -f UTF-32BE -t UTF-8", text: "\0\0\0{"),
    ForeignFormat("text in UTF-32", "iconv -f UTF-32BE -t UTF-8", text: "\0\0\0["),
    ForeignFormat("text in UTF-16", "iconv -f UTF-16 -t UTF-8", [0xFF, 0xFE]),
    ForeignFormat("text in UTF-16", "iconv -f UTF-16 -t UTF-8", [0xFE, 0xFF]),
    ForeignFormat("text in UTF-16", "iconv -f UTF-16LE -t UTF-8", text: "{\0"),
    ForeignFormat("text in UTF-16", "iconv -f UTF-16LE -t UTF-8", text: "[\0"),
    ForeignFormat("text in UTF-16", "iconv -f UTF-16BE -t UTF-8", text: "\0{"),
    ForeignFormat("text in UTF-16", "iconv -f UTF-16BE -t UTF-8", text: "\0["),
    ForeignFormat("a Parquet file", duckDB("'FILE'"), text: "PAR1", isTextual: true),
    ForeignFormat("an Avro file", duckDB("read_avro('FILE')"), text: "Obj\u{1}"),
    ForeignFormat("an ORC file", "orc-contents", text: "ORC", isTextual: true),
  ]

  /// The name of the command.
  var program: String { String(command.prefix { $0 != " " }) }

  /// How many first bytes there are to look at, at most.
  static let look = 16

  /// Whether more bytes could say something else: as long as they do, the look goes on.
  static func isUndecided(_ bytes: [UInt8]) -> Bool {
    all.contains { format in
      bytes.count < format.magic.count
        ? format.magic.starts(with: bytes) : format.isTextual && bytes.starts(with: format.magic)
    }
  }

  /// The format that an input's first bytes tell.
  static func of(_ bytes: [UInt8]) -> ForeignFormat? {
    all.first { format in
      bytes.starts(with: format.magic)
        && !(format.isTextual && format.isText(bytes.dropFirst(format.magic.count)))
    }
  }

  private func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 || "\t\n\r".utf8.contains($0) }
  }

  /// The command line that makes text of a file; `nil` stands for standard input.
  package func command(for path: String?) -> String {
    let file = path ?? "FILE"
    let isPlain = file.unicodeScalars.allSatisfy { character in
      character.properties.isAlphabetic || character.properties.numericType != nil
        || "/._-+=:,@%".unicodeScalars.contains(character)
    }
    // Inside the other command's quotes only a plain name means itself.
    if command.contains("FILE") { return isPlain ? command.replacing("FILE", with: file) : command }
    return "\(command) " + (isPlain ? file : "'" + file.replacing("'", with: "'\\''") + "'")
  }
}
