import KraderEngine
import KraderModel
import Support
import Testing

@Suite("When an exit is hit")
struct ExitLevelTests {
    @Test(
        "at its level and not a step before, and sold by a market order",
        arguments: ExitKind.allCases)
    func level(kind: ExitKind) {
        let scene = ExitScene.bought(kind.rules)
        let short: Int64 = kind == .target ? -100 : 100
        #expect(scene.bench.print("10:00:59.999", kind.hit + (kind == .time ? 0 : short)) == [])
        #expect(
            scene.hit(kind) == [
                "exit hit \(kind.code) 10", "order 2 sell 10", "2 sent", "→ 2 new sell 10",
            ])
        let reasons = scene.bench.records.compactMap { record -> String? in
            guard case .signal(let signal) = record, signal.order.side == .sell else { return nil }
            return scene.bench.engine.reasons.text(signal.reason).description
        }
        #expect(reasons == ["exit_\(kind.rawValue)"])
        scene.bench.accept("10:01:01", 2, as: 8)
        #expect(
            scene.bench.fill("10:01:02", 8, 10, at: kind.hit) == [
                "2 filled 10 at \(kind.hit), FILLED", "exit done \(kind.code) 0",
            ])
        #expect(scene.held == 0 && scene.exit == nil && scene.bench.balances)
        #expect(scene.bench.print("10:02", kind.hit) == [], "Once is enough")
    }

    @Test(
        "distances lie around the average price of what was bought, on the grid away from it",
        arguments: [
            // Ten at 70,000: 1.5 % is 1,050, 68,950 and 71,050; the grid has steps of 100.
            ([(10, 70_000)], 68_900, 71_100),
            // Four at 69,900 and six at 70,000: 69,960 on average; 1.5 % is 1,049.4: 68,910.6 and
            // 71,009.4.
            ([(4, 69_900), (6, 70_000)], 68_900, 71_100),
        ] as [([(Int64, Int64)], Int64, Int64)])
    func distance(fills: [(Int64, Int64)], stop: Int64, target: Int64) {
        let rate = Rate(basisPoints: 150)
        let scene = ExitScene(
            ProtectiveExits(stop: .distance(rate), target: .distance(rate)))
        for (quantity, price) in fills { scene.bench.fill("10:00:02", 7, quantity, at: price) }
        #expect(scene.exit?.stop == Price(stop))
        #expect(scene.exit?.target == Price(target))
    }

    @Test("a trailing level follows the highest price, never falls, and leaves a record a step")
    func trailing() {
        let scene = ExitScene.bought(ProtectiveExits(trailing: Rate(basisPoints: 100)))
        #expect(scene.exit?.trailingStop == Price(69_300))
        // 99 % of 70,050, a midpoint print, is 69,349.5: less than a step higher.
        #expect(scene.bench.print("10:00:10", 70_050) == [])
        #expect(scene.bench.print("10:00:11", 70_200) == ["exit raised 10 to 69400"])
        #expect(scene.bench.print("10:00:12", 69_500) == [])
        #expect(scene.bench.print("10:00:13", 72_000) == ["exit raised 10 to 71200"])
        #expect(scene.bench.print("10:00:14", 71_300) == [])
        #expect(scene.bench.print("10:00:15", 71_200).first == "exit hit TRAILING 10")
    }

    @Test("of several levels that one price hits, the most cautious names the exit")
    func precedence() {
        let scene = ExitScene.bought(
            ProtectiveExits(
                stop: .price(Price(69_000)), target: .price(Price(60_000)),
                trailing: Rate(basisPoints: 100), after: .seconds(58)))
        #expect(scene.bench.print("10:00:30", 69_000).first == "exit hit STOP 10")
    }

    @Test("prints of another scope, another symbol and before the fill hit nothing")
    func otherPrints() {
        let scene = ExitScene(ExitKind.stop.rules)
        #expect(scene.bench.print("10:00:01.5", 69_000) == [])
        scene.bench.fill("10:00:02", 7, 10, at: 70_000)
        #expect(scene.bench.print("10:00:03", 60_000, scope: .other) == [])
        #expect(scene.bench.print("10:00:04", 15_000, symbol: 1) == [])
        #expect(scene.bench.print("10:00:05", 69_000).first == "exit hit STOP 10")
    }

    @Test("a candle's close meets nothing: the ways of its path do, each level in its place")
    func candles() {
        let scene = ExitScene.bought(ExitKind.stop.rules)
        let start = Sample.tuesday.at("10:01")
        let calm = Candle(start, start + .minutes(1), 70_000, 70_000, 68_000, 69_100)
        #expect(scene.bench.candle(calm, .m1) == [])
        let next = start + .minutes(1)
        let fall = Candle(next, next + .minutes(1), 69_100, 69_100, 68_900, 68_900)
        #expect(
            scene.bench.candle(fall, .m1) == [])
        let way = PathWay(
            symbol: SymbolIndex(0), from: Price(69_100), to: Price(68_900), end: Price(68_900),
            rises: false, isJump: false, touches: false)
        #expect(
            scene.bench.way("10:03:20", way) == [
                "exit hit STOP 10", "order 2 sell 10", "2 sent", "→ 2 new sell 10",
            ])
    }

    @Test("a second buy's exits hold for all that is covered; a buy without exits is not covered")
    func secondBuy() {
        let scene = ExitScene.bought(
            ExitKind.stop.rules,
            [
                (
                    Sample.tuesday.at("10:00:10"),
                    {
                        $0.buy(
                            SymbolIndex(0), quantity: Shares(5), limit: Price(70_000),
                            exits: ProtectiveExits(stop: .price(Price(69_500))))
                    }
                ),
                (
                    Sample.tuesday.at("10:00:20"),
                    { $0.buy(SymbolIndex(0), quantity: Shares(3), limit: Price(70_000)) }
                ),
            ])
        scene.bench.wait("10:00:30")
        scene.bench.accept("10:00:31", 2, as: 8)
        scene.bench.accept("10:00:31", 3, as: 9)
        scene.bench.fill("10:00:32", 8, 5, at: 70_000)
        scene.bench.fill("10:00:33", 9, 3, at: 70_000)
        #expect(scene.exit?.quantity == Shares(15))
        #expect(scene.bench.print("10:01", 69_500).contains("→ 4 new sell 15"))
    }

    @Test("neither the day's number of orders nor the universe nor a budget holds an exit back")
    func bypasses() {
        let scene = ExitScene.bought(ExitKind.stop.rules) {
            $0.limits.maxTradesPerDay = 1
            $0.limits.tradingEnd = TimeOfDay(10, 0, 30)
            $0.strategies[0].budget = Won(700_000)
        }
        #expect(scene.hit(.stop).last == "→ 2 new sell 10")
    }

    @Test("a strategy that threw is still guarded")
    func paused() {
        let scene = ExitScene.bought(
            ExitKind.stop.rules, [(Sample.tuesday.at("10:00:30"), { _ in throw Mishap() })])
        #expect(scene.bench.wait("10:00:30") == ["STRATEGY_PAUSED of 0"])
        #expect(scene.hit(.stop).last == "→ 2 new sell 10")
    }
}
