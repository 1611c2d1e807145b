import PipeCommon

/// `--join=user`: the server's limit counts batches, so what belongs to one user and has the same
/// envelope travels together.
///
///     record ─ judged by itself ─┬─ shares the user's open batch, or opens the next
///                                ├─ cannot share: goes by itself, and ends the user's open batch
///                                └─ a copy of one before it: goes nowhere
///
/// Batches of a user keep the order of the input, inside and among each other. Which records share
/// one, and so its id, depends on the input, the options and the journal alone.
struct UserJoining {
  private let replayID: String
  /// Events of a batch that is shared, at most.
  private let eventLimit: Int
  /// Records that earlier runs have settled.
  private let settled: Int

  private var blocks: InputBlocks
  /// How many records came so far.
  private var count = 0
  /// Numbers of the first records of batches that the server has refused: their records go by
  /// themselves, on every run.
  private var apart: Set<Int>
  /// The batches of the block, in the order of their first records, and each user's open one.
  private var batches: [SharedBatch] = []
  private var open: [UserKey: Int] = [:]
  /// Where the last records stand, by their own ids.
  private var recent = RecentTable<First>()
  private var files: [String] = []
  /// Whether the block ends behind the last record.
  private(set) var isBlockComplete = false

  private struct First: BitwiseCopyable {
    let file: Int32
    let line: Int
  }

  /// - Parameters:
  ///   - memory: what the journal knows of earlier runs, and `settled` how many records they settled.
  ///   - blockLength: records of a block, at most.
  init(
    replayID: String, eventLimit: Int, _ memory: JoiningMemory, settled: Int,
    blockLength: Int = InputBlocks.records
  ) {
    self.replayID = replayID
    self.eventLimit = eventLimit
    self.settled = settled
    blocks = InputBlocks(
      memory.blocks.isEmpty ? [settled] : memory.blocks, length: blockLength)
    apart = Set(memory.apart)
  }

  /// The number of the next record's entry in the ledger; negative if an earlier run has settled it.
  var nextSequence: Int { count - settled }

  // MARK: Records

  /// Takes the next record.
  ///
  /// - Returns: where the record stands that it is a copy of, if it is one.
  mutating func add(
    _ result: Preparation.Result, _ view: JSONView, at place: Place
  ) -> Place? {
    var original: Place?
    switch result {
    case .ready(let record): original = add(record, at: place)
    case .invalid: open[Self.user(of: view)] = nil
    }
    pass(bytes: view.range(view.root).count)
    return original
  }

  /// Takes the next record, of which nothing can be read.
  ///
  /// - Parameter bytes: what is kept of it.
  mutating func addDamaged(bytes: Int) { pass(bytes: bytes) }

  /// Whom a batch is for that is not walked to its end.
  private static func user(of view: JSONView) -> UserKey {
    UserKey(
      mpid: view.member(view.root, named: "mpid")?.value,
      identities: view.member(view.root, named: "user_identities")?.value, view)
  }

  /// Whether the block must go on: an earlier run has sent it up to a later record.
  var mustGoOn: Bool { blocks.hasEndAhead && count > blocks.start }

  private mutating func pass(bytes: Int) {
    let isInBlock = count >= blocks.start
    count += 1
    if isInBlock { isBlockComplete = blocks.add(count, bytes: bytes) }
  }

  private mutating func add(_ record: PreparedRecord, at place: Place) -> Place? {
    let ready = record.parts.compactMap(\.batch)
    guard record.parts.count == 1, let batch = ready.first, Self.canShare(batch) else {
      for batch in ready { close(batch) }
      return nil
    }
    if files.last != place.file { files.append(place.file) }
    let first = First(file: Int32(clamping: files.count - 1), line: place.line)
    if let known = recent.note(batch.requestID.fingerprint, first) {
      return Place(file: files[Int(known.file)], line: known.line)
    }
    guard count >= blocks.start else { return nil }
    if let last = open[batch.user], batches[last].hasRoom(for: batch, eventLimit: eventLimit) {
      batches[last].add(batch)
    } else {
      open[batch.user] = batches.count
      batches.append(SharedBatch(batch))
    }
    return nil
  }

  /// What is in doubt on the historical path may be judged otherwise by the next run, and must change
  /// no other record's batch.
  private static func canShare(_ batch: OutgoingBatch) -> Bool {
    batch.events > 0 && (batch.doubts.isEmpty || batch.endpoint != .historical)
  }

  /// A batch that goes by itself, behind what the user has had so far.
  private mutating func close(_ batch: OutgoingBatch) {
    open[batch.user] = nil
    if count >= blocks.start { batches.append(SharedBatch(batch)) }
  }

  // MARK: Batches

  /// Ends the block.
  ///
  /// - Returns: its batches, but for those that are settled.
  mutating func close() -> [OutgoingBatch] {
    blocks.end(at: count)
    isBlockComplete = false
    open.removeAll(keepingCapacity: true)
    defer { batches.removeAll(keepingCapacity: true) }
    return batches.flatMap { shared -> [OutgoingBatch] in
      guard shared.members.contains(where: { $0.sequence >= 0 }) else { return [] }
      let batch = shared.batch(replayID: replayID)
      guard apart.contains(number(of: shared.members[0])) else { return [batch] }
      return batch.members.filter { $0.sequence >= 0 }.map(batch.alone)
    }
  }

  /// Takes a batch apart that the server has refused. The journal must know it before any of its
  /// records leaves: else a restart might send both them and the batch.
  ///
  /// - Returns: each of its records' batches.
  mutating func takeApart(_ batch: OutgoingBatch) -> [OutgoingBatch] {
    apart.insert(number(of: batch.members[0]))
    return batch.members.map(batch.alone)
  }

  private func number(of member: OutgoingBatch.Member) -> Int { member.sequence + settled }

  /// What the journal must know.
  ///
  /// - Parameter records: how many records of the input are settled.
  mutating func memory(settled records: Int) -> JoiningMemory {
    let marks = blocks.marks(settled: records)
    apart = apart.filter { $0 >= marks[0] }
    return JoiningMemory(blocks: marks, apart: apart.sorted())
  }
}

/// What makes the same records share the same batches after a restart, as numbers of records.
struct JoiningMemory: Equatable {
  /// Where the first block begins that is not settled as a whole, and where it and others ended.
  var blocks: [Int] = []
  /// The first records of batches of them that were taken apart.
  var apart: [Int] = []
}
