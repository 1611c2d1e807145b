import PipeCommon

/// Takes connections on the loopback interface, each served by a thread of its own.
struct Listener {
  private let socket: Int32
  let port: Int

  init() throws(IOError) {
    #if canImport(Darwin)
      let stream = SOCK_STREAM
    #else
      let stream = Int32(SOCK_STREAM.rawValue)
    #endif
    let socket = PipeCommon.socket(AF_INET, stream, 0)
    self.socket = socket
    guard socket >= 0 else { throw IOError("open", "a socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(socket, pointer, length) == 0 && listen(socket, 128) == 0
          && getsockname(socket, pointer, &length) == 0
      }
    }
    guard bound else { throw IOError("listen on", "the loopback interface") }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// Writes the port's number into a file.
  func announce(in path: String) throws(IOError) {
    // Whoever waits for the file must not find it half written.
    let isPlain = !path.hasPrefix("/dev/")
    try FileDescriptor(writing: isPlain ? path + ".new" : path).write("\(port)\n".utf8.span)
    if isPlain { unsafe rename(path + ".new", path) }
  }

  /// Serves until the process ends.
  func serve(with api: EventsAPI) -> Never {
    serve { HTTPConnection($0).serve(with: api) }
  }

  /// Hands each connection's socket over, in a thread of its own.
  func serve(_ handle: @escaping @Sendable (Int32) -> Void) -> Never {
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { continue }
      SystemThread.detach { handle(connection) }
    }
  }
}
