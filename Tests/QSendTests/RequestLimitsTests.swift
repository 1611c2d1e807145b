import PipeCommon
import Testing

@testable import qsend

@Suite struct RequestLimitsTests {
  private func batch(events: Int = 1, bytes: Int = 10, user: Int = 0, sequence: Int = 0)
    -> OutgoingBatch
  {
    OutgoingBatch(
      sequence: sequence, wire: [UInt8](repeating: 0, count: bytes), requestID: "",
      events: events, endpoint: .bulk, user: UserKey(value: UInt64(user)))
  }

  @Test func aRequestHoldsAHundredBatches() {
    var filling = RequestLimits.Filling(RequestLimits())
    while filling.hasRoom(for: batch(events: 0)) { filling.add(batch(events: 0)) }
    #expect(filling.batches.count == 100)
  }

  @Test func aRequestHoldsAHundredEvents() {
    var filling = RequestLimits.Filling(RequestLimits())
    filling.add(batch(events: 60))
    #expect(filling.hasRoom(for: batch(events: 40)))
    #expect(!filling.hasRoom(for: batch(events: 41)))
  }

  @Test func aBatchOfManyEventsGoesAlone() {
    var filling = RequestLimits.Filling(RequestLimits())
    #expect(filling.hasRoom(for: batch(events: 500)))
    filling.add(batch(events: 500))
    #expect(!filling.hasRoom(for: batch(events: 0)))
  }

  @Test func theBodyStaysUnderTheLimit() {
    var filling = RequestLimits.Filling(RequestLimits())
    filling.add(batch(bytes: 127_000))
    // Two brackets and a comma.
    #expect(filling.hasRoom(for: batch(bytes: 256_000 - 127_000 - 3 - 1)))
    #expect(!filling.hasRoom(for: batch(bytes: 256_000 - 127_000 - 3)))
  }

  @Test func oneUsersBatchesAreNeverUnderWayTwice() async {
    let backlog = Backlog(RequestLimits(batches: 2))
    for (sequence, user) in [1, 1, 1, 2, 1].enumerated() {
      backlog.put(batch(user: user, sequence: sequence))
    }
    backlog.close()
    let first = await backlog.next()
    #expect(first?.map(\.sequence) == [0, 1])
    // Of user 1 nothing may go now, though two batches wait before that of user 2.
    let second = await backlog.next()
    #expect(second?.map(\.sequence) == [3])
    backlog.settle(first ?? [])
    let third = await backlog.next()
    #expect(third?.map(\.sequence) == [2, 4])
    backlog.settle(third ?? [])
    #expect(await backlog.next() == nil)
  }
}
