import PipeCommon

/// Why something in the export does not come out of qextract with the selection and filters given.
enum LeftOut: String, CaseIterable {
  case notQuarantined = "not-quarantined"
  case aliasRequest = "alias-request"
  case nothingBlocked = "nothing-blocked"
  case delivered
  case filtered
  case events
  case eventAttributes = "event-attributes"
  case userAttributes = "user-attributes"
  case identities
  case unmatchedIDs = "unmatched-ids"

  /// The reasons that another `--select` would take away.
  static let notSelected: [(Selection, LeftOut)] = [
    (.events, .events), (.eventAttributes, .eventAttributes), (.userAttributes, .userAttributes),
    (.identities, .identities),
  ]

  /// In words, for the table.
  var reason: String {
    switch self {
    case .notQuarantined: "no block metadata: never quarantined"
    case .aliasRequest: "alias requests, which join users: no batches"
    case .nothingBlocked: "the block metadata names nothing"
    case .delivered: "events that were not blocked: delivered already"
    case .filtered: "left out by the filters"
    case .events: "blocked events (--select events)"
    case .eventAttributes: "only event attributes blocked (--select event-attributes)"
    case .userAttributes: "only user attributes blocked (--select user-attributes)"
    case .identities: "only identities blocked (--select identities)"
    case .unmatchedIDs: "blocked event ids that no event has"
    }
  }
}

/// How the report calls a blocked attribute, which the metadata names by a path in its event.
enum BlockedAttribute {
  private static let prefix = Array("./data/custom_attributes/".utf8)

  private static let lists = [Array("products".utf8), Array("product_impressions".utf8)]

  /// A custom attribute's name alone; of any other path, the path without the numbers of elements.
  ///
  ///     ./data/custom_attributes/colour                              colour
  ///     ./data/product_action/products/3/custom_attributes/size     data/product_action/products/*/custom_attributes/size
  static func name(_ path: [UInt8]) -> [UInt8] {
    if path.starts(with: prefix) { return Array(path[prefix.count...]) }
    let path = path.starts(with: Array("./".utf8)) ? path[2...] : path[...]
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    var name = Array(parts.first ?? [])
    for (list, part) in zip(parts, parts.dropFirst()) {
      let isElement =
        lists.contains(Array(list)) && part.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
      name += [UInt8(ascii: "/")] + (isElement ? Array("*".utf8)[...] : part)
    }
    return name
  }
}
