import PipeCommon

Tool.main(Options.self) { (options, files, run) throws(IOError) in
  try Sending(options, files, run).send()
}
