import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  var extraction = Extraction(options)
  return try RecordFilter.run(files, options.common, run, &extraction)
}
