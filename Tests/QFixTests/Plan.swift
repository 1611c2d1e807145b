import PipeCommon
import Testing

@testable import qfix

/// Pieces of data plans and batches, and what one would block of the other.
enum Plan {
  /// A data point for a custom event `navigation`/`Go`, with what its definition says of `data`.
  static func point(_ data: String) -> String {
    """
    {"match":{"type":"custom_event","criteria":{"event_name":"Go","custom_event_type":"navigation"}},
     "validator":{"type":"json_schema","definition":{"properties":{"data":\(data)}}}}
    """
  }

  static func event(_ name: String, _ type: String, attributes: String = "{}") -> String {
    """
    {"event_type":"custom_event","data":{"event_name":"\(name)","custom_event_type":"\(type)",\
    "custom_attributes":\(attributes)}}
    """
  }

  static func point(type: String, _ criteria: String, _ definition: String = "{}") -> String {
    """
    {"match":{"type":"\(type)","criteria":\(criteria)},"validator":{"definition":\(definition)}}
    """
  }

  static func commerce(_ data: String) -> String {
    #"{"event_type":"commerce_event","data":{\#(data)}}"#
  }

  /// What a plan of these points would block of a batch, in the order of the report.
  static func blocked(_ points: [String], _ batch: String) throws -> [String] {
    let plan = try JSONText("[\(points.joined(separator: ","))]")
    let json = try JSONText(batch)
    var document = Document(json.view, reusing: DocumentStorage())
    let versions = DataPlanVersions([DataPlan(plan.view.root, plan.view)], file: "plan.json")
    var replanning = Replanning(try #require(versions), .report)
    _ = replanning.apply(to: &document)
    let isChanged = document.isChanged
    #expect(!isChanged)
    let counts = replanning.counts
    let lists = [
      ("events", counts.events), ("event_attributes", counts.eventAttributes),
      ("product_attributes", counts.productAttributes), ("user_attributes", counts.userAttributes),
      ("user_identities", counts.userIdentities), ("device_identities", counts.deviceIdentities),
    ]
    return lists.flatMap { name, counts in
      counts.ranked.map { "\(name) \(String(decoding: $0.name ?? [], as: UTF8.self))" }
    }
  }
}
