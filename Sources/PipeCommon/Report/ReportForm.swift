/// How a report is written.
package enum ReportForm: String, CaseIterable {
  case table, json, csv, html
}

extension ReportDocument {
  /// The report as it goes to standard output.
  ///
  /// - Parameter json: what programs get, which is the tool's own.
  package func text(_ form: ReportForm, json: @autoclosure () -> PlainJSON) -> String {
    switch form {
    case .table: ReportText(self).text
    case .json: json().text + "\n"
    case .csv: ReportCSV.text(self)
    case .html: ReportPage.text(self)
    }
  }
}
