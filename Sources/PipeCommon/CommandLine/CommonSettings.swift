/// What all three tools let the user choose.
package struct CommonSettings {
  /// Bytes of the longest record that is taken: 64 MiB.
  package static let defaultMaxRecord = 64 << 20

  /// `-q`: only what is fatal is said.
  package var isQuiet = false
  /// `--rejects`: where refused records are appended.
  package var rejects: String?
  /// `--summary`: where the closing count goes.
  package var summary: String?
  /// `--max-record`, in bytes.
  package var maxRecord = defaultMaxRecord
  /// `--decompress`: packed files are unpacked on the way.
  package var unpacks = false
  /// `--line-buffered`: each record is handed on at once.
  package var isLineBuffered = false
  /// `--progress`.
  package var showsProgress = false

  package init() {}

  /// Every file that an option names, to be read or to be written.
  package var namedFiles: [(option: String, path: String)] = []

  /// Files that are written beside standard output, with their options.
  package var outputs: [(option: String, path: String)] {
    [("--rejects", rejects), ("--summary", summary)].compactMap { option, path in
      path.map { (option, $0) }
    }
  }
}

extension OptionGroup where Settings: ToolSettings {
  /// The options that mean the same in every tool.
  package static var common: OptionGroup {
    OptionGroup(
      "Input and output",
      [
        .flag("--decompress", short: "-z", "unpack files of gzip, zstd, bzip2, xz and lz4") {
          (settings) in settings.common.unpacks = true
        },
        .file("--rejects", "append records that are refused, as they were") {
          (settings, path) in settings.common.rejects = path
        },
        .value("--max-record", "BYTES", "refuse longer records (64 MiB)") {
          (settings, text) throws(UsageError) in
          settings.common.maxRecord = try OptionValue.integer(
            text, in: 1...1 << 31, "--max-record")
        },
        .file("--summary", "write the closing count as a JSON object") {
          (settings, path) in settings.common.summary = path
        },
        .flag("--line-buffered", "hand on every record at once") {
          (settings) in settings.common.isLineBuffered = true
        },
        .flag("--progress", "show on a terminal how far the work is") {
          (settings) in settings.common.showsProgress = true
        },
        .flag("--quiet", short: "-q", "say nothing but what stops the work") {
          (settings) in settings.common.isQuiet = true
        },
      ])
  }
}
