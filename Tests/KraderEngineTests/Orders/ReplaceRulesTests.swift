import KraderEngine
import KraderModel
import Support
import Testing

@Suite("A replace is an order (semantics.md §3)")
struct ReplaceRulesTests {
    typealias Scene = ChangeScene

    @Test("what would exceed the exposure is refused whole, and the order stands as it was")
    func exposure() {
        let scene = Scene([
            Scene.replace("10:01", 60_000), Scene.replace("10:02", 50_100),
            Scene.replace("10:03", 50_000),
        ])
        // The rule sees the whole order, 100 × 60,000: it is never cut.
        #expect(
            scene.bench.wait("10:01") == [
                "refused MAX_PORTFOLIO_EXPOSURE value=6000000 allowed=5000000"
            ])
        #expect(scene.bench.engine.account.reserved == Won(4_500_000))
        #expect(
            scene.bench.wait("10:02") == [
                "refused MAX_PORTFOLIO_EXPOSURE value=5010000 allowed=5000000"
            ], "Never cut: 99 shares would fit")
        #expect(scene.bench.wait("10:03") == ["1 change sent", "→ 2 modify 7 @ 50000"])
    }

    @Test("it counts at the dearer limit in flight, at the new one after, in what orders next")
    func countsAtItsLimit() {
        // 5,000,000 − 100 × 48,000 leaves 10 × 20,000; at 45,000 it was 25, at 40,000 it is 50.
        let scene = Scene([
            Scene.replace("10:01", 48_000), Scene.other("10:02", 30),
            Scene.replace("10:04", 40_000), Scene.other("10:05", 45),
            Scene.other("10:07", 45),
        ])
        scene.bench.wait("10:01")
        #expect(scene.bench.wait("10:02").first == "order 2 buy 10 @ 20000")
        scene.modified("10:03", 7, to: 8, at: 48_000)
        #expect(scene.bench.wait("10:04") == ["1 change sent", "→ 4 modify 8 @ 40000"])
        #expect(
            scene.bench.wait("10:05") == [
                "refused MAX_PORTFOLIO_EXPOSURE value=5020000 allowed=5000000"
            ], "Cheaper only when the venue says so")
        scene.modified("10:06", 8, to: 9, at: 40_000)
        // 5,000,000 − 4,000,000 − 200,000 is 40 × 20,000.
        #expect(scene.bench.wait("10:07").first == "order 3 buy 40 @ 20000")
    }

    @Test("refused by the venue it counts at the old limit again")
    func refusedByTheVenue() {
        let scene = Scene([Scene.replace("10:01", 48_000), Scene.other("10:03", 30)])
        scene.bench.wait("10:01")
        #expect(scene.bench.engine.account.reserved == Won(4_800_000))
        scene.bench.refuse("10:02", 2, .wrongSession)
        #expect(scene.bench.wait("10:03").first == "order 2 buy 25 @ 20000")
    }

    @Test("a limit that nobody here asked for is booked as the broker says it")
    func unasked() {
        let scene = Scene([Scene.other("10:02", 30)])
        #expect(scene.modified("10:01", 7, to: 8, at: 48_000) == ["1 modified to 48000"])
        #expect(scene.bench.engine.account.reserved == Won(4_800_000))
        #expect(scene.bench.wait("10:02").first == "order 2 buy 10 @ 20000")
    }

    @Test("a replace that waits for its turn under the old number is off when the broker moved it")
    func unaskedWhileWaiting() {
        let scene = Scene([
            Scene.other("10:01", 1), Scene.replace("10:01:00.05", 46_000),
        ]) { $0.pacing = .live }
        scene.bench.wait("10:01:00.05")
        scene.modified("10:01:00.1", 7, to: 8, at: 44_000)
        #expect(scene.bench.wait("10:02") == [])
        #expect(scene.bench.engine.account.reserved == Won(4_420_000))
    }

    @Test("cash is asked for the difference alone, fills and all")
    func cash() {
        let open: (inout EngineConfiguration) -> Void = {
            $0.account.cash = Won(4_600_000)
            $0.limits.maxPortfolioExposure = Rate(basisPoints: 10_000)
        }
        let scene = Scene(
            [Scene.replace("10:01", 46_000), Scene.replace("10:03", 46_050)], change: open)
        #expect(scene.bench.wait("10:01").last == "→ 2 modify 7 @ 46000")
        scene.modified("10:02", 7, to: 8, at: 46_000)
        // What was 100 × 46,000 would be 4,605,000: exposure, equal to equity, says so first.
        #expect(
            scene.bench.wait("10:03") == [
                "refused MAX_PORTFOLIO_EXPOSURE value=4605000 allowed=4600000"
            ])
        let short = Scene([Scene.replace("10:01", 46_000)], type: .conditionalLimit) {
            // The order reserves at the upper limit, 65,000, whatever its own limit.
            $0.account.cash = Won(6_500_000)
            $0.limits.maxPortfolioExposure = Rate(basisPoints: 10_000)
        }
        #expect(short.bench.wait("10:01").last == "→ 2 modify 7 @ 46000")
        #expect(short.bench.engine.account.reserved == Won(6_500_000))
    }

    @Test("a budget counts the order at its new limit")
    func budget() {
        let scene = Scene([
            Scene.replace("10:00:30", 48_000), Scene.replace("10:01", 46_100),
            Scene.replace("10:02", 46_000),
        ]) {
            $0.strategies[0].budget = Won(4_600_000)
        }
        #expect(
            scene.bench.wait("10:00:30") == [
                "refused STRATEGY_BUDGET value=4800000 allowed=4600000"
            ])
        #expect(
            scene.bench.wait("10:01") == [
                "refused STRATEGY_BUDGET value=4610000 allowed=4600000"
            ])
        #expect(scene.bench.wait("10:02").last == "→ 2 modify 7 @ 46000")
    }

    @Test("hours, grid and band hold for it; the day's number of orders does not count it again")
    func otherRules() {
        let scene = Scene([
            Scene.replace("10:01", 45_010), Scene.replace("10:02", 65_100),
            Scene.replace("10:03", 45_050), Scene.replace("14:00:01", 45_100),
        ]) {
            $0.limits.maxTradesPerDay = 1
            $0.limits.maxPortfolioExposure = Rate(basisPoints: 10_000)
            $0.limits.tradingEnd = TimeOfDay(14, 0)
        }
        #expect(scene.bench.wait("10:01") == ["refused PRICE_OFF_STEP price=45010 step=50"])
        #expect(
            scene.bench.wait("10:02") == [
                "refused PRICE_OUTSIDE_BAND price=65100 lower=35000 upper=65000"
            ])
        #expect(scene.bench.wait("10:03").last == "→ 2 modify 7 @ 45050")
        scene.modified("10:03:01", 7, to: 8, at: 45_050)
        #expect(scene.bench.wait("14:00:01") == ["refused OUTSIDE_TRADING_HOURS"])
    }

    @Test("one that commits more meets the loss limit, one that commits no more passes it")
    func lossLimit() {
        let scene = Scene(
            [Scene.replace("10:02", 44_000), Scene.replace("10:04", 44_050)], held: 20
        ) {
            $0.limits.dailyLossLimit = Won(100_000)
            $0.limits.maxPortfolioExposure = Rate(basisPoints: 10_000)
        }
        // Twenty shares less 5,100 each: 102,000 lost, no more than twice the limit.
        scene.bench.print("10:01", 44_900)
        #expect(scene.bench.wait("10:02").last == "→ 2 modify 7 @ 44000")
        scene.modified("10:03", 7, to: 8, at: 44_000)
        #expect(
            scene.bench.wait("10:04") == ["refused DAILY_LOSS_LIMIT loss=102000 allowed=100000"])
    }

    @Test("one that commits more meets a pause, one that commits no more passes it")
    func pause() {
        let scene = Scene([Scene.replace("10:02", 45_050), Scene.replace("10:03", 45_000)])
        scene.bench.command("10:01", .pause)
        #expect(scene.bench.wait("10:02") == ["refused PAUSED"])
        #expect(scene.bench.wait("10:03").last == "→ 2 modify 7 @ 45000")
        let sale = Scene([Scene.replace("10:02", 56_000)], .sell, 10, at: 55_000, held: 10)
        sale.bench.command("10:01", .pause)
        #expect(sale.bench.wait("10:02").last == "→ 2 modify 7 @ 56000", "A sale commits no more")
    }

    @Test("a replace that waits when trading is paused is withdrawn and said")
    func pausedWhileWaiting() {
        let scene = Scene([
            Scene.other("10:01", 1), Scene.replace("10:01:00.05", 46_000),
        ]) { $0.pacing = .live }
        scene.bench.wait("10:01:00.05")
        #expect(scene.bench.engine.account.reserved == Won(4_620_000))
        scene.bench.command("10:01:00.1", .pause)
        #expect(scene.bench.wait("10:02") == ["1 change withdrawn"])
        #expect(scene.bench.engine.account.reserved == Won(4_520_000))
    }

    @Test("an interruption refuses a buy's replace, not a sale's; a halt refuses both")
    func interruption() {
        for (status, buy, sale) in [
            (TradingStatus.callAuction, "refused INTERRUPTED", "→ 2 modify 7 @ 44000"),
            (.halted, "refused HALTED", "refused HALTED"), (.normal, "→ 2 modify 7 @ 44000", ""),
        ] {
            let scene = Scene([Scene.replace("10:02", 44_000)])
            scene.bench.status("10:01", status)
            #expect(scene.bench.wait("10:02").last == buy)
            guard !sale.isEmpty else { continue }
            let other = Scene([Scene.replace("10:02", 44_000)], .sell, 10, at: 55_000, held: 10)
            other.bench.status("10:01", status)
            #expect(other.bench.wait("10:02").last == sale)
        }
    }

    @Test("of a buy that left the universe the limit may fall, not rise")
    func universe() {
        var configuration = EngineConfiguration.sample(
            [
                Puppet([
                    (
                        Sample.tuesday.at("15:00"),
                        { $0.buy(SymbolIndex(1), quantity: Shares(10), limit: Price(19_000)) }
                    ),
                    (Sample.tuesday.at("15:10"), move(SymbolIndex(1), 19_010)),
                    (Sample.tuesday.at("15:11"), move(SymbolIndex(1), 18_990)),
                ])
            ])
        configuration.universe = .ranked(
            UniversePlan.Ranking(count: 1, refresh: .minutes(5)))
        let bench = EngineBench(configuration)
        bench.print("10:00", 20_000, 1_000, symbol: 1)
        bench.wait("15:00")
        bench.accept("15:00:01", 1, as: 7)
        bench.print("15:01", 70_000, 1_000)
        bench.wait("15:06")
        #expect(bench.wait("15:10") == ["refused NOT_IN_UNIVERSE"])
        #expect(bench.wait("15:11").last == "→ 2 modify 7 @ 18990")
    }

    private func move(_ symbol: SymbolIndex, _ limit: Int64) -> Puppet.Act {
        { context in
            for order in context.activeOrders(symbol) {
                context.replace(order.reference, limit: Price(limit))
            }
        }
    }

    @Test("one order's size holds for it: what a higher limit makes too large is refused")
    func orderSize() {
        // A hundred billion won: 2,000,000 shares at 50,000, fewer above.
        let scene = Scene([Scene.replace("10:01", 50_100)], .buy, 2_000_000, at: 50_000) {
            $0.account.cash = Won(1_000_000_000_000)
            $0.limits = .open
        }
        #expect(
            scene.bench.wait("10:01") == [
                "refused ORDER_TOO_LARGE quantity=2000000 allowed=1996007"
            ])
    }
}
