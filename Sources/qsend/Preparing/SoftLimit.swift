/// A documented limit that a batch may exceed and still be taken: what is beyond it is cut off or
/// dropped.
///
/// Characters are Unicode scalars. They are counted only where there are more bytes than that.
enum SoftLimit: Int, BitwiseCopyable, CaseIterable, Sendable {
  case eventName, attributeName, attributeValue, eventAttributes
  case userAttributes, listEntries, listEntry

  var text: String {
    switch self {
    case .eventName: "an event name of more than 256 characters"
    case .attributeName: "an attribute name of more than 256 characters"
    case .attributeValue: "an attribute value of more than 4,096 characters"
    case .eventAttributes: "an event of more than 100 attributes"
    case .userAttributes: "more than 100 user attributes"
    case .listEntries: "a user attribute of more than 1,000 entries"
    case .listEntry: "a user attribute's entry of more than 512 characters"
    }
  }

  /// The most characters or elements.
  var most: Int {
    switch self {
    case .eventName, .attributeName: 256
    case .attributeValue: 4096
    case .eventAttributes, .userAttributes: 100
    case .listEntries: 1000
    case .listEntry: 512
    }
  }
}
