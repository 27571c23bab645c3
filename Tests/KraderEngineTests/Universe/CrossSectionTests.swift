import KraderModel
import Support
import Testing

@testable import KraderEngine

@Suite("The cross-sectional hook")
struct CrossSectionTests {
    func watcher(
        _ name: String, _ notebook: Notebook, hooks: [Timeframe], sections: [Timeframe]
    ) -> Puppet {
        var puppet = Puppet()
        for timeframe in Set(hooks + sections).sorted() {
            puppet.subscriptions = puppet.subscriptions.adding(
                timeframe, window: 5, callsHook: hooks.contains(timeframe),
                callsCrossSection: sections.contains(timeframe))
        }
        puppet.onCandle = { _, timeframe, context in
            notebook.write("\(name) \(timeframe) of \(context.symbol.value)")
        }
        puppet.onCross = { timeframe, context in
            notebook.write("\(name) section \(timeframe) at \(TimeOfDay(context.now))")
        }
        return puppet
    }

    @Test(
        "it runs once an instant and timeframe, fine to coarse, after the candle hooks of everyone")
    func order() {
        let notebook = Notebook()
        let bench = EngineBench(
            .sample([
                watcher("a", notebook, hooks: [.m5], sections: [.m1, .m5]),
                watcher("b", notebook, hooks: [.m1, .m5], sections: [.m5]),
            ]))
        bench.print("09:04:30", 20_000, symbol: 1)
        bench.print("09:04:30", 70_000)
        bench.wait("09:05")
        #expect(
            notebook.read() == [
                "a 5m of 0", "a 5m of 1", "b 1m of 0", "b 5m of 0", "b 1m of 1", "b 5m of 1",
                "a section 1m at 09:05:00", "a section 5m at 09:05:00",
                "b section 5m at 09:05:00",
            ])
        bench.print("09:05:30", 20_000, symbol: 1)
        bench.wait("09:07")
        #expect(
            notebook.read() == ["b 1m of 1", "a section 1m at 09:06:00"],
            "Only the timeframe that closed; nothing closes in an empty minute")
    }

    @Test(
        "symbols come in the order of their indices, whatever the order of prints",
        arguments: [5, 64, 65, 200])
    func indexOrder(symbols: Int) {
        let notebook = Notebook()
        let instruments = (0..<symbols).map {
            Instrument(code: Sample.code("\(100_000 + $0)"), board: .kospi)
        }
        let bench = EngineBench(
            .sample(
                [watcher("a", notebook, hooks: [.m1], sections: [.m1])], instruments: instruments))
        var random = SeededGenerator(seed: 3, stream: "order")
        var printed: Set<Int> = []
        for _ in 0..<symbols {
            let symbol = Int(random.next(below: UInt64(symbols)))
            printed.insert(symbol)
            bench.step(
                .tick(.print(Sample.tuesday.at("09:00:30"), 1_000, symbol: symbol)),
                Sample.tuesday.at("09:00:30"))
        }
        bench.wait("09:01")
        #expect(
            notebook.read()
                == printed.sorted().map { "a 1m of \($0)" } + ["a section 1m at 09:01:00"])
    }

    @Test("every window is complete when it runs, of candles as data too")
    func complete() {
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = Subscriptions().adding(
            .m1, window: 5, callsHook: false, callsCrossSection: true)
        puppet.onCross = { timeframe, context in
            let closes = (0..<2).map { symbol in
                context.candles(SymbolIndex(symbol), timeframe)[fromEnd: 0].close
            }
            notebook.write("\(closes[0]) \(closes[1])")
        }
        let bench = EngineBench(.sample([puppet]))
        let start = Sample.tuesday.at("09:00")
        for symbol in 0..<2 {
            let price = Int64(100 + symbol)
            bench.step(
                .candle(
                    Candle(start, start + .minutes(1), price, price, price, price), .m1,
                    SymbolIndex(symbol)), start + .minutes(1))
        }
        bench.step(.clock, start + .minutes(1))
        #expect(notebook.read() == ["100 101"])
    }

    @Test("an order of a daily cross-section waits for the next open, of a finer one it leaves now")
    func timeInForce() {
        var puppet = Puppet()
        puppet.subscriptions = Subscriptions()
            .adding(.m1, callsHook: false, callsCrossSection: true)
            .adding(.d1, callsHook: false, callsCrossSection: true)
        puppet.onCross = { timeframe, context in
            context.buy(SymbolIndex(timeframe == .d1 ? 1 : 0), quantity: Shares(1))
        }
        let bench = EngineBench(.sample([puppet]))
        bench.print("09:00:30", 70_000)
        bench.print("09:00:30", 20_000, symbol: 1)
        #expect(bench.wait("09:01").contains("→ 1 new buy 1"))
        #expect(bench.wait("15:30:30").contains("held"))
    }

    @Test("one that throws or floods pauses its strategy and nobody else's")
    func faults() {
        let notebook = Notebook()
        var thrower = watcher("a", notebook, hooks: [.m1], sections: [.m1, .m3])
        thrower.onCross = { _, _ in throw Mishap() }
        var flooder = watcher("b", notebook, hooks: [], sections: [.m1])
        flooder.onCross = { _, context in
            for leg in 0...Limits.signalsPerHookMax {
                context.buy(SymbolIndex(0), quantity: Shares(1), leg: leg)
            }
        }
        let bench = EngineBench(
            .sample([
                thrower, flooder, watcher("c", notebook, hooks: [], sections: [.m1]),
            ]))
        bench.print("09:02:30", 70_000)
        #expect(
            bench.wait("09:03") == ["STRATEGY_PAUSED of 0", "SIGNALS_FLOODED of 1"])
        bench.print("09:03:30", 70_000)
        bench.wait("09:04")
        #expect(
            notebook.read() == [
                "a 1m of 0", "c section 1m at 09:03:00", "c section 1m at 09:04:00",
            ])
    }
}
