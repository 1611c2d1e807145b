import PipeCommon

/// No answer: no connection came about, or it failed, was cut off, or took too long.
struct NoAnswer: Error, Equatable {
  /// What was in the way; each has its words, and trying again helps against some.
  enum Cause: Equatable, CaseIterable {
    case unknownServer, unknownProxy
    case refused, refusedByProxy
    case outOfDescriptors
    case unreachable
    case proxyWantsCredentials, proxyRefuses
    case noConnectionInTime, noAnswerInTime
    case closed, cutOff, noHTTP
    case noSecureConnection
    case expired, notYetValid, wrongName, untrusted
    case expiredProxy, untrustedProxy
    case noAuthorities
    case library
    case failed
  }

  let cause: Cause
  /// libcurl's own words, or the system's.
  var detail: String

  init(_ cause: Cause, _ detail: String) {
    self.cause = cause
    self.detail = detail
  }

  /// What happened, and what can be done about it.
  var reason: String {
    switch cause {
    case .unknownServer: "the server's name is not known"
    case .unknownProxy: "the proxy's name is not known (see https_proxy)"
    case .refused: "the connection was refused"
    case .refusedByProxy: "the proxy cannot be reached (see https_proxy): \(detail)"
    case .outOfDescriptors: "no more files can be opened (see ulimit -n, --concurrency)"
    case .unreachable: "the server cannot be reached: \(detail)"
    case .proxyWantsCredentials:
      "the proxy wants credentials of its own (HTTP 407): https_proxy=http://user:password@host"
    case .proxyRefuses: "the proxy, not the server, refuses the connection (\(detail))"
    case .noConnectionInTime: "no connection in time (see --timeout)"
    case .noAnswerInTime: "no answer in time (see --timeout)"
    case .closed: "the connection was closed without an answer"
    case .cutOff: "the answer was cut off"
    case .noHTTP: "the answer is not HTTP"
    case .noSecureConnection: "no secure connection: \(detail)"
    case .expired: "the server's certificate has expired (or this machine's clock is wrong)"
    case .notYetValid:
      "the server's certificate is not valid yet (or this machine's clock is wrong)"
    case .wrongName: "the server's certificate is for another name; see --pod and --url"
    case .untrusted:
      "the server's certificate is not trusted (SSL_CERT_FILE names other authorities)"
    case .expiredProxy: "the proxy's certificate has expired (or this machine's clock is wrong)"
    case .untrustedProxy: "the proxy's certificate is not trusted; see https_proxy"
    case .noAuthorities: "the certificate authorities that SSL_CERT_FILE names cannot be read"
    case .library: "the system's HTTP library cannot do it: \(detail)"
    case .failed: "the transfer failed: \(detail)"
    }
  }

  /// Whether trying again cannot help: a certificate that is not trusted stays so.
  var isFinal: Bool {
    switch cause {
    case .unknownProxy, .proxyWantsCredentials, .expired, .notYetValid, .wrongName, .untrusted,
      .expiredProxy, .untrustedProxy, .noAuthorities, .library:
      true
    case .unknownServer, .refused, .refusedByProxy, .outOfDescriptors, .unreachable, .proxyRefuses,
      .noConnectionInTime, .noAnswerInTime, .closed, .cutOff, .noHTTP, .noSecureConnection, .failed:
      false
    }
  }
}
