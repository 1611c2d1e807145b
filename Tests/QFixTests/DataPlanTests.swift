import PipeCommon
import Testing

@testable import qfix

/// The rules by which a data plan blocks, one row each.
@Suite struct DataPlanTests {
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
    Row("a planned event passes", [Plan.point("{}")], Plan.event("Go", "navigation")),
    Row(
      "another name is blocked", [Plan.point("{}")], Plan.event("Gone", "navigation"),
      blocks: "events custom_event:Gone (navigation)"),
    Row(
      "names are case-sensitive", [Plan.point("{}")], Plan.event("go", "navigation"),
      blocks: "events custom_event:go (navigation)"),
    Row(
      "the custom event type counts as well", [Plan.point("{}")], Plan.event("Go", "search"),
      blocks: "events custom_event:Go (search)"),
    Row(
      "an event that lacks its name is in no plan", [Plan.point("{}")],
      #"{"event_type":"custom_event","data":{"custom_event_type":"navigation"}}"#,
      blocks: "events custom_event without a name"),
    Row(
      "escapes in plan or batch make no difference",
      [
        Plan.point(
          type: "screen_view", #"{"screen_name":"Caf\u00e9"}"#)
      ], #"{"event_type":"screen_view","data":{"screen_name":"Café"}}"#),
    Row(
      "screen views go by screen_name",
      [Plan.point(type: "screen_view", #"{"screen_name":"Cart"}"#)],
      #"{"event_type":"screen_view","data":{"screen_name":"cart"}}"#,
      blocks: "events screen_view:cart"),
    Row(
      "event types a plan cannot hold are never blocked", [],
      #"{"event_type":"session_start","data":{"event_name":"x"}}"#),
    Row("nor are types nobody knows", [], #"{"event_type":"novelty","data":{}}"#),
    Row(
      "commerce goes by product_action first",
      [Plan.point(type: "promotion_action", #"{"action":"view"}"#)],
      Plan.commerce(
        #""product_action":{"action":"purchase"},"promotion_action":{"action":"view"}"#),
      blocks: "events product_action purchase"),
    Row(
      "a null product_action is none",
      [Plan.point(type: "promotion_action", #"{"action":"view"}"#)],
      Plan.commerce(#""product_action":null,"promotion_action":{"action":"view"}"#)),
    Row(
      "then by promotion_action", [Plan.point(type: "product_impression", "{}")],
      Plan.commerce(#""promotion_action":{"action":"view"},"product_impressions":[]"#),
      blocks: "events promotion_action view"),
    Row(
      "then by product_impressions", [Plan.point(type: "product_impression", "{}")],
      Plan.commerce(#""product_impressions":[{"products":[]}]"#)),
    Row(
      "which are blocked if not planned", [], Plan.commerce(#""product_impressions":[]"#),
      blocks: "events product_impression"),
    Row("commerce with none of them cannot be planned", [], Plan.commerce("")),
    Row(
      "remove_from_wish_list is not remove_from_wishlist",
      [Plan.point(type: "product_action", #"{"action":"remove_from_wish_list"}"#)],
      Plan.commerce(#""product_action":{"action":"remove_from_wishlist"}"#),
      blocks: "events product_action remove_from_wishlist"),
  ]

  static let attributes: [Row] = [
    Row(
      "listed attributes pass, others are blocked",
      [
        Plan.point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a":{}}}}}"#
        )
      ],
      Plan.event("Go", "navigation", attributes: #"{"a":1,"b":2}"#), blocks: "event_attributes b"),
    Row(
      "values are never looked at",
      [
        Plan.point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a":{"type":"string","enum":["x"]}}}}}"#
        )
      ], Plan.event("Go", "navigation", attributes: #"{"a":{"not":"a string"}}"#)),
    Row(
      "additionalProperties true allows all",
      [
        Plan.point(
          #"{"properties":{"custom_attributes":{"additionalProperties":true,"properties":{}}}}"#)
      ],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "and so does leaving it out",
      [Plan.point(#"{"properties":{"custom_attributes":{"properties":{"a":{}}}}}"#)],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "only exactly false is false",
      [
        Plan.point(
          #"{"properties":{"custom_attributes":{"additionalProperties":{"type":"null"},"properties":{}}}}"#
        )
      ], Plan.event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "the string \"false\" is not false",
      [Plan.point(#"{"properties":{"custom_attributes":{"additionalProperties":"false"}}}"#)],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "false without properties forbids all",
      [Plan.point(#"{"properties":{"custom_attributes":{"additionalProperties":false}}}"#)],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#), blocks: "event_attributes b"),
    Row(
      "without custom_attributes, false on data forbids all",
      [Plan.point(#"{"additionalProperties":false,"properties":{"screen_name":{}}}"#)],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#), blocks: "event_attributes b"),
    Row(
      "without custom_attributes, true on data allows all",
      [Plan.point(#"{"additionalProperties":true}"#)],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "false on data matters not if custom_attributes allows all",
      [Plan.point(#"{"additionalProperties":false,"properties":{"custom_attributes":{}}}"#)],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "an empty definition allows all",
      [
        Plan.point(
          type: "custom_event", #"{"event_name":"Go","custom_event_type":"navigation"}"#)
      ], Plan.event("Go", "navigation", attributes: #"{"b":2}"#)),
    Row(
      "no name is special",
      [
        Plan.point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a/b":{},"c~d":{},"e.f":{},"g\"h":{},"":{}}}}}"#
        )
      ],
      Plan.event(
        "Go", "navigation",
        attributes:
          #"{"a/b":1,"c~d":1,"e.f":1,"g\"h":1,"":1,"constructor":1,"__proto__":1,"a":1,"a_b":1}"#),
      blocks: "event_attributes __proto__", "event_attributes a", "event_attributes a_b",
      "event_attributes constructor"),
    Row(
      "attributes of a blocked event are not named as well", [],
      Plan.event("Go", "navigation", attributes: #"{"b":2}"#),
      blocks: "events custom_event:Go (navigation)"),
    Row(
      "two points for one event allow what either does",
      [
        Plan.point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"a":{}}}}}"#
        ),
        Plan.point(
          #"{"properties":{"custom_attributes":{"additionalProperties":false,"properties":{"b":{}}}}}"#
        ),
      ], Plan.event("Go", "navigation", attributes: #"{"a":1,"b":2,"c":3}"#),
      blocks: "event_attributes c"),
  ]

  private static let products =
    #"{"additionalProperties":false,"properties":{"size":{}}}"#

  static let productAttributes: [Row] = [
    Row(
      "of a product action",
      [
        Plan.point(
          type: "product_action", #"{"action":"purchase"}"#,
          #"{"properties":{"data":{"properties":{"product_action":{"properties":{"products":{"items":{"properties":{"custom_attributes":\#(products)}}}}}}}}}"#
        )
      ],
      Plan.commerce(
        #""product_action":{"action":"purchase","products":[{"custom_attributes":{"size":1}},{"custom_attributes":{"hue":2}}]}"#
      ), blocks: "product_attributes hue"),
    Row(
      "of an impression",
      [
        Plan.point(
          type: "product_impression", "{}",
          #"{"properties":{"data":{"properties":{"product_impressions":{"items":{"properties":{"products":{"items":{"properties":{"custom_attributes":\#(products)}}}}}}}}}}"#
        )
      ],
      Plan.commerce(#""product_impressions":[{"products":[{"custom_attributes":{"hue":2}}]}]"#),
      blocks: "product_attributes hue"),
    Row(
      "of impressions beside an action, by the point of the action",
      [
        Plan.point(
          type: "product_action", #"{"action":"purchase"}"#,
          #"{"properties":{"data":{"properties":{"product_impressions":{"items":{"properties":{"products":{"items":{"properties":{"custom_attributes":\#(products)}}}}}}}}}}"#
        ),
        Plan.point(type: "product_impression", "{}"),
      ],
      Plan.commerce(
        #""product_action":{"action":"purchase","products":[{"custom_attributes":{"any":1}}]},"product_impressions":[{"products":[{"custom_attributes":{"hue":2,"size":1}}]}]"#
      ), blocks: "product_attributes hue"),
    Row(
      "a level that allows only what it lists, and lists no custom_attributes",
      [
        Plan.point(
          type: "product_action", #"{"action":"purchase"}"#,
          #"{"properties":{"data":{"properties":{"product_action":{"properties":{"products":{"items":{"additionalProperties":false,"properties":{"id":{}}}}}}}}}}"#
        )
      ],
      Plan.commerce(
        #""product_action":{"action":"purchase","products":[{"custom_attributes":{"hue":2}}]}"#),
      blocks: "product_attributes hue"),
    Row(
      "promotions have none",
      [
        Plan.point(
          type: "promotion_action", #"{"action":"view"}"#,
          #"{"properties":{"data":{"properties":{"custom_attributes":\#(products)}}}}"#)
      ],
      Plan.commerce(
        #""promotion_action":{"action":"view","promotions":[{"id":"x"}]},"custom_attributes":{"size":1}"#
      )
    ),
  ]

  @Test(arguments: events + attributes + productAttributes)
  func eventsAndTheirAttributes(row: Row) throws {
    let found = try Plan.blocked(row.points, "{\"events\":[\(row.event)]}")
    #expect(found == row.blocked)
  }
}
