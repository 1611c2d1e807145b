import PipeCommon

/// The system's libcurl, found when it is needed: HTTP and TLS as every machine already has them.
///
/// It is looked up by name instead of being linked, so that building needs no header, a tool that
/// only rehearses needs no library, and a security update of the system is one for qsend.
@safe struct CurlLibrary: Sendable {
  /// Options and infos by their numbers in `curl.h`, which libcurl keeps for good.
  enum Option: Int32 {
    case noProgress = 43
    case noSignal = 99
    case httpVersion = 84
    case timeoutMilliseconds = 155
    case connectTimeoutMilliseconds = 156
    case hidesConnectHeaders = 265
    case writeData = 10001
    case url = 10002
    case errorText = 10010
    case postFields = 10015
    case httpHeader = 10023
    case headerData = 10029
    case progressData = 10057
    case caFile = 10065
    case userName = 10173
    case password = 10174
    case noProxy = 10177
    case writeFunction = 20011
    case headerFunction = 20079
    case progressFunction = 20219
    case postFieldSizeLarge = 30120
  }

  /// What libcurl tells of a transfer.
  enum Info: Int32 {
    case responseCode = 0x20_0002
    case requestSize = 0x20_000C
    case verifyResult = 0x20_000D
    case connectCode = 0x20_0016
    case systemError = 0x20_0019
    case proxyVerifyResult = 0x20_002F
  }

  static let http11 = 2
  /// Bytes that an error's text may take.
  static let errorTextSize = 256

  private static let activeSocket: Int32 = 0x50_002C

  private typealias Initialize = @convention(c) @Sendable (Int) -> Int32
  private typealias MakeHandle = @convention(c) @Sendable () -> OpaquePointer?
  private typealias Perform = @convention(c) @Sendable (OpaquePointer?) -> Int32
  private typealias CleanUp = @convention(c) @Sendable (OpaquePointer?) -> Void
  private typealias Explain = @convention(c) @Sendable (Int32) -> UnsafePointer<CChar>?
  private typealias AppendLine =
    @convention(c) @Sendable (OpaquePointer?, UnsafePointer<CChar>) -> OpaquePointer?

  #if canImport(Darwin) && arch(arm64)
    /// Apple passes variable arguments on the stack: behind six words that fill the registers.
    private typealias Vary =
      @convention(c) @Sendable (OpaquePointer?, Int32, Int, Int, Int, Int, Int, Int, Int) -> Int32
  #else
    private typealias Vary = @convention(c) @Sendable (OpaquePointer?, Int32, Int) -> Int32
  #endif

