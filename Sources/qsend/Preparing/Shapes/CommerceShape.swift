/// The shapes of what a `commerce_event` holds.
enum CommerceShape {
  static let data = ObjectShape(
    EventShape.common,
    and: [
      ("product_action", .object(productAction)), ("promotion_action", .object(promotionAction)),
      ("product_impressions", .list(of: .object(impression))),
      ("shopping_cart", .object(cart)), ("currency_code", .scalar), ("screen_name", .scalar),
      ("is_non_interactive", .flag), ("event_name", .scalar), ("custom_event_type", eventType),
      ("custom_flags", .object(BatchShape.scalars)),
    ])

  private static let eventType = Shape.word([
    "navigation", "location", "search", "transaction", "user_content", "user_preference", "social",
    "other", "media", "add_to_cart", "remove_from_cart", "checkout", "checkout_option", "click",
    "view_detail", "purchase", "refund", "promotion_view", "promotion_click", "add_to_wishlist",
    "remove_from_wishlist", "impression", "attribution", "consent_granted", "consent_denied",
  ])

  /// An action is `remove_from_wish_list`, the event's type `remove_from_wishlist`.
  private static let productAction = ObjectShape(
    [
      (
        "action",
        .word([
          "add_to_cart", "remove_from_cart", "checkout", "checkout_option", "click", "view_detail",
          "purchase", "refund", "add_to_wishlist", "remove_from_wish_list",
        ])
      ),
      ("checkout_step", .integer), ("checkout_options", .scalar),
      ("product_action_list", .scalar), ("product_list_source", .scalar),
      ("transaction_id", .text), ("affiliation", .scalar), ("total_amount", .number),
      ("tax_amount", .number), ("shipping_amount", .number), ("coupon_code", .scalar),
      ("products", products),
    ], required: ["action"])

  private static let promotionAction = ObjectShape(
    [
      ("action", .word(["view", "click"])),
      (
        "promotions",
        .notNull(
          .list(
            of: .object(
              ObjectShape([
                ("id", .text), ("name", .text), ("creative", .scalar), ("position", .scalar),
              ]))))
      ),
    ], required: ["action"])

  private static let impression = ObjectShape(
    [("product_impression_list", .text), ("products", products)],
    required: ["product_impression_list", "products"])

  private static let cart = ObjectShape([("products", .notNull(products))], required: ["products"])

  private static let products = Shape.list(
    of: .object(
      ObjectShape([
        ("id", .text), ("name", .text), ("brand", .scalar), ("category", .scalar),
        ("variant", .scalar), ("position", .integer), ("price", .number), ("quantity", .number),
        ("coupon_code", .scalar), ("total_product_amount", .number),
        ("custom_attributes", .object(ObjectShape(others: .text))),
      ])))
}
