import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// 005930 of 2018: 2,650,000 on 27 April, no trading from 30 April to 3 May, and 53,000 as base of
/// 4 May, the day of the split by 50 (1 May is a holiday).
enum Split2018 {
    static let before = CalendarDate(2018, 4, 27)
    static let day = CalendarDate(2018, 5, 4)
    static let symbol = SymbolIndex(0)

    static var samsung: Instrument {
        var instrument = Sample.samsung
        instrument.basePrice = Price(2_600_000)
        instrument.history = InstrumentHistory(
            actions: [CorporateAction(kind: .split, factor: Ratio(50), day: day)])
        return instrument
    }

    static func ticks(_ after: [(String, Int64)]) -> [Tick] {
        [
            .print(before.at("09:00:05"), 2_640_000), .print(before.at("10:00:01"), 2_640_000),
            .print(before.at("15:30:10"), 2_650_000),
        ] + after.map { .print(day.at($0.0), $0.1, 10_000) }
    }

    static func run(
        _ puppet: Puppet, instrument: Instrument = samsung, _ after: [(String, Int64)],
        cash: Int64 = 30_000_000
    ) -> FinishedRun {
        var engine = EngineConfiguration.sample(
            [puppet], instruments: [instrument], cash: cash, start: before.midnight)
        engine.limits.maxPortfolioExposure = Rate(parts: 1_000_000_000)
        return FinishedRun(.sample(engine), ticks: ticks(after))
    }
}

@Suite("A split by 50 (krx-market.md §3.3, §8)")
struct SplitTests {
    let symbol = Split2018.symbol
    let before = Split2018.before
    let day = Split2018.day

    func buying(_ exits: ProtectiveExits? = nil) -> Puppet {
        Puppet([
            (before.at("10:00"), { $0.buy(SymbolIndex(0), quantity: Shares(3), exits: exits) })
        ])
    }

