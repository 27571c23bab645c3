import KraderChecks
import KraderModel
import KraderVenue
import Support
import Testing

@testable import KraderBacktest
@testable import KraderEngine

/// Runs whose engine breaks an invariant. It does not do so by itself: the checks are told that
/// less is allowed than the engine was.
@Suite("A run that breaks an invariant")
struct BrokenInvariantTests {
    /// Buys a share each minute from 10:00 on, six times, over a way of 50 ms.
    private static func run(
        _ forbid: (inout EngineConfiguration) -> Void
    ) -> (result: RunResult, sink: MemorySink, bought: Shares) {
        let times = (0..<6).map { Sample.tuesday.at("10:00") + .minutes($0) }
        let engine = EngineConfiguration.sample([
            Puppet(times.map { ($0, { $0.buy(SymbolIndex(0), quantity: Shares(1)) }) })
        ])
        let ticks = (0..<600).map {
            Tick.print(Sample.tuesday.at("09:59") + .seconds($0), 70_000)
        }
        let sink = MemorySink()
        var backtest = Backtest(
            .sample(engine, latency: .shipped),
            ticks: BatchedTicks(ticks, size: 100), sink: sink)
        var stricter = engine
        forbid(&stricter)
        backtest.checks = InvariantChecks(stricter, isThorough: false)
        // The day has begun already.
        var out = OutputBuffer()
        let begin = DayBeginRecord(at: engine.start, day: Sample.tuesday)
        out.records.append(.dayBegin(begin))
        backtest.checks.check(&out, setAside: 0, at: engine.start)
        backtest.run()
        let result = backtest.finish()
        let bought = backtest.venue.positions().first?.quantity ?? .zero
        return (result, sink, bought)
    }

    @Test("stops: nothing of the step leaves, the kill switch engages, the result says why")
    func stops() {
        let run = BrokenInvariantTests.run { $0.limits.maxTradesPerDay = 2 }
        #expect(run.result.breach?.clause == .tradesLimitHolds)
        #expect(run.result.breach?.invariant == 18)
        #expect(run.result.breach?.at == Sample.tuesday.at("10:02"))
        #expect(run.bought == Shares(2), "The third order never reached the broker")
        let incidents = run.result.incidents
        #expect(incidents.map(\.kind).prefix(2) == [.invariantBroken, .killSwitchEngaged])
        #expect(incidents.first { $0.kind == .killSwitchEngaged }?.cause == .critical)
        #expect(run.result.refusals[Refusal.killSwitchEngaged.kind] == 3)
    }

    @Test("goes on to its end all the same, and says the first breach only")
    func goesOn() {
        let run = BrokenInvariantTests.run {
            $0.limits.maxTradesPerDay = 0
            $0.limits.maxPositionSize = Shares(0)
        }
        #expect(run.result.isComplete)
        #expect(run.result.incidents.count { $0.kind == .invariantBroken } == 1)
        #expect(run.result.breach?.clause == .positionLimitHolds)
        #expect(run.bought == .zero)
    }

    @Test("is none where nothing is forbidden")
    func sound() {
        let run = BrokenInvariantTests.run { _ in }
        #expect(run.result.breach == nil)
        #expect(run.result.incidents.isEmpty)
        #expect(run.bought == Shares(6))
    }
}
