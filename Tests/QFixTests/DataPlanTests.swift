import PipeCommon
import Testing

@testable import qfix

/// The rules by which a data plan blocks, one row each.
@Suite struct DataPlanTests {
  /// A data point for a custom event `navigation`/`Go`, with what its definition says of `data`.
  private static func point(_ data: String) -> String {
    """
    {"match":{"type":"custom_event","criteria":{"event_name":"Go","custom_event_type":"navigation"}},
     "validator":{"type":"json_schema","definition":{"properties":{"data":\(data)}}}}
    """
  }

  private static func event(_ name: String, _ type: String, attributes: String = "{}") -> String {
    """
    {"event_type":"custom_event","data":{"event_name":"\(name)","custom_event_type":"\(type)",\
    "custom_attributes":\(attributes)}}
    """
  }

  private static func point(type: String, _ criteria: String, _ definition: String = "{}") -> String
  {
    """
    {"match":{"type":"\(type)","criteria":\(criteria)},"validator":{"definition":\(definition)}}
    """
  }

  private static func commerce(_ data: String) -> String {
    #"{"event_type":"commerce_event","data":{\#(data)}}"#
  }

  struct Row: CustomTestStringConvertible {
    let testDescription: String
    let points: [String]
    let event: String
    /// What is blocked, as the report names it; nothing if empty.
    let blocked: [String]

    init(_ rule: String, _ points: [String], _ event: String, blocks blocked: String...) {
      testDescription = rule
      self.points = points
      self.event = event
      self.blocked = blocked
    }
  }

