import Foundation
import Testing

@Suite("krader backtest, when signals can't be carried out") struct BacktestRefusalTests {
    private let prints = [
        (at: "09:00:58", price: 70_000, size: 1_000), (at: "09:30:00", price: 70_000, size: 1_000),
    ]

    @Test("refused signals are results, counted by code: the run ends with 0")
    func refused() throws {
        let workshop = try Workshop()
        try workshop.write(
            scripted(
                "refused", prints: prints,
                signals: [
                    #""at": "08:00:00", "side": "buy", "quantity": 1, "price": 70000"#,
                    #""at": "09:01:00", "side": "buy", "quantity": 1, "price": 70050"#,
                    #""at": "09:01:01", "side": "buy", "quantity": 1, "price": 91100"#,
                    #""at": "09:01:02", "side": "buy", "quantity": 1, "price": 48950"#,
                    #""at": "09:01:03", "side": "sell", "quantity": 1, "price": 70000"#,
                    #""at": "16:00:00", "side": "buy", "quantity": 1, "price": 70000"#,
                ]), to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 0)
        #expect(finished.err == "")
        let result = try workshop.result("refused")
        #expect(
            result.counts("orders.refusals") == [
                "OUTSIDE_TRADING_HOURS": 2, "PRICE_OFF_STEP": 1, "PRICE_OUTSIDE_BAND": 2,
                "NOTHING_TO_SELL": 1,
            ])
        #expect(result.integer("totals.orders") == 0)
        #expect(result.integer("totals.cash") == 10_000_000)
        // With a base of 70,000 the band is 49,000 to 91,000 (krx-market.md §2).
        let signals = try workshop.table("signals", of: "refused").rows
        #expect(
            signals.map { $0["refusal_numbers"] } == [
                "", "price=70050;step=100", "price=91100;lower=49000;upper=91000",
                "price=48950;lower=49000;upper=91000", "held=0;offered=0", "",
            ])
        #expect(finished.out.contains("\nWhy nothing traded\n  1. "))
        #expect(
            finished.out.contains(
                "PRICE_OUTSIDE_BAND refused 2 signals; the first: price 91,100, lower 49,000, "
                    + "upper 91,000."))
    }

    @Test("without cash nothing is bought, and the answer says what was needed")
    func noCash() throws {
        let workshop = try Workshop()
        try workshop.write(
            scripted(
                "poor", prints: prints,
                signals: [#""at": "09:01:00", "side": "buy", "quantity": 1, "price": 70000"#],
                cash: 69_999, more: #""risk": { "max_portfolio_exposure_pct": 1 }, "#),
            to: "s.json")
        #expect(try workshop.backtest("s.json --out out").exit == 0)
        let refusals = try #require(try workshop.result("poor").counts("orders.refusals"))
        #expect(refusals.count == 1)
        #expect(refusals.keys.allSatisfy { ["CASH_SHORT", "MAX_PORTFOLIO_EXPOSURE"].contains($0) })
    }

    @Test("a size that buys no share shows its arithmetic")
    func noShare() throws {
        let workshop = try Workshop()
        try workshop.write(
            scripted(
                "small", prints: prints,
                signals: [#""at": "09:01:00", "side": "buy", "price": 70000"#], cash: 500_000),
            to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 0)
        // Five per cent of 500,000 won are 25,000.
        #expect(
            finished.out.contains(
                "ZERO_QUANTITY refused 1 signal; the first could take 25,000 of 500,000 won, and a "
                    + "share costs 70,000."))
        #expect(
            try workshop.table("signals", of: "small").rows.map { $0["refusal_numbers"] }
                == ["basis=500000;size=25000;price=70000"])
    }

    @Test("a run in which nobody had anything to say says so")
    func silence() throws {
        let workshop = try Workshop()
        let market = scripted("silent", prints: prints, signals: [])
        let end = try #require(market.range(of: "\"strategies\""))
        try workshop.write(
            market[..<end.lowerBound] + #""strategies": [ { "name": "ema_cross" } ] }"#,
            to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.err == "")
        #expect(finished.exit == 0)
        #expect(
            finished.out.contains(
                """
                Why nothing traded
                  1. ema_cross was never warm: it needs 50 candles of 1m and saw 2.
                  2. ema_cross gave no signal.

                """))
    }
}
