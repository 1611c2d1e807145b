import PipeCommon

extension Proof {
  /// Reads receipts and input, and says what became of it.
  static func run(
    _ receipts: String, _ options: Options, _ files: consuming InputFiles, _ run: ToolRun
  ) throws(IOError) -> ExitCode {
    let settings = options.common
    let index: ReceiptIndex
    do throws(ReceiptIndex.Problem) {
      index = try ReceiptIndex(receipts, maxRecord: settings.maxRecord, run.diagnostics)
    } catch {
      switch error {
      case .io(let error), .input(.unreadable(let error)): throw error
      case .input(.foreign(let name, _, let format)):
        run.diagnostics.fatal("\(name) is \(format.name), and no receipts that can be read")
      case .input: run.diagnostics.fatal("\(receipts) cannot be read as receipts")
      case .unordered:
        run.diagnostics.fatal(
          "\(receipts): lines go up and down all the time: give the receipts in the order in which "
            + "they were written")
      }
      return .usage
    }
    var proof = Proof(
      index, options.proofForm, settings, operands: options.operands.count, run.diagnostics)
    let code = try RecordFilter.run(files, settings, run, &proof)
    return code == .done && !proof.isProven ? .someRejected : code
  }
}
