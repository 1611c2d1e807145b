import PipeCommon

/// `--prove`: what became of every record and event, by the receipts of the runs that sent them.
///
///     input    ─ RecordReader ──▶ ReplayedRecord ─┐
///     receipts ─ ReceiptStretch ▶ StandingReceipt ┴▶ EventFates ─▶ ProofFindings
///
/// Both are read side by side, in one order, so memory does not grow with them.
struct Proof: RecordTransform, ~Copyable {
  private let index: ReceiptIndex
  private let form: ReportForm
  private let settings: CommonSettings
  private let diagnostics: Diagnostics
  /// How many operands there are: the name of a single one does not matter.
  private let isOneFile: Bool

  private var file: String?
  private var proven: Set<String> = []
  /// The receipts of the current file.
  private var stretches: [StretchBox] = []
  private var record = ReplayedRecord()
  /// The ids that the last accepted events went under.
  private var recent = RecentTable<UInt64>()
  private(set) var findings = ProofFindings()

  /// So that an array can hold what is not copied.
  private final class StretchBox {
    var stretch: ReceiptStretch
    init(_ stretch: consuming ReceiptStretch) { self.stretch = stretch }
  }

  init(
    _ index: ReceiptIndex, _ form: ReportForm, _ settings: CommonSettings, operands: Int,
    _ diagnostics: Diagnostics
  ) {
    self.index = index
    self.form = form
    self.settings = settings
    self.diagnostics = diagnostics
    isOneFile = operands < 2 && index.stretches.count == 1
  }

  var isFinished: Bool { false }

  mutating func process(
    _ view: JSONView, at place: Place, into output: inout OutputWriter
  ) throws(IOError) -> Disposition {
    if place.file != file { try open(place.file) }
    record.read(view, line: place.line)
    var receipts: [StandingReceipt] = []
    for box in stretches { receipts += try box.stretch.take(record) }
    judge(EventFates(record, receipts), view, at: place)
    return .passed
  }

  /// Counts what became of the record.
  private mutating func judge(_ fates: EventFates, _ view: JSONView, at place: Place) {
    findings.strangers += fates.strangers
    var worst = record.events.isEmpty ? fates.ofRecord : nil
    if let worst { findings.note(worst, at: place) }
    var nameless = 0
    for event in record.events {
      var finding = fates.finding(event, of: record, number: nameless)
      if event.id == nil { nameless += 1 }
      if finding.fate == .accepted, let id = event.id, let request = finding.request,
        let known = recent.note(id &+ (record.mpid ?? 0) &* 0x9E37_79B9_7F4A_7C15, request),
        known != request
      {
        finding.fate = .twice
      }
      findings.note(finding, event, view, at: place)
      if finding.fate.rawValue >= worst?.fate.rawValue ?? 0 { worst = finding }
    }
    findings.note(
      record: worst?.fate ?? .missing, isBlocked: record.events.contains { $0.isBlocked })
  }

  mutating func pass(over fault: JSONFault, at place: Place) {
    findings.note(.init(fate: .invalid, error: "\(fault.reason)"), at: place)
    findings.note(record: .invalid, isBlocked: false)
  }

  private mutating func open(_ file: String) throws(IOError) {
    try close()
    self.file = file
    let name = isOneFile ? index.stretches.keys.first ?? file : file
    proven.insert(name)
    stretches = []
    for stretch in index.stretches[name] ?? [] {
      stretches.append(
        StretchBox(try ReceiptStretch.open(stretch, of: index.path, maxRecord: settings.maxRecord)))
    }
  }

  private mutating func close() throws(IOError) {
    for box in stretches {
      let first = try box.stretch.finish()
      note(strange: box.stretch.strange, first)
    }
    stretches = []
  }

  private mutating func note(strange count: Int, _ first: Place?) {
    findings.strange += count
    guard let first else { return }
    diagnostics.report(
      "\(count.counted("receipt")) from here on that no record of the input has", at: first)
  }

  mutating func finish(into output: inout OutputWriter) throws(IOError) {
    try close()
    for (file, stretches) in index.stretches.sorted(by: { $0.key < $1.key })
    where !proven.contains(file) {
      note(strange: stretches.reduce(0) { $0 + $1.count }, stretches.first?.first)
    }
    try output.write(report.document.text(form, json: report.json).utf8.span)
  }

  func report(to run: ToolRun) {
    let open = findings.records.open
    if open > 0 { run.summary.remarks.append("\(open.grouped) not accepted") }
  }

  private var report: ProofReport { ProofReport(findings: findings, index: index) }

  /// Whether every event was accepted under exactly one id, and no receipt tells of anything else.
  var isProven: Bool { report.isProven }
}
