import KraderModel
import Support
import Testing

@testable import KraderEngine

/// A hundred shares at 70,000, ten million won, and the usual daily loss limit of 1,000,000: twice
/// that is lost below 50,000.
@Suite("A day's loss beyond twice its limit: sells only (semantics.md §5)")
struct ReducingTests {
    let day = Sample.tuesday

    func bench(
        _ acts: [(at: Moment, act: Puppet.Act)] = [], pacing: PacingProfile = .ideal,
        costs: CostSchedule = .none
    ) -> EngineBench {
        EngineBench(
            .sample(
                [Puppet(acts)],
                holdings: [
                    .init(symbol: SymbolIndex(0), quantity: Shares(100), cost: Won(7_000_000))
                ], costs: costs, pacing: pacing))
    }

    func buy(at moment: Moment, legs: Int = 1) -> (at: Moment, act: Puppet.Act) {
        (
            moment,
            { context in
                for leg in 0..<legs {
                    context.buy(
                        SymbolIndex(1), quantity: Shares(1), limit: Price(20_000), leg: leg)
                }
            }
        )
    }

    @Test("a loss of exactly twice the limit is not beyond it; a won more is")
    func edge() {
        let bench = bench()
        #expect(bench.print("10:00", 50_000) == [])
        #expect(bench.engine.mode == .active)
        #expect(bench.print("10:00:01", 49_999) == ["REDUCING"])
        #expect(bench.engine.mode == .reducing)
        #expect(bench.print("10:00:02", 49_000) == [], "Once a day")
        #expect(bench.print("10:00:03", 70_000) == [])
        #expect(bench.engine.mode == .reducing, "A recovery does not end it")
    }

    @Test("open buys are cancelled, unsent ones never leave, sells stay and may be made")
    func orders() {
        let sell: (at: Moment, act: Puppet.Act) = (
            day.at("10:00:00.01"),
            { $0.sell(SymbolIndex(0), quantity: Shares(5), limit: Price(75_000)) }
        )
        let later: (at: Moment, act: Puppet.Act) = (
            day.at("10:00:02"),
            { context in
                context.buy(SymbolIndex(1), quantity: Shares(1), limit: Price(20_000))
                context.sell(SymbolIndex(0), quantity: Shares(7), limit: Price(60_000))
            }
        )
        let bench = bench(
            [buy(at: day.at("10:00")), sell, buy(at: day.at("10:00:00.3"), legs: 2), later],
            pacing: .live)
        bench.wait("10:00")
        bench.accept("10:00:00.1", 1, as: 7)
        bench.wait("10:00:00.35")
        #expect(bench.requests.map(words) == ["→ 1 new buy 1 @ 20000", "→ 2 new sell 5 @ 75000"])
        #expect(
            bench.print("10:00:00.39", 49_000) == [
                "REDUCING", "3 CANCELED NOT_SENT", "4 CANCELED NOT_SENT",
            ])
        #expect(bench.wait("10:00:00.5") == ["1 change sent", "→ 3 cancel 7"])
        #expect(
            bench.push(
                "10:00:00.6", 7, .cancelled(quantity: Shares(1), by: OrderNumber(9)), symbol: 1)
                == ["1 CANCELED RISK_CHANGED"])
        #expect(
            bench.wait("10:00:02") == [
                "refused REDUCING", "order 5 sell 7 @ 60000", "5 sent", "→ 4 new sell 7 @ 60000",
            ])
        #expect(bench.engine.account.reserved == .zero)
    }

    @Test("a cancel that is refused is sent again until the buy is gone")
    func refusedCancel() {
        let bench = bench([buy(at: day.at("10:00"))])
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.print("10:00:02", 49_000)
        #expect(bench.refuse("10:00:03", 2, .wrongSession) == ["1 change refused"])
        #expect(bench.wait("10:00:03.999999999") == [])
        #expect(bench.wait("10:00:04") == ["1 change sent", "→ 3 cancel 7"])
    }

    @Test("it ends when the next trading day begins, and may begin again by that day's loss")
    func nextDay() {
        let next = Sample.wednesday
        let bench = bench([buy(at: next.at("10:00"))])
        bench.print("10:00", 49_000)
        bench.wait("23:59:59.999999999")
        #expect(bench.engine.mode == .reducing)
        bench.day = next
        bench.wait("00:00")
        #expect(bench.engine.mode == .active)
        #expect(bench.wait("10:00").last == "→ 1 new buy 1 @ 20000")
        // The mark before is of the day before, and no day falls so far: its base may have changed.
        #expect(
            bench.print("10:00:01", 29_000) == ["BASE_CHANGED"], "49,000 less 20,000 a share")
        #expect(bench.print("10:00:02", 28_999).first == "REDUCING")
    }

    @Test("candles as data value what is held, too")
    func candles() {
        let bench = bench()
        let candle = Candle(day.at("10:00"), day.at("10:01"), 70_000, 70_000, 49_000, 49_000)
        #expect(bench.candle(candle, .m1) == ["REDUCING"])
    }

    @Test("what a fill costs can be what goes beyond")
    func costs() {
        let bench = bench(
            [
                (
                    day.at("10:00:01"),
                    { $0.sell(SymbolIndex(0), quantity: Shares(1), limit: Price(50_000)) }
                )
            ], costs: .kiwoom)
        #expect(bench.print("10:00", 50_000) == [])
        bench.wait("10:00:01")
        bench.accept("10:00:02", 1, as: 7)
        #expect(
            bench.fill("10:00:03", 7, 1, at: 50_000) == [
                "1 filled 1 at 50000, FILLED", "REDUCING",
            ], "Tax: 100 won at 0.20 %")
    }

    @Test("the rules refuse buys, not sells")
    func rules() {
        var scene = RiskScene()
        scene.hold(10)
        scene.session.reductions = .loss
        #expect(scene.ask(.buy, 1) == "REDUCING")
        #expect(scene.ask(.sell, 10) == "10")
        scene.session.isPaused = true
        #expect(scene.ask(.buy, 1) == "PAUSED")
    }
}
