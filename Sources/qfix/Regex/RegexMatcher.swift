/// Runs a program over a text: at each place the list of instructions at which some way of matching
/// has arrived, each once, with the places it has noted.
///
/// So the work is at most places times instructions, whatever the expression. Ways stand in the list
/// in the order in which the program prefers them.
struct RegexMatcher {
  /// The ways that have arrived at a place.
  private struct Ways {
    /// Those that wait for a character, or have matched, in their order.
    var waiting: [Int] = []
    /// Which instructions have been reached, by the number of the visit.
    var reached: [Int]
    var visit = 0
    /// The notes of each instruction reached.
    var notes: [Int32]

    init(_ program: RegexProgram) {
      reached = Array(repeating: -1, count: program.instructions.count)
      notes = Array(repeating: -1, count: program.instructions.count * program.slots)
    }

    mutating func removeAll() {
      waiting.removeAll(keepingCapacity: true)
      visit += 1
    }
  }

  /// What is still to be done while ways are followed.
  private enum Task {
    case follow(Int)
    /// Puts a note back that another way has not made.
    case restore(slot: Int, note: Int32)
  }

  private let program: RegexProgram
  private let text: [UInt32]
  private var steps: Int
  private var ways: Ways
  private var next: Ways
  private var notes: [Int32]
  private var tasks: [Task] = []

  /// - Parameter steps: how many it may take.
  init(_ program: RegexProgram, _ text: [UInt32], steps: Int) {
    self.program = program
    self.text = text
    self.steps = steps
    ways = Ways(program)
    next = ways
    notes = Array(repeating: -1, count: program.slots)
  }

  /// Whether it gave up.
  var isExhausted: Bool { steps < 0 }

  /// The leftmost longest match from a place on: the whole of it, then its groups.
  ///
  /// - Returns: `nil` if there is none, or if it gave up.
  mutating func firstMatch(from start: Int) -> [Range<Int>]? {
    var best: [Int32]?
    ways.removeAll()
    for place in start...text.count where !isExhausted {
      if best == nil, canBegin(at: place) { begin(at: place) }
      next.removeAll()
      for instruction in ways.waiting {
        steps -= 1
        // What began behind a match is none of the leftmost.
        if let best, ways.notes[instruction * program.slots] > best[0] { continue }
        switch program.instructions[instruction] {
        case .character(let set) where place < text.count:
          guard program.sets[set].contains(text[place]) else { continue }
          takeNotes(of: instruction)
          follow(instruction + 1, to: place + 1)
        case .accept:
          takeNotes(of: instruction)
          notes[1] = Int32(place)
          best = notes
        default: break
        }
      }
      swap(&ways, &next)
      if best != nil, ways.waiting.isEmpty { break }
    }
    guard let best, !isExhausted else { return nil }
    return (0...program.groups).map { group in
      let (start, end) = (best[2 * group], best[2 * group + 1])
      return end < 0 || start < 0 ? Int(best[0])..<Int(best[0]) : Int(start)..<Int(end)
    }
  }

  private mutating func takeNotes(of instruction: Int) {
    let base = instruction * program.slots
    for slot in notes.indices { notes[slot] = ways.notes[base + slot] }
  }

  private func canBegin(at place: Int) -> Bool {
    place < text.count ? program.canBegin(with: text[place]) : program.openers == nil
  }

  /// Adds the ways that begin here; they come behind all that began before.
  private mutating func begin(at place: Int) {
    for slot in notes.indices { notes[slot] = -1 }
    notes[0] = Int32(place)
    swap(&ways, &next)
    follow(0, to: place)
    swap(&ways, &next)
  }

  /// Adds to the next list where an instruction leads without another character.
  private mutating func follow(_ instruction: Int, to place: Int) {
    tasks.append(.follow(instruction))
    while let task = tasks.popLast() {
      switch task {
      case .restore(let slot, let note): notes[slot] = note
      case .follow(let instruction): visit(instruction, place)
      }
    }
  }

  private mutating func visit(_ number: Int, _ place: Int) {
    steps -= 1
    guard !isExhausted else { return }
    let isNew = next.reached[number] != next.visit
    guard isNew || isBetter(than: number) else { return }
    next.reached[number] = next.visit
    for slot in notes.indices { next.notes[number * program.slots + slot] = notes[slot] }
    switch program.instructions[number] {
    case .character, .accept:
      if isNew { next.waiting.append(number) }
    case .assertion(let assertion):
      if holds(assertion, place) { tasks.append(.follow(number + 1)) }
    case .jump(let target):
      tasks.append(.follow(target))
    case .split(let first, let second):
      tasks += [.follow(second), .follow(first)]
    case .save(let slot):
      tasks.append(.restore(slot: slot, note: notes[slot]))
      tasks.append(.follow(number + 1))
      notes[slot] = Int32(place)
    }
  }

  /// Whether POSIX prefers the notes in hand to those of the way that arrived before.
  private func isBetter(than instruction: Int) -> Bool {
    let base = instruction * program.slots
    guard next.notes[base] == notes[0] else { return false }
    for tag in program.tags {
      let (start, end) = (notes[2 * tag], notes[2 * tag + 1])
      let (otherStart, otherEnd) = (next.notes[base + 2 * tag], next.notes[base + 2 * tag + 1])
      if start < 0 || otherStart < 0 || end < start || otherEnd < otherStart { continue }
      if start != otherStart { return false }
      if end != otherEnd { return end > otherEnd }
    }
    return false
  }

  private func holds(_ assertion: RegexNode.Assertion, _ place: Int) -> Bool {
    switch assertion {
    case .start: place == 0
    case .end: place == text.count
    case .boundary: isWord(place - 1) != isWord(place)
    case .noBoundary: isWord(place - 1) == isWord(place)
    }
  }

  private func isWord(_ place: Int) -> Bool {
    text.indices.contains(place) && RegexSet.word.contains(text[place])
  }
}
