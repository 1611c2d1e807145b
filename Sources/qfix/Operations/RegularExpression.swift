import PipeCommon

/// A POSIX extended regular expression, as the system's library knows it, over UTF-8.
@safe final class RegularExpression {
  struct Fault: Error {
    let reason: String
  }

  /// The library goes down one level of its stack for each.
  private static let groupLimit = 200

  private var compiled = unsafe regex_t()

  /// How many groups the expression has.
  var groups: Int { unsafe compiled.re_nsub }

  init(_ pattern: String) throws(Fault) {
    guard pattern.utf8.count(where: { $0 == UInt8(ascii: "(") }) <= Self.groupLimit else {
      throw Fault(reason: "an expression has at most \(Self.groupLimit) groups")
    }
    // Without this, '.' would be a byte, and half of a letter could be replaced.
    unsafe _ = setlocale(LC_CTYPE, "C.UTF-8")
    let status = unsafe regcomp(&compiled, pattern, REG_EXTENDED)
    guard status == 0 else {
      var message = [CChar](repeating: 0, count: 256)
      unsafe regerror(status, &compiled, &message, message.count)
      let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw Fault(reason: String(decoding: text, as: UTF8.self).lowercased())
    }
  }

  deinit { unsafe regfree(&compiled) }

  /// Every match from left to right: the whole of it, then its groups; a group that took no part is
  /// empty. An empty match directly behind another one does not count, as in sed.
  func matches(in text: [UInt8]) -> [[Range<Int>]] {
    var matches: [[Range<Int>]] = []
    var start = 0
    while start <= text.count, let match = firstMatch(in: text, from: start) {
      let whole = match[0]
      if !whole.isEmpty || whole.lowerBound != matches.last?[0].upperBound { matches.append(match) }
      start = whole.upperBound
      if whole.isEmpty {
        start += 1
        while start < text.count, text[start] & 0xC0 == 0x80 { start += 1 }
      }
    }
    return matches
  }

  private func firstMatch(in text: [UInt8], from start: Int) -> [Range<Int>]? {
    var places = [regmatch_t](repeating: regmatch_t(), count: groups + 1)
    places[0].rm_so = regoff_t(start)
    places[0].rm_eo = regoff_t(text.count)
    let flags = REG_STARTEND | (start > 0 ? REG_NOTBOL : 0)
    let status = unsafe text.withUnsafeBytes { bytes in
      // An empty array may have no address, and the library wants one.
      let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      return unsafe base.map { unsafe regexec(&compiled, $0, groups + 1, &places, flags) }
        ?? regexec(&compiled, "", groups + 1, &places, flags)
    }
    guard status == 0 else { return nil }
    return places.map { place in
      place.rm_so < 0 ? start..<start : Int(place.rm_so)..<Int(place.rm_eo)
    }
  }
}
