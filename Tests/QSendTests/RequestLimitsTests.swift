import PipeCommon
import Testing

@testable import qsend

@Suite struct RequestLimitsTests {
  private func batch(events: Int = 1, bytes: Int = 10, user: Int = 0, sequence: Int = 0)
    -> OutgoingBatch
  {
    OutgoingBatch.sample(sequence: sequence, bytes: bytes, events: events, user: user)
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
}
