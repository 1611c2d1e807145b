import PipeCommon

extension WireWalk {
  /// Takes a string or number that has to have a form.
  ///
  /// - Returns: whether it stays.
  mutating func takeText(
    _ value: JSONNode, _ kind: Kinds, _ number: Int32, _ rule: InboundTable.Rule, _ view: JSONView
  ) throws(Misfit) -> Bool {
    guard kind == .string else { return try takeNumber(value, number, rule, view) }
    if view.hasEscapes(value) {
      return try takeString(value, view.decoded(value).span, number, rule, view)
    }
    return try takeString(
      value, view.bytes.extracting(view.contents(value)), number, rule, view)
  }

  private mutating func takeString(
    _ value: JSONNode, _ text: Span<UInt8>, _ number: Int32, _ rule: InboundTable.Rule,
    _ view: JSONView
  ) throws(Misfit) -> Bool {
    switch rule.form {
    case .name:
      if text.count == 0 { throw Misfit("is empty", at: value) }
    case .words:
      let detail = table.details[Int(number)]
      for place in 0..<detail.wordCount where text.isName(table.words[detail.firstWord + place]) {
        return true
      }
      doubt(word: text, number)
    case .uuid:
      if rule.role == .deviceIdentity, text.count == 0 { return false }
      if !TextForm.isUUID(text) { doubt(.string, number) }
    case .address:
      if text.count == 0 { return false }
      if !TextForm.isAddress(text) { doubt(.string, number) }
    default:
      if rule.form == .mpid, text.count == 0 { return false }
      guard let integer = JSONInteger.value(text) else {
        try refuse(value, text, rule)
        doubt(.string, number)
        return true
      }
      if rule.form == .mpid, integer == 0 { return false }
      writer.replace(view.range(value), with: text, view)
      noteTime(integer, rule)
    }
    return true
  }

  private mutating func takeNumber(
    _ value: JSONNode, _ number: Int32, _ rule: InboundTable.Rule, _ view: JSONView
  ) throws(Misfit) -> Bool {
    // Other forms take no numbers that are sure.
    guard rule.form.rawValue >= InboundTable.Rule.Form.integer.rawValue else { return true }
    if rule.form == .size { return true }
    let text = view.text(value)
    if let integer = JSONInteger.value(text) {
      if rule.form == .mpid, integer == 0 { return false }
      noteTime(integer, rule)
      return true
    }
    if rule.form == .integer || rule.form == .time, let digits = DecimalNumber(text)?.integer,
      let integer = JSONInteger.value(digits.span)
    {
      writer.replace(view.range(value), with: digits.span, view)
      noteTime(integer, rule)
      return true
    }
    try refuse(value, text, rule)
    doubt(.number, number)
    return true
  }

  private mutating func noteTime(_ time: Int64, _ rule: InboundTable.Rule) {
    if rule.role == .eventTime { found.events[found.events.count - 1].time = time }
  }

  /// Refuses what stands in the place of an integer and would do harm there.
  private func refuse(
    _ value: JSONNode, _ text: Span<UInt8>, _ rule: InboundTable.Rule
  ) throws(Misfit) {
    let isID = rule.form == .id || rule.form == .mpid
    if isID, DecimalNumber(text) != nil, !JSONInteger.isCanonical(text) {
      throw Misfit(
        "has a fraction or an exponent: it has been through a double and may be another id",
        at: value)
    }
    if rule.form == .mpid || rule.form == .time {
      throw Misfit("is no 64-bit integer", at: value)
    }
  }
}
