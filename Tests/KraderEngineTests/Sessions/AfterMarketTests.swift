import KraderEngine
import KraderModel
import Support
import Testing

@Suite("KRX's after-market (krx-market.md §1.2)")
struct AfterMarketTests {
    static let tuesday = CalendarDate(2026, 10, 6)
    static let wednesday = CalendarDate(2026, 10, 7)
    static let thursday = CalendarDate(2026, 10, 8)

    func bench(
        _ notebook: Notebook = Notebook(), optIn: Bool,
        instruments: [Instrument] = [Sample.samsung, Sample.kakao],
        acts: [(at: Moment, act: Puppet.Act)] = []
    ) -> EngineBench {
        var puppet = Puppet(acts)
        puppet.subscriptions = Subscriptions.candles(.m60).adding(.d1)
        puppet.subscriptions.ticks = true
        puppet.onTick = { tick, _ in notebook.write("tick \(tick.price)") }
        puppet.onCandle = { candle, timeframe, _ in
            notebook.write("\(timeframe) close \(candle.close)")
        }
        var configuration = EngineConfiguration.sample(
            [puppet], instruments: instruments,
            holdings: [.init(symbol: SymbolIndex(0), quantity: Shares(10), cost: Won(700_000))],
            start: AfterMarketTests.tuesday.midnight)
        configuration.usesAfterMarket = optIn
        let bench = EngineBench(configuration)
        bench.day = AfterMarketTests.tuesday
        return bench
    }

    @Test("without its setting prints of the after-market are excluded and counted")
    func excluded() {
        let notebook = Notebook()
        let bench = bench(notebook, optIn: false)
        bench.print("15:30:05", 71_000)
        bench.print("16:30", 72_000)
        bench.wait("20:00")
        #expect(notebook.read() == ["tick 71000", "60m close 71000", "1d close 71000"])
        #expect(bench.engine.symbolState(SymbolIndex(0)).last == Price(71_000))
        #expect(bench.engine.counts.printsOutOfScope == 1)
    }

    @Test("with it they are the last price and the mark and reach hooks, and make no candle")
    func included() {
        let notebook = Notebook()
        let bench = bench(notebook, optIn: true)
        bench.print("15:30:05", 71_000)
        #expect(
            bench.print("15:45", 71_000) == [
                "day 2026-10-06 cash 10000000 holdings 710000 profit 10000"
            ])
        #expect(bench.engine.counts.printsOutOfScope == 1, "At the close, traded after it")
        bench.print("16:00", 72_000)
        bench.print("19:59:59", 72_500)
        bench.print("20:00", 73_000)
        #expect(bench.engine.counts.printsOutOfScope == 2)
        #expect(
            notebook.read() == [
                "tick 71000", "60m close 71000", "1d close 71000", "tick 72000", "tick 72500",
            ])
        let state = bench.engine.symbolState(SymbolIndex(0))
        #expect(state.last == Price(72_500) && state.officialClose == Price(71_000))
        #expect(bench.engine.account.holdings == Won(725_000))
        #expect(bench.engine.account.profitToday == Won(15_000), "Since the official close")
    }

    @Test("the next base price is the official close, also after a day without a trade")
    func base() {
        let bench = bench(optIn: true)
        bench.print("15:30:05", 71_000)
        bench.print("16:30", 80_000)
        bench.day = AfterMarketTests.wednesday
        bench.wait("10:00")
        #expect(bench.engine.symbolState(SymbolIndex(0)).base == Price(71_000))
        #expect(bench.engine.symbolState(SymbolIndex(0)).last == Price(80_000))
        bench.print("16:30", 81_000)
        bench.day = AfterMarketTests.thursday
        bench.wait("10:00")
        #expect(bench.engine.symbolState(SymbolIndex(0)).base == Price(71_000), "Nothing traded")
        bench.print("10:01", 72_000)
        #expect(bench.engine.symbolState(SymbolIndex(0)).officialClose == Price(72_000))
    }

    @Test("funds have no after-market, and prints of another venue are another venue's")
    func notEligible() {
        let bench = bench(optIn: true, instruments: [Sample.fund])
        bench.print("16:30", 5_100)
        #expect(bench.engine.counts.printsOutOfScope == 1)
        let other = self.bench(optIn: true)
        other.print("16:30", 72_000, scope: .other)
        #expect(other.engine.counts.printsOutOfScope == 1)
    }

    @Test("an order at 16:30 leaves with the setting and is refused without it")
    func orders() {
        let act: (at: Moment, act: Puppet.Act) = (
            AfterMarketTests.tuesday.at("16:30"),
            { context in
                context.sell(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000))
                context.sell(SymbolIndex(0), quantity: Shares(1), leg: 1)
            }
        )
        func answers(_ optIn: Bool) -> [String] {
            let bench = bench(optIn: optIn, acts: [act])
            bench.print("15:30:05", 70_000)
            return bench.wait("16:30").filter { !$0.hasPrefix("day") }
        }
        #expect(
            answers(true) == [
                "order 1 sell 1 @ 70000", "1 sent", "refused WRONG_PHASE",
                "→ 1 new sell 1 @ 70000",
            ])
        #expect(
            answers(false) == ["refused OUTSIDE_TRADING_HOURS", "refused OUTSIDE_TRADING_HOURS"])
    }
}
