import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  for notice in options.notices { run.diagnostics.note(notice) }
  var fixing = Fixing(options)
  return try RecordFilter.run(files, options.common, run, &fixing)
}
