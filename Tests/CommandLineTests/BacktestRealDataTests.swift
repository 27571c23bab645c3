import Foundation
import KraderModel
import Testing

/// Recorded market data, read where it lies; nothing here runs without it.
enum RealData {
    static let folder: String = {
        let told = ProcessInfo.processInfo.environment["KRADER_TEST_DATA"]
        let beside = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("shared/data").path
        return told ?? beside
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder + "/minute") }
}

@Suite(
    "krader backtest, on recorded data",
    .enabled(if: RealData.isThere, "there is no recorded data; say where with KRADER_TEST_DATA"))
struct BacktestRealDataTests {
    /// A file of candles and what a person would know of it.
    struct File: Sendable, CustomTestStringConvertible {
        var path: String
        var symbol: String
        var board = "KOSPI"
        var from: String
        var to: String
        var timeframe: String
        var testDescription: String { path }
    }

    static let minutes: [File] =
        ["005930", "000660", "005380", "035720", "068270"].map {
            File(
                path: "minute/yahoo-5m_\($0)_20251016-1024.csv", symbol: $0, from: "2025-10-16",
                to: "2025-10-24", timeframe: "5m")
        } + [
            File(
                path: "minute/yahoo-1m_005930_20250616-0618.csv", symbol: "005930",
                from: "2025-06-16", to: "2025-06-18", timeframe: "1m"),
            File(
                path: "minute/yahoo-5m_396500_20251205-20260309.csv", symbol: "396500",
                board: "ETF", from: "2025-12-05", to: "2026-03-09", timeframe: "5m"),
        ]

    static let days: [File] = [
        day("etf-etn/069500_D.csv", "069500", "ETF", "2019-01-01", "2023-12-22"),
        day("etf-etn/Q520057_D.csv", "520057", "ETN", "2019-01-01", "2023-12-22"),
        day("fdr-change/005930.csv", "005930", "KOSPI", "2019-01-01", "2024-12-16"),
        day("rltrader-v1/000660.csv", "000660", "KOSPI", "2000-01-01", "2002-12-31"),
        day("rltrader-v1/009240.csv", "009240", "KOSPI", "2012-01-01", "2014-12-31"),
        day("rltrader-v2/035420.csv", "035420", "KOSPI", "2016-01-01", "2018-12-31"),
        day("kr-korean-header/A003240.csv", "003240", "KOSPI", "2015-01-01", "2017-12-31"),
        day("calendar-padded/005930.csv", "005930", "KOSPI", "2019-01-01", "2021-12-31"),
    ]

    private static func day(
        _ path: String, _ symbol: String, _ board: String, _ from: String, _ to: String
    ) -> File {
        File(
            path: "daily/" + path, symbol: symbol, board: board, from: from, to: to,
            timeframe: "1d")
    }

    private func scenario(_ name: String, _ file: File, _ strategies: String) -> String {
        """
        { "schema": 1, "name": "\(name)",
          "market": { "from": "\(file.from)", "to": "\(file.to)",
            "instruments": [ { "symbol": "\(file.symbol)", "board": "\(file.board)" } ],
            "data": { "candles": { "path": "\(RealData.folder)/\(file.path)",
              "symbol": "\(file.symbol)", "timeframe": "\(file.timeframe)" } } },
          "account": { "cash": 100000000 }, "strategies": [ \(strategies) ] }
        """
    }

    /// Sell tax in hundred-thousandths, both parts, by trade date (krx-market.md §6.1).
    private func taxRates(_ board: String, _ date: String) -> [Int] {
        guard board == "KOSPI" else { return [] }
        let eras = [
            ("2025-12-29", 50), ("2024-12-27", 0), ("2023-12-27", 30), ("2022-12-28", 50),
            ("2020-12-29", 80), ("2019-05-30", 100), ("1996-01-01", 150),
        ]
        return [eras.first { $0.0 <= date }?.1 ?? 150, 150]
    }

