/// The members of a quarantined batch that decide what is sent, and where they stand.
package enum BatchField {
  case events, context, mpid, batchID, environment, userIdentities
  case userAttributes, timestamp, requestType

  @inline(__always)
  init?(_ key: Span<UInt8>) {
    switch key.count {
    case 4 where key == "mpid": self = .mpid
    case 6 where key == "events": self = .events
    case 7 where key == "context": self = .context
    case 8 where key == "batch_id": self = .batchID
    case 11 where key == "environment": self = .environment
    case 12 where key == "request_type": self = .requestType
    case 15 where key == "user_identities": self = .userIdentities
    case 15 where key == "user_attributes": self = .userAttributes
    case 21 where key == "timestamp_unixtime_ms": self = .timestamp
    default: return nil
    }
  }

  /// The members of which every batch has one at least, by their names.
  package static let names = [
    "events", "context", "mpid", "user_attributes", "user_identities", "environment",
  ]

  /// Whether it is one of them.
  var marksBatch: Bool {
    switch self {
    case .events, .context, .mpid, .userAttributes, .userIdentities, .environment: true
    case .batchID, .timestamp, .requestType: false
    }
  }
}

/// The members of `context.data_plan`.
enum PlanField {
  case planID, planVersion, blockMetadata

  init?(_ key: Span<UInt8>) {
    switch key.count {
    case 7 where key == "plan_id": self = .planID
    case 12 where key == "plan_version": self = .planVersion
    case 14 where key == "block_metadata": self = .blockMetadata
    default: return nil
    }
  }
}

/// The members of `context.data_plan.block_metadata`.
enum BlockField {
  case dtoVersion, eventIDs, eventAttributes, userAttributes, userIdentities, deviceIdentities

  init?(_ key: Span<UInt8>) {
    switch key.count {
    case 11 where key == "dto_version": self = .dtoVersion
    case 17 where key == "blocked_event_ids": self = .eventIDs
    case 23 where key == "blocked_user_attributes": self = .userAttributes
    case 23 where key == "blocked_user_identities": self = .userIdentities
    case 24 where key == "blocked_event_attributes": self = .eventAttributes
    case 25 where key == "blocked_device_identities": self = .deviceIdentities
    default: return nil
    }
  }
}

/// The members of an event, and of its `data`, that decide what is sent.
enum EventField {
  case data, type
  case eventID, sessionID, eventName, screenName, timestamp

  @inline(__always)
  init?(ofEvent key: Span<UInt8>) {
    switch key.count {
    case 4 where key == "data": self = .data
    case 10 where key == "event_type": self = .type
    default: return nil
    }
  }

  @inline(__always)
  init?(ofData key: Span<UInt8>) {
    switch key.count {
    case 8 where key == "event_id": self = .eventID
    case 10 where key == "session_id": self = .sessionID
    case 10 where key == "event_name": self = .eventName
    case 11 where key == "screen_name": self = .screenName
    case 21 where key == "timestamp_unixtime_ms": self = .timestamp
    default: return nil
    }
  }
}

extension Span<UInt8> {
  /// Whether the bytes are exactly those of a literal.
  @inline(__always)
  public static func == (bytes: borrowing Span<UInt8>, literal: StaticString) -> Bool {
    guard bytes.count == literal.utf8CodeUnitCount else { return false }
    guard bytes.count > 0 else { return true }
    // By the literal's length, which the compiler knows: it compares words then.
    return unsafe bytes.withUnsafeBytes {
      unsafe memcmp($0.baseAddress!, literal.utf8Start, literal.utf8CodeUnitCount) == 0
    }
  }
}

extension [UInt8] {
  /// Appends the bytes of a literal.
  package mutating func append(_ literal: StaticString) {
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }
}
