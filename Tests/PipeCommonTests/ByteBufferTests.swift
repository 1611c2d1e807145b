import Testing

@testable import PipeCommon

@Suite struct ByteBufferTests {
  /// Fills the room there is; how much that was.
  private func fill(_ buffer: inout ByteBuffer, limit: Int = .max) -> Int {
    var room = 0
    let count = unsafe buffer.fill(limit: limit) { (storage) throws(Never) in
      room = storage.count
      for place in 0..<room { unsafe storage[place] = UInt8(truncatingIfNeeded: place) }
      return room
    }
    #expect(count == room)
    return count
  }

  @Test func aReadIsNeverLongerThanTheCachesLike() {
    var buffer = ByteBuffer(capacity: 1 << 24)
    #expect(fill(&buffer) == 1 << 18)
    #expect(fill(&buffer, limit: 10) == 10)
  }

  @Test func aWindowThatOneHugeRecordHasMadeLargeBecomesSmallAgain() {
    var buffer = ByteBuffer(capacity: 1 << 10)
    while buffer.end < 1 << 20 {
      _ = buffer.makeRoom()
      _ = fill(&buffer)
    }
    buffer.release(upTo: buffer.end - 5)
    let kept = Array(copying: buffer.bytes.extracting(buffer.start...))
    #expect(buffer.makeRoom() > 1 << 19)
    #expect(Array(copying: buffer.bytes) == kept)
    // The spaces behind it are there as ever.
    for place in 0..<64 { #expect(unsafe buffer.block(at: buffer.end)[place] == 0x20) }
    #expect(fill(&buffer) == (1 << 10) - 5)
  }
}
