import Testing

@testable import PipeCommon

@Suite struct OptionParserTests {
  private struct Settings: ToolSettings {
    var common = CommonSettings()
    var operands: [String] = []
    var words: [String] = []
    var isLoud = false

    mutating func validate() throws(UsageError) {}

    static var table: OptionTable<Settings> {
      OptionTable(
        tool: "tool", summary: "say words", purpose: "Says words.",
        groups: [
          OptionGroup(
            "Words",
            [
              .value("--word", short: "-w", "TEXT", "say it") { (settings, text) in
                settings.words.append(text)
              },
              .flag("--loud", short: "-l", "loudly") { (settings) in settings.isLoud = true },
            ]), .common,
        ], examples: ["tool --word hello"])
    }
  }

  private func parse(_ arguments: String...) throws -> Settings? {
    guard case .run(let settings) = try Settings.table.parse(arguments) else { return nil }
    return settings
  }

  @Test func valuesComeWithAnEqualsSignASpaceOrAttached() throws {
    let settings = try parse("--word=a", "--word", "b", "-wc", "-w", "d", "--word=")
    #expect(settings?.words == ["a", "b", "c", "d", ""])
  }

  @Test func shortOptionsCombine() throws {
    let settings = try parse("-qlwx")
    #expect(settings?.common.isQuiet == true && settings?.isLoud == true)
    #expect(settings?.words == ["x"])
  }

  @Test func twoDashesEndTheOptions() throws {
    #expect(try parse("a", "--loud", "-", "--", "--loud")?.operands == ["a", "-", "--loud"])
  }

  @Test(arguments: [
    (["--wrod", "a"], "unknown option '--wrod' (did you mean '--word'?)"),
    (["--word"], "--word needs a value: --word TEXT"), (["--loud=1"], "--loud takes no value"),
    (["-x"], "unknown option '-x'"),
    (["--max-record", "0"], "--max-record takes a whole number from 1 to 2147483648, not '0'"),
  ])
  func mistakesAreExplained(arguments: [String], message: String) {
    #expect(throws: UsageError(message)) { try Settings.table.parse(arguments) }
  }

  @Test func helpNamesEveryOption() {
    let help = Settings.table.help()
    for option in Settings.table.options { #expect(help.contains(option.name)) }
  }
}
