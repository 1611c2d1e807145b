import PipeCommon
import TestSupport
import Testing

@testable import qsend

/// The dispatcher against a model of a server, in simulated time: faulty batches of every kind in any
/// number, outages, flapping, both.
@Suite struct DispatcherSimulation {
  /// - Parameter users: `nil` for one of each batch's own.
  private func batches(_ count: Int, users: Int? = nil) -> [OutgoingBatch] {
    (0..<count).map { OutgoingBatch.sample(sequence: $0, user: $0 % (users ?? count)) }
  }

  private func poison(
    _ kind: SimulatedServer.Poison, _ places: some Sequence<Int>
  ) -> [Int: SimulatedServer.Poison] {
    Dictionary(uniqueKeysWithValues: places.map { ($0, kind) })
  }

  private func spread(_ share: Int, _ count: Int, seed: UInt64) -> [Int] {
    var random = SeededGenerator(seed: seed)
    return Array((0..<count).shuffled(using: &random).prefix(count * share / 100))
  }

  /// Every healthy batch is accepted once, every faulty one rejected.
  private func expectRight(
    _ delivery: SimulatedDelivery, _ batches: [OutgoingBatch], _ server: SimulatedServer,
    _ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let healthy = Set(batches.indices).subtracting(server.poison.keys)
    #expect(delivery.stop == nil, comment, sourceLocation: sourceLocation)
    #expect(
      delivery.accepted.count == Set(delivery.accepted).count, comment,
      sourceLocation: sourceLocation)
    #expect(Set(delivery.accepted) == healthy, comment, sourceLocation: sourceLocation)
    #expect(delivery.rejected == Set(server.poison.keys), comment, sourceLocation: sourceLocation)
    var last: [UserKey: Int] = [:]
    var isInOrder = true
    for sequence in delivery.accepted {
      let user = batches[sequence].user
      if let earlier = last[user], earlier > sequence { isInOrder = false }
      last[user] = sequence
    }
    #expect(isInOrder, comment, sourceLocation: sourceLocation)
  }

  /// How many requests finding so many faulty batches may take beside the traffic: a few for each
  /// level of halving, the tries beside witnesses, and the witnesses.
  private func most(_ faulty: Int, of count: Int) -> Int {
    count / 100 + 20 + faulty * 24
  }

  /// With as many requests at a time as usual, and with one.
  private func expectFound(
    _ kind: SimulatedServer.Poison, _ places: [Int], of count: Int, seed: UInt64
  ) {
    let server = SimulatedServer(poison: poison(kind, places))
    let batches = batches(count)
    for width in [nil, 1] where kind != .silence || width == nil {
      let delivery = SimulatedDelivery(
        batches, server, Dispatcher.Rules(width: RequestWidth(width)), seed: seed)
      let comment: Comment = "seed \(seed), one at a time: \(width == 1), \(delivery)"
      expectRight(delivery, batches, server, comment)
      #expect(delivery.requests <= most(places.count, of: count), comment)
      #expect(delivery.seconds < (kind == .silence ? 3600 : 900), comment)
    }
  }

  @Test(arguments: SimulatedServer.Poison.allCases, [1, 5])
  func faultyOnesAreFoundInAnyShare(kind: SimulatedServer.Poison, share: Int) {
    expectFound(kind, spread(share, 2_000, seed: 1), of: 2_000, seed: 1)
  }

  @Test(arguments: SimulatedServer.Poison.allCases, [0, 1_800])
  func faultyOnesAreFoundInABlock(kind: SimulatedServer.Poison, place: Int) {
    expectFound(kind, Array(place..<place + 200), of: 2_000, seed: 2)
  }

  /// A run that goes on behind a kill may have nothing left but what is faulty.
  @Test func whatWasAcceptedEarlierIsAWitness() {
    let batches = batches(3)
    let server = SimulatedServer(poison: poison(.serverError, 0..<3))
    let delivery = SimulatedDelivery(
      batches, server, seed: 1, recalling: .sample(sequence: -1, user: 9))
    expectRight(delivery, batches, server, "\(delivery)")
    #expect(delivery.probes > 0 && delivery.seconds > Pulse.maturity, "\(delivery)")
  }

  @Test func withoutAWitnessNobodyIsBlamed() {
    let batches = batches(300)
    let server = SimulatedServer(poison: poison(.serverError, [7]))
    var rules = Dispatcher.Rules()
    rules.probes = false
    let delivery = SimulatedDelivery(batches, server, rules, seed: 1, until: 600)
    #expect(delivery.accepted.count == 299 && delivery.rejected.isEmpty, "\(delivery)")
  }

  /// Where only doubtful batches are asked about by themselves, one of the others bears witness.
  @Test func aSuspectThatGoesAloneFindsItsWitnessAmongTheOthers() {
    let batches = (0..<2_000).map {
      OutgoingBatch.sample(sequence: $0, user: $0, doubts: $0 == 7 ? [0] : [])
    }
    let server = SimulatedServer(poison: poison(.serverError, [7]))
    let delivery = SimulatedDelivery(batches, server, seed: 1)
    expectRight(delivery, batches, server, "\(delivery)")
    #expect(delivery.seconds < 600, "\(delivery)")
  }

  @Test(arguments: [0, 1_000])
  func whatRefusesEverythingStopsTheRunAnywhere(place: Int) {
    let batches = batches(3_000)
    let server = SimulatedServer(
      poison: poison(.refused, place..<3_000), breaksDown: place > 0 ? place : nil)
    let delivery = SimulatedDelivery(batches, server, seed: 1)
    #expect(delivery.stop == .systemic, "\(delivery)")
    #expect(Set(delivery.accepted) == Set(0..<place), "\(delivery)")
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func usersStayInOrder(seed: UInt64) {
    let batches = batches(2000, users: 40)
    var random = SeededGenerator(seed: seed)
    var server = SimulatedServer()
    for place in spread(3, 2000, seed: seed) {
      server.poison[place] = [.refused, .serverError, .denied, .reset].randomElement(using: &random)
    }
    server.isWell = { $0 < 20 || $0 > 40 || $1 > 0.5 }
    let delivery = SimulatedDelivery(batches, server, seed: seed)
    expectRight(delivery, batches, server, "seed \(seed)")
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func nobodyIsBlamedForAnOutage(seed: UInt64) {
    let batches = batches(2_000)
    var server = SimulatedServer()
    // 13 minutes of nothing, five of every other answer an error.
    server.isWell = { time, random in time < 1 || time > 1081 || time > 781 && random > 0.5 }
    let delivery = SimulatedDelivery(batches, server, seed: seed)
    let comment: Comment = "seed \(seed), \(delivery)"
    expectRight(delivery, batches, server, comment)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func anOutageDoesNotHideTheFaultyOnes(seed: UInt64) {
    let batches = batches(1_000)
    var server = SimulatedServer(poison: poison(.serverError, spread(5, 1_000, seed: seed)))
    server.isWell = { time, random in time > 780 && (time > 1080 || random > 0.5) }
    let delivery = SimulatedDelivery(batches, server, seed: seed)
    let comment: Comment = "seed \(seed), \(delivery)"
    expectRight(delivery, batches, server, comment)
  }
}
