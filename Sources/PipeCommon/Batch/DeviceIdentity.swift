/// The members of `device_info` that identify a device; the rest of it only describes one.
package enum DeviceIdentity {
  package static let names = [
    "amp_id", "android_advertising_id", "android_uuid", "fire_advertising_id",
    "ios_advertising_id", "ios_idfv", "microsoft_advertising_id", "microsoft_publisher_id",
    "push_token", "roku_advertising_id", "roku_publisher_id",
  ]
}