    /// Checks costs and cash, worked out again from the fills alone.
    private func checkMoney(_ workshop: Workshop, _ name: String, board: String) throws {
        var cash = 100_000_000
        var orders: [String: (amount: Int, commission: Int, tax: Int)] = [:]
        let fills = try workshop.table("fills", of: name).rows
        for fill in fills {
            var order = orders[fill["order_id"] ?? ""] ?? (0, 0, 0)
            let amount = try #require(fill.number("price")) * (fill.number("quantity") ?? 0)
            order.amount += amount
            let commission = order.amount * 15 / 100_000 / 10 * 10
            let rates =
                fill["side"] == "buy"
                ? [] : taxRates(board, String((fill["traded"] ?? "").prefix(10)))
            let tax = rates.map { order.amount * $0 / 100_000 }.reduce(0, +)
            #expect(fill.number("commission") == commission - order.commission)
            #expect(fill.number("tax") == tax - order.tax)
            cash -=
                (fill["side"] == "buy" ? amount : -amount) + commission - order.commission
                + tax - order.tax
            #expect(fill.number("cash_after") == cash)
            order.commission = commission
            order.tax = tax
            orders[fill["order_id"] ?? ""] = order
        }
        let result = try workshop.result(name)
        #expect(result.integer("totals.cash") == cash)
        #expect(result.integer("costs.commission") == orders.values.map(\.commission).reduce(0, +))
        #expect(result.integer("costs.tax") == orders.values.map(\.tax).reduce(0, +))
    }

    @Test(
        "a crossing of averages on minutes trades, and each won of it can be worked out again",
        arguments: minutes)
    func onMinutes(file: File) throws {
        let workshop = try Workshop()
        let strategy = """
            { "name": "ema_cross", "parameters": \
            { "fast": 3, "slow": 8, "timeframe": "\(file.timeframe)" } }
            """
        try workshop.write(scenario("minutes", file, strategy), to: "s.json")
        let finished = try workshop.backtest("s.json --out out -q")
        #expect(finished.err == "")
        #expect(finished.exit == 0)
        let result = try workshop.result("minutes")
        #expect(result.integer("trades.count") ?? 0 >= 20)
        #expect(result.integer("fills.by_evidence.path.fills") == result.integer("totals.fills"))
        try checkMoney(workshop, "minutes", board: file.board)
        let tax = try #require(result.integer("costs.tax"))
        #expect((tax > 0) == (file.board == "KOSPI"))
    }

    @Test(
        "years of days of many makers are read, held and traded at the next opening",
        arguments: days)
    func onDays(file: File) throws {
        let workshop = try Workshop()
        let strategies = """
            { "name": "buy_and_hold", "parameters": { "timeframe": "1d", "share": 0.1 } },
            { "name": "ema_cross", "parameters": { "timeframe": "1d", "fast": 5, "slow": 20 } }
            """
        try workshop.write(scenario("days", file, strategies), to: "s.json")
        let finished = try workshop.backtest("s.json --out out -q --progress none")
        #expect(finished.err == "")
        #expect(finished.exit == 0)
        let result = try workshop.result("days")
        #expect(result.integer("totals.fills") ?? 0 > 0)
        // The shortest file tells of 296 days: a run's days are those of its data.
        #expect(result.list("days")?.count ?? 0 >= 296)
        try checkMoney(workshop, "days", board: file.board)
        // The close of a day is known after it; orders wait for the next opening.
        for fill in try workshop.table("fills", of: "days").rows {
            let time = try #require(fill["traded"]).dropFirst(11).prefix(5)
            #expect(time >= "09:00" && time < "15:31")
        }
    }

    @Test("26 seconds of the broker's prints: signs dropped, bought and sold again")
    func onTicks() throws {
        let workshop = try Workshop()
        try workshop.write(
            """
            { "schema": 1, "name": "ticks",
              "market": { "from": "2026-09-11", "to": "2026-09-11",
                "instruments": [ { "symbol": "005930", "board": "KOSPI" } ],
                "data": { "ticks": {
                  "path": "\(RealData.folder)/tick/kiwoom_0B_005930_20260911_115618.csv",
                  "symbol": "005930", "date": "2026-09-11",
                  "columns": { "time": "trade_time", "price": "price", "size": "signed_qty" } } } },
              "account": { "cash": 100000000 },
              "strategies": [ { "name": "scripted", "parameters": { "signals": [
                { "at": "11:56:20", "symbol": "005930", "side": "buy", "quantity": 3 },
                { "at": "11:56:32", "symbol": "005930", "side": "sell", "quantity": 3 } ] } } ] }
            """, to: "s.json")
        let finished = try workshop.backtest("s.json --out out -q")
        #expect(finished.err == "")
        #expect(finished.exit == 0)
        let result = try workshop.result("ticks")
        #expect(result.integer("data.ticks") == 89)
        #expect(result.integer("trades.count") == 1)
        let fills = try workshop.table("fills", of: "ticks").rows
        // Steps of 500 won there; prints at 257,500, 257,750 and 258,000.
        for fill in fills {
            let price = try #require(fill.number("price"))
            #expect(price % 500 == 0)
            #expect(257_000...258_500 ~= price)
        }
        try checkMoney(workshop, "ticks", board: "KOSPI")
    }
}
