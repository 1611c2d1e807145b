import PipeCommon

@testable import qfix

/// Operations applied to one batch, as the command line spells them.
enum TestFix {
  static func operation(_ spelling: String) throws -> any Operation {
    let parts = spelling.split(separator: " ", maxSplits: 1).map(String.init)
    guard let form = OperationForm.all.first(where: { $0.name == parts[0] }) else {
      throw UsageError("no operation is called \(parts[0])")
    }
    return try form.operation(argument: parts.count > 1 ? parts[1] : "")
  }

  static func apply(
    _ operations: [String], to text: String, on selectors: [String] = []
  ) throws -> (text: String, tally: Tally) {
    let json = try JSONText(text)
    var document = Document(json.view, reusing: DocumentStorage())
    var sum = Tally()
    let selectors = try selectors.map(EventSelector.init)
    for operation in operations {
      sum += try self.operation(operation).apply(to: &document, EventScope(&document, selectors))
    }
    return (String(decoding: document.text(document.root), as: UTF8.self), sum)
  }
}
