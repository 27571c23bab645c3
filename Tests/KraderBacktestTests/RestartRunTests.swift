import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// A store whose commits fail now and then, before anything is kept.
private final class TroubledStore: RecordStore {
    struct Trouble: Error {}

    private let kept = MemoryRecordStore()
    private var generator: SeededGenerator
    private let rarity: UInt64
    private(set) var troubles = 0
    private var isTroubled = false

    init(seed: UInt64, rarity: UInt64) {
        generator = SeededGenerator(seed: seed, stream: "troubled store")
        self.rarity = rarity
    }

    func commit(_ output: inout OutputBuffer) throws {
        // Two failures in a row would end the run, which another test wants.
        if !isTroubled, generator.next(below: rarity) == 0 {
            isTroubled = true
            troubles += 1
            throw Trouble()
        }
        isTroubled = false
        try kept.commit(&output)
    }

    func records() throws -> [Record] { try kept.records() }
    func markKill(_ cause: StopCause?) throws { try kept.markKill(cause) }
    func killMark() throws -> StopCause? { try kept.killMark() }
}

/// A store that never keeps anything from some commit on.
private final class FullStore: RecordStore {
    private let kept = MemoryRecordStore()
    private var room = 50

    func commit(_ output: inout OutputBuffer) throws {
        room -= 1
        if room < 0 { throw TroubledStore.Trouble() }
        try kept.commit(&output)
    }

    func records() throws -> [Record] { try kept.records() }
    func markKill(_ cause: StopCause?) throws { try kept.markKill(cause) }
    func killMark() throws -> StopCause? { try kept.killMark() }
}

/// A store that loses the input in which the kill switch engages: its records can't be kept, and
/// whoever starts from it later knows of it by the mark alone.
private final class KillLosingStore: RecordStore {
    private let kept = MemoryRecordStore()
    private(set) var refusals = 0

    func commit(_ output: inout OutputBuffer) throws {
        for index in 0..<output.records.incidents.count
        where output.records.incidents[index].kind == .killSwitchEngaged && refusals < 1 {
            refusals += 1
            throw TroubledStore.Trouble()
        }
        try kept.commit(&output)
    }

    func records() throws -> [Record] { try kept.records() }
    func markKill(_ cause: StopCause?) throws { try kept.markKill(cause) }
    func killMark() throws -> StopCause? { try kept.killMark() }
}

@Suite("A run whose engine ends and begins again comes to the same")
struct RestartRunTests {
    private static func configuration(_ seed: UInt64) -> (BacktestConfiguration, [Tick]) {
        var (configuration, ticks) = randomRunWithActions(seed)
        ticks = ticks.enumerated().filter { $0.offset % 8 == 0 }.map(\.element)
        configuration.engine.strategies = [
            StrategyInstance(id: "a", box: .hosting(HashedTrader(seed: seed, rarity: 3)))
        ]
        configuration.engine.pacing = PacingProfile.allCases[Int(seed % 3)]
        return (configuration, ticks)
    }

    /// The facts that a run came to: fills with what was held and paid after each.
    private static func facts(_ records: [Record]) -> [String] {
        records.compactMap { record in
            guard case .fill(let fill) = record else { return nil }
            return "\(fill.at) \(fill.order.serial) \(fill.execution) \(fill.positionAfter) "
                + "\(fill.cashAfter)"
        }
    }

    @Test(
        "with a store that fails now and then every order is sent once and every fill booked once",
        arguments: 0..<6 as Range<UInt64>)
    func troubled(seed: UInt64) throws {
        let (plain, ticks) = RestartRunTests.configuration(seed)
        let whole = FinishedRun(plain, ticks: ticks)
        var (configuration, _) = RestartRunTests.configuration(seed)
        let store = TroubledStore(seed: seed, rarity: 100)
        configuration.store = store
        let run = FinishedRun(configuration, ticks: ticks)
        #expect(store.troubles > 3, "A store without trouble proves nothing")
        #expect(run.result.isComplete == true)
        #expect(
            RestartRunTests.facts(run.sink.records) == RestartRunTests.facts(whole.sink.records))
        #expect(run.result.fills > 100)
        #expect(run.account.cash == whole.account.cash)
        #expect(run.positions.map(\.quantity) == whole.positions.map(\.quantity))
        #expect(run.balance.cash == run.account.cash)
        // What the store has is what was told.
        #expect(try store.records() == run.sink.records)
    }

    @Test("K13: a store that keeps nothing any more ends the run, which says why")
    func full() {
        let (plain, ticks) = RestartRunTests.configuration(1)
        var configuration = plain
        configuration.store = FullStore()
        let sink = MemorySink()
        var backtest = Backtest(configuration, ticks: BatchedTicks(ticks, size: 1_000), sink: sink)
        backtest.run()
        let (fault, isComplete) = (backtest.storeFault, backtest.isComplete)
        #expect(fault == "Trouble()")
        #expect(!isComplete)
        #expect(sink.records.count > 50)
    }

    @Test("K13: a kill that the records could not keep is known by its mark, and told once")
    func killMark() throws {
        var (configuration, ticks) = Self.configuration(3)
        let store = KillLosingStore()
        configuration.store = store
        configuration.commands = [(ticks[ticks.count / 2].time, .engage(.critical))]
        let run = FinishedRun(configuration, ticks: ticks)
        let kills = try store.records().compactMap { record -> StopCause? in
            guard case .incident(let incident) = record,
                incident.kind == .killSwitchEngaged
            else { return nil }
            return incident.cause
        }
        #expect(store.refusals == 1)
        #expect(kills == [.critical])
        #expect(try store.killMark() == .critical, "Nobody has armed it again")
        #expect(run.result.incidents.contains { $0.kind == .killSwitchEngaged })
    }

    @Test("K13: a kill in a restart's own records that could not be kept is known by its mark too")
    func killMarkOfRestart() throws {
        var day = ScriptedDay([
            .at("09:02:00", .process(.crash(restartAfter: .minutes(1)))),
            .at("09:02:30", .way(.revokeToken, lasting: nil)),
        ])
        let store = KillLosingStore()
        day.store = store
        let run = day.run()
        #expect(store.refusals == 1)
        #expect(run.incidents(.killSwitchEngaged) == [ScriptedDay.at("09:03:00")])
        #expect(try store.killMark() == .critical)
        #expect(run.result.markFault == nil && run.result.storeFault == nil)
    }

    @Test("a store in memory keeps what every store promises")
    func conformance() throws {
        let store = MemoryRecordStore()
        #expect(try RecordStoreConformance.breach(of: store, reopened: { store }) == nil)
    }

    @Test("the conformance tests see a store that loses, doubles or reorders")
    func breaches() throws {
        final class Odd: RecordStore {
            let kept = MemoryRecordStore()
            let change: ([Record]) -> [Record]
            init(_ change: @escaping ([Record]) -> [Record]) { self.change = change }
            func commit(_ output: inout OutputBuffer) throws { try kept.commit(&output) }
            func records() throws -> [Record] { change(try kept.records()) }
            func markKill(_ cause: StopCause?) throws { try kept.markKill(cause) }
            func killMark() throws -> StopCause? { try kept.killMark() }
        }
        let changes: [([Record]) -> [Record]] = [
            { $0.dropLast() }, { $0 + $0.suffix(1) }, { $0.reversed() }, { $0.dropFirst() + [] },
        ]
        for change in changes {
            let store = Odd(change)
            #expect(try RecordStoreConformance.breach(of: store, reopened: { store }) != nil)
        }
    }
}
