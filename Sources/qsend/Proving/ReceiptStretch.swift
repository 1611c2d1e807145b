import PipeCommon

/// One stretch of receipts, read beside the records of its file.
struct ReceiptStretch: ~Copyable {
  /// Receipts of one line that wait for their record: many records can begin on a line.
  private static let waitingLimit = 1024

  private var reader: RecordReader
  private var rejects: Rejects
  private var left: Int
  private var next: StandingReceipt?

  private var line = 0
  private var waiting: [StandingReceipt] = []
  /// The receipts found last. They are those of so many records that follow as well, with which the
  /// batch was joined; and of the same batch once more on the same line.
  private var found: (line: Int, receipts: [StandingReceipt], records: Int) = (0, [], 0)
  /// Receipts that belong to no record, and the first of them since that was asked.
  private(set) var strange = 0
  private var firstStrange: Place?

  private init(_ files: consuming InputFiles, count: Int, maxRecord: Int) {
    reader = RecordReader(files, maxRecord: maxRecord, capacity: 1 << 14)
    // What is damaged was said when it was looked through.
    rejects = Rejects(to: nil, Diagnostics(tool: "", quiet: true))
    left = count
  }

  /// Opens a stretch of the receipts at a path.
  static func open(
    _ stretch: ReceiptIndex.Stretch, of path: String, maxRecord: Int
  ) throws(IOError) -> ReceiptStretch {
    let files: InputFiles
    do throws(InputProblem) {
      files = try InputFiles(path, from: stretch.start)
    } catch {
      if case .unreadable(let error) = error { throw error }
      throw IOError("read", path, code: EIO, reason: "it has changed")
    }
    var opened = ReceiptStretch(files, count: stretch.count, maxRecord: maxRecord)
    try opened.advance()
    return opened
  }

  private mutating func advance() throws(IOError) {
    next = nil
    while left > 0, next == nil {
      switch try reader.advance(rejecting: &rejects) {
      case .record:
        next = StandingReceipt(reader.view)
        if next != nil { left -= 1 }
      case .rejected, .waiting, .needsTurn: break
      case .end, .interrupted: left = 0
      }
    }
  }

  /// Takes the receipts of a record; records come in their order.
  mutating func take(_ record: ReplayedRecord) throws(IOError) -> [StandingReceipt] {
    if record.line != line { try pass(to: record.line) }
    var taken = waiting.filter { $0.belongs(to: record) }
    if taken.isEmpty {
      try takeNext(record, &taken)
    } else {
      waiting.removeAll { $0.belongs(to: record) }
    }
    if taken.isEmpty, found.records > 0 || found.line == line {
      found.records -= 1
      let shared = found.receipts.filter { $0.belongs(to: record) }
      if !shared.isEmpty { return shared }
    }
    while taken.isEmpty, waiting.count < Self.waitingLimit, let receipt = next,
      receipt.place.line == line
    {
      waiting.append(receipt)
      try advance()
      try takeNext(record, &taken)
    }
    if !taken.isEmpty { found = (line, taken, (taken.map(\.joined).max() ?? 1) - 1) }
    return taken
  }

  private mutating func takeNext(
    _ record: ReplayedRecord, _ taken: inout [StandingReceipt]
  ) throws(IOError) {
    while let receipt = next, receipt.place.line == line, receipt.belongs(to: record) {
      taken.append(receipt)
      try advance()
    }
  }

  /// Goes on to a line; what waits for a record before it waits in vain.
  private mutating func pass(to line: Int) throws(IOError) {
    for receipt in waiting { leave(receipt) }
    waiting.removeAll()
    while let receipt = next, receipt.place.line < line {
      leave(receipt)
      try advance()
    }
    self.line = line
  }

  /// Leaves what is behind the last record.
  ///
  /// - Returns: the first receipt of all that belongs to no record.
  mutating func finish() throws(IOError) -> Place? {
    try pass(to: .max)
    return firstStrange
  }

  private mutating func leave(_ receipt: StandingReceipt) {
    guard !receipt.isOfDamage else { return }
    strange += 1
    if firstStrange == nil { firstStrange = receipt.place }
  }
}
