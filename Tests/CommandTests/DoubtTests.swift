import Foundation
import TestSupport
import Testing

extension ProgramTests {
  /// Where the sources of the reference disagree the server decides: before one that takes four of six
  /// doubtful forms, and loses in silence what it does not take of a bulk request.
  @Suite struct DoubtTests {
    /// A form of event, and whether the server takes it.
    private static let forms: [(event: String, isTaken: Bool)] = [
      (#""location":{}"#, true), (#""custom_event_type":"unknown""#, true),
      (#""custom_flags":{"a":[1]}"#, true), (#""session_id":"a-guid""#, true),
      (#""custom_attributes":{"a":{"b":1}}"#, false),
      (#""device_current_state":{"gps_state":"true"}"#, false),
    ]

    private static let server = """
      . "\(Shell.project.path)/Tests/CommandTests/Golden/stand-in.sh"
      touch dropped; stand_in --strict --dropped dropped --think 5 \
        --takes 'events[].data.location.latitude:missing' \
        --takes 'events[].data.location.longitude:missing' \
        --takes 'events[].data.custom_event_type="unknown"' \
        --takes 'events[].data.custom_flags.*:array' --takes 'events[].data.session_id:string'
      send="qsend -q --url $url --rate 3000 --journal journal"; send() { $send input >> receipts; }
      settled() { sed -En 's/.*"records":([0-9]+).*/\\1/p' journal 2> /dev/null; }
      killed() {
        was=$(settled); $send input >> receipts & sender=$!
        while kill -0 $sender && now=$(settled) && [ "${now:-0}" = "${was:-0}" ]; do sleep 0.02; done
        kill -KILL $sender; wait $sender; echo "$now of them"
      }

      """

    @Test(
      .enabled(if: !GoldenCase.isUpdating),
      arguments: [
        "send; echo $?",
        // What a run has learned is there for the next as soon as something is settled.
        "for i in 1 2 3; do killed; done 2> kills; send; echo $?",
      ])
    func nothingThatIsTakenIsMissingAndNothingVanishes(command: String) async throws {
      let folder = try Shell.temporaryFolder().appending(path: "run")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
      var random = SeededGenerator(seed: 7)
      let records = (1...5000).map { number in
        let form = Int.random(in: 0..<60, using: &random)
        return (number: number, form: form < Self.forms.count ? form : nil)
      }
      let input = records.map { Self.batch($0.number, $0.form.map { Self.forms[$0].event } ?? "") }
      try Data(input.joined(separator: "\n").utf8 + [0x0A]).write(
        to: folder.appending(path: "input"))
      let outcome = try await Shell.run(Self.server + command, in: folder)
      #expect(outcome.stdout.hasSuffix("1\n"), "\(outcome.stdout)\(outcome.stderr)")

      func lines(_ file: String) throws -> [Substring] {
        try String(contentsOf: folder.appending(path: file), encoding: .utf8).split(separator: "\n")
      }
      let arrived = Set(
        try lines("accepted").compactMap { $0.firstMatch(of: /"mpid":(\d+)/).flatMap { Int($0.1) } }
      )
      let expected = Set(
        records.filter { $0.form.map { Self.forms[$0].isTaken } ?? true }.map(\.number))
      #expect(arrived == expected)
      #expect(try lines("dropped").isEmpty, "something vanished")
      let refused = try lines("receipts").filter { $0.contains(#""status":"rejected""#) }
      #expect(refused.count == records.count - expected.count)
      #expect(try lines("receipts").count == records.count)
      // Every refused batch was asked about; of each form that is taken some twenty were. Those that a
      // killed run had asked about, and not settled, are asked about again.
      let singles = try lines("requests").filter { $0.hasPrefix("/v2/events ") }
      let refusals = singles.count { $0.contains(" 400") }
      #expect(refusals >= refused.count)
      #expect(singles.count - refusals < 400, "\(singles.count - refusals) by themselves")
    }

    private static func batch(_ number: Int, _ odd: String) -> String {
      let type = odd.contains("custom_event_type") ? "" : #""custom_event_type":"other","#
      let time = (Int(Date().timeIntervalSince1970) - 3600) * 1000
      return """
        {"environment":"production","mpid":"\(number)","batch_id":"\(number)","events":[\
        {"event_type":"custom_event","data":{"timestamp_unixtime_ms":\(time),\(type)\
        "event_name":"e"\(odd.isEmpty ? "" : ",")\(odd)}}]}
        """
    }
  }
}
