import PipeCommon

/// A name, ready to be compared with many others: how far is it from being the same, misspelt?
///
///     OrderCompleted_v2   words   order completed v2
///                         forms   ordercompletedv2, ordercompleted (1 for what was cut off)
///     Orders Completed    forms   orderscompleted, ordercompleted (1 for the plural)
///
/// Case and separators are no difference at all. A letter missing, added or doubled, or two swapped, is
/// one; a letter in another's place is two, since that is how one word becomes another (card, cart).
struct NameForm {
  /// One spelling, and how many differences lie between it and the name.
  private struct Form {
    let letters: [UInt32]
    let cost: Int
    /// Numbers are never misspelt: step 1 is not step 2.
    let digits: [UInt32]
    /// How often letters occur, by their last five bits: whatever differs here differs there.
    let bag: SIMD32<Int8>

    init(_ words: [String], cost: Int) {
      letters = words.joined().unicodeScalars.map(\.value)
      self.cost = cost
      digits = letters.filter { $0 &- 48 < 10 }
      var bag = SIMD32<Int8>()
      for letter in letters { bag[Int(letter & 31)] &+= 1 }
      self.bag = bag
    }
  }

  private static let longestName = 256
  /// What is put in front of a word to make another one of it.
  private static let prefixes: Set = ["un", "in", "dis", "de", "re", "non", "pre", "im", "mis"]
  private static let platforms: Set = [
    "ios", "android", "web", "iphone", "ipad", "mobile", "app", "desktop", "tv", "tvos", "roku",
    "mweb", "website", "prod", "production",
  ]

  private let words: [String]
  private let forms: [Form]

  /// - Returns: `nil` for what nobody misspells: no text, no letters, or far too long.
  init?(_ name: [UInt8]) {
    guard name.count <= Self.longestName, let text = String(validating: name, as: UTF8.self) else {
      return nil
    }
    words = Self.words(text)
    guard words.contains(where: { $0.unicodeScalars.contains(where: \.properties.isAlphabetic) })
    else { return nil }
    let bare = Self.bare(words)
    var forms = [Form(words, cost: 0), Form(words.map(Self.singular), cost: 1)]
    if bare != words {
      forms += [Form(bare, cost: 1), Form(bare.map(Self.singular), cost: 2)]
    }
    self.forms = forms
  }

  /// How many differences lie between the name and a planned one; `nil` if there are too many for
  /// one to be the other misspelt.
  func differences(from planned: NameForm) -> Int? {
    var least: Int?
    // What was planned is not cut: a version or platform that is planned is a part of the name.
    for form in forms {
      for other in planned.forms.prefix(2) where form.digits == other.digits {
        let base = max(form.cost, other.cost)
        if let least, base >= least { continue }
        guard let distance = Self.distance(form, other, limit: 2) else { continue }
        least = min(least ?? .max, base + distance)
      }
    }
    guard let least, least > 0 else { return least }
    let length = min(forms[0].letters.count, planned.forms[0].letters.count)
    guard least <= (length < 4 ? 0 : length < 8 ? 1 : 2), !isOpposite(of: planned) else {
      return nil
    }
    return least
  }

  var length: Int { forms[0].letters.count }
}

extension NameForm {
  /// Whether one name is the other with something in front that turns its meaning.
  private func isOpposite(of other: NameForm) -> Bool {
    func turns(_ one: String, _ other: String) -> Bool {
      let (long, short) = one.utf8.count > other.utf8.count ? (one, other) : (other, one)
      return long.hasSuffix(short) && Self.prefixes.contains(String(long.dropLast(short.count)))
    }
    if turns(words.joined(), other.words.joined()) { return true }
    guard words.count == other.words.count else { return false }
    return zip(words, other.words).contains { turns($0, $1) }
  }

  /// The words of a name, in lower case: they end at what is no letter or digit, and before a capital.
  private static func words(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var words: [String] = []
    var word = ""
    for (place, scalar) in scalars.enumerated() {
      let properties = scalar.properties
      guard properties.isAlphabetic || properties.numericType != nil else {
        if !word.isEmpty { words.append(word) }
        word = ""
        continue
      }
      // `URLOpened` is `URL` and `Opened`.
      let endsCapitals =
        place > 0 && scalars[place - 1].properties.isUppercase
        && place + 1 < scalars.count && scalars[place + 1].properties.isLowercase
      if properties.isUppercase, place > 0, !word.isEmpty,
        !scalars[place - 1].properties.isUppercase || endsCapitals
      {
        words.append(word)
        word = ""
      }
      word += properties.lowercaseMapping
    }
    return word.isEmpty ? words : words + [word]
  }

  /// The words without a version at the end and a platform at either end.
  private static func bare(_ words: [String]) -> [String] {
    var bare = words[...]
    while bare.count > 1 {
      // `iOS` is two words by its capitals.
      if bare.count > 2, platforms.contains(bare.suffix(2).joined()) {
        bare = bare.dropLast(2)
      } else if bare.count > 2, platforms.contains(bare.prefix(2).joined()) {
        bare = bare.dropFirst(2)
      } else if let last = bare.last, isVersion(last) || platforms.contains(last) {
        bare = bare.dropLast()
      } else if let first = bare.first, platforms.contains(first) {
        bare = bare.dropFirst()
      } else {
        break
      }
    }
    return Array(bare)
  }

  private static func isVersion(_ word: String) -> Bool {
    let number = word.first == "v" ? word.dropFirst() : word[...]
    return word == "version" || number.utf8.allSatisfy { $0 &- 48 < 10 }
  }

  private static func singular(_ word: String) -> String {
    func ends(_ endings: String...) -> Bool { endings.contains(where: word.hasSuffix) }
    if word.utf8.count < 4 || ends("ss", "us", "is") { return word }
    if ends("ies") { return word.dropLast(3) + "y" }
    if ends("sses", "xes", "ches", "shes") { return String(word.dropLast(2)) }
    return ends("s") ? String(word.dropLast()) : word
  }

  /// The number of letters missing or added, or swapped with their neighbours; at most `limit`.
  private static func distance(_ one: Form, _ other: Form, limit: Int) -> Int? {
    let (a, b) = (one.letters, other.letters)
    if a == b { return 0 }
    guard abs(a.count - b.count) <= limit else { return nil }
    let apart = one.bag &- other.bag
    var letters = 0
    for place in 0..<32 { letters += abs(Int(apart[place])) }
    guard letters <= limit else { return nil }
    var rows = [Array(0...b.count)]
    for i in 1..<(a.count + 1) {
      var row = [i]
      for j in 1..<(b.count + 1) {
        var best = min(rows[i - 1][j], row[j - 1]) + 1
        if a[i - 1] == b[j - 1] { best = min(best, rows[i - 1][j - 1]) }
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count] <= limit ? rows[a.count][b.count] : nil
  }
}
