import Testing

@testable import qsend

@Suite struct SentLogTests {
  /// Compared with a plain list, over many times its span.
  @Test func flowIsWhatLeftAndWasNotRefused() {
    var log = SentLog(span: 2)
    var list: [(time: Double, batches: Int)] = []
    for step in 0..<500 {
      let time = Double(step) / 10
      log.add(step % 7, at: time)
      list.append((time, step % 7))
      if step % 5 == 0 {
        log.remove(step % 7, at: time)
        list.removeLast()
      }
      for seconds in [0.5, 1, 2] {
        let sum = list.filter { $0.time > time - seconds && $0.time <= time }
          .reduce(0) { $0 + $1.batches }
        #expect(log.flow(seconds, until: time) == Double(sum) / seconds)
      }
    }
  }
}
