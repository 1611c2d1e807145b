import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  for notice in options.notices { run.diagnostics.note(notice) }
  if let receipts = options.receipts { return try Proof.run(receipts, options, files, run) }
  let start: Start
  do throws(Journal.Problem) {
    start = try Start(options)
  } catch {
    switch error {
    case .environment(let error): throw error
    case .wrong(let error):
      run.diagnostics.fatal("\(error)")
      return .usage
    }
  }
  return try start.sending(options, files, run).send()
}
