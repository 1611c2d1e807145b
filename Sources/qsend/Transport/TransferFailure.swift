import PipeCommon

/// How libcurl describes a transfer that failed. What it means does not always stand in its number.
struct TransferFailure {
  /// libcurl's number.
  var code: Int32
  /// libcurl's words about this very failure.
  var text = ""
  /// What a proxy answered to CONNECT; 0 if there was none.
  var connectStatus = 0
  /// Bytes of requests that left.
  var requestSize = 0
  /// What the TLS library says of the server's certificate, and of a proxy's; 0 is nothing.
  var verification = (server: 0, proxy: 0)
  /// `errno` of the connection; 0 if it did not come so far.
  var systemError = 0
  /// Who should have been reached.
  var server = (host: "", port: 0)
  /// Whether there are proxies for other servers, if not for this one.
  var mayUseProxy = false
  /// Whether files can still be opened.
  var hasDescriptors = true

  /// OpenSSL's numbers, and those of all that speak its language.
  private static let (notYetValid, expired) = (9, 10)

  var noAnswer: NoAnswer { NoAnswer(cause, detail) }

  private var detail: String {
    if cause == .proxyRefuses { return "HTTP \(connectStatus)" }
    guard code == 7, systemError != 0 else { return text.visible() }
    return unsafe String(cString: strerror(Int32(clamping: systemError)))
  }

  private var cause: NoAnswer.Cause {
    if connectStatus == 407 { return .proxyWantsCredentials }
    if connectStatus >= 300 { return .proxyRefuses }
    switch code {
    // The same number for a protocol that libcurl lacks, and for an answer in none.
    case 1 where requestSize > 0: return .noHTTP
    case 8: return .noHTTP
    case 5: return .unknownProxy
    case 6: return hasDescriptors ? .unknownServer : .outOfDescriptors
    case 7: return unreachable
    case 28: return requestSize > 0 ? .noAnswerInTime : .noConnectionInTime
    case 51, 60: return distrust
    case 77: return .noAuthorities
    case 52, 55, 56: return .closed
    case 18: return .cutOff
    case 35: return .noSecureConnection
    case 97: return .refusedByProxy
    case 1...4, 27, 43, 48, 53, 54, 58, 59, 66, 82, 83: return .library
    default: return .failed
    }
  }

  /// libcurl names whom it tried to reach.
  private var unreachable: NoAnswer.Cause {
    if !hasDescriptors { return .outOfDescriptors }
    let isOfServer = text.lowercased().contains(
      " to \(server.host.lowercased()) port \(server.port) ")
    let isOfProxy = text.contains(" via ") || text.contains(" port ") && !isOfServer
    if mayUseProxy, isOfProxy { return .refusedByProxy }
    return systemError == Int(ECONNREFUSED) ? .refused : .unreachable
  }

  private var distrust: NoAnswer.Cause {
    let says = text.lowercased()
    if verification.proxy == Self.expired { return .expiredProxy }
    if verification.proxy != 0 { return .untrustedProxy }
    if verification.server == Self.expired || says.contains("expired")
      || says.contains("expiration date has passed")
    {
      return .expired
    }
    if verification.server == Self.notYetValid || says.contains("not yet valid") {
      return .notYetValid
    }
    return says.contains("subject name") || says.contains("host name") ? .wrongName : .untrusted
  }
}
