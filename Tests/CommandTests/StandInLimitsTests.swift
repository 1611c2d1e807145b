import PipeCommon
import Testing

@testable import EventsAPIStandIn

/// The stand-in's limits are those a sender must find its way under, so they must be right.
@Suite struct StandInLimitsTests {
  private func limits(_ arguments: String) throws -> RateLimits {
    RateLimits(try StandInSettings(arguments.split(separator: " ").map(String.init)))
  }

  @Test func theWindowSlides() throws {
    var limits = try limits("--rate 100 --window 2")
    #expect(limits.admit(150, at: 0.75) == .admitted(percentageUsed: 75))
    #expect(limits.admit(51, at: 1) == .exceeded(.speed))
    #expect(limits.admit(50, at: 1) == .admitted(percentageUsed: 100))
    #expect(limits.admit(1, at: 2.7) == .exceeded(.speed))
    #expect(limits.admit(150, at: 2.75) == .admitted(percentageUsed: 100))
  }

  @Test func aRefusedRequestDoesNotCount() throws {
    var limits = try limits("--rate 100")
    for _ in 0..<5 { #expect(limits.admit(101, at: 0) == .exceeded(.speed)) }
    #expect(limits.admit(100, at: 0) == .admitted(percentageUsed: 100))
  }

  @Test func theRateMayRiseOnlySoMuchInASecond() throws {
    var limits = try limits("--acceleration 20")
    #expect(limits.admit(20, at: 0) == .admitted(percentageUsed: 100))
    #expect(limits.admit(1, at: 0.9) == .exceeded(.acceleration))
    #expect(limits.admit(40, at: 1) == .admitted(percentageUsed: 100))
    #expect(limits.admit(1, at: 1.5) == .exceeded(.acceleration))
    #expect(limits.admit(50, at: 2.5) == .admitted(percentageUsed: 50))
  }

  @Test func theScheduleChangesTheRate() throws {
    var limits = try limits("--rate 270 --rate-schedule 10:135,20:270")
    #expect(limits.admit(270, at: 9) == .admitted(percentageUsed: 100))
    #expect(limits.admit(136, at: 10) == .exceeded(.speed))
    #expect(limits.admit(135, at: 10) == .admitted(percentageUsed: 100))
    #expect(limits.admit(270, at: 20) == .admitted(percentageUsed: 100))
  }

  @Test func oneSeedGivesOneCourseOfMisfortunes() throws {
    func names(_ text: String) throws -> [String] {
      let chaos = try Chaos(text)
      return (0..<1000).map { _ in chaos.next()?.name ?? "none" }
    }
    #expect(try names("0.5:7") == names("0.5:7"))
    #expect(try names("0.5:7") != names("0.5:8"))
    #expect(try Set(names("0.5:7")).count == 8)
    #expect(try Set(names("0:7")) == ["none"])
  }
}
