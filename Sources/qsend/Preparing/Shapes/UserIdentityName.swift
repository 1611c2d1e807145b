/// The names of user identities that the reference knows: the keys of `user_identities`.
enum UserIdentityName {
  /// The schema ends at `other_id_4`; the written reference goes on.
  static let all: [StaticString] = [
    "other", "customer_id", "facebook", "twitter", "google", "microsoft", "yahoo", "email",
    "alias", "facebook_custom_audience_id", "other_id_2", "other_id_3", "other_id_4",
    "other_id_5", "other_id_6", "other_id_7", "other_id_8", "other_id_9", "other_id_10",
    "mobile_number", "phone_number_2", "phone_number_3",
  ]
}
