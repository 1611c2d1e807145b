import Testing

@testable import PipeCommon

@Suite struct ReportFormTests {
  private func document(_ names: [[UInt8]?], note: String = "") -> ReportDocument {
    var document = ReportDocument(title: "A report")
    document.answers = [
      ("What happened?", "a sentence that is long enough to be wrapped somewhere")
    ]
    var timeline = Timeline<Int>()
    for minute in 0..<50 {
      timeline.add(
        minute % 7, at: Timestamp(milliseconds: 1_762_600_000_000 + Int64(minute) * 60_000))
    }
    let line = ReportTimeline.Line(names.first ?? nil, timeline.steps)
    let time = Timestamp(milliseconds: 1_762_600_000_000)
    document.sections = [
      ReportSection("timeline", "When", .timeline(ReportTimeline(timeline, [line]))),
      ReportSection(
        "names", "Names",
        .table(
          ReportTable(
            [("count", "events"), ("first_time", "first event"), ("last_time", "last event")],
            names.map { ReportTable.Row($0, [.count(1234), .time(time), .time(nil)], weight: 3) }))),
      ReportSection(
        "notes", "Notes",
        .table(
          ReportTable(
            [("count", "count"), ("note", "")],
            [ReportTable.Row(own: "a_note", [.count(1), .note(note)])]))),
    ]
    return document
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("=1+1", "'=1+1"),
    ("+1", "'+1"), ("-1", "'-1"), ("@sum", "'@sum"), ("＝1", "'＝1"), ("", ""), ("'x", "'x"),
    ("=\"a\"", "\"'=\"\"a\"\"\""), ("\t=1", "\\u{9}=1"), ("a\r\nb", "a\\u{d}\\u{a}b"),
    ("=\u{301}1", "'=\u{301}1"), ("\"\u{301}", "\"\"\"\u{301}\""),
  ])
  func aCellIsTextAndNothingElse(text: String, cell: String) {
    #expect(ReportCSV.cell(text) == cell)
  }

  @Test func theListHasAColumnForEverything() {
    let names: [[UInt8]?] = [bytes("a"), nil, []]
    let lines = ReportCSV.text(document(names, note: "so")).split(separator: "\r\n")
    #expect(lines.first == "kind,name,count,first_time,seconds,last_time,note")
    #expect(lines.contains("names,a,1234,2025-11-08T11:06:40.000Z,,,"))
    #expect(lines.contains("names,,1234,2025-11-08T11:06:40.000Z,,,"))
    #expect(lines.contains("names,\"\",1234,2025-11-08T11:06:40.000Z,,,"))
    #expect(lines.contains("notes,a_note,1,,,,so"))
    #expect(lines.contains("timeline_name,a,6,2025-11-08T11:12:00.000Z,60,,"))
  }

  @Test(arguments: [20, 30, 40, 60, 72, 80, 132, 200], [true, false])
  func noLineIsWiderThanTheTerminal(width: Int, isUnicode: Bool) {
    let names = [bytes(String(repeating: "long ", count: 30)), bytes("商品を見る商品を見る"), nil]
    let note = "words that go on and on, until a line has to be broken, which it is"
    let report = ReportText(document(names, note: note), width: width, isUnicode: isUnicode)
    for line in report.text.split(separator: "\n") where width >= 40 {
      #expect(String(line).columns <= width, "\(line)")
    }
    #expect(report.text.contains("1,234"))
    let picture = report.text.unicodeScalars.contains { ("▁"..."█").contains($0) || $0 == "─" }
    #expect(picture == isUnicode)
  }

  @Test func whatIsPipedIsNotCut() {
    let name = String(repeating: "long ", count: 30) + "end"
    let text = ReportText(document([bytes(name)]), width: nil).text
    #expect(text.contains(name))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func aPictureShowsWhatIsNotNothing() {
    let picture = TextPicture(isUnicode: true)
    let columns = picture.columns(4, in: 4)
    #expect(picture.line([0, 1, 500, 1000], columns) == " ▁▄█")
    #expect(picture.rows([0, 1, 500, 1000], columns, height: 2) == ["   █", " ▁██"])
    #expect(picture.columns(120, in: 50).count == 40)
    #expect(picture.line([0, 1, 500, 1000], picture.columns(4, in: 2)) == "▁█")
    #expect(TextPicture(isUnicode: false).line([0, 1, 500, 1000], columns) == " .:#")
  }

  @Test func nothingOfANameIsMarkup() {
    let names = [
      "</script><script>", "\" onload=\"x", "' a='", "<!--", "&amp;", "\u{0}\u{1B}\u{85}\u{202E}",
    ]
    let page = ReportPage.text(document(names.map(bytes)))
    #expect(!page.contains("<script") && !page.contains(" onload=\"") && !page.contains("<!--"))
    #expect(page.contains("<bdi>&lt;/script&gt;&lt;script&gt;</bdi>"))
    #expect(page.contains("<bdi>&amp;amp;</bdi>"))
    #expect(page.contains("<bdi>\\u{0}\\u{1b}\\u{85}\\u{202e}</bdi>"))
    #expect(
      !page.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
  }

  @Test func joinersOfScriptsAndEmojiStay() {
    #expect(ReportPage.text(document([bytes("می\u{200C}خواهم 👩‍💻")])).contains("می\u{200C}خواهم 👩‍💻"))
  }
}
