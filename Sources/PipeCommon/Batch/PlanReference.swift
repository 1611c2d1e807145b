/// A data plan as the user names it: `ID` or `ID@VERSION`.
package struct PlanReference: Equatable, CustomStringConvertible {
  /// The plan's id, as `plan_id`.
  package let id: String
  /// The version's digits; `nil` stands for any, or for none.
  package let version: String?

  /// Reads an option's value.
  ///
  /// - Throws: if it is neither `ID` nor `ID@VERSION`.
  package init(_ text: String, option: String) throws(UsageError) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    id = String(parts[0])
    version = parts.count > 1 ? String(parts[1]) : nil
    let hasVersion = version.map { JSONInteger.isCanonical($0.utf8.span) && !$0.hasPrefix("-") }
    guard !id.isEmpty, hasVersion ?? true else {
      throw UsageError("\(option) takes ID or ID@VERSION, such as main_block@2, not '\(text)'")
    }
  }

  /// As the user writes it.
  package var description: String { id + (version.map { "@\($0)" } ?? "") }
}
