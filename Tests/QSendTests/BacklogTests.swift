import PipeCommon
import Testing

@testable import qsend

/// Which batches leave together, and which must wait.
@Suite struct BacklogTests {
  private func backlog(
    _ batches: [OutgoingBatch], _ limits: RequestLimits = RequestLimits(), width: Int? = nil,
    _ doubts: DoubtBook = DoubtBook()
  ) -> Backlog {
    let backlog = Backlog(Dispatcher.Rules(limits: limits, width: RequestWidth(width)), doubts)
    for batch in batches { backlog.put(batch) }
    backlog.close()
    return backlog
  }

  private func settle(_ parcel: Parcel?, in backlog: Backlog) {
    if let parcel { backlog.note(parcel, .accepted, nil) { _ in } }
  }

  @Test func oneUsersBatchesAreNeverUnderWayTwice() async {
    let batches = [1, 1, 1, 2, 1].enumerated().map {
      OutgoingBatch.sample(sequence: $0, user: $1)
    }
    let backlog = backlog(batches, RequestLimits(batches: 2))
    let first = await backlog.next()
    #expect(first?.batches.map(\.sequence) == [0, 1])
    // Of user 1 nothing may go now, though two batches wait before that of user 2.
    let second = await backlog.next()
    #expect(second?.batches.map(\.sequence) == [3])
    settle(first, in: backlog)
    let third = await backlog.next()
    #expect(third?.batches.map(\.sequence) == [2, 4])
    // As long as something is under way it may come back.
    settle(second, in: backlog)
    settle(third, in: backlog)
    let fourth = await backlog.next()
    #expect(fourth == nil)
  }

  @Test func aBatchInDoubtGoesAlone() async {
    let batches = (0..<4).map {
      OutgoingBatch.sample(sequence: $0, user: $0, doubts: $0 % 2 == 0 ? [] : [0])
    }
    let backlog = backlog(batches)
    let bulk = await backlog.next()
    #expect(bulk?.batches.map(\.sequence) == [0, 2] && bulk?.endpoint == .bulk)
    let single = await backlog.next()
    #expect(single?.batches.map(\.sequence) == [1] && single?.endpoint == .events)
  }

  @Test func aUsersLaterBatchesWaitForTheOneInDoubt() async {
    let batches = [[0], [], []].enumerated().map {
      OutgoingBatch.sample(sequence: $0, user: $0 == 2 ? 2 : 1, doubts: $1)
    }
    let backlog = backlog(batches)
    let first = await backlog.next()
    #expect(first?.batches.map(\.sequence) == [0])
    let second = await backlog.next()
    #expect(second?.batches.map(\.sequence) == [2])
    settle(first, in: backlog)
    let third = await backlog.next()
    #expect(third?.batches.map(\.sequence) == [1])
  }

  @Test func aSettledDoubtGoesInBulk() async {
    let book = DoubtBook([DoubtBook.Entry(accepted: 20, proofs: 20)])
    let batches = (0..<3).map { OutgoingBatch.sample(sequence: $0, user: $0, doubts: [0]) }
    let request = await backlog(batches, RequestLimits(), width: nil, book).next()
    #expect(request?.batches.count == 3 && request?.endpoint == .bulk)
  }

  @Test func doubtfulOnesDoNotHoldUpTheOthers() async {
    let batches = (0..<70).map {
      OutgoingBatch.sample(sequence: $0, user: $0, doubts: $0 < 69 ? [0] : [])
    }
    let backlog = backlog(batches, RequestLimits(), width: 2)
    var taken: [Int] = []
    for _ in 0..<3 { taken += await backlog.next()?.batches.map(\.sequence) ?? [] }
    #expect(taken == [0, 1, 69])
  }

  // MARK: Batches that records share

