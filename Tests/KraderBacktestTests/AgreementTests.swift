import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// Settings drawn from a seed: fill model, latencies, pacing; two traders, three boards, the days
/// around a change of the tax.
func randomRun(_ seed: UInt64, perDay: Int = 1_200) -> (BacktestConfiguration, [Tick]) {
    let days = [
        CalendarDate(2025, 12, 24), CalendarDate(2025, 12, 26), CalendarDate(2025, 12, 29),
        CalendarDate(2025, 12, 30), CalendarDate(2026, 1, 2),
    ]
    let instruments = [Sample.samsung, Sample.kakao, Sample.fund]
    var engine = EngineConfiguration.sample(
        [], instruments: instruments, cash: 300_000_000,
        holdings: [.init(symbol: SymbolIndex(1), quantity: Shares(37), cost: Won(741_003))],
        costs: .kiwoom, start: days[0].midnight)
    engine.strategies = [
        StrategyInstance(
            id: "a", box: .hosting(RandomTrader(seed: seed, rarity: seed % 4 == 3 ? 12 : 1))),
        StrategyInstance(
            id: "b",
            box: .hosting(RandomTrader(seed: seed + 1_000, rarity: 4, usesExits: seed % 3 == 0))),
    ]
    engine.limits.maxTradesPerDay = .max
    engine.limits.dailyLossLimit = Won(100_000_000)
    engine.pacing = seed % 4 == 3 ? .live : .ideal
    engine.closeDelay = .milliseconds(200)
    let uniform = VenueConfiguration.Delay.uniform(
        from: .milliseconds(1), to: .milliseconds(200))
    let latencies: [VenueConfiguration.Latency] = [
        .none, .shipped,
        .init(data: uniform, order: uniform, reply: uniform, push: uniform),
        .init(data: .none, order: uniform, reply: .constant(.seconds(2)), push: .none),
        .init(data: .none, order: .none, reply: uniform, push: uniform),
    ]
    let configuration = BacktestConfiguration.sample(
        engine, fills: FillModel.allCases[Int(seed) % 3], latency: latencies[Int(seed) % 5],
        seed: seed)
    let ticks = RandomMarket.ticks(
        seed: seed, days: days, instruments: instruments, perDay: perDay,
        sharesTimes: seed % 2 == 0)
    return (configuration, ticks)
}

@Suite("Engine, venue and a naive ledger")
struct LedgerAgreementTests {
    @Test(
        "agree to the won over random orders of every kind, at rest and at every day's end",
        arguments: Proof.range(4, long: 12))
    func agree(seed: UInt64) {
        let (configuration, ticks) = randomRun(seed, perDay: 5_200)
        let run = PlainRun(configuration, ticks: ticks)
        #expect(run.differences == [])
        #expect(run.ledger.differences == [])
        #expect(run.comparisons > 100, "Runs that are never at rest compare nothing")
        #expect(run.ledger.fills > 300, "Runs without fills compare nothing")
        #expect(run.engine.counts.pushesQuarantined == 0 && run.engine.unexplainedPushes == 0)
        #expect(run.engine.liveOrderCount == 0)
        // Twelve runs, as `.ci/soak long` plays them, send a hundred thousand orders together; the
        // paced ones fewer.
        #expect(
            run.ordersSent >= (seed % 4 == 3 ? 2_400 : 10_400), "seed \(seed): \(run.ordersSent)")
    }

    @Test(
        "a plain loop gives the backtest's digest, and so do its recorded inputs alone",
        arguments: 0..<8 as Range<UInt64>)
    func parity(seed: UInt64) {
        let (first, ticks) = randomRun(seed, perDay: 300)
        let plain = PlainRun(first, ticks: ticks)
        let (second, _) = randomRun(seed, perDay: 300)
        let run = FinishedRun(second, ticks: ticks)
        #expect(run.result.digest == plain.digest)
        #expect(run.sink.lines == plain.records.compactMap(words))

        let (third, _) = randomRun(seed, perDay: 300)
        var engine = Engine(third.engine)
        var out = OutputBuffer()
        var records: [String] = []
        func read() {
            for index in 0..<out.records.count {
                if let line = words(out.records[index]) { records.append(line) }
            }
            out.removeAll()
        }
        engine.start(into: &out)
        read()
        for (at, input) in plain.inputs {
            engine.step(input, at: at, into: &out)
            read()
        }
        let digest = engine.finish(into: &out)
        read()
        #expect(digest == plain.digest)
        #expect(records == plain.records.compactMap(words))
    }
}
