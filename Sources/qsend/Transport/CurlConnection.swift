import Dispatch
import PipeCommon

/// One connection that is kept open, with a queue of its own to wait on it.
///
/// No redirect is followed, no cookie kept, no challenge answered. A request that finds its kept
/// connection closed goes over a new one, whole.
@safe final class CurlConnection: @unchecked Sendable {
  private let library: CurlLibrary
  private let settings: HTTPClient.Settings
  private let handle: OpaquePointer
  private let headers: OpaquePointer?
  private let errorText: UnsafeMutablePointer<CChar>
  private let queue = DispatchQueue(label: "connection")

  init(_ library: CurlLibrary, _ settings: HTTPClient.Settings) throws(NoAnswer) {
    guard let handle = unsafe library.handle() else { throw NoAnswer(.library, "out of memory") }
    self.library = library
    self.settings = settings
    unsafe self.handle = unsafe handle
    unsafe headers = library.list(settings.headers)
    unsafe errorText = .allocate(capacity: CurlLibrary.errorTextSize)
    unsafe errorText.initialize(repeating: 0, count: CurlLibrary.errorTextSize)
    try setUp()
  }

  deinit {
    unsafe library.free(handle)
    unsafe library.free(list: headers)
    unsafe errorText.deallocate()
  }

  private func setUp() throws(NoAnswer) {
    unsafe try library.set(handle, .httpHeader, Int(bitPattern: headers))
    unsafe try library.set(handle, .userName, settings.credentials.key)
    unsafe try library.set(handle, .password, settings.credentials.secret)
    unsafe try library.set(handle, .noSignal, 1)
    unsafe try library.set(handle, .httpVersion, CurlLibrary.http11)
    unsafe try library.set(handle, .connectTimeoutMilliseconds, min(settings.timeout, 30) * 1000)
    if let authorities = settings.authorities {
      unsafe try library.set(handle, .caFile, authorities)
    }
    // What a proxy says to CONNECT is not the server's word.
    unsafe try library.set(handle, .hidesConnectHeaders, 1)
    // Credentials that go out in plain text must not go by way of a proxy.
    if settings.isPlain { unsafe try library.set(handle, .noProxy, "*") }
    let receive: CurlReceiver = { bytes, size, count, response in
      unsafe CurlResponse.at(response).receive(bytes, size * count)
    }
    let receiveHeader: CurlReceiver = { bytes, size, count, response in
      unsafe CurlResponse.at(response).receiveHeader(bytes, size * count)
    }
    let watch: CurlWatcher = { response, _, _, _, _ in
      unsafe CurlResponse.at(response).isLingering ? 1 : 0
    }
    unsafe try library.set(handle, .writeFunction, unsafeBitCast(receive, to: Int.self))
    unsafe try library.set(handle, .headerFunction, unsafeBitCast(receiveHeader, to: Int.self))
    unsafe try library.set(handle, .progressFunction, unsafeBitCast(watch, to: Int.self))
    unsafe try library.set(handle, .noProgress, 0)
    unsafe try library.set(handle, .errorText, Int(bitPattern: errorText))
  }

  /// Whether something has come over the kept connection that nobody asked for: an answer too many,
  /// or its end. The next answer could not be told from it.
  var hasStrayBytes: Bool {
    guard let socket = unsafe library.socket(handle) else { return false }
    var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&state, 1, 0) != 0
  }

  /// Posts a body and waits for the answer, on the connection's own queue.
  func post(
    _ body: [UInt8], to url: String, _ milliseconds: Int
  ) async -> Result<CurlResponse.Content, NoAnswer> {
    await withCheckedContinuation { continuation in
      queue.async {
        let result: Result<CurlResponse.Content, NoAnswer>
        do throws(NoAnswer) {
          result = .success(try self.perform(body, url, milliseconds))
        } catch {
          result = .failure(error)
        }
        continuation.resume(returning: result)
      }
    }
  }

  private func perform(
    _ body: [UInt8], _ url: String, _ milliseconds: Int
  ) throws(NoAnswer) -> CurlResponse.Content {
    let response = CurlResponse()
    let pointer = unsafe Int(bitPattern: Unmanaged.passUnretained(response).toOpaque())
    unsafe try library.set(handle, .url, url)
    unsafe try library.set(handle, .timeoutMilliseconds, milliseconds)
    unsafe try library.set(handle, .writeData, pointer)
    unsafe try library.set(handle, .headerData, pointer)
    unsafe try library.set(handle, .progressData, pointer)
    unsafe try library.set(handle, .postFieldSizeLarge, body.count)
    unsafe errorText.pointee = 0
    let code = try unsafe body.withUnsafeBufferPointer { (bytes) throws(NoAnswer) in
      unsafe try library.set(handle, .postFields, Int(bitPattern: bytes.baseAddress))
      return unsafe library.perform(handle)
    }
    // Two must agree on which answer was the last: libcurl, and whoever read its lines.
    let status = unsafe library.info(handle, .responseCode)
    if code == 0 || response.needsNoMore, let content = response.content(status: status) {
      return content
    }
    throw code == 0 ? NoAnswer(.cutOff, "") : failure(code).noAnswer
  }

  private func failure(_ code: Int32) -> TransferFailure {
    let text = unsafe String(cString: errorText)
    return unsafe TransferFailure(
      code: code, text: text.isEmpty ? library.explanation(code) : text,
      connectStatus: library.info(handle, .connectCode),
      requestSize: library.info(handle, .requestSize),
      verification: (
        server: library.info(handle, .verifyResult), proxy: library.info(handle, .proxyVerifyResult)
      ),
      systemError: library.info(handle, .systemError), server: settings.server,
      mayUseProxy: settings.mayUseProxy, hasDescriptors: Self.hasDescriptors)
  }

  private static var hasDescriptors: Bool {
    let copy = dup(STDERR_FILENO)
    guard copy >= 0 else { return errno != EMFILE && errno != ENFILE }
    close(copy)
    return true
  }
}

/// How libcurl hands over bytes, and asks whether to go on.
private typealias CurlReceiver =
  @convention(c) (UnsafePointer<UInt8>?, Int, Int, UnsafeMutableRawPointer?) -> Int
private typealias CurlWatcher =
  @convention(c) (UnsafeMutableRawPointer?, Int, Int, Int, Int) -> Int32
