import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("What the controls would do is counted where they do nothing (semantics.md §3)")
struct ControlCountTests {
    private let day = Sample.tuesday

    private func run(
        _ profile: ControlProfile,
        _ orders: [(time: String, quantity: Int64, limit: Int64?)]
    ) -> RunResult {
        let script = orders.map { order in
            (
                at: day.at(order.time),
                act: { (context: inout StrategyContext) in
                    context.buy(
                        SymbolIndex(0), quantity: Shares(order.quantity),
                        limit: order.limit.map { Price($0) })
                } as Puppet.Act
            )
        }
        var engine = EngineConfiguration.sample([Puppet(script)], cash: 100_000_000)
        engine.controls = profile
        var configuration = BacktestConfiguration.sample(engine, end: day.at("15:00"))
        configuration.venue.fills = .touch
        configuration.venue.latency = .none
        let ticks = (0..<40).map { second in
            Tick.print(day.at("10:00") + .seconds(10 * second), 70_000, 10_000)
        }
        return FinishedRun(configuration, ticks: BatchedTicks(ticks, size: 100)).result
    }

    private func code(_ text: String) throws -> Refusal.Code {
        try #require(Refusal.Code.allCodes.first { $0.description == text })
    }

    @Test("denied, made smaller, passed unchecked; nothing else is another")
    func counts() throws {
        let orders: [(String, Int64, Int64?)] = [
            ("10:00:01", 1, 73_000), ("10:01:01", 72, 70_000), ("10:02:01", 2, nil),
        ]
        let off = run(.off, orders)
        #expect(off.refusals.isEmpty && off.cuts.isEmpty && off.ordersMade == 3)
        #expect(off.controls.denied == [try code("PRICE_COLLAR"): 1])
        #expect(off.controls.cut == [try code("ORDER_VALUE"): 1])
        #expect(off.controls.unchecked == ["QUOTE_TOO_OLD": 1, "VOLUME_SHARE": 2])
        let live = run(.live, orders)
        #expect(live.refusals == [try code("PRICE_COLLAR"): 1])
        #expect(live.cuts == [try code("ORDER_VALUE"): 1])
        #expect(live.ordersMade == 2)
        #expect(live.controls.denied.isEmpty && live.controls.cut.isEmpty)
        #expect(live.controls.unchecked == off.controls.unchecked)
        #expect(live.digest != off.digest)
    }

    @Test("a run to which they have nothing to say has the same digest with and without them")
    func nothingToSay() {
        let orders: [(String, Int64, Int64?)] = [("10:00:01", 3, 70_000), ("10:02:01", 2, 69_900)]
        let (off, live) = (run(.off, orders), run(.live, orders))
        #expect(off.ordersMade == 2 && off.fills > 0)
        #expect(off.digest == live.digest)
        #expect(off.controls.denied.isEmpty && off.controls.cut.isEmpty)
    }

    @Test("a strategy that would be off goes on, and each order over the rate is counted")
    func goesOn() throws {
        let orders = (0..<5).map { place -> (String, Int64, Int64?) in
            ("10:00:0\(place * 2 + 1)", Int64(place) + 1, 70_000)
        }
        let off = run(.off, orders)
        #expect(off.ordersMade == 5 && off.incidents.isEmpty)
        #expect(off.controls.denied == [try code("REPEATED_EXECUTION"): 2])
        let live = run(.live, orders)
        #expect(live.ordersMade == 3)
        #expect(live.incidents.map(\.kind) == [.strategySwitchedOff])
        #expect(live.strategies[0].isPaused)
    }
}
