/// An expression as instructions of a machine that follows all ways of matching at once.
///
///     a|b*    0 split 1, 3     the first way is preferred where both match the same
///             1 character a
///             2 jump 8
///             3 save 2         where the repetition begins: see `tags`
///             4 split 5, 7
///             5 character b
///             6 jump 4
///             7 save 3
///             8 accept
struct RegexProgram {
  enum Instruction {
    case character(Int)
    case assertion(RegexNode.Assertion)
    case split(Int, Int)
    case jump(Int)
    /// Notes the place in a slot.
    case save(Int)
    case accept
  }

  /// What a program and its notes may take: enough for any expression that a person writes.
  private static let sizeLimit = 1 << 16

  let groups: Int
  private(set) var instructions: [Instruction] = []
  private(set) var sets: [RegexSet] = []
  /// A beginning and an end for the whole, each group and each tag.
  private(set) var slots: Int
  /// The groups and repetitions that are not repeated themselves, from left to right. Of two ways to
  /// match the same text POSIX wants the one in which the first of these that differs is longer.
  private(set) var tags: [Int] = []
  /// The sets of which one has a match's first character; `nil` if a match may be empty.
  private(set) var openers: [Int]?

  /// - Throws: if the program would be too large.
  init(
    _ tree: RegexNode, groups: Int, at place: String.Index
  ) throws(RegularExpression.Fault) {
    self.groups = groups
    slots = 2 * (groups + 1)
    do throws(TooLarge) {
      try add(tree, isRepeated: false)
      try add(.accept)
      openers = firstSets()
    } catch {
      throw RegularExpression.Fault(reason: "this is too large an expression", place: place)
    }
  }

  private struct TooLarge: Error {}

  private mutating func add(_ instruction: Instruction) throws(TooLarge) {
    instructions.append(instruction)
    guard instructions.count * slots <= Self.sizeLimit else { throw TooLarge() }
  }

  private mutating func add(_ node: RegexNode, isRepeated: Bool) throws(TooLarge) {
    switch node {
    case .character(let set):
      let number = sets.firstIndex(of: set) ?? sets.count
      if number == sets.count { sets.append(set) }
      try add(.character(number))
    case .assertion(let assertion):
      try add(.assertion(assertion))
    case .sequence(let pieces):
      for piece in pieces { try add(piece, isRepeated: isRepeated) }
    case .group(let number, let inner):
      if !isRepeated { tags.append(number) }
      try add(.save(2 * number))
      try add(inner, isRepeated: isRepeated)
      try add(.save(2 * number + 1))
    case .alternatives(let branches):
      try addAlternatives(branches, isRepeated: isRepeated)
    case .repetition(let inner, let least, let most):
      let tag = slots / 2
      if !isRepeated {
        slots += 2
        tags.append(tag)
        try add(.save(2 * tag))
      }
      try addRepetition(inner, least, most, isRepeated: isRepeated || most != 1)
      if !isRepeated { try add(.save(2 * tag + 1)) }
    }
  }

  /// Whether a text has a character with which a match can begin.
  func canMatch(in text: [UInt32]) -> Bool { openers == nil || text.contains(where: canBegin) }

  func canBegin(with character: UInt32) -> Bool {
    openers?.contains { sets[$0].contains(character) } ?? true
  }

  private func firstSets() -> [Int]? {
    var sets: Set<Int> = []
    var isSeen = Array(repeating: false, count: instructions.count)
    var rest = [0]
    while let number = rest.popLast() {
      if isSeen[number] { continue }
      isSeen[number] = true
      switch instructions[number] {
      case .character(let set): sets.insert(set)
      case .assertion, .save: rest.append(number + 1)
      case .split(let first, let second): rest += [first, second]
      case .jump(let target): rest.append(target)
      case .accept: return nil
      }
    }
    return Array(sets)
  }

  private mutating func addAlternatives(
    _ branches: [RegexNode], isRepeated: Bool
  ) throws(TooLarge) {
    var exits: [Int] = []
    for (number, branch) in branches.enumerated() {
      let split = instructions.count
      let isLast = number == branches.count - 1
      if !isLast { try add(.split(split + 1, 0)) }
      try add(branch, isRepeated: isRepeated)
      if isLast { break }
      exits.append(instructions.count)
      try add(.jump(0))
      instructions[split] = .split(split + 1, instructions.count)
    }
    for exit in exits { instructions[exit] = .jump(instructions.count) }
  }

  private mutating func addRepetition(
    _ inner: RegexNode, _ least: Int, _ most: Int?, isRepeated: Bool
  ) throws(TooLarge) {
    for _ in 0..<least { try add(inner, isRepeated: isRepeated) }
    var splits: [Int] = []
    for _ in 0..<(most.map { $0 - least } ?? 1) {
      splits.append(instructions.count)
      try add(.split(instructions.count + 1, 0))
      try add(inner, isRepeated: isRepeated)
    }
    if most == nil { try add(.jump(splits[0])) }
    for split in splits { instructions[split] = .split(split + 1, instructions.count) }
  }
}
