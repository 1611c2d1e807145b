import PipeCommon

/// How many batches a second an account may send, and from when on.
struct RateSchedule: Sendable {
  private var steps: [(second: Double, rate: Int)] = []

  mutating func set(_ rate: Int, from second: Double) {
    steps.append((second, rate))
    steps.sort { $0.second < $1.second }
  }

  /// Adds steps such as `10:135,20:270`: from second 10 on the rate is 135, from 20 on 270.
  mutating func add(_ text: String) throws(UsageError) {
    for step in text.split(separator: ",") {
      let parts = step.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let second = Double(parts[0]), second >= 0,
        let rate = Int(parts[1]), rate > 0
      else {
        throw UsageError("--rate-schedule takes steps such as 10:135,20:270, not '\(step)'")
      }
      set(rate, from: second)
    }
  }

  /// The rate at a time; `nil` if there is no limit yet.
  func rate(at second: Double) -> Int? { steps.last { $0.second <= second }?.rate }
}
