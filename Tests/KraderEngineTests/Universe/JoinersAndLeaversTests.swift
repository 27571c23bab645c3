import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("Who joins the universe and who leaves it (semantics.md §7)")
struct JoinersAndLeaversTests {
    /// Buys the print's symbol at `time`, with a window of minutes of which it needs three.
    func buyer(at times: [String], needed: Int = 3) -> Puppet {
        var puppet = Puppet(
            times.map { time in
                (
                    Sample.tuesday.at(time),
                    { $0.buy(SymbolIndex(0), quantity: Shares(1), leg: 0) }
                )
            })
        puppet.subscriptions = Subscriptions().adding(.m1, window: 5, needed: needed)
        return puppet
    }

    @Test("a buy of a symbol that is not warm is refused, with how much is missing")
    func cold() {
        let bench = RankedMarket.bench([buyer(at: ["09:30:01", "09:40:30"])])
        bench.print("09:10:00", 70_000)
        #expect(
            bench.wait("09:30:01").filter { $0.hasPrefix("refused") } == [
                "refused NOT_WARM needed=3 seen=1"
            ])
        bench.print("09:31:00", 70_000)
        bench.print("09:39:00", 70_000)
        #expect(bench.wait("09:40:30").contains("→ 1 new buy 1"))
    }

    @Test("every subscribed window must be warm, that which is longest missing too")
    func severalWindows() {
        var puppet = buyer(at: ["09:40:30", "09:45:30"], needed: 1)
        puppet.subscriptions = puppet.subscriptions.adding(.m15, callsHook: false, needed: 2)
        let bench = RankedMarket.bench([puppet])
        bench.print("09:10:00", 70_000)
        bench.print("09:31:00", 70_000)
        #expect(
            bench.wait("09:40:30").filter { $0.hasPrefix("refused") } == [
                "refused NOT_WARM needed=2 seen=1"
            ])
        #expect(bench.wait("09:45:30").contains("→ 1 new buy 1"))
    }

    @Test("an optional window is never waited for")
    func optionalWindow() {
        var puppet = buyer(at: ["09:30:01"], needed: 1)
        puppet.subscriptions = puppet.subscriptions.adding(.m15, needed: 99, isOptional: true)
        let bench = RankedMarket.bench([puppet])
        bench.print("09:10:00", 70_000)
        #expect(bench.wait("09:30:01").contains("→ 1 new buy 1"))
        #expect(bench.engine.warmUps.map(\.needed) == [1, 0])
    }

    @Test(
        "nor is a window that the symbol's data can't fill",
        arguments: [Timeframe.m5, .m3, .m15, .m60])
    func impossibleWindow(timeframe: Timeframe) {
        // Five-minute candles of symbol 0 from 09:00 on; they make 5m, 15m and 60m candles.
        var puppet = buyer(at: ["10:01"], needed: 1)
        puppet.subscriptions = Subscriptions().adding(.m5, needed: 12).adding(timeframe, needed: 13)
        let bench = RankedMarket.bench([puppet])
        for place in 0..<12 {
            let start = Sample.tuesday.at("09:00") + .minutes(5 * Int64(place))
            bench.candle(
                Candle(start, start + .minutes(5), 70_000, 70_000, 70_000, 70_000), .m5)
        }
        let said = bench.wait("10:01")
        let canBeBuilt = timeframe != .m3
        #expect(said.contains("→ 1 new buy 1") == !canBeBuilt)
        #expect(said.contains { $0.hasPrefix("refused NOT_WARM needed=13") } == canBeBuilt)
        #expect(bench.engine.warmUps.map(\.canBeBuilt) == [true, canBeBuilt])
    }

    @Test("each strategy waits for its own windows only; a fixed universe asks nobody")
    func ownWindows() {
        let bench = RankedMarket.bench([
            buyer(at: ["09:30:01"]), buyer(at: ["09:30:01"], needed: 1),
        ])
        bench.print("09:10:00", 70_000)
        let said = bench.wait("09:30:01")
        #expect(said.filter { $0.hasPrefix("refused") } == ["refused NOT_WARM needed=3 seen=1"])
        #expect(said.contains("→ 1 new buy 1"))

        let fixed = EngineBench(.sample([buyer(at: ["09:30:01"])]))
        fixed.print("09:10:00", 70_000)
        #expect(fixed.wait("09:30:01").contains("→ 1 new buy 1"))
    }

    @Test("who is outside is refused before who is cold")
    func outside() {
        let bench = RankedMarket.bench([buyer(at: ["09:20"])])
        bench.print("09:10:00", 70_000)
        #expect(bench.wait("09:20").contains("refused NOT_IN_UNIVERSE"))
    }

    private func bookkeeper(_ notebook: Notebook) -> Puppet {
        var puppet = Puppet([
            (Sample.tuesday.at("10:05"), { $0.buy(SymbolIndex(0), quantity: Shares(1)) }),
            (Sample.tuesday.at("10:10"), { $0.sell(SymbolIndex(0), quantity: Shares(10)) }),
        ])
        puppet.subscriptions = Subscriptions()
            .adding(.m1, window: 5, followsUniverse: true).adding(.m3, window: 5)
        puppet.subscriptions.ticks = true
        puppet.onTick = { tick, _ in notebook.write("tick \(tick.symbol.value)") }
        puppet.onCandle = { _, timeframe, context in
            notebook.write("\(timeframe) \(context.symbol.value)")
        }
        return puppet
    }

    @Test("what has left is not bought again, and what is held of it can be sold")
    func leaver() {
        let holding = OpeningAccount.Holding(
            symbol: SymbolIndex(0), quantity: Shares(10), cost: Won(700_000))
        let bench = RankedMarket.bench([bookkeeper(Notebook())], top: 1, holdings: [holding])
        bench.print("09:10", 70_000)
        bench.print("09:40", 20_000, 900, symbol: 1)
        #expect(bench.changes(until: "10:00") == ["symbol 0 left", "symbol 1 joined as 1"])
        #expect(bench.wait("10:05") == ["refused NOT_IN_UNIVERSE"])
        #expect(bench.wait("10:10").contains("→ 1 new sell 10"))
    }

    @Test("ticks and followed candles of a leaver reach hooks while it is held, no longer")
    func heldLeaver() {
        let notebook = Notebook()
        let holding = OpeningAccount.Holding(
            symbol: SymbolIndex(0), quantity: Shares(10), cost: Won(700_000))
        let bench = RankedMarket.bench([bookkeeper(notebook)], top: 1, holdings: [holding])
        bench.print("09:10", 70_000)
        bench.print("09:10", 20_000, 900, symbol: 1)
        bench.print("09:10", 50_000, 1, symbol: 3)
        bench.wait("09:20")
        #expect(
            notebook.read() == ["tick 0", "1m 0", "3m 0", "3m 1", "3m 3"],
            "1 is no member yet, 0 is held; hooks that follow nobody hear of all")
        bench.wait("09:30")
        bench.print("09:40", 70_000)
        bench.print("09:40", 20_000, 900, symbol: 1)
        bench.wait("09:50")
        #expect(
            notebook.read() == ["tick 0", "tick 1", "1m 0", "1m 1", "3m 0", "3m 1"],
            "1 has joined")
        bench.wait("10:10")
        bench.accept("10:10:01", 1, as: 7)
        bench.fill("10:10:02", 7, 10, at: 70_000)
        bench.print("10:20", 70_000)
        bench.print("10:20", 20_000, symbol: 1)
        bench.wait("10:30")
        #expect(notebook.read() == ["tick 1", "3m 0", "1m 1", "3m 1"], "0 is sold")
    }

    @Test("a buy held for the next open is checked against the universe of that moment")
    func heldSignal() {
        var puppet = Puppet([
            (
                Sample.tuesday.at("15:29"),
                { context in
                    for symbol in 0..<2 {
                        context.buy(
                            SymbolIndex(symbol), quantity: Shares(1), timeInForce: .nextOpen)
                    }
                }
            )
        ])
        puppet.subscriptions = Subscriptions()
        let bench = RankedMarket.bench([puppet], top: 1)
        bench.print("09:10", 70_000)
        bench.print("15:10", 20_000, 900, symbol: 1)
        #expect(bench.wait("15:29").suffix(2) == ["held", "held"], "0 is a member until the close")
        bench.wait("23:59")
        bench.day = Sample.wednesday
        let said = bench.wait("08:30")
        #expect(said.contains("refused NOT_IN_UNIVERSE"))
        #expect(said.contains("→ 1 new buy 1"))
    }
}
