/// A thread on which a cursor finds what it can in one window, and comes back.
final class ReadAhead: Sendable {
  /// A cursor on its way, and what came of it.
  struct Flight: ~Copyable, Sendable {
    var cursor: RecordCursor
    var found: [FoundRecord] = []
    /// Whether only bytes were missing to go on.
    var isStarved = false
    var failure: IOError?

    init(cursor: consuming RecordCursor) { self.cursor = cursor }

    /// Reads until a record is found at least, or there is something that only the reader can do.
    mutating func run() {
      while true {
        switch cursor.find() {
        case .record: found.append(cursor.record)
        case .stuck: return
        case .starved:
          isStarved = !found.isEmpty
          if isStarved { return }
          do throws(IOError) {
            // Who has to wait, or is to stop, is the reader.
            if try cursor.fill() != nil { return }
            // A pipe gives a quarter of a window at a time.
            for _ in 1..<4 where !cursor.window.isFull && !cursor.isFileRead {
              if try cursor.fill() != nil { break }
            }
          } catch {
            failure = error
            return
          }
        }
      }
    }
  }

  let departures = HandOver<Flight>()
  let arrivals = HandOver<Flight>()

  /// - Returns: `nil` if there is no processor for it, or the system has no thread left.
  init?() {
    guard SystemThread.processors > 1 else { return nil }
    let (departures, arrivals) = (departures, arrivals)
    let isStarted = SystemThread.start {
      while var flight = departures.take() {
        flight.run()
        arrivals.leave(flight)
      }
    }
    guard isStarted else { return nil }
  }

  deinit { departures.close() }
}

/// It owns all that it holds, the files that it reads included, and nobody else knows any of it.
extension RecordCursor: @unchecked Sendable {}
