import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  var fixing = Fixing(options)
  return try RecordFilter.run(files, options.common, run, &fixing)
}
