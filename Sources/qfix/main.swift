import PipeCommon
