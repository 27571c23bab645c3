import KraderModel
import Support
import Testing

@testable import KraderEngine

/// Strategies under `risk.controls: live`, on an account of a hundred million won.
@Suite("Controls in the engine (failure-modes.md §3)")
struct ControlEngineTests {
    typealias Line = (at: Moment, act: Puppet.Act)
    private let day = Sample.tuesday

    private func bench(
        _ scripts: [[Line]], _ profile: ControlProfile = .live,
        change: (inout EngineConfiguration) -> Void = { _ in }
    ) -> EngineBench {
        var configuration = EngineConfiguration.sample(
            scripts.map { Puppet($0) }, cash: 100_000_000)
        configuration.controls = profile
        change(&configuration)
        return EngineBench(configuration)
    }

    private func buy(
        _ time: String, _ quantity: Int64, _ limit: Int64? = 70_000, symbol: Int = 0,
        exits: ProtectiveExits? = nil
    ) -> Line {
        (
            day.at(time),
            {
                $0.buy(
                    SymbolIndex(symbol), quantity: Shares(quantity), limit: limit.map { Price($0) },
                    exits: exits)
            }
        )
    }

    @Test("what is too far off is denied, what is too large is cut, and both say by how much")
    func deniesAndCuts() {
        let bench = bench([[buy("10:00", 1, 73_000), buy("10:00:02", 72)]])
        bench.print("09:59:59", 70_000)
        #expect(bench.wait("10:00") == ["refused PRICE_COLLAR price=73000 lower=67200 upper=72800"])
        #expect(bench.wait("10:00:02").first == "order 1 buy 71 @ 70000")
        guard
            case .signal(let signal)? = bench.records.last(where: {
                if case .signal = $0 { true } else { false }
            })
        else {
            Issue.record("No signal")
            return
        }
        #expect(signal.cut == .orderValue(value: Won(5_040_000), allowed: Won(5_000_000)))
    }

    @Test("off, the same signals lead to the same orders as without controls")
    func off() {
        let bench = bench([[buy("10:00", 1, 73_000), buy("10:00:02", 72)]], .off)
        bench.print("09:59:59", 70_000)
        #expect(bench.wait("10:00").first == "order 1 buy 1 @ 73000")
        #expect(bench.wait("10:00:02").first == "order 2 buy 72 @ 70000")
    }

