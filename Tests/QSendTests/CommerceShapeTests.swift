import Testing

@testable import qsend

/// What a commerce event holds: each rule kept once and broken once.
@Suite struct CommerceShapeTests {
  @Test(arguments: rows)
  func theEventIsJudged(row: PreparedRow) throws { try row.verify() }

  private static let rows = [
    PreparedRow(
      event: "a purchase", "commerce_event",
      #"""
      "product_action":{"action":"purchase","checkout_step":1,"transaction_id":"a",
      "total_amount":12.5,"coupon_code":null,"products":[{"id":"a","name":"b","position":1,
      "price":2.5,"quantity":1,"added_to_cart_time_ms":"1","custom_attributes":{"a":"b"}}]},
      "promotion_action":null,"currency_code":"EUR","is_non_interactive":false,
      "custom_event_type":"purchase","custom_flags":{"a":1},"shopping_cart":{"products":[]}
      """#),
    PreparedRow(
      event: "a wish given up", "commerce_event",
      #"""
      "product_action":{"action":"remove_from_wish_list"},"custom_event_type":"remove_from_wishlist"
      """#),
    PreparedRow(
      event: "a promotion", "commerce_event",
      #""promotion_action":{"action":"view","promotions":[{"id":"a","position":1}]}"#),
    PreparedRow(
      event: "an impression", "commerce_event",
      #""product_impressions":[{"product_impression_list":"a","products":null}]"#),
    PreparedRow(event: "no action", "commerce_event", "", doubt: ".product_action:missing"),
    PreparedRow(
      event: "two actions", "commerce_event",
      #""product_action":{"action":"click"},"promotion_action":{"action":"click"}"#,
      doubt: ".promotion_action:object"),
    PreparedRow(
      event: "an action without name", "commerce_event", #""product_action":{}"#,
      ".product_action.action is missing"),
    PreparedRow(
      event: "an unknown action", "commerce_event",
      #""product_action":{"action":"remove_from_wishlist"}"#,
      doubt: #".product_action.action="remove_from_wishlist""#),
    PreparedRow(
      event: "an action as text", "commerce_event", #""product_action":"purchase""#,
      ".product_action is a string, not an object"),
    PreparedRow(
      event: "an unknown promotion", "commerce_event", #""promotion_action":{"action":"purchase"}"#,
      doubt: #".promotion_action.action="purchase""#),
    PreparedRow(
      event: "promotions that are null", "commerce_event",
      #""promotion_action":{"action":"view","promotions":null}"#),
    PreparedRow(
      event: "a promotion by number", "commerce_event",
      #""promotion_action":{"action":"view","promotions":[{"id":1}]}"#,
      doubt: ".promotion_action.promotions[].id:number"),
    PreparedRow(
      event: "an impression without products", "commerce_event",
      #""product_impressions":[{"product_impression_list":"a"}]"#,
      doubt: ".product_impressions[].products:missing"),
    PreparedRow(
      event: "one impression", "commerce_event", #""product_impressions":{}"#,
      ".product_impressions is an object, not an array"),
    PreparedRow(
      event: "a cart that is empty", "commerce_event",
      #""product_action":{"action":"click"},"shopping_cart":{}"#,
      doubt: ".shopping_cart.products:missing"),
    PreparedRow(
      event: "an amount as text", "commerce_event",
      #""product_action":{"action":"refund","total_amount":"1"}"#,
      doubt: ".product_action.total_amount:string"),
    PreparedRow(
      event: "a price as text", "commerce_event",
      #""product_action":{"action":"refund","products":[{"id":"a"},{"price":"1"}]}"#,
      doubt: ".product_action.products[].price:string"),
    PreparedRow(
      event: "an attribute by number", "commerce_event",
      #""product_action":{"action":"click","products":[{"custom_attributes":{"a":1}}]}"#,
      doubt: ".product_action.products[].custom_attributes.*:number"),
    PreparedRow(
      event: "an unknown type", "commerce_event",
      #""product_action":{"action":"click"},"custom_event_type":"remove_from_wish_list""#,
      doubt: #".custom_event_type="remove_from_wish_list""#),
  ]
}
