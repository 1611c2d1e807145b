/// The members of `device_info` that identify a device; the rest of it only describes one.
package enum DeviceIdentity {
  /// In the order of the alphabet.
  package static let names = [
    "amp_id", "android_advertising_id", "android_uuid", "fire_advertising_id",
    "ios_advertising_id", "ios_idfv", "microsoft_advertising_id", "microsoft_publisher_id",
    "push_token", "roku_advertising_id", "roku_publisher_id",
  ]

  private static let bytes = Set(names.map { Array($0.utf8) })

  /// Whether a decoded name is one of them.
  package static func contains(_ name: [UInt8]) -> Bool { bytes.contains(name) }
}