  static let events: [Row] = [
    Row("a planned event passes", [point("{}")], event("Go", "navigation")),
    Row(
      "another name is blocked", [point("{}")], event("Gone", "navigation"),
      blocks: "events custom_event:Gone (navigation)"),
    Row(
      "names are case-sensitive", [point("{}")], event("go", "navigation"),
      blocks: "events custom_event:go (navigation)"),
    Row(
      "the custom event type counts as well", [point("{}")], event("Go", "search"),
      blocks: "events custom_event:Go (search)"),
    Row(
      "an event that lacks its name is in no plan", [point("{}")],
      #"{"event_type":"custom_event","data":{"custom_event_type":"navigation"}}"#,
      blocks: "events custom_event without a name"),
    Row(
      "escapes in plan or batch make no difference",
      [
        point(
          type: "screen_view", #"{"screen_name":"Caf\u00e9"}"#)
      ], #"{"event_type":"screen_view","data":{"screen_name":"Café"}}"#),
    Row(
      "screen views go by screen_name", [point(type: "screen_view", #"{"screen_name":"Cart"}"#)],
      #"{"event_type":"screen_view","data":{"screen_name":"cart"}}"#,
      blocks: "events screen_view:cart"),
    Row(
      "event types a plan cannot hold are never blocked", [],
      #"{"event_type":"session_start","data":{"event_name":"x"}}"#),
    Row("nor are types nobody knows", [], #"{"event_type":"novelty","data":{}}"#),
    Row(
      "commerce goes by product_action first",
      [point(type: "promotion_action", #"{"action":"view"}"#)],
      commerce(#""product_action":{"action":"purchase"},"promotion_action":{"action":"view"}"#),
      blocks: "events product_action purchase"),
    Row(
      "a null product_action is none",
      [point(type: "promotion_action", #"{"action":"view"}"#)],
      commerce(#""product_action":null,"promotion_action":{"action":"view"}"#)),
    Row(
      "then by promotion_action", [point(type: "product_impression", "{}")],
      commerce(#""promotion_action":{"action":"view"},"product_impressions":[]"#),
      blocks: "events promotion_action view"),
    Row(
      "then by product_impressions", [point(type: "product_impression", "{}")],
      commerce(#""product_impressions":[{"products":[]}]"#)),
    Row(
      "which are blocked if not planned", [], commerce(#""product_impressions":[]"#),
      blocks: "events product_impression"),
    Row("commerce with none of them cannot be planned", [], commerce("")),
    Row(
      "remove_from_wish_list is not remove_from_wishlist",
      [point(type: "product_action", #"{"action":"remove_from_wish_list"}"#)],
      commerce(#""product_action":{"action":"remove_from_wishlist"}"#),
      blocks: "events product_action remove_from_wishlist"),
  ]

  static let attributes: [Row] = [
    Row(
      "listed attributes pass, others are blocked",
      [
        point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a":{}}}}}"#
        )
      ],
      event("Go", "navigation", attributes: #"{"a":1,"b":2}"#), blocks: "event_attributes b"),
    Row(
      "values are never looked at",
      [
        point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a":{"type":"string","enum":["x"]}}}}}"#
        )
      ], event("Go", "navigation", attributes: #"{"a":{"not":"a string"}}"#)),
    Row(
      "additionalProperties true allows all",
      [
        point(
          #"{"properties":{"custom_attributes":{"additionalProperties":true,"properties":{}}}}"#)
      ],
      event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "and so does leaving it out",
      [point(#"{"properties":{"custom_attributes":{"properties":{"a":{}}}}}"#)],
      event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "only exactly false is false",
      [
        point(
          #"{"properties":{"custom_attributes":{"additionalProperties":{"type":"null"},"properties":{}}}}"#
        )
      ], event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "the string \"false\" is not false",
      [point(#"{"properties":{"custom_attributes":{"additionalProperties":"false"}}}"#)],
      event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "false without properties forbids all",
      [point(#"{"properties":{"custom_attributes":{"additionalProperties":false}}}"#)],
      event("Go", "navigation", attributes: #"{"b":2}"#), blocks: "event_attributes b"),
    Row(
      "without custom_attributes, false on data forbids all",
      [point(#"{"additionalProperties":false,"properties":{"screen_name":{}}}"#)],
      event("Go", "navigation", attributes: #"{"b":2}"#), blocks: "event_attributes b"),
    Row(
      "without custom_attributes, true on data allows all",
      [point(#"{"additionalProperties":true}"#)],
      event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "false on data matters not if custom_attributes allows all",
      [point(#"{"additionalProperties":false,"properties":{"custom_attributes":{}}}"#)],
      event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "an empty definition allows all",
      [
        point(
          type: "custom_event", #"{"event_name":"Go","custom_event_type":"navigation"}"#)
      ], event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "no name is special",
      [
        point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a/b":{},"c~d":{},"e.f":{},"g\"h":{},"":{}}}}}"#
        )
      ],
      event(
        "Go", "navigation",
        attributes:
          #"{"a/b":1,"c~d":1,"e.f":1,"g\"h":1,"":1,"constructor":1,"__proto__":1,"a":1,"a_b":1}"#),
      blocks: "event_attributes __proto__", "event_attributes a", "event_attributes a_b",
      "event_attributes constructor"),
    Row(
      "attributes of a blocked event are not named as well", [],
      event("Go", "navigation", attributes: #"{"b":2}"#),
      blocks: "events custom_event:Go (navigation)"),
    Row(
      "two points for one event allow what either does",
      [
        point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a":{}}}}}"#
        ),
        point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"b":{}}}}}"#
        ),
      ], event("Go", "navigation", attributes: #"{"a":1,"b":2,"c":3}"#),
      blocks: "event_attributes c"),
  ]

  private static let products =
    #"{"additionalProperties":false,"properties":{"size":{}}}"#

  static let productAttributes: [Row] = [
    Row(
      "of a product action",
      [
        point(
          type: "product_action", #"{"action":"purchase"}"#,
          #"{"properties":{"data":{"properties":{"product_action":{"properties":{"products":{"items":{"properties":{"custom_attributes":\#(products)}}}}}}}}}"#
        )
      ],
      commerce(
        #""product_action":{"action":"purchase","products":[{"custom_attributes":{"size":1}},{"custom_attributes":{"hue":2}}]}"#
      ), blocks: "product_attributes hue"),
    Row(
      "of an impression",
      [
        point(
          type: "product_impression", "{}",
          #"{"properties":{"data":{"properties":{"product_impressions":{"items":{"properties":{"products":{"items":{"properties":{"custom_attributes":\#(products)}}}}}}}}}}"#
        )
      ],
      commerce(#""product_impressions":[{"products":[{"custom_attributes":{"hue":2}}]}]"#),
      blocks: "product_attributes hue"),
    Row(
      "a level that allows only what it lists, and lists no custom_attributes",
      [
        point(
          type: "product_action", #"{"action":"purchase"}"#,
          #"{"properties":{"data":{"properties":{"product_action":{"properties":{"products":{"items":{"additionalProperties":false,"properties":{"id":{}}}}}}}}}}"#
        )
      ],
      commerce(
        #""product_action":{"action":"purchase","products":[{"custom_attributes":{"hue":2}}]}"#),
      blocks: "product_attributes hue"),
    Row(
      "promotions have none",
      [
        point(
          type: "promotion_action", #"{"action":"view"}"#,
          #"{"properties":{"data":{"properties":{"custom_attributes":\#(products)}}}}"#)
      ],
      commerce(
        #""promotion_action":{"action":"view","promotions":[{"id":"x"}]},"custom_attributes":{"size":1}"#
      )
    ),
  ]

  @Test(arguments: events + attributes + productAttributes)
  func eventsAndTheirAttributes(row: Row) throws {
    let found = try Self.blocked(row.points, "{\"events\":[\(row.event)]}")
    #expect(found == row.blocked)
  }

  struct UserRow: CustomTestStringConvertible {
    let testDescription: String
    let points: [String]
    let batch: String
    let blocked: [String]
  }

  static let users: [UserRow] = [
    UserRow(
      testDescription: "unlisted user attributes are blocked",
      points: [
        point(
          type: "user_attributes", "{}", #"{"additionalProperties":false,"properties":{"a":{}}}"#)
      ],
      batch: #"{"user_attributes":{"a":1,"b":2}}"#, blocked: ["user_attributes b"]),
    UserRow(
      testDescription: "a missing user_attributes point blocks none", points: [],
      batch: #"{"user_attributes":{"b":2},"user_identities":{"email":"x"}}"#, blocked: []),
    UserRow(
      testDescription: "without additionalProperties all are allowed",
      points: [point(type: "user_attributes", "{}", #"{"properties":{"a":{}}}"#)],
      batch: #"{"user_attributes":{"b":2}}"#, blocked: []),
    UserRow(
      testDescription: "unlisted identities are blocked, in either form",
      points: [
        point(
          type: "user_identities", "{}",
          #"{"additionalProperties":false,"properties":{"email":{}}}"#)
      ],
      batch:
        #"{"user_identities":[{"identity_type":"google","identity":"g"},{"identity_type":"email"}]}"#,
      blocked: ["user_identities google"]),
    UserRow(
      testDescription: "plans write customerid or customer_id, other2 or other_id_2",
      points: [
        point(
          type: "user_identities", "{}",
          #"{"additionalProperties":false,"properties":{"customerid":{},"other2":{}}}"#)
      ], batch: #"{"user_identities":{"customer_id":"c","other_id_2":"o","other_id_3":"p"}}"#,
      blocked: ["user_identities other_id_3"]),
  ]

  @Test(arguments: users)
  func usersAndTheirIdentities(row: UserRow) throws {
    #expect(try Self.blocked(row.points, row.batch) == row.blocked)
  }

  /// What a plan of these points would block of a batch, in the order of the report.
  private static func blocked(_ points: [String], _ batch: String) throws -> [String] {
    let plan = try JSONText("[\(points.joined(separator: ","))]")
    let json = try JSONText(batch)
    var document = Document(json.view, reusing: DocumentStorage())
    var replanning = Replanning(DataPlan(plan.view.root, plan.view), .report)
    _ = replanning.apply(to: &document)
    let isChanged = document.isChanged
    #expect(!isChanged)
    let counts = replanning.counts
    let lists = [
      ("events", counts.events), ("event_attributes", counts.eventAttributes),
      ("product_attributes", counts.productAttributes), ("user_attributes", counts.userAttributes),
      ("user_identities", counts.userIdentities),
    ]
    return lists.flatMap { name, counts in
      counts.ranked.map { "\(name) \(String(decoding: $0.name ?? [], as: UTF8.self))" }
    }
  }
}