    @Test("shares become fifty, their cost stays, and equity goes on without a step")
    func equity() {
        let run = Split2018.run(buying(), [("09:00:05", 53_000), ("15:30:10", 51_900)])
        #expect(run.positions[0].quantity == Shares(150))
        #expect(run.positions[0].cost == Won(7_920_000))
        #expect(run.held.first?.quantity == Shares(150) && run.held.first?.cost == Won(7_920_000))
        // 27 April: 3 × (2,650,000 − 2,640,000); 4 May: 150 × (51,900 − 53,000).
        #expect(run.result.days.first?.profit == Won(30_000))
        #expect(run.result.days.last?.profit == Won(-165_000))
        #expect(run.result.days.map(\.holdings).dropLast().allSatisfy { $0 == Won(7_950_000) })
        #expect(run.account.deepestFall == Won(165_000), "The split itself is no fall")
        #expect(
            run.sink.lines.filter { $0.hasPrefix("split") }
                == ["split 3 to 150", "split 3 to 150 of 0"])
        #expect(run.result.corporateActions.map(\.mark) == [Price(53_000)])
        #expect(run.result.engineCounts.fractionsLost == 0)
    }

    @Test("limits follow from the base known before the opening auction, at both sides")
    func band() {
        func sell(_ context: inout StrategyContext, at limit: Int64) {
            context.sell(
                SymbolIndex(0), quantity: Shares(50), limit: Price(limit), timeInForce: .nextOpen)
        }
        let script: [(at: Moment, act: Puppet.Act)] = [
            (before.at("10:00"), { $0.buy(SymbolIndex(0), quantity: Shares(3)) }),
            // The band is 53,000 ± 15,900: 37,100…68,900.
            (
                day.at("08:40"),
                { sell(&$0, at: 69_000) }
            ),
            (
                day.at("08:41"),
                { sell(&$0, at: 68_900) }
            ),
            (
                day.at("08:42"),
                { sell(&$0, at: 37_100) }
            ),
        ]
        let run = Split2018.run(Puppet(script), [("09:00:05", 53_000), ("09:01", 53_100)])
        #expect(
            run.sink.lines.contains(
                "refused PRICE_OUTSIDE_BAND price=69000 lower=37100 upper=68900"))
        #expect(run.result.rejections.isEmpty)
        #expect(run.positions[0].quantity == Shares(100), "37,100 sold in the opening cross")
        #expect(run.account.grossProfit == Won(50 * 53_000 - 2_640_000))
    }

    @Test("stop, target and trailing level are prices of the new shares and cover all of them")
    func exits() throws {
        let exits = ProtectiveExits(
            stop: .price(Price(2_500_025)), target: .price(Price(2_900_001)),
            trailing: Rate(parts: 100_000_000))
        let run = Split2018.run(
            buying(exits),
            [("09:00:05", 53_000), ("09:30", 50_100), ("09:31", 50_000), ("09:32", 50_000)])
        let adjusted = run.sink.records.compactMap { record -> ArmedExit? in
            if case .exit(let exit) = record, exit.event == .adjusted { return exit.exit }
            return nil
        }
        let exit = try #require(adjusted.first)
        #expect(exit.quantity == Shares(150) && exit.cost == Won(7_920_000))
        // The levels lie on the grid when armed, in steps of 1,000: 2,500,000 and 2,901,000.
        // Divided by 50 they are 50,000 and 58,020, which is 58,100 on the grid of the new shares,
        // in steps of 100. The highest price was 2,650,000: 2,385,000 ÷ 50 = 47,700.
        #expect(exit.stop == Price(50_000) && exit.target == Price(58_100))
        #expect(exit.trailingStop == Price(47_700))
        #expect(run.sink.lines.contains("exit hit STOP 150"))
        #expect(run.positions[0].quantity == .zero)
        #expect(run.sink.trades.map(\.net) == [Won(150 * 50_000 - 7_920_000)])
    }

    @Test("a signal held for the auction asks for the new shares at prices of new shares")
    func held() {
        let puppet = Puppet([
            (
                before.at("15:40"),
                {
                    $0.buy(
                        SymbolIndex(0), quantity: Shares(2), limit: Price(2_655_000),
                        timeInForce: .nextOpen)
                }
            )
        ])
        var instrument = Split2018.samsung
        instrument.history?.actions[0].day = CalendarDate(2018, 4, 30)
        var engine = EngineConfiguration.sample(
            [puppet], instruments: [instrument], cash: 30_000_000, start: before.midnight)
        engine.limits.maxPortfolioExposure = Rate(parts: 1_000_000_000)
        let ticks: [Tick] = [
            .print(before.at("15:30:10"), 2_650_000),
            .print(CalendarDate(2018, 4, 30).at("09:00:05"), 53_000, 10_000),
        ]
        let run = FinishedRun(.sample(engine), ticks: ticks)
        #expect(run.sink.lines.contains("order 1 buy 100 @ 53100"))
        #expect(run.positions[0].quantity == Shares(100))
    }

    @Test("a window shows the history of the new shares, while the run's last price is raw")
    func window() {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = .candles(.d1, window: 5)
        puppet.onAdjusted = { symbol, action, context in
            let window = context.candles(symbol, .d1)
            notebook.write("\(action.shareFactor) \(window[fromEnd: 0].close) \(window[0].volume)")
            notebook.write("\(context.now) \(context.lastPrice(symbol) ?? Price(1))")
        }
        _ = Split2018.run(puppet, [("09:00:05", 53_000)])
        #expect(
            notebook.lines == ["50 53000 15000", "2018-05-04T00:00:00+09:00 53000"])
    }

    @Test("the series that results are compared with goes on without a step too")
    func benchmark() {
        let engine = EngineConfiguration.sample(
            [], instruments: [Split2018.samsung], start: before.midnight)
        var configuration = BacktestConfiguration.sample(engine)
        configuration.benchmark = symbol
        let run = FinishedRun(configuration, ticks: Split2018.ticks([("09:00:05", 53_000)]))
        #expect(run.result.benchmark?.first == Price(2_600_000))
        #expect(run.result.benchmark?.last == Price(2_650_000))
    }

    @Test("the day's fact goes before the close times the factor")
    func fact() {
        var instrument = Split2018.samsung
        instrument.history?.basePrices = [Dated(day, Price(53_500))]
        let run = Split2018.run(buying(), instrument: instrument, [("09:00:05", 53_000)])
        #expect(run.result.corporateActions.map(\.mark) == [Price(53_500)])
    }
}
