import KraderEngine
import KraderModel
import Support
import Testing

@Suite("From signal to order")
struct SignalTests {
    let day = Sample.tuesday
    let symbol = SymbolIndex(0)

    func bench(
        _ acts: [(at: Moment, act: Puppet.Act)],
        _ change: (inout EngineConfiguration) -> Void = { _ in }
    ) -> EngineBench {
        var configuration = EngineConfiguration.sample([Puppet(acts)])
        change(&configuration)
        let bench = EngineBench(configuration)
        bench.print("09:00", 70_000)
        bench.print("09:00:01", 20_000, symbol: 1)
        return bench
    }

    @Test("A18, A19: one signal twice in a hook is one order; legs, sides and symbols tell apart")
    func legGuard() {
        let bench = bench([
            (
                day.at("10:00"),
                { context in
                    let share = Shares(1)
                    context.buy(SymbolIndex(0), quantity: share, limit: Price(70_000))
                    context.buy(SymbolIndex(0), quantity: Shares(2), limit: Price(69_000))
                    context.buy(SymbolIndex(0), quantity: share, limit: Price(70_000), leg: 1)
                    context.buy(SymbolIndex(1), quantity: share, limit: Price(20_000))
                    context.sell(SymbolIndex(0), quantity: share)
                }
            ),
            (
                day.at("10:01"),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
            ),
        ])
        #expect(
            bench.wait("10:00").filter { $0.hasPrefix("order") || $0.hasPrefix("refused") } == [
                "order 1 buy 1 @ 70000", "refused DUPLICATE_SIGNAL", "order 2 buy 1 @ 70000",
                "order 3 buy 1 @ 20000", "refused NOTHING_TO_SELL held=0 offered=0",
            ])
        #expect(
            bench.wait("10:01").first == "order 4 buy 1 @ 70000", "A later hook is a new signal")
    }

    @Test("signals of one millisecond have keys of their own")
    func keys() {
        let at = day.at("10:00")
        let act: Puppet.Act = { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
        let bench = bench([(at, act), (at, act), (at + .milliseconds(1), act)])
        bench.wait("10:01")
        let keys = bench.records.compactMap { record -> SignalKey? in
            if case .signal(let signal) = record { signal.key } else { nil }
        }
        #expect(keys.map(\.sequence) == [2, 8, 2])
        #expect(Set(keys).count == 3)
    }

    @Test("a market buy leaves as a limit of three steps above the last print, if so set")
    func marketableLimit() {
        let act: Puppet.Act = { context in
            context.buy(SymbolIndex(0), quantity: Shares(1))
            context.sell(SymbolIndex(1), quantity: Shares(1))
        }
        let limit = bench([(day.at("10:00"), act)]) {
            $0.marketBuyAs = .marketableLimit
            $0.account.positions = [
                .init(symbol: SymbolIndex(1), quantity: Shares(1), cost: Won(1))
            ]
        }
        #expect(
            limit.wait("10:00").filter { $0.hasPrefix("→") } == [
                "→ 1 new buy 1 @ 70300", "→ 2 new sell 1",
            ])
        #expect(limit.engine.account.reserved == Won(70_300))
        let market = bench([(day.at("10:00"), act)])
        #expect(market.wait("10:00").contains("→ 1 new buy 1"))
        #expect(market.engine.account.reserved == Won(91_000))
        // From 90,900 only one step is left below the upper limit; midpoint prints go up to the
        // grid.
        for (last, expected) in [(90_900, 91_000), (70_050, 70_300)] as [(Int64, Int64)] {
            let edge = bench([(day.at("10:00"), act)]) { $0.marketBuyAs = .marketableLimit }
            edge.print("09:30", last)
            #expect(edge.wait("10:00").contains("→ 1 new buy 1 @ \(expected)"))
        }
    }

    @Test("next_open is held over the night, checked again and sent when the auction takes orders")
    func nextOpen() {
        let bench = bench([
            (
                day.at("15:30:31"),
                { $0.buy(SymbolIndex(0), quantity: Shares(5), timeInForce: .nextOpen) }
            )
        ])
        #expect(bench.wait("16:00").last == "held")
        bench.day = Sample.wednesday
        #expect(bench.wait("08:29:59.999999999") == [])
        #expect(bench.engine.account.reserved == .zero, "What is held holds nothing back")
        #expect(bench.wait("08:30") == ["order 1 buy 5", "1 sent", "→ 1 new buy 5"])
        #expect(bench.engine.account.reserved == Won(455_000))
    }

    @Test(
        "next_open: from a Friday to Monday, in the morning to the same day, in the auction at once"
    )
    func nextOpenDays() {
        let act: Puppet.Act = {
            $0.buy(
                SymbolIndex(0), quantity: Shares(1), limit: Price(70_000), timeInForce: .nextOpen)
        }
        let weekend = EngineBench(
            .sample([Puppet([(Sample.friday.at("10:00"), act)])], start: Sample.friday.midnight))
        weekend.day = Sample.friday
        #expect(weekend.wait("10:00") == ["held"])
        weekend.day = CalendarDate(2026, 3, 8)
        weekend.wait("23:59:59")
        #expect(weekend.requests.isEmpty)
        weekend.day = Sample.monday
        #expect(weekend.wait("08:30").first == "order 1 buy 1 @ 70000")
        let early = bench([(day.at("08:00"), act)])
        #expect(early.requests.map(words) == ["→ 1 new buy 1 @ 70000"])
        let late = EngineBench(.sample([Puppet([(day.at("08:59:59"), act)])]))
        #expect(
            late.wait("08:59:59") == ["order 1 buy 1 @ 70000", "1 sent", "→ 1 new buy 1 @ 70000"])
    }

    @Test("a held signal that risk no longer allows is refused in the morning")
    func nextOpenRefused() {
        let bench = bench([
            (
                day.at("15:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(5), timeInForce: .nextOpen) }
            )
        ])
        #expect(bench.wait("16:00").first == "held")
        bench.command("17:00", .pause)
        bench.day = Sample.wednesday
        #expect(bench.wait("08:30") == ["refused PAUSED"])
        #expect(bench.wait("15:00") == [])
    }

    @Test(
        "signals on daily candles are next_open, on others for the day"
    )
    func daily() {
        var puppet = Puppet()
        puppet.subscriptions = Subscriptions.candles(.m60).adding(.d1)
        puppet.onCandle = { _, timeframe, context in
            context.buy(context.symbol, quantity: Shares(1), limit: Price(70_000))
        }
        let bench = EngineBench(.sample([puppet]))
        bench.print("14:59", 70_000)
        #expect(bench.wait("15:00").first == "order 1 buy 1 @ 70000")
        bench.print("15:30:05", 70_000)
        #expect(
            bench.wait("15:31").prefix(3) == [
                "day 2026-03-03 cash 10000000 holdings 0 profit 0",
                "refused OUTSIDE_TRADING_HOURS", "held",
            ])
    }

    @Test("what is signalled after the stop is counted and goes nowhere")
    func afterStop() {
        var puppet = Puppet()
        puppet.onStop = { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
        let bench = EngineBench(.sample([puppet]))
        bench.print("10:00", 70_000)
        _ = bench.finish()
        #expect(bench.engine.counts.signalsAfterStop == 1)
        #expect(bench.requests.isEmpty)
    }
}

