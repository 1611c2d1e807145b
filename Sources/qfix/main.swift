import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  if var suggesting = Suggesting(options) {
    return try RecordFilter.run(files, options.common, run, &suggesting)
  }
  var fixing = Fixing(options)
  return try RecordFilter.run(files, options.common, run, &fixing)
}
