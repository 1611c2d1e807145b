/// The forms of names, as far as they fit, for names that come again and again.
struct NameForms {
  private var forms: [[UInt8]: NameForm?] = [:]

  subscript(name: [UInt8]) -> NameForm? {
    mutating get {
      if let form = forms[name] { return form }
      if forms.count >= 10_000 { forms.removeAll(keepingCapacity: true) }
      let form = NameForm(name)
      forms[name] = form
      return form
    }
  }

  mutating func areAlike(_ one: [UInt8], _ planned: [UInt8]) -> Bool {
    guard let one = self[one], let planned = self[planned] else { return false }
    return one.differences(from: planned) != nil
  }
}

extension EventKey {
  /// The name of a custom event or screen.
  var name: [UInt8]? {
    switch self {
    case .customEvent(_, let name), .screenView(let name): name
    default: nil
    }
  }

  var isScreen: Bool { if case .screenView = self { true } else { false } }

  var customType: [UInt8]? { if case .customEvent(let type, _) = self { type } else { nil } }
}
