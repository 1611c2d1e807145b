import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  for notice in options.notices { run.diagnostics.note(notice) }
  if let form = options.reportForm {
    var report = Report(options, form)
    return try RecordFilter.run(files, options.common, run, &report)
  }
  var extraction = Extraction(options)
  return try RecordFilter.run(files, options.common, run, &extraction)
}