@Suite("A strategy's fault is its own")
struct StrategyFaultTests {
    let day = Sample.tuesday

    /// Buys a share on each print and sells what it has on each fill.
    var honest: Puppet {
        var puppet = Puppet()
        puppet.subscriptions.ticks = true
        puppet.onTick = { tick, context in
            context.buy(tick.symbol, quantity: Shares(1), limit: tick.price)
        }
        return puppet
    }

    func play(_ other: Puppet) -> EngineBench {
        let bench = EngineBench(.sample([other, honest]))
        for second in 10..<20 { bench.print("10:00:\(second)", 70_000) }
        return bench
    }

    @Test("L01: a strategy that throws is paused and told; the others go on as if it were none")
    func throwing() {
        var thrower = Puppet()
        thrower.subscriptions.ticks = true
        thrower.onTick = { tick, context in
            context.buy(tick.symbol, quantity: Shares(3), limit: tick.price)
            if TimeOfDay(tick.time) >= TimeOfDay(10, 0, 10) { throw Mishap() }
        }
        let bench = play(thrower)
        let alone = play(Puppet())
        #expect(bench.requests.map(words) == alone.requests.map(words))
        #expect(bench.requests.count == 10)
        let incidents = bench.records.compactMap(words).filter { $0.hasPrefix("STRATEGY") }
        #expect(incidents == ["STRATEGY_PAUSED of 0"])
        let faults = bench.engine.strategyFaults
        #expect(faults.map(\.strategy) == [0] && faults.map(\.message) == ["a mishap"])
        #expect(faults.map(\.at) == [day.at("10:00:10")])
    }

    @Test("one that throws at the start never trades, and is not asked to stop")
    func throwingAtStart() {
        let notebook = Notebook()
        var puppet = honest
        puppet.onStart = { _ in throw Mishap() }
        puppet.onStop = { _ in notebook.write("stop") }
        let bench = EngineBench(.sample([puppet]))
        #expect(bench.read() == ["STRATEGY_PAUSED of 0"])
        #expect(bench.print("10:00", 70_000) == [])
        _ = bench.finish()
        #expect(notebook.read() == [])
    }

    @Test(
        "L03: a thousand signals in a hook are taken, one more pauses the strategy",
        arguments: [1_000, 1_001])
    func flooding(count: Int) {
        let puppet = Puppet([
            (
                day.at("10:00"),
                { context in
                    for leg in 0..<count {
                        context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(1), leg: leg)
                    }
                }
            )
        ])
        let bench = EngineBench(.sample([puppet]))
        bench.print("09:59", 70_000)
        let said = bench.wait("10:00")
        #expect(said.count == (count == 1_000 ? 1_000 : 1))
        #expect((said.first == "SIGNALS_FLOODED of 0") == (count == 1_001))
    }
}