  #if canImport(Darwin)
    private static let names = ["/usr/lib/libcurl.4.dylib"]
  #else
    private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]
  #endif

  private let makeHandle: MakeHandle
  private let performRequest: Perform
  private let cleanUp: CleanUp
  private let explain: Explain
  private let appendLine: AppendLine
  private let freeList: CleanUp
  private let setOption: Vary
  private let getInfo: Vary

  /// Loads the library.
  ///
  /// - Throws: if this machine has none.
  init() throws(IOError) {
    let missing = IOError("load", "\(Self.names[0]), the system's HTTP library", code: ENOENT)
    guard let library = unsafe Self.open(),
      let initialize = unsafe dlsym(library, "curl_global_init"),
      let makeHandle = unsafe dlsym(library, "curl_easy_init"),
      let perform = unsafe dlsym(library, "curl_easy_perform"),
      let cleanUp = unsafe dlsym(library, "curl_easy_cleanup"),
      let explain = unsafe dlsym(library, "curl_easy_strerror"),
      let appendLine = unsafe dlsym(library, "curl_slist_append"),
      let freeList = unsafe dlsym(library, "curl_slist_free_all"),
      let setOption = unsafe dlsym(library, "curl_easy_setopt"),
      let getInfo = unsafe dlsym(library, "curl_easy_getinfo")
    else { throw missing }
    unsafe self.makeHandle = unsafe unsafeBitCast(makeHandle, to: MakeHandle.self)
    unsafe performRequest = unsafe unsafeBitCast(perform, to: Perform.self)
    unsafe self.cleanUp = unsafe unsafeBitCast(cleanUp, to: CleanUp.self)
    unsafe self.explain = unsafe unsafeBitCast(explain, to: Explain.self)
    unsafe self.appendLine = unsafe unsafeBitCast(appendLine, to: AppendLine.self)
    unsafe self.freeList = unsafe unsafeBitCast(freeList, to: CleanUp.self)
    unsafe self.setOption = unsafe unsafeBitCast(setOption, to: Vary.self)
    unsafe self.getInfo = unsafe unsafeBitCast(getInfo, to: Vary.self)
    // Once, and before there are threads; 3 is everything.
    guard unsafe unsafeBitCast(initialize, to: Initialize.self)(3) == 0 else { throw missing }
  }

  private static func open() -> UnsafeMutableRawPointer? {
    for name in names {
      if let library = unsafe dlopen(name, RTLD_NOW) { return unsafe library }
    }
    return nil
  }

  func handle() -> OpaquePointer? { unsafe makeHandle() }
  func perform(_ handle: OpaquePointer) -> Int32 { unsafe performRequest(handle) }
  func free(_ handle: OpaquePointer) { unsafe cleanUp(handle) }

  /// A list of header lines, which must live as long as the handle that has it.
  func list(_ lines: [String]) -> OpaquePointer? {
    var list: OpaquePointer?
    for line in lines { unsafe list = appendLine(list, line) }
    return unsafe list
  }

  func free(list: OpaquePointer?) { unsafe freeList(list) }

  /// What an error's number means.
  func explanation(_ code: Int32) -> String {
    unsafe explain(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  /// Sets an option to a number, or to a pointer as a number: both are one word.
  ///
  /// - Throws: if it does not take: a request without it would not be the one that is meant.
  func set(_ handle: OpaquePointer, _ option: Option, _ value: Int) throws(NoAnswer) {
    let code = unsafe Self.call(setOption, handle, option.rawValue, value)
    guard code == 0 else {
      throw NoAnswer(.library, "\(explanation(code)): \(option)")
    }
  }

  /// Sets an option to a text, which libcurl copies.
  func set(_ handle: OpaquePointer, _ option: Option, _ text: String) throws(NoAnswer) {
    let copy = Array(text.utf8CString)
    try unsafe copy.withUnsafeBufferPointer { (bytes) throws(NoAnswer) in
      try unsafe set(handle, option, Int(bitPattern: bytes.baseAddress))
    }
  }

  /// What libcurl tells of a handle's last transfer; 0 if it has nothing to tell.
  func info(_ handle: OpaquePointer, _ info: Info) -> Int {
    var value = 0
    return unsafe withUnsafeMutablePointer(to: &value) { pointer in
      let code = unsafe Self.call(getInfo, handle, info.rawValue, Int(bitPattern: pointer))
      return unsafe code == 0 ? pointer.pointee : 0
    }
  }

  /// The socket of the connection that a handle keeps; `nil` if it keeps none.
  func socket(_ handle: OpaquePointer) -> Int32? {
    var value: Int32 = -1
    return unsafe withUnsafeMutablePointer(to: &value) { pointer in
      let code = unsafe Self.call(getInfo, handle, Self.activeSocket, Int(bitPattern: pointer))
      return unsafe code == 0 && pointer.pointee >= 0 ? pointer.pointee : nil
    }
  }

  /// Calls a function of variable arguments with one.
  private static func call(
    _ function: Vary, _ handle: OpaquePointer, _ number: Int32, _ value: Int
  ) -> Int32 {
    #if canImport(Darwin) && arch(arm64)
      unsafe function(handle, number, 0, 0, 0, 0, 0, 0, value)
    #else
      unsafe function(handle, number, value)
    #endif
  }
}
