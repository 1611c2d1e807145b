import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  for notice in options.notices { run.diagnostics.note(notice) }
  if let form = options.reportForm {
    var report = Unwrapping(Report(options, form), at: options.unwrap)
    return try RecordFilter.run(
      files, options.common, run, &report, takesBehindTab: options.takesBehindTab)
  }
  var extraction = Unwrapping(Extraction(options), at: options.unwrap)
  return try RecordFilter.run(
    files, options.common, run, &extraction, takesBehindTab: options.takesBehindTab)
}
