import Dispatch
import PipeCommon

/// One connection that is kept open, with a thread of its own to wait on it.
///
/// No redirect is followed, no cookie kept, no challenge answered. A request that finds its kept
/// connection closed goes over a new one, whole.
@safe final class CurlConnection: @unchecked Sendable {
  private let library: CurlLibrary
  private let handle: OpaquePointer
  private let queue = DispatchQueue(label: "connection")

  /// - Returns: `nil` if there is no memory for it.
  init?(_ library: CurlLibrary, _ settings: HTTPClient.Settings) {
    guard let handle = unsafe library.handle() else { return nil }
    self.library = library
    unsafe self.handle = unsafe handle
    let headers = unsafe library.list(settings.headers)
    unsafe library.set(handle, .httpHeader, Int(bitPattern: headers))
    unsafe library.set(handle, .noSignal, 1)
    unsafe library.set(handle, .httpVersion, CurlLibrary.http11)
    unsafe library.set(handle, .timeoutMilliseconds, settings.timeout * 1000)
    unsafe library.set(handle, .connectTimeoutMilliseconds, min(settings.timeout, 30) * 1000)
    if let authorities = settings.authorities { unsafe library.set(handle, .caFile, authorities) }
    // Credentials that go out in plain text must not go by way of a proxy.
    if settings.isPlain { unsafe library.set(handle, .noProxy, "*") }
    let receive: CurlReceiver = { bytes, size, count, response in
      unsafe CurlResponse.at(response).receive(bytes, size * count)
    }
    let receiveHeader: CurlReceiver = { bytes, size, count, response in
      unsafe CurlResponse.at(response).receiveHeader(bytes, size * count)
    }
    let watch: CurlWatcher = { response, _, _, _, _ in
      unsafe CurlResponse.at(response).isLingering ? 1 : 0
    }
    unsafe library.set(handle, .writeFunction, unsafeBitCast(receive, to: Int.self))
    unsafe library.set(handle, .headerFunction, unsafeBitCast(receiveHeader, to: Int.self))
    unsafe library.set(handle, .progressFunction, unsafeBitCast(watch, to: Int.self))
    unsafe library.set(handle, .noProgress, 0)
  }

  deinit { unsafe library.free(handle) }

  /// Posts a body and waits for the answer, on the connection's own thread.
  func post(_ body: [UInt8], to url: String) async -> Result<Answer, HTTPClient.NoAnswer> {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: self.perform(body, url)) }
    }
  }

  private func perform(
    _ body: [UInt8], _ url: String
  ) -> Result<Answer, HTTPClient.NoAnswer> {
    let response = CurlResponse()
    let pointer = unsafe Int(bitPattern: Unmanaged.passUnretained(response).toOpaque())
    unsafe library.set(handle, .url, url)
    unsafe library.set(handle, .writeData, pointer)
    unsafe library.set(handle, .headerData, pointer)
    unsafe library.set(handle, .progressData, pointer)
    unsafe library.set(handle, .postFieldSizeLarge, body.count)
    let code = unsafe body.withUnsafeBytes { bytes in
      unsafe library.set(handle, .postFields, Int(bitPattern: bytes.baseAddress))
      return unsafe library.perform(handle)
    }
    // Of an acceptance the body does not matter, nor whether it ever ends.
    if code == 0 || response.isAcceptance, let answer = response.answer {
      return .success(answer)
    }
    let explanation = code == 0 ? "the answer was cut off" : library.explanation(code)
    return .failure(HTTPClient.NoAnswer(code: code, explanation: explanation))
  }
}

/// How libcurl hands over bytes, and asks whether to go on.
private typealias CurlReceiver =
  @convention(c) (UnsafePointer<UInt8>?, Int, Int, UnsafeMutableRawPointer?) -> Int
private typealias CurlWatcher =
  @convention(c) (UnsafeMutableRawPointer?, Int, Int, Int, Int) -> Int32
