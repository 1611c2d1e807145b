import Dispatch
import Synchronization

/// Where one thread leaves a value for another.
package final class HandOver<Value: ~Copyable & Sendable>: Sendable {
  private let slot = Mutex<Value?>(nil)
  private let signal = DispatchSemaphore(value: 0)

  package init() {}

  /// Leaves a value; the one before must have been taken.
  package func leave(_ value: consuming Value) {
    var value: Value? = value
    slot.withLock { swap(&$0, &value) }
    signal.signal()
  }

  /// Says that no value will come any more.
  package func close() { signal.signal() }

  /// Waits for a value.
  ///
  /// - Returns: `nil` if none will come any more.
  package func take() -> Value? {
    signal.wait()
    var value: Value?
    slot.withLock { swap(&$0, &value) }
    return value
  }
}
