import KraderEngine
import KraderModel
import Support
import Testing

@Suite("The order of events inside the engine")
struct OrderOfEventsTests {
    let day = Sample.tuesday

    /// Notes candles and ticks with what it can see of the other symbol's candles.
    func observer(_ name: String, _ notebook: Notebook, _ timeframes: Timeframe...) -> Puppet {
        var puppet = Puppet()
        for timeframe in timeframes {
            puppet.subscriptions = puppet.subscriptions.adding(timeframe, window: 5)
        }
        puppet.subscriptions.ticks = true
        puppet.onCandle = { candle, timeframe, context in
            let seen = (0..<2).map { symbol in
                let window = context.candles(SymbolIndex(symbol), timeframe)
                return window.isEmpty ? "-" : "\(window[fromEnd: 0].close)"
            }
            notebook.write(
                "\(name) \(context.symbol.value) \(timeframe) "
                    + "\(TimeOfDay(context.now)) sees \(seen.joined(separator: " "))")
        }
        puppet.onTick = { tick, _ in notebook.write("\(name) tick \(tick.price)") }
        return puppet
    }

    @Test(
        "all candles close before any hook; hooks by strategy, symbol, timeframe; then the tick"
    )
    func candlesFirst() {
        let notebook = Notebook()
        let bench = EngineBench(
            .sample([
                observer("a", notebook, .m1, .m5), observer("b", notebook, .m5, .m1),
            ]))
        bench.print("09:04:30", 70_000)
        bench.print("09:04:31", 20_000, symbol: 1)
        _ = notebook.read()
        // There is no clock step in between: the print itself makes due what is due.
        bench.step(.tick(.print(day.at("09:05"), 70_100)), day.at("09:05"))
        #expect(
            notebook.read() == [
                "a 0 1m 09:05:00 sees 70000 20000", "a 0 5m 09:05:00 sees 70000 20000",
                "a 1 1m 09:05:00 sees 70000 20000", "a 1 5m 09:05:00 sees 70000 20000",
                "b 0 1m 09:05:00 sees 70000 20000", "b 0 5m 09:05:00 sees 70000 20000",
                "b 1 1m 09:05:00 sees 70000 20000", "b 1 5m 09:05:00 sees 70000 20000",
                "a tick 70100", "b tick 70100",
            ])
    }

    @Test("a driver that skips several closes gets the hooks of each")
    func skipped() {
        let notebook = Notebook()
        let bench = EngineBench(.sample([observer("a", notebook, .m1)]))
        bench.step(.tick(.print(day.at("09:00:30"), 70_000)), day.at("09:00:30"))
        // The second minute waits for its turn: its prints arrive before the first has closed.
        bench.step(.tick(.print(day.at("09:01:30"), 70_100)), day.at("09:01:30"))
        bench.step(.clock, day.at("09:10"))
        #expect(
            notebook.read() == [
                "a tick 70000", "a 0 1m 09:01:30 sees 70000 -", "a tick 70100",
                "a 0 1m 09:10:00 sees 70100 -",
            ])
    }

    @Test(
        "candles as data of one moment are all taken before any hook, coarser ones closed with them"
    )
    func dataCandles() {
        let notebook = Notebook()
        let bench = EngineBench(.sample([observer("a", notebook, .m1, .m5)]))
        for minute in 0..<5 {
            let start = day.at("09:00") + .minutes(Int64(minute))
            for symbol in 0..<2 {
                bench.step(
                    .candle(
                        Candle(start, start + .minutes(1), 100, 110, 90, 100 + Int64(minute)), .m1,
                        SymbolIndex(symbol)), start + .minutes(1))
            }
            if minute == 4 { _ = notebook.read() }
            bench.wait(until: start + .minutes(1))
        }
        #expect(
            notebook.read() == [
                "a 0 1m 09:05:00 sees 104 104", "a 0 5m 09:05:00 sees 104 104",
                "a 1 1m 09:05:00 sees 104 104", "a 1 5m 09:05:00 sees 104 104",
            ])
        bench.wait("09:20")
        #expect(notebook.read() == [], "Each candle closes once")
    }

    @Test("candles as data outside the session are counted and change nothing")
    func dataOutside() {
        let notebook = Notebook()
        let bench = EngineBench(.sample([observer("a", notebook, .m1)]))
        bench.candle(Candle(day.at("08:00"), day.at("08:01"), 1, 1, 1, 1), .m1)
        bench.candle(Candle(day.at("16:00"), day.at("16:01"), 1, 1, 1, 1), .m1)
        bench.print("16:02", 1)
        bench.print("10:02", 1, arrives: "16:03", scope: .other)
        #expect(notebook.read() == [])
        #expect(bench.engine.symbolState(SymbolIndex(0)).last == nil)
        #expect(bench.engine.counts.printsOutOfScope == 4)
    }

    @Test("timers run after the prints of their moment, by moment, then strategy")
    func timers() {
        let notebook = Notebook()
        func waker(_ name: String, _ times: [String]) -> Puppet {
            var puppet = Puppet()
            puppet.subscriptions.ticks = true
            puppet.onStart = { context in
                for time in times { context.wake(at: Sample.tuesday.at(time)) }
            }
            puppet.onTimer = { notebook.write("\(name) \(TimeOfDay($0.now))") }
            puppet.onTick = { tick, _ in notebook.write("\(name) tick \(tick.price)") }
            return puppet
        }
        let bench = EngineBench(
            .sample([waker("a", ["10:00", "10:00:02"]), waker("b", ["10:00:01", "10:00"])]))
        bench.print("10:00", 70_000)
        bench.wait("10:00:05")
        #expect(
            notebook.read() == [
                "a tick 70000", "b tick 70000", "a 10:00:00", "b 10:00:00", "b 10:00:01",
                "a 10:00:02",
            ])
    }

    @Test("a wake-up in the past is one for now")
    func wakeLate() {
        let notebook = Notebook()
        var puppet = Puppet([
            (day.at("10:00"), { $0.wake(at: Sample.tuesday.at("09:00")) })
        ])
        puppet.onTimer = { notebook.write("\(TimeOfDay($0.now))") }
        let bench = EngineBench(.sample([puppet]))
        bench.wait("11:00")
        #expect(notebook.read() == ["10:00:00"])
    }

    @Test("a strategy that wakes itself at one moment for ever is paused")
    func wakeForEver() {
        var puppet = Puppet()
        puppet.onStart = { $0.wake(at: Sample.tuesday.at("10:00")) }
        puppet.onTimer = { $0.wake(at: $0.now) }
        let bench = EngineBench(.sample([puppet]))
        #expect(bench.wait("10:00") == ["SIGNALS_FLOODED of 0"])
    }

    @Test("E06: the day rolls at 00:00: order counts and the day's result begin anew")
    func dayRoll() {
        let notebook = Notebook()
        let next = Sample.wednesday
        func look(_ context: inout StrategyContext) {
            notebook.write(
                "\(TimeOfDay(context.now)) \(context.ordersToday) \(context.isMarketOpen)")
        }
        let bench = EngineBench(
            .sample([
                Puppet([
                    (
                        day.at("10:00"),
                        { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }
                    ), (day.at("10:01"), look), (day.at("23:59:59.999999999"), look),
                    (next.midnight, look), (next.at("10:00"), look),
                ])
            ]))
        bench.print("09:59", 70_000)
        bench.wait("10:00")
        bench.accept("10:00", 1, as: 1)
        bench.fill("10:00", 1, 10, at: 70_000)
        bench.print("15:30:05", 71_000)
        #expect(bench.engine.account.profitToday == Won(10_000))
        #expect(
            bench.wait("15:30:30") == [
                "day 2026-03-03 cash 9300000 holdings 710000 profit 10000"
            ])
        #expect(bench.engine.account.profitToday == .zero, "The official close is past")
        bench.day = next
        bench.wait("10:01")
        #expect(
            notebook.read() == [
                "10:01:00 1 true", "23:59:59.999999999 1 false", "00:00:00 0 false",
                "10:00:00 0 true",
            ])
        let state = bench.engine.symbolState(SymbolIndex(0))
        #expect(state.base == Price(71_000), "Limits come from the previous close")
        // The width is ⌊71,000 × 0.3⌋ = 21,300, the limits 49,700…92,300 (krx-market.md §3.2).
        #expect(state.band == PriceBand(lower: Price(49_700), upper: Price(92_300)))
        bench.print("10:02", 70_500)
        #expect(bench.engine.account.profitToday == Won(-5_000))
    }

    @Test("a run that begins on a holiday or after the close begins with the next trading day")
    func laterStart() {
        // The run begins on a Sunday, and then on a Friday at 16:00.
        for start in [CalendarDate(2026, 3, 8).at("10:00"), Sample.friday.at("16:00")] {
            let bench = EngineBench(.sample(start: start))
            bench.day = Sample.monday
            bench.print("10:00", 70_000)
            #expect(bench.engine.symbolState(SymbolIndex(0)).last == Price(70_000))
            #expect(bench.wait("16:00").first?.hasPrefix("day 2026-03-09") == true)
        }
    }

    @Test("engine time never goes back")
    func timeGoesForward() async {
        await #expect(processExitsWith: .failure) {
            let bench = EngineBench(.sample())
            bench.step(.clock, Sample.tuesday.at("10:00"))
            bench.step(.clock, Sample.tuesday.at("09:59:59.999999999"))
        }
        await #expect(processExitsWith: .success) {
            let bench = EngineBench(.sample())
            bench.step(.clock, Sample.tuesday.at("10:00"))
            bench.step(.clock, Sample.tuesday.at("10:00"))
        }
    }
}
