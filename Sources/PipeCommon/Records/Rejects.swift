/// Refused records: reported, counted, and kept as they were in the `--rejects` file.
package struct Rejects: ~Copyable {
  private let diagnostics: Diagnostics
  private var file: OutputWriter?
  /// How many records were refused.
  package private(set) var count = 0
  /// Whether records are passed over that an earlier run has reported and kept.
  package var isMuted = false

  /// White space and array commas that may turn out to be the end of a damaged record.
  private var held: [(byte: UInt8, count: Int)] = []
  private var isInsideRecord = false

  /// Damaged records up to this long are held for the owner to keep in their turn; longer ones have
  /// to wait for it. If there is no number, everything goes to the file at once.
  private let holdLimit: Int?
  /// The damaged record that was refused last, or what came of it so far.
  private var damaged: [UInt8] = []
  private var isHolding = false
  /// Whether everything before the damaged record is in the file.
  private var hasTurn = false

  /// - Parameter file: the file to append to, if the user wants one.
  /// - Parameter maxRecord: how long a record may be, if the owner keeps them itself, in their turn.
  package init(
    to file: consuming OutputWriter?, _ diagnostics: Diagnostics, holdingUpTo maxRecord: Int? = nil
  ) {
    self.diagnostics = diagnostics
    // A window is looked at as a whole.
    holdLimit = maxRecord.map { max($0, 1 << 20) }
    self.file = file
  }

  /// Reports and counts a record that is refused.
  package mutating func note(_ fault: JSONFault, at place: Place) {
    count += 1
    if isMuted { return }
    diagnostics.report("\(fault.reason)", at: place, byte: fault.offset)
  }

  /// Keeps a whole record.
  package mutating func keep(_ record: Span<UInt8>) throws(IOError) {
    guard file != nil, !isMuted else { return }
    if holdLimit != nil {
      damaged = Array(copying: record)
    } else {
      try write(record)
    }
  }

  /// Writes a record whose turn has come.
  package mutating func write(_ record: Span<UInt8>) throws(IOError) {
    try file?.write(record)
    try file?.endRecord()
  }

  /// The damaged record that was refused last; `nil` if it is in the file already.
  package mutating func takeDamaged() -> [UInt8]? {
    defer { damaged = [] }
    return damaged.isEmpty ? nil : damaged
  }

  /// Whether so many more bytes of a damaged record are too much to hold until its turn.
  func needsTurn(for count: Int) -> Bool {
    guard let holdLimit, !hasTurn, file != nil, !isMuted else { return false }
    let before = isInsideRecord ? held.reduce(damaged.count) { $0 + $1.count } : 0
    return before + count > holdLimit
  }

  /// Lets a damaged record go on into the file, as everything before it is there.
  package mutating func takeTurn() throws(IOError) {
    hasTurn = true
    isHolding = false
    let beginning = damaged
    damaged = []
    try file?.write(beginning.span)
  }

  private mutating func put(_ bytes: Span<UInt8>) throws(IOError) {
    if isHolding {
      damaged.append(contentsOf: bytes)
    } else {
      try file?.write(bytes)
    }
  }

  /// Keeps a piece of a damaged record; outer white space is trimmed, and in an array its commas.
  package mutating func append(
    _ piece: Span<UInt8>, trimmingCommas trimsCommas: Bool
  ) throws(IOError) {
    guard file != nil, !isMuted else { return }
    func isOuter(_ byte: UInt8) -> Bool {
      Self.isBlank(byte) || trimsCommas && byte == UInt8(ascii: ",")
    }
    var start = 0
    while !isInsideRecord, start < piece.count, isOuter(piece[start]) { start += 1 }
    var end = piece.count
    while end > start, isOuter(piece[end - 1]) { end -= 1 }
    if end > start {
      if !isInsideRecord {
        isHolding = holdLimit != nil && !hasTurn
        damaged = []
      }
      isInsideRecord = true
      try writeHeld()
      try put(piece.extracting(start..<end))
    }
    guard isInsideRecord else { return }
    for place in end..<piece.count { hold(piece[place]) }
    if held.count > 1 << 16 { try writeHeld() }
  }

  /// Remembers a byte, in runs: gigabytes of blank lines are one.
  private mutating func hold(_ byte: UInt8) {
    if held.last?.byte == byte {
      held[held.count - 1].count += 1
    } else {
      held.append((byte, 1))
    }
  }

  private mutating func writeHeld() throws(IOError) {
    for (byte, count) in held {
      let run = [UInt8](repeating: byte, count: min(count, 4096))
      var rest = count
      while rest > 0 {
        try put(run.span.extracting(0..<min(rest, run.count)))
        rest -= run.count
      }
    }
    held.removeAll(keepingCapacity: true)
  }

  /// Ends the damaged record.
  package mutating func end() throws(IOError) {
    if isInsideRecord, !isHolding { try file?.endRecord() }
    isInsideRecord = false
    hasTurn = false
    held.removeAll(keepingCapacity: true)
  }

  /// Hands on what was kept.
  package mutating func flush() throws(IOError) { try file?.flush() }

  /// Sees to it that what was kept is on the disk.
  package mutating func synchronize() throws(IOError) -> SyncedRejects {
    SyncedRejects(try file?.synchronize())
  }

  /// Reads the lines that stand behind a mark in the same file, and goes on behind them.
  package mutating func readOn(
    behind mark: FileMark?, _ body: (_ line: Span<UInt8>, _ end: Int) -> Void
  ) throws(IOError) {
    try file?.readOn(behind: mark, body)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\n")
  }
}

/// Proof that all rejects are on the disk, where anybody wants them; only `synchronize` can give it.
package struct SyncedRejects: ~Copyable {
  /// How long the file is now; `nil` if there is none, or it has no length.
  package let mark: FileMark?

  fileprivate init(_ synced: consuming Synced?) {
    if let synced { mark = synced.mark } else { mark = nil }
  }
}
