/// The `--on` in force while options are read, and whether it does anything.
struct Selection {
  /// Alternatives; none selects everything.
  private(set) var selectors: [EventSelector] = []
  /// Which `--on` it is, or which row of them; what it selects is found once for all its operations.
  private(set) var number = 0
  /// Whether something that it limits has followed.
  private var isUsed = true
  /// Whether another `--on` is one more alternative, because nothing has followed at all.
  private var isOpen = false

  /// No `--on` at all.
  static let everything = Selection()

  private init() {}

  /// The row of `--on` that begins here.
  ///
  /// - Parameter number: one that no other row has.
  init(number: Int) {
    self.number = number
    isUsed = false
    isOpen = true
  }

  /// Whether the next `--on` belongs to this row.
  var takesAlternatives: Bool { isOpen }

  /// Whether there is an `--on` that limits nothing.
  var isIdle: Bool { !isUsed }

  mutating func add(_ selector: EventSelector) { selectors.append(selector) }

  /// Something that it limits follows.
  mutating func use() {
    isUsed = true
    isOpen = false
  }

  /// Something that no `--on` limits follows.
  mutating func close() { isOpen = false }
}
