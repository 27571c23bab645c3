import Testing

@Suite("krader backtest, to the won") struct BacktestMoneyTests {
    @Test("a purchase and a sale: steps, commission cut to 10 won, both parts of the tax, by hand")
    func roundTrip() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        #expect(finished.exit == 0)
        #expect(finished.err == "")

        // A market order fills one step of 100 won worse than the print: 70,100 and 70,900.
        // Commission 0.015 %: 105 and 106 won, cut to 10: 100 each.
        // On 2026-03-03 KOSPI: 0.05 % of 709,000 is 354.5, 0.15 % is 1,063.5; each cut: 1,417.
        let fills = try workshop.table("fills", of: "one-buy").rows
        #expect(fills.map { $0["side"] } == ["buy", "sell"])
        #expect(fills.map { $0.number("price") } == [70_100, 70_900])
        #expect(fills.map { $0.number("amount") } == [701_000, 709_000])
        #expect(fills.map { $0.number("commission") } == [100, 100])
        #expect(fills.map { $0.number("tax") } == [0, 354 + 1_063])
        #expect(fills.map { $0.number("cash_after") } == [9_298_900, 10_006_383])
        #expect(fills.map { $0["evidence"] } == ["through", "through"])

        let result = try workshop.result("one-buy")
        #expect(result.integer("totals.cash") == 10_000_000 - 701_100 + 709_000 - 1_517)
        #expect(result.integer("totals.equity") == 10_006_383)
        #expect(result.integer("totals.net") == 6_383)
        #expect(result.integer("totals.gross_profit") == 8_000)
        #expect(result.integer("costs.commission") == 200)
        #expect(result.integer("costs.tax") == 1_417)
        #expect(result.integer("trades.count") == 1)
        #expect(result.integer("orders.by_status.FILLED") == 2)

        #expect(
            finished.out.split(separator: "\n").prefix(9) == [
                "one-buy",
                "  period    2026-03-03, 1 trading day",
                "  symbols   1, 1 traded",
                "  equity    10,000,000 → 10,006,383 won",
                "  net       +6,383 won (+0.06 %)",
                "  costs     1,617 won (commission 200, tax 1,417)",
                "  trades    1, 100.0 % won",
                "  drawdown  0.01 % at most (1,100 won)",
                "  orders    2 made: 2 filled",
            ])
    }

    @Test("an order in parts pays the commission of the whole, each part the difference")
    func parts() throws {
        let workshop = try Workshop()
        // A tenth of each print may be ours: 10, 10 and 5 shares at 70,000 under the limit.
        try workshop.write(
            scripted(
                "parts",
                prints: [
                    ("09:00:58", 70_000, 100), ("09:02:00", 69_800, 100), ("09:03:00", 69_800, 100),
                    ("09:04:00", 69_800, 100),
                ],
                signals: [#""at": "09:01:00", "side": "buy", "quantity": 25, "price": 70000"#],
                more: #""venue": { "fills": "queue" }, "#), to: "s.json")
        let finished = try workshop.backtest("s.json --out out -q")
        #expect(finished.exit == 0)
        let fills = try workshop.table("fills", of: "parts").rows
        let shares = fills.compactMap { $0.number("quantity") }
        #expect(shares.reduce(0, +) == 25)
        #expect(fills.allSatisfy { $0.number("price") == 70_000 })
        var amount = 0
        var booked = 0
        for fill in fills {
            amount += fill.number("amount") ?? 0
            let commission = amount * 15 / 100_000 / 10 * 10
            #expect(fill.number("commission") == commission - booked)
            booked = commission
        }
        // 0.015 % of 1,750,000 is 262.5.
        #expect(try workshop.result("parts").integer("costs.commission") == 260)
    }

    @Test("a position held over nights is marked at each close, and costs nothing meanwhile")
    func overnight() throws {
        let workshop = try Workshop()
        try workshop.write(
            scripted(
                "overnight",
                prints: [
                    ("2026-03-03T09:00:58", 70_000, 1_000), ("2026-03-03T09:01:05", 70_000, 1_000),
                    ("2026-03-04T09:00:10", 72_000, 1_000), ("2026-03-05T10:00:00", 71_500, 1_000),
                ],
                signals: [#""at": "2026-03-03T09:01:00", "side": "buy", "quantity": 10"#],
                days: ("2026-03-03", "2026-03-05")
            ).replacing(
                #""cash": 10000000 }"#,
                by: #""cash": 10000000, "positions": [ { "symbol": "005930", "quantity": 5, "#
                    + #""average_price": 69000 } ] }"#), to: "s.json")
        #expect(try workshop.backtest("s.json --out out").exit == 0)
        let result = try workshop.result("overnight")
        // Bought at 70,100, one step above the print; commission 105 cut to 100.
        let cash = 10_000_000 - 701_000 - 100
        #expect(result.integer("totals.opening_equity") == 10_000_000 + 5 * 70_000)
        #expect(result.integer("totals.cash") == cash)
        #expect(result.integer("totals.holdings") == 15 * 71_500)
        #expect(result.integer("trades.count") == 0)
        let days = try #require(result.list("days"))
        #expect(days.map { $0.text("day") } == ["2026-03-03", "2026-03-04", "2026-03-05"])
        #expect(days.map { $0.integer("cash") } == [cash, cash, cash])
        #expect(days.map { $0.integer("holdings") } == [1_050_000, 1_080_000, 1_072_500])
        // Compared with the base price of 70,000, only the purchase cost anything on the first day.
        #expect(days.map { $0.integer("profit") } == [-1_100, 30_000, -7_500])
        #expect(result.integer("symbols.0.quantity") == 15)
        #expect(result.integer("symbols.0.cost") == 5 * 69_000 + 701_000)
    }
}
