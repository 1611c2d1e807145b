import Testing

@testable import PipeCommon

@Suite struct HelpTextTests {
  private static let text = HelpText(
    """
    A paragraph that is written
    on two lines.

      short      what it means,
                 on two lines
      --a-longer-term
                 below it
      .name      begins like a request

      {"an": "example"}
        of two lines
    """)

  @Test func aTerminalOfAnyWidthHasItFilled() {
    #expect(
      Self.text.lines(columns: 60) == [
        "A paragraph that is written on two lines.", "",
        "  short            what it means, on two lines",
        "  --a-longer-term  below it",
        "  .name            begins like a request", "",
        "  {\"an\": \"example\"}", "    of two lines",
      ])
    #expect(
      Self.text.lines(columns: 20) == [
        "A paragraph that is", "written on two", "lines.", "",
        "  short   what it", "          means, on", "          two lines",
        "  --a-longer-term", "          below it",
        "  .name   begins", "          like a", "          request", "",
        "  {\"an\": \"example\"}", "    of two lines",
      ])
  }

  @Test func aManualPageHasItsParts() {
    #expect(
      Self.text.roff == [
        ".PP", "A paragraph that is written on two lines.",
        ".TP", "\\fBshort\\fR", "what it means, on two lines",
        ".TP", "\\fB\\-\\-a\\-longer\\-term\\fR", "below it",
        ".TP", "\\fB\\&.name\\fR", "begins like a request",
        ".PP", ".RS 2", ".nf", "{\"an\": \"example\"}", "  of two lines", ".fi", ".RE",
      ])
  }
}
