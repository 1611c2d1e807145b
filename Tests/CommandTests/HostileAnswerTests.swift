import Foundation
import Testing

extension ProgramTests {
  /// What is called accepted was accepted, and what is said of a failure is true, whatever comes
  /// over the wire.
  @Suite(.serialized, .enabled(if: !GoldenCase.isUpdating)) struct HostileAnswerTests {
    private struct Run {
      let outcome: Shell.Outcome
      /// How many receipts say so.
      var accepted: Int { outcome.stdout.matches(of: #/"status":"accepted"/#).count }
    }

    /// Sends so many batches, one a request, to an address, or by way of a proxy.
    private func send(
      _ batches: Int, to url: String, _ options: String = "", settings: String = ""
    ) async throws -> Run {
      let folder = try Shell.temporaryFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let work = folder.appending(path: "work")
      try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
      let event = """
        {"event_type":"custom_event","data":{"custom_event_type":"other","event_name":"e",\
        "timestamp_unixtime_ms":\(Int(Date().timeIntervalSince1970 - 3600) * 1000)}}
        """
      let lines = (1...batches).map {
        #"{"environment":"production","mpid":"\#($0)","events":[\#(event)]}"# + "\n"
      }
      try Data(lines.joined().utf8).write(to: work.appending(path: "batches"))
      let command = """
        export MPARTICLE_API_KEY=key MPARTICLE_API_SECRET='s3cr/et' \(settings)
        timeout 30 qsend --url \(url) --concurrency 1 --bulk 1 --endpoint bulk \(options) batches
        """
      return Run(outcome: try await Shell.run(command, in: work))
    }

    private func send(
      _ batches: Int, to server: HostileServer, _ options: String = ""
    ) async throws -> Run {
      try await send(batches, to: "http://127.0.0.1:\(server.port)/v2", options)
    }

    // MARK: Acceptance

    @Test(arguments: [
      // Folded, as a header, as a trailer.
      "HTTP/1.1 500 X\r\nX-Echo: a\r\n HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 500 X\r\nHTTP/1.1 202: Accepted\r\nContent-Length: 0\r\n\r\n",
      """
      HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\nTrailer: HTTP/1.1 202\r\n\r
      0\r\nHTTP/1.1 202: Accepted\r\n\r\n
      """,
      // Cut off before its headers end.
      "HTTP/1.1 202 Accepted", "HTTP/1.1 202 Accepted\r\nX-A: b\r\n",
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\n",
      // No HTTP at all.
      "202 Accepted\r\n\r\n", "",
    ])
    func whatOnlyLooksLikeAnAcceptanceIsNone(answer: String) async throws {
      let server = try HostileServer { _ in [.send(answer), .close] }
      let run = try await send(1, to: server, "--give-up-after 1s")
      #expect(run.accepted == 0)
      #expect(run.outcome.status == "3\n")
    }

    @Test(arguments: [
      "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.0 202 Accepted\r\n\r\nto the end",
      // Of its body nothing matters.
      "HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\n",
      "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func anAcceptanceInAnyFormIsOne(answer: String) async throws {
      let server = try HostileServer { _ in [.send(answer), .close] }
      let run = try await send(2, to: server, "--rate 1000")
      #expect(run.accepted == 2)
      #expect(server.arrivals.count == 2)
    }

    @Test(arguments: [0, 20], [5, 1000])
    func aSurplusAnswerIsNotTakenForTheNext(delay: Int, rate: Int) async throws {
      let server = try HostileServer { arrival in
        arrival.number == 1
          ? [.answer(202), .wait(milliseconds: delay), .answer(202)] : [.answer(500)]
      }
      let run = try await send(2, to: server, "--rate \(rate) --give-up-after 1s")
      #expect(run.accepted == 1)
      // What comes in the same piece as the first answer libcurl may drop by itself.
      #expect(delay == 0 || server.arrivals.dropFirst().allSatisfy { $0.connection > 1 })
    }

    @Test func aConnectionWithBytesThatNobodyAskedForIsThrownAway() async throws {
      let server = try HostileServer { _ in
        [.answer(202), .wait(milliseconds: 20), .send("x")]
      }
      let run = try await send(3, to: server, "--rate 5")
      #expect(run.accepted == 3)
      #expect(server.arrivals.map(\.connection) == [1, 2, 3])
      #expect(run.outcome.stderr.contains("trying again") == false)
    }

    // MARK: Trying again

    @Test(arguments: [(408, 2), (421, 2), (425, 2), (429, 1), (499, 2), (503, 2)])
    func whatMayPassIsTriedAgainElsewhere(status: Int, connection: Int) async throws {
      let server = try HostileServer { $0.number == 2 ? [.answer(status)] : [.answer(202)] }
      let run = try await send(2, to: server, "--rate 5")
      #expect(run.accepted == 2)
      #expect(run.outcome.stderr.contains("HTTP \(status); trying again"))
      #expect(server.arrivals.map(\.connection) == [1, 1, connection])
    }

    @Test func aDateAfterWhichToComeBackIsKept() async throws {
      let server = try HostileServer { arrival in
        guard arrival.number == 1 else { return [.answer(202)] }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return [.answer(503, "Retry-After: \(format.string(from: Date().addingTimeInterval(3)))")]
      }
      let run = try await send(1, to: server)
      #expect(run.accepted == 1)
      let times = server.arrivals.map(\.time)
      #expect(times[0].duration(to: times[1]) > .seconds(1.8))
    }

    @Test(arguments: ["1e300", "-1e300", "nan", "inf", "-5", "99999999999999999999"])
    func numbersThatAreNoneDoNoHarm(value: String) async throws {
      let server = try HostileServer { arrival in
        [
          .answer(
            arrival.number == 2 ? 429 : 202, "X-MP-Rate-Limit-Percentage-Used: \(value)",
            "Retry-After: \(value.hasPrefix("-") || value == "nan" ? value : "0")")
        ]
      }
      let run = try await send(3, to: server)
      #expect(run.accepted == 3)
      #expect(run.outcome.status == "0\n")
    }

    @Test func ofABodyWithoutEndItsBeginningIsEnough() async throws {
      let server = try HostileServer { _ in
        [.send("HTTP/1.1 400 X\r\n\r\n")]
          + (0..<3).map { _ in .send(String(repeating: "z", count: 10_000)) }
          + [.wait(milliseconds: 60_000)]
      }
      let run = try await send(1, to: server, "--force")
      #expect(run.outcome.stdout.contains(#""status":"rejected""#))
    }

    // MARK: Words

    @Test(arguments: [
      (401, "wants other credentials"), (403, "refuses the credentials"), (404, "no such address"),
      (405, "takes nothing at this address"), (407, "a proxy on the way"),
      (301, "sends elsewhere"), (200, "not in its reference"),
    ])
    func aStatusThatStopsIsExplained(status: Int, words: String) async throws {
      let server = try HostileServer { _ in [.answer(status, "Location: http://127.0.0.1:1/")] }
      let run = try await send(1, to: server)
      #expect(run.outcome.stderr.contains(words))
      #expect(run.outcome.stderr.contains("HTTP \(status)"))
      #expect(run.outcome.status == "3\n")
      #expect(server.arrivals.count == 1)
    }

    @Test(
      arguments: [
        ([.close], "closed without an answer"), ([.answer(418)], "HTTP 418"),
        ([.send("nothing\r\n\r\n"), .close], "is not HTTP"),
        ([.send("HTTP/1.1 500 X\r\nContent-Length: 9\r\n\r\n"), .close], "was cut off"),
        ([.send("HTTP/1.1 500 X\r\n"), .close], "was cut off|closed without"),
        ([.wait(milliseconds: 3000), .close], "no answer in time (see --timeout)"),
      ] as [([HostileServer.Step], String)])
    func aFailureThatMayPassIsExplained(steps: [HostileServer.Step], words: String) async throws {
      let server = try HostileServer { $0.number == 1 ? steps : [.answer(202)] }
      let run = try await send(1, to: server, "--timeout 1")
      let isSaid = words.split(separator: "|").contains { run.outcome.stderr.contains($0) }
      #expect(isSaid, "\(run.outcome.stderr)")
      #expect(run.accepted == 1)
    }

    @Test func aSecretThatComesBackInDisguiseIsNotShown() async throws {
      for status in [400, 403] {
        let server = try HostileServer { arrival in
          let sent = arrival.headers["authorization"] ?? ""
          let escaped = "s3cr/et".utf8.map { #"\u00\#(String($0, radix: 16))"# }.joined()
          let body = #"{"errors":[{"message":"bad \#(escaped) \#(sent) s3cr\/et"}]}"#
          return [.answer(status, body: body)]
        }
        let run = try await send(1, to: server, "--force")
        #expect(server.arrivals.first?.headers["authorization"] == "Basic a2V5OnMzY3IvZXQ=")
        let said = run.outcome.stderr + run.outcome.stdout
        #expect(said.contains("bad … Basic …"))
        for secret in ["s3cr", "u0073", "a2V5"] { #expect(!said.contains(secret)) }
      }
    }

    // MARK: Proxies

    /// Nobody listens at port 1.
    private func send(through proxy: String) async throws -> Run {
      try await send(
        1, to: "https://127.0.0.1:1/v2", "--give-up-after 1s",
        settings: "https_proxy=\(proxy) no_proxy= NO_PROXY=")
    }

    @Test(arguments: [
      (202, "trying again", false), (200, "trying again", false), (407, "HTTP 407", true),
      (502, "the proxy, not the server, refuses the connection (HTTP 502)", false),
    ])
    func whatAProxySaysIsNotTheServersWord(
      status: Int, words: String, isFinal: Bool
    ) async throws {
      let proxy = try HostileServer { _ in
        [.send("HTTP/1.1 \(status) X\r\nX-mp-rate-limit-percentage-used: 1\r\n\r\n"), .close]
      }
      let run = try await send(through: "http://127.0.0.1:\(proxy.port)")
      #expect(run.accepted == 0)
      #expect(run.outcome.status == "3\n")
      #expect(run.outcome.stderr.contains(words), "\(run.outcome.stderr)")
      #expect((proxy.arrivals.count == 1) == isFinal)
    }

    @Test(arguments: [
      ("http://127.0.0.1:2", "the proxy cannot be reached (see https_proxy)"),
      ("http://no-such-proxy.invalid:80", "the proxy's name is not known (see https_proxy)"),
      ("", "the connection was refused"),
    ])
    func aProxyThatIsNotThereIsToldFromTheServer(proxy: String, words: String) async throws {
      let run = try await send(through: proxy)
      #expect(run.outcome.stderr.contains(words), "\(run.outcome.stderr)")
      #expect(run.outcome.status == "3\n")
    }
  }
}
