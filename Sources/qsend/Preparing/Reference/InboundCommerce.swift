/// What a `commerce_event` holds.
enum InboundCommerce {
  static let data = [
    Member("product_action", .object(productAction).noted(as: .commerceAction)),
    Member("promotion_action", .object(promotionAction).noted(as: .commerceAction)),
    Member(
      "product_impressions", .list(of: .object(impression)).noted(as: .commerceAction)),
    Member("shopping_cart", .object(Shape([Member("products", products.notNull, .bySome)]))),
    Member("currency_code", .scalar), Member("screen_name", .scalar, decides: true),
    Member("is_non_interactive", .flag),
    Member("event_name", .scalar.limited(to: .eventName), decides: true),
    Member("custom_event_type", .word(eventTypes)),
  ]

  private static let eventTypes: [StaticString] = [
    "navigation", "location", "search", "transaction", "user_content", "user_preference", "social",
    "other", "media", "add_to_cart", "remove_from_cart", "checkout", "checkout_option", "click",
    "view_detail", "purchase", "refund", "promotion_view", "promotion_click", "add_to_wishlist",
    "remove_from_wishlist", "impression", "attribution", "consent_granted", "consent_denied",
  ]

  /// An action is `remove_from_wish_list`, the event's type `remove_from_wishlist`.
  private static let productAction = Shape([
    Member(
      "action",
      .word([
        "add_to_cart", "remove_from_cart", "checkout", "checkout_option", "click", "view_detail",
        "purchase", "refund", "add_to_wishlist", "remove_from_wish_list",
      ]).or(.number), .byAll),
    Member("checkout_step", .integer), Member("checkout_options", .scalar),
    Member("product_action_list", .scalar), Member("product_list_source", .scalar),
    Member("transaction_id", .text), Member("affiliation", .scalar),
    Member("total_amount", .number), Member("tax_amount", .number),
    Member("shipping_amount", .number), Member("coupon_code", .scalar),
    Member("products", products),
  ])

  private static let promotionAction = Shape([
    // The web SDK sends its own numbers.
    Member("action", .word(["view", "click"]).or(.number), .byAll),
    Member(
      "promotions",
      .list(
        of: .object(
          Shape([
            Member("id", .text), Member("name", .text), Member("creative", .scalar),
            Member("position", .scalar),
          ]))
      ).notNull),
  ])

  private static let impression = Shape([
    Member("product_impression_list", .text, .bySome), Member("products", products, .bySome),
  ])

  private static let products = Value.list(
    of: .object(
      Shape([
        Member("id", .text), Member("name", .text), Member("brand", .scalar),
        Member("category", .scalar), Member("variant", .scalar), Member("position", .integer),
        Member("price", .number), Member("quantity", .number), Member("coupon_code", .scalar),
        Member("added_to_cart_time_ms", .integer), Member("total_product_amount", .number),
        Member("custom_attributes", .map(of: .text.or(.null))),
      ])))
}