    @Test("a strategy that buys again and again is off until a person resumes; others go on")
    func switchesOff() {
        let again = ["10:00:01", "10:00:05", "10:00:09"].enumerated().map { place, time in
            buy(time, Int64(place) + 1)
        }
        let flood: Line = (
            day.at("10:00:13"),
            { context in
                for leg in 0..<2 {
                    context.buy(
                        SymbolIndex(0), quantity: Shares(9), limit: Price(70_000), leg: leg)
                }
            }
        )
        let bench = bench([
            again + [flood, buy("10:02:30", 7)], [buy("10:00:15", 1)],
        ])
        bench.print("10:00:00", 70_000)
        for (place, time) in ["10:00:01", "10:00:05", "10:00:09"].enumerated() {
            bench.print(time, 70_000)
            #expect(bench.wait(time).isEmpty)
            // Each fills at once, so that none stays open.
            bench.accept(time, Int64(place) + 1, as: Int32(place) + 7)
            bench.fill(time, Int32(place) + 7, Int64(place) + 1, at: 70_000)
        }
        bench.print("10:00:12", 70_000)
        #expect(
            bench.wait("10:00:14") == [
                "STRATEGY_OFF of 0", "refused REPEATED_EXECUTION made=3 allowed=3",
                "refused PAUSED",
            ], "The rest of the hook is refused")
        #expect(bench.wait("10:00:15").first == "order 4 buy 1 @ 70000")
        #expect(bench.command("10:02", .resume) == ["STRATEGY_ON of 0"])
        bench.print("10:02:29", 70_000)
        #expect(bench.wait("10:02:30").first == "order 5 buy 7 @ 70000")
    }

    @Test("B13: three rejections for one reason in five minutes switch the strategy off")
    func storm() {
        let times = ["10:00", "10:02", "10:04:59"]
        let bench = bench([times.enumerated().map { buy($1, Int64($0) + 1) }])
        for (place, time) in times.enumerated() {
            bench.print(time, 70_000)
            bench.wait(time)
            let said = bench.refuse(time, Int64(place) + 1, .wrongSession)
            #expect(said.contains("STRATEGY_OFF of 0") == (place == 2), "\(said)")
        }
    }

    @Test("rejections for other reasons, or further apart, don't")
    func noStorm() {
        let stories: [([String], [VenueRejection])] = [
            (["10:00", "10:02", "10:05"], [.wrongSession, .wrongSession, .wrongSession]),
            (["10:00", "10:02", "10:04"], [.wrongSession, .halted, .wrongSession]),
        ]
        for (times, reasons) in stories {
            let bench = bench([times.enumerated().map { buy($1, Int64($0) + 1) }])
            for (place, time) in times.enumerated() {
                bench.print(time, 70_000)
                bench.wait(time)
                let said = bench.refuse(time, Int64(place) + 1, reasons[place])
                #expect(!said.contains("STRATEGY_OFF of 0"), "\(said)")
            }
        }
    }

    @Test("an exit asks no control: not off, in a flood, nor with old data")
    func exits() {
        let stop = ProtectiveExits(stop: .price(Price(69_000)))
        let sells: Line = (
            day.at("10:00:03"),
            { context in
                for leg in 0..<6 {
                    context.buy(
                        SymbolIndex(1), quantity: Shares(Int64(leg) + 1), limit: Price(20_000),
                        leg: leg)
                }
            }
        )
        let bench = bench([[buy("10:00", 10, exits: stop), sells]])
        bench.print("10:00", 70_000)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:01", 7, 10, at: 70_000)
        bench.print("10:00:02", 20_000, symbol: 1)
        #expect(bench.wait("10:00:03").contains("STRATEGY_OFF of 0"))
        #expect(bench.print("10:00:04", 60_000).last == "→ 5 new sell 10")
    }

    @Test("a change beyond the collar is refused, and the order stands as it was")
    func change() {
        let replace: Line = (
            day.at("10:00:05"),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.replace(order.reference, limit: Price(73_000))
                }
            }
        )
        let bench = bench([[buy("10:00", 1), replace]])
        bench.print("10:00", 70_000)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        #expect(
            bench.wait("10:00:05") == [
                "refused PRICE_COLLAR price=73000 lower=67200 upper=72800"
            ])
        #expect(bench.engine.liveOrderCount == 1)
    }

    @Test("a strategy's sale of what it holds passes what refuses its buys")
    func sales() {
        let sell: Line = (
            day.at("10:30"), { $0.sell(SymbolIndex(0), quantity: Shares(10)) }
        )
        let bench = bench([[buy("10:00", 10), buy("10:29:59", 1), sell]])
        bench.print("10:00", 70_000)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:01", 7, 10, at: 70_000)
        #expect(
            bench.wait("10:29:59") == ["refused DATA_TOO_OLD age_ms=1799000 allowed_ms=5000"])
        #expect(bench.wait("10:30").last == "→ 2 new sell 10")
    }

    @Test("next_open waits until a minute before the open; without controls only for the auction")
    func nextOpen() {
        for (profile, time) in [(ControlProfile.live, "08:59"), (.off, "08:30")] {
            let order: Line = (
                day.at("08:00"),
                {
                    $0.buy(
                        SymbolIndex(0), quantity: Shares(1), limit: Price(70_000),
                        timeInForce: .nextOpen)
                }
            )
            let bench = bench([[order]], profile)
            #expect(bench.wait("08:00") == ["held"])
            let moment = day.at(time)
            #expect(bench.wait(until: moment - .milliseconds(1)) == [])
            #expect(bench.wait(until: moment).last == "→ 1 new buy 1 @ 70000")
        }
    }

    @Test("a restart goes on in the same windows, from the records of orders alone")
    func restart() throws {
        var configuration = EngineConfiguration.sample(
            [Puppet([buy("10:00:01", 1), buy("10:00:05", 2), buy("10:00:09", 3)])],
            cash: 100_000_000)
        configuration.controls = .live
        let bench = EngineBench(configuration)
        for (place, time) in ["10:00:01", "10:00:05", "10:00:09"].enumerated() {
            bench.print(time, 70_000)
            bench.accept(time, Int64(place) + 1, as: Int32(place) + 7)
        }
        let engine = try Engine.restore(configuration, from: bench.records)
        let agrees = engine.trading.activity.agrees(with: bench.engine.trading.activity)
        let cell = engine.trading.activity.cell(0, 0)
        let (messages, open) = (
            engine.trading.activity.messagesToday,
            engine.trading.activity.openOrders(of: 0)
        )
        #expect(agrees)
        #expect(cell.third == day.at("10:00:01") && cell.first == day.at("10:00:09"))
        #expect(messages == 3 && open == 3)
    }

    @Test("what was never decided doesn't leave: the kill switch engages, as critical")
    func lastGate() {
        var configuration = EngineConfiguration.sample(
            [Puppet([buy("10:00", 1)])], cash: 100_000_000)
        configuration.controls = .live
        var engine = Engine(configuration)
        // Somebody has sent a share that nobody decided on.
        engine.trading.activity.gate.sent(Shares(1))
        #if DEBUG
            engine.shadow.activity.gate.sent(Shares(1))
        #endif
        var out = OutputBuffer()
        engine.start(into: &out)
        out.removeAll()
        engine.step(.tick(.print(day.at("09:59:59"), 70_000)), at: day.at("09:59:59"), into: &out)
        out.removeAll()
        engine.step(.timer, at: day.at("10:00"), into: &out)
        let requests = (0..<out.requests.count).count {
            if case .query = out.requests[$0].request { false } else { true }
        }
        let kinds = (0..<out.records.incidents.count).map { out.records.incidents[$0].kind }
        let cause = out.records.incidents[0].cause
        #expect(requests == 0)
        #expect(kinds == [.killSwitchEngaged])
        #expect(cause == .critical)
    }
}
