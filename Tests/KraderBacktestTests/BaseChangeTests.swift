import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// What is held over a change of base that no obeyed action explains (semantics.md §6).
@Suite("Holdings across a change of base")
struct BaseChangeTests {
    private static let symbol = SymbolIndex(0)
    private static let holding = OpeningAccount.Holding(
        symbol: symbol, quantity: Shares(10), cost: Won(700_000))

    /// Held from before: closes at 70,000 on Tuesday and prints once on Wednesday.
    private func run(
        _ history: InstrumentHistory? = nil, next price: Int64,
        holdings: [OpeningAccount.Holding] = [BaseChangeTests.holding], isStrict: Bool = false
    ) -> FinishedRun {
        var instrument = Sample.samsung
        instrument.history = history
        let engine = EngineConfiguration.sample(instruments: [instrument], holdings: holdings)
        var configuration = BacktestConfiguration.sample(engine)
        configuration.isStrict = isStrict
        return FinishedRun(
            configuration,
            ticks: [
                .print(Sample.tuesday.at("09:00:05"), 70_000),
                .print(Sample.tuesday.at("15:30:10"), 70_000),
                .print(Sample.wednesday.at("09:00:05"), price),
                .print(Sample.thursday.at("09:00:05"), price),
            ])
    }

    private func told(_ run: FinishedRun) -> [String] {
        run.result.incidents.map {
            "\($0.kind.code) \(CalendarDate($0.at)) \($0.prices?.before.won ?? 0) "
                + "\($0.prices?.after.won ?? 0)"
        }
    }

    private func stating(_ base: Int64) -> InstrumentHistory {
        InstrumentHistory(basePrices: [Dated(Sample.wednesday, Price(base))])
    }

    private func obeying(_ factor: Ratio, kind: CorporateAction.Kind = .bonus)
        -> InstrumentHistory
    {
        InstrumentHistory(
            actions: [CorporateAction(kind: kind, factor: factor, day: Sample.wednesday)])
    }

    @Test("a stated base of a quarter is told once, with both prices")
    func stated() {
        let run = run(stating(17_500), next: 17_600)
        #expect(told(run) == ["BASE_CHANGED 2026-03-04 70000 17500"])
    }

    @Test(
        "one step between close and stated base is rounding, two are not",
        arguments: [(70_000, 0), (70_100, 0), (69_900, 0), (70_200, 1), (69_800, 1)])
    func oneStep(base: Int, count: Int) {
        let run = run(stating(Int64(base)), next: Int64(base))
        #expect(run.result.incidents.count == count)
    }

    @Test(
        "§3.2 without a stated base a first price beyond the limits of the close is told",
        arguments: [(49_000, 0), (91_000, 0), (48_900, 1), (91_100, 1), (17_500, 1)])
    func limits(price: Int, count: Int) {
        let told = told(run(next: Int64(price)))
        #expect(
            told == (count == 0 ? [] : ["BASE_CHANGED 2026-03-04 70000 \(price)"]))
    }

    @Test(
        "listed shares by a fifth more: told where the price moved by the inverse, within 5 points",
        // 1 ÷ 1.2 is 83.3 %: 61,800 is 88.3 %, 61,900 is 88.4 %, 54,600 is 78 %.
        arguments: [(61_800, 1), (61_900, 0), (54_600, 0), (58_300, 1), (70_000, 0)])
    func shares(price: Int, count: Int) {
        let history = InstrumentHistory(listedShares: [
            Dated(Sample.tuesday, Shares(1_000_000)), Dated(Sample.wednesday, Shares(1_200_000)),
        ])
        #expect(run(history, next: Int64(price)).result.incidents.count == count)
    }

    @Test("listed shares by a twentieth more are no change of 5 %")
    func fewShares() {
        let history = InstrumentHistory(listedShares: [
            Dated(Sample.tuesday, Shares(1_000_000)), Dated(Sample.wednesday, Shares(1_050_000)),
        ])
        #expect(run(history, next: 66_700).result.incidents.isEmpty)
    }

    @Test("an obeyed action is no incident, and what is held follows it")
    func obeyed() {
        let run = run(obeying(Ratio(4)), next: 17_600)
        #expect(told(run) == [])
        #expect(run.positions[0].quantity == Shares(40))
    }

    @Test("an obeyed action and prices that are adjusted already is one")
    func adjustedAlready() {
        #expect(
            told(run(obeying(Ratio(4)), next: 70_300))
                == ["ACTION_AGAINST_PRICES 2026-03-04 70000 70300"])
    }

    @Test("§3.3 after a reduction the opening auction finds the base: no incident")
    func reduction() {
        // Ten into one: expected 700,000; the auction may open at half or double of it.
        #expect(told(run(obeying(Ratio(1, 10), kind: .reverseSplit), next: 1_300_000)) == [])
    }

    @Test("what isn't held changes nothing")
    func notHeld() {
        #expect(told(run(stating(17_500), next: 17_600, holdings: [])) == [])
        #expect(told(run(next: 17_600, holdings: [])) == [])
    }

    @Test("candles as data are looked at by their first open")
    func candles() throws {
        let engine = EngineConfiguration.sample(
            instruments: [Sample.samsung], holdings: [BaseChangeTests.holding])
        let candles = [Sample.tuesday, Sample.wednesday].enumerated().map { place, day in
            let price: Int64 = place == 0 ? 70_000 : 17_500
            let candle = Candle(
                day.at("09:00"), day.at("15:30:30"), price, price, price, price)
            return CandleEvent(symbol: SymbolIndex(0), timeframe: .d1, candle: candle)
        }
        let run = FinishedRun(.sample(engine), candles: try CandleArray(candles))
        #expect(told(run) == ["BASE_CHANGED 2026-03-04 70000 17500"])
    }

    @Test("a strict run ends there, one that isn't goes on")
    func strict() {
        let ended = run(stating(17_500), next: 17_600, isStrict: true)
        #expect(!ended.result.isComplete)
        #expect(ended.result.days.map(\.day) == [Sample.tuesday])
        let whole = run(stating(17_500), next: 17_600)
        #expect(whole.result.isComplete && whole.result.days.count == 3)
        let quiet = run(stating(70_000), next: 70_000, isStrict: true)
        #expect(quiet.result.isComplete && quiet.result.days.count == 3)
    }
}
