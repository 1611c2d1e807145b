import Foundation
import PipeCommon
import Testing

@testable import qfix

/// Work grows with the input, whatever the input holds: over four times the input it takes four times
/// as long, where work that grows with the square takes sixteen times.
@Suite(.serialized) struct GrowthTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let size: Int
    let batch: @Sendable (Int) -> String
    let operations: [String]
  }

  private static let manySets = (0..<20).map { "--set .user_attributes.k\($0)=1" }

  static let shapes = [
    Shape(
      testDescription: "one name again and again", size: 8_000,
      batch: { "{\"user_attributes\":{\(list($0) { _ in "\"a\":1" })}}" },
      operations: manySets + ["--rename-user-attribute a=b", "--unset .user_attributes.b"]
        + manySets),
    Shape(
      testDescription: "many names", size: 8_000,
      batch: { "{\"user_attributes\":{\(list($0) { "\"a\($0)\":1" })}}" }, operations: manySets),
    Shape(
      testDescription: "blocked paths that alternate between two lists", size: 2_000,
      batch: { size in
        let products = "{\"products\":[\(list(size) { _ in "{\"custom_attributes\":{\"c\":1}}" })]}"
        let paths = list(size) { number in
          let path = "products/\(number)/custom_attributes/c\""
          return "\"./data/product_action/\(path),\"./data/shopping_cart/\(path)"
        }
        return """
          {"events":[{"data":{"event_id":"1","product_action":\(products),\
          "shopping_cart":\(products)}}],"context":{"data_plan":{"block_metadata":{"dto_version":1,\
          "blocked_event_attributes":[{"event_id":"1","event_attributes":[\(paths)]}]}}}}
          """
      }, operations: ["--rename-attribute c=d"]),
    Shape(
      testDescription: "blocked names in a wide object", size: 3_000,
      batch: { size in
        """
        {"events":[{"data":{"event_id":"1","custom_attributes":{\(list(size) { "\"a\($0)\":1" })}}}],\
        "context":{"data_plan":{"block_metadata":{"dto_version":1,"blocked_event_attributes":[\
        {"event_id":"1","event_attributes":[\(list(size) { "\"./data/custom_attributes/a\($0)\"" })]}\
        ]}}}}
        """
      }, operations: ["--rename-attribute a0=b"]),
    Shape(
      testDescription: "events with blocked attributes", size: 2_000,
      batch: { size in
        """
        {"events":[\(list(size) { "{\"data\":{\"event_id\":\($0),\"custom_attributes\":{\"a\":1}}}" })],\
        "context":{"data_plan":{"block_metadata":{"dto_version":1,"blocked_event_attributes":[\
        \(list(size) { "{\"event_id\":\($0),\"event_attributes\":[\"./data/custom_attributes/a\"]}" })\
        ]}}}}
        """
      }, operations: ["--rename-attribute a=b"]),
    Shape(
      testDescription: "events that share an id, and its paths", size: 250,
      batch: { size in
        """
        {"events":[\(list(size) { _ in "{\"data\":{\"event_id\":1,\"custom_attributes\":{\"a\":1}}}" })],\
        "context":{"data_plan":{"block_metadata":{"dto_version":1,"blocked_event_attributes":[\
        {"event_id":1,"event_attributes":[\(list(size) { "\"./data/custom_attributes/b\($0)\"" })]}]}}}}
        """
      }, operations: ["--rename-attribute a=c"]),
  ]

  @Test(arguments: shapes)
  func workGrowsWithTheInput(shape: Shape) throws {
    let small = try time(shape, shape.size)
    let large = try time(shape, 4 * shape.size)
    #expect(large < small * 6, "\(small) for \(shape.size), \(large) for \(4 * shape.size)")
  }

  /// Of the processor, not of the clock on the wall: other tests run beside this one.
  private func time(_ shape: Shape, _ size: Int) throws -> Double {
    let batch = shape.batch(size)
    return try (0..<2).map { _ in
      let start = Self.processorTime
      _ = try TestFix.apply(shape.operations, to: batch)
      return Self.processorTime - start
    }.min() ?? 0
  }

  private static var processorTime: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func list(_ count: Int, _ element: (Int) -> String) -> String {
    (0..<count).map(element).joined(separator: ",")
  }
}
