import PipeCommon
import Synchronization
import Testing

@testable import qsend

/// What a courier makes of each answer, on the real clock but with no network.
@Suite struct CourierTests {
  /// A server that gives one answer after the other, and the last one for ever.
  private final class Script: Sendable {
    private let answers: [Result<Answer, NoAnswer>]
    private let requests = Mutex<[(body: String, url: String)]>([])

    init(_ answers: [Result<Answer, NoAnswer>]) { self.answers = answers }

    var urls: [String] { requests.withLock { $0.map(\.url) } }
    var bodies: [String] { requests.withLock { $0.map(\.body) } }

    func answer(_ body: [UInt8], _ url: String) -> Result<Answer, NoAnswer> {
      requests.withLock { requests in
        requests.append((String(decoding: body, as: UTF8.self), url))
        return answers[min(requests.count, answers.count) - 1]
      }
    }
  }

  private struct End {
    let reports: [Mailbox.Report]
    let script: Script
    let health: DeliveryHealth
    let isIdle: Bool

    var outcomes: [Outcome] {
      reports.flatMap { if case .settled(let outcomes) = $0 { outcomes } else { [Outcome]() } }
    }
    /// Why it stopped; none if it came to its end.
    var stops: [String?] {
      reports.compactMap { if case .stopped(let stop) = $0 { .some(stop.reason) } else { nil } }
    }
  }

  /// Lets one courier work on batches until it is done.
  private func deliver(
    _ batches: [OutgoingBatch] = [.sample()], giveUpAfter: Int = 60,
    answers: Result<Answer, NoAnswer>...
  ) async throws -> End {
    let doubts = DoubtBook()
    let pacer = Pacer(rate: 1000, concurrency: 1)
    let backlog = Backlog(
      Dispatcher.Rules(limits: RequestLimits(), width: RequestWidth(1)), doubts,
      now: { pacer.now })
    let script = Script(answers)
    let health = DeliveryHealth(giveUpAfter: giveUpAfter)
    let mailbox = Mailbox()
    let courier = Courier(
      destination: try Destination(base: "https://server/v2"),
      post: { body, url, _, _ in script.answer(body, url) }, backlog: backlog, doubts: doubts,
      pacer: pacer, health: health, mailbox: mailbox,
      diagnostics: Diagnostics(tool: "test", quiet: true))
    for batch in batches { backlog.put(batch) }
    backlog.close()
    await courier.run()
    return End(
      reports: mailbox.drain(), script: script, health: health, isIdle: backlog.isIdle)
  }

  @Test(arguments: [
    (Endpoint.bulk, "/bulkevents"), (.historical, "/bulkevents/historical"), (.events, "/events"),
  ])
  func whatIsAcceptedIsSettledAtOnce(endpoint: Endpoint, path: String) async throws {
    let end = try await deliver(
      [.sample(endpoint: endpoint)], answers: .success(Answer(status: 202)))
    #expect(end.script.urls == ["https://server/v2" + path])
    #expect(end.outcomes.map(\.status) == [.accepted])
    #expect(end.outcomes.map(\.endpoint) == [endpoint])
    #expect(end.outcomes.map(\.httpStatus) == [202])
    #expect(end.outcomes.map(\.attempts) == [1] && end.outcomes[0].error == nil)
    #expect(end.stops.isEmpty && end.health.requests == 1 && end.health.retries == 0)
  }

  @Test(arguments: [400, 413])
  func aBatchThatIsRefusedAloneIsRejectedInTheServersWords(status: Int) async throws {
    let end = try await deliver(answers: .success(Answer(status: status, message: "no event")))
    #expect(end.outcomes.map(\.status) == [.rejected])
    #expect(end.outcomes.map(\.httpStatus) == [status])
    #expect(end.outcomes[0].error == "refused by the server: no event")
    #expect(end.stops.isEmpty)
  }

  @Test func aRefusedRequestIsHalvedUntilTheFaultIsAlone() async throws {
    let batches = (0..<2).map { OutgoingBatch.sample(sequence: $0, user: $0) }
    let end = try await deliver(
      batches, answers: .success(Answer(status: 400)), .success(Answer(status: 202)),
      .success(Answer(status: 400)))
    #expect(end.script.urls.count == 3)
    #expect(end.outcomes.map(\.status) == [.accepted, .rejected])
    #expect(end.outcomes.allSatisfy { $0.attempts == 2 })
  }

  @Test(
    arguments: [
      .success(Answer(status: 503)), .failure(NoAnswer(.closed, "")),
      .success(Answer(status: 429, retryAfter: 0.2)),
    ] as [Result<Answer, NoAnswer>])
  func whatMayPassIsTriedAgain(answer: Result<Answer, NoAnswer>) async throws {
    let end = try await deliver(answers: answer, .success(Answer(status: 202)))
    #expect(end.script.urls.count == 2)
    #expect(end.script.bodies[0] == end.script.bodies[1])
    #expect(end.outcomes.map(\.status) == [.accepted] && end.outcomes[0].attempts == 2)
    #expect(end.health.requests == 2 && end.health.retries == 1)
    if case .success(let answer) = answer {
      #expect(end.health.throttled == (answer.status == 429 ? 1 : 0))
    }
    #expect(end.stops.isEmpty && end.health.failing == 0)
  }

  @Test(
    arguments: [
      (.success(Answer(status: 401, message: "who")), "other credentials", ": who"),
      (.success(Answer(status: 404)), "knows no such address", ""),
      (.success(Answer(status: 302)), "sends elsewhere", ""),
      (.success(Answer(status: 200)), "not in its reference", ""),
      (.failure(NoAnswer(.untrusted, "")), "is not trusted", ""),
    ] as [(Result<Answer, NoAnswer>, String, String)])
  func whereNoRequestCanSucceedNothingIsSettled(
    answer: Result<Answer, NoAnswer>, words: String, end: String
  ) async throws {
    let delivery = try await deliver(answers: answer)
    #expect(delivery.outcomes.isEmpty && delivery.script.urls.count == 1)
    #expect(delivery.stops.count == 1)
    let reason = try #require(delivery.stops.first ?? nil)
    #expect(reason.contains(words) && reason.hasSuffix(end))
    // Who sees the reason can rely on it that nothing is under way.
    #expect(delivery.isIdle)
  }

  @Test func nothingButErrorsForTooLongIsTheEnd() async throws {
    let end = try await deliver(giveUpAfter: 0, answers: .failure(NoAnswer(.refused, "")))
    #expect(end.outcomes.isEmpty)
    #expect(end.stops.count == 1)
    #expect(end.stops.first??.contains("--give-up-after") ?? false)
    #expect(end.stops.first??.hasSuffix("the connection was refused") ?? false)
  }
}
