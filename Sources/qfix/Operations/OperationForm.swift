import PipeCommon

/// How an operation is written, at the command line and in a rules file.
///
/// To add one: a type in this folder, a line in a list below, a test.
struct OperationForm {
  enum Shape {
    /// `--drop-event`; in rules `{"drop-event": true}`.
    case flag(() -> any Operation)
    /// `--unset PATH`; in rules `{"unset": "PATH"}`.
    case text((String) throws(UsageError) -> any Operation)
    /// `--rename-event OLD=NEW`; in rules `{"rename-event": {"OLD": "NEW"}}`.
    case names((_ old: String, _ new: String) throws(UsageError) -> any Operation)
    /// `--set PATH=VALUE`; in rules `{"set": {"PATH": VALUE}}`.
    case path((JSONPath, Operand) throws(UsageError) -> any Operation)
  }

  /// With its dashes.
  let name: String
  let placeholder: String?
  let help: String
  let shape: Shape

  private init(_ name: String, _ placeholder: String? = nil, help: String, _ shape: Shape) {
    self.name = name
    self.placeholder = placeholder
    self.help = help
    self.shape = shape
  }

  static var onEvents: [OperationForm] {
    [
      OperationForm(
        "--rename-event", "OLD=NEW", help: "another event_name or screen_name",
        .names { (old, new) in RenameEvent(old, new) }),
      OperationForm(
        "--rename-attribute", "OLD=NEW", help: "another name for an event or product attribute",
        .names { (old, new) in RenameAttribute(old, new, of: .events) }),
      OperationForm(
        "--drop-event", help: "leave out the events selected by --on",
        .flag { DropEvents(keepsSelected: false) }),
      OperationForm(
        "--keep-event", help: "leave out all other events",
        .flag { DropEvents(keepsSelected: true) }),
    ]
  }

  static var onUsers: [OperationForm] {
    [
      OperationForm(
        "--rename-user-attribute", "OLD=NEW", help: "another name for a user attribute",
        .names { (old, new) in RenameAttribute(old, new, of: .users) })
    ]
  }

  static var onPlaces: [OperationForm] {
    [
      OperationForm(
        "--set", "PATH=JSON", help: "give it a value, making what is missing on the way",
        .path { (path, value) throws(UsageError) in
          try SetValue(path, value, onlyWhereMissing: false)
        }),
      OperationForm(
        "--default", "PATH=JSON", help: "the same, only where there is nothing, or null",
        .path { (path, value) throws(UsageError) in
          try SetValue(path, value, onlyWhereMissing: true)
        }),
      OperationForm(
        "--unset", "PATH", help: "take it away",
        .text { (path) throws(UsageError) in try UnsetValue(path) }),
      OperationForm(
        "--rename", "PATH=KEY", help: "give a member another key",
        .path { (path, key) throws(UsageError) in try RenameMember(path, key) }),
      OperationForm(
        "--copy", "PATH=PATH", help: "put a copy where nothing is yet",
        .path { (path, other) throws(UsageError) in try CopyValue(path, other) }),
      OperationForm(
        "--cast", "PATH=TYPE", help: "make it a string, number, integer, boolean, timestamp",
        .path { (path, type) throws(UsageError) in try CastValue(path, type) }),
      OperationForm(
        "--replace", "PATH=/RE/NEW/", help: "replace what a regular expression matches",
        .path { (path, pattern) throws(UsageError) in try ReplaceText(path, pattern) }),
      OperationForm(
        "--map", "PATH=FILE", help: "replace values that a JSON object has as keys",
        .path { (path, file) throws(UsageError) in try MapValue(path, file) }),
    ]
  }

  static var onPlan: [OperationForm] {
    [
      OperationForm(
        "--set-plan", "ID[@VERSION]", help: "this plan; without version, its newest",
        .text { (plan) throws(UsageError) in try SetPlan(plan) }),
      OperationForm("--unset-plan", help: "none", .flag { SetPlan() }),
    ]
  }

  static var all: [OperationForm] { onEvents + onUsers + onPlaces + onPlan }
}

extension OperationForm {
  /// Makes the operation of a command line's argument.
  func operation(argument: String) throws(UsageError) -> any Operation {
    switch shape {
    case .flag(let make): return make()
    case .text(let make): return try make(argument)
    case .names(let make):
      let (old, new) = try OptionValue.pair(
        argument, separatedBy: "=", name, "\(placeholder ?? ""), two names")
      return try make(old, new)
    case .path(let make):
      let (path, value) = try JSONPath.assignment(argument, option: name)
      return try make(path, Operand(argument: value, option: name))
    }
  }

  /// Makes the operations of a rule's value; an object may hold several.
  func operations(_ value: JSONNode, _ view: JSONView) throws(UsageError) -> [any Operation] {
    if view.kind(value) == .string, placeholder != nil {
      let text = String(decoding: view.decoded(value), as: UTF8.self)
      return [try operation(argument: text)]
    }
    var operations: [any Operation] = []
    switch shape {
    case .flag(let make):
      guard view.text(value) == "true" else { throw UsageError("\(name) takes true") }
      operations.append(make())
    case .text:
      throw UsageError("\(name) takes a string, \(placeholder ?? "")")
    case .names(let make):
      try members(of: value, view) { (old, new) throws(UsageError) in
        operations.append(try make(old, try new.text("a name")))
      }
    case .path(let make):
      try members(of: value, view) { (path, value) throws(UsageError) in
        operations.append(try make(try JSONPath(path, option: name), value))
      }
    }
    return operations
  }

  private func members(
    of value: JSONNode, _ view: JSONView, _ body: (String, Operand) throws(UsageError) -> Void
  ) throws(UsageError) {
    let form = (placeholder ?? "").replacing("=", with: "\": \"")
    guard view.kind(value) == .object, view.firstMember(value) != nil else {
      throw UsageError("\(name) takes an object such as {\"\(form)\"}")
    }
    var next = view.firstMember(value)
    while let member = next {
      let key = String(decoding: view.decoded(member.key), as: UTF8.self)
      try body(key, Operand(member.value, of: view, option: name))
      next = view.member(after: member)
    }
  }
}