  private func shared(_ sequences: [Int], user: Int, doubts: [Int] = []) -> OutgoingBatch {
    var batch = OutgoingBatch.sample(sequence: sequences[0], user: user, doubts: doubts)
    batch.members = sequences.map {
      OutgoingBatch.Member(
        sequence: $0, part: 0, requestID: batch.requestID, events: 1, written: 0..<0)
    }
    return batch
  }

  /// Notes that a parcel is refused.
  ///
  /// - Returns: what that decides.
  private func refuse(_ parcel: Parcel?, in backlog: Backlog) -> Dispatcher.Ruling? {
    var ruling: Dispatcher.Ruling?
    guard let parcel else { return nil }
    backlog.note(parcel, .refused(isTooLarge: false), nil) { ruling = $0 }
    return ruling
  }

  @Test func theRecordsOfARefusedBatchTakeItsPlaceBeforeTheirUsersNext() async {
    let backlog = backlog([shared([0, 2], user: 1), OutgoingBatch.sample(sequence: 3, user: 1)])
    let together = await backlog.next()
    #expect(together?.batches.map(\.sequence) == [0, 3])
    // Halving blames nobody, and takes nothing apart.
    let halved = refuse(together, in: backlog)
    #expect(halved?.apart == nil && halved?.settled.isEmpty == true)
    let alone = await backlog.next()
    let ruling = refuse(alone, in: backlog)
    #expect(ruling?.settled.isEmpty == true && ruling?.apart?.id == alone?.id)
    #expect(!backlog.isIdle)
    if let parcel = ruling?.apart {
      backlog.takeApart(
        parcel, into: [0, 2].map { OutgoingBatch.sample(sequence: $0, user: 1) })
    }
    let records = await backlog.next()
    #expect(records?.batches.map(\.sequence) == [0, 2])
    settle(records, in: backlog)
    let next = await backlog.next()
    #expect(next?.batches.map(\.sequence) == [3])
    settle(next, in: backlog)
    #expect(backlog.isIdle)
  }

  /// Only one of its records may be at fault, and none of them goes any more.
  @Test func whatCannotBeTakenApartAnyMoreStaysOpen() async {
    let backlog = backlog([shared([0, 1], user: 1)])
    let parcel = await backlog.next()
    backlog.abandon()
    let ruling = refuse(parcel, in: backlog)
    #expect(ruling?.apart == nil && ruling?.settled.isEmpty == true)
    #expect(backlog.isIdle)
  }

  @Test func anEndlessRowOfRefusalsStopsWithoutAWitness() async {
    let batches = (0..<Dispatcher.systemicRefusals).map { shared([2 * $0, 2 * $0 + 1], user: $0) }
    let backlog = backlog(batches, RequestLimits(batches: 1), width: 1)
    var stop: Dispatcher.Stop?
    for _ in batches {
      let ruling = refuse(await backlog.next(), in: backlog)
      stop = ruling?.stop
      // Nothing is put in its place before the next one leaves.
      if stop != nil { break }
    }
    #expect(stop == .systemic && backlog.isIdle)
  }

  @Test func whatWasTakenAlreadyIsNotTakenApart() async {
    let backlog = backlog([shared([-1, 0], user: 1)])
    let ruling = refuse(await backlog.next(), in: backlog)
    #expect(ruling?.apart == nil && ruling?.settled.map(\.status) == [.rejected])
  }

  /// The server is asked about each of them.
  @Test func doubtfulRecordsGoOneByOne() async {
    let backlog = backlog([shared([0, 1], user: 1, doubts: [0])])
    let parcel = await backlog.next()
    if let apart = refuse(parcel, in: backlog)?.apart {
      backlog.takeApart(
        apart, into: [0, 1].map { OutgoingBatch.sample(sequence: $0, user: 1, doubts: [0]) })
    }
    let first = await backlog.next()
    #expect(first?.batches.map(\.sequence) == [0] && first?.endpoint == .events)
    settle(first, in: backlog)
    let second = await backlog.next()
    #expect(second?.batches.map(\.sequence) == [1] && second?.endpoint == .events)
  }
}
