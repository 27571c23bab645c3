import Foundation
import Testing

/// Five prints, five books and an interruption of each kind: every figure can be had by hand.
private let byHand = """
    { "schema": 1, "name": "by-hand",
      "market": { "from": "2026-03-03", "to": "2026-03-03",
        "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 10000 } ],
        "data": { "inline": {
          "ticks": [
            { "at": "09:00:05", "symbol": "005930", "price": 10000, "size": 20 },
            { "at": "09:01:05", "symbol": "005930", "price": 10100, "size": 30 },
            { "at": "09:02:05", "symbol": "005930", "price": 10000, "size": 10 },
            { "at": "09:03:05", "symbol": "005930", "price": 10100, "size": 10 },
            { "at": "15:30:05", "symbol": "005930", "price": 13000, "size": 30 } ],
          "books": [
            { "at": "09:05:00", "symbol": "005930", "asks": [[10110, 5]], "bids": [[10100, 5]] },
            { "at": "09:06:00", "symbol": "005930", "asks": [[10120, 5]], "bids": [[10100, 5]] },
            { "at": "09:07:00", "symbol": "005930", "asks": [[10150, 5]], "bids": [[10100, 5]] },
            { "at": "09:08:00", "symbol": "005930", "asks": [[10200, 5]], "bids": [[10100, 5]] },
            { "at": "09:09:00", "symbol": "005930", "asks": [], "bids": [[10100, 5]] } ],
          "statuses": [
            { "at": "10:00:00", "symbol": "005930", "status": "call_auction",
              "cause": "static_vi" },
            { "at": "10:02:10", "symbol": "005930", "status": "normal", "cause": "resumption" },
            { "at": "11:00:00", "symbol": "005930", "status": "call_auction",
              "cause": "dynamic_vi" },
            { "at": "11:02:10", "symbol": "005930", "status": "normal", "cause": "resumption" }
          ] } } },
      "account": { "cash": 10000000 },
      "strategies": [ { "name": "scripted", "parameters": { "signals": [
        { "at": "09:01:00", "symbol": "005930", "side": "buy", "quantity": 10 } ] } } ] }

    """

@Suite struct DataInspectTests {
    @Test(
        "figures of five prints and five books, by hand",
        arguments: [
            ("prints_per_day", 5), ("shared_stamps", 0),
            // The auctions have 20 and 30 of 100 shares.
            ("opening_share", 0.2), ("closing_share", 0.3),
            // Spreads of 1, 2, 5 and 10 steps of 10 won; a side alone is no spread.
            ("spread_1", 0.25), ("spread_2_3", 0.25), ("spread_4_6", 0.25), ("spread_7_up", 0.25),
            // The sizes are 10, 10, 20, 30 and 30.
            ("size_10", 10), ("size_25", 10), ("size_50", 20), ("size_75", 30), ("size_99", 30),
            ("ten_or_fewer", 0.4),
            // The prints cost 1,094,000 won for 100 shares, 20 of them in the median print.
            ("median_value", 218_800),
            // +1 % and −0.99 %; the last minute before the auction never ends.
            ("minute_autocorrelation", -1), ("minute_kurtosis", 1.0001),
            ("static_vi", 1), ("dynamic_vi", 1),
            // The limit is 30 % above the base (§3.2).
            ("limit_days", 1), ("limit_closes", 1), ("locked_days", 0),
        ] as [(String, Double)])
    func figures(name: String, value: Double) throws {
        let issue = try #require(try profile()["issues.0"])
        #expect(try abs(number(issue, name) - value) < 0.00005)
    }

    @Test("volume by half hour stands beside §9's, and boards that no issue is of are left out")
    func halfHours() throws {
        let rows = try #require(try profile().list("by_board"))
        #expect(rows.count == 15)
        // 70 of 100 shares before 09:30; the closing cross belongs to the last half hour.
        #expect(try number(rows[0], "KOSPI") == 0.7)
        #expect(try number(rows[0], "KOSPI, KRX") == 0.15)
        #expect(try number(rows[12], "KOSPI") == 0.3)
        #expect(rows[12].text("volume") == "15:00–15:30")
        #expect(rows[0]["KOSDAQ"] == nil)
    }

    @Test("people get aligned columns, KRX's figure the last")
    func aligned() throws {
        let workshop = try Workshop()
        try workshop.write(byHand, to: "s.json")
        let done = try workshop.start(["data", "inspect", "s.json", "--profile"]).finished()
        #expect(done.exit == 0 && done.err == "")
        let lines = done.out.split(separator: "\n").map(String.init)
        #expect(lines.first == "Profile of by-hand")
        #expect(lines.contains("  09:00–09:30      70.0 %        15.0 %"))
        #expect(lines.contains { $0.hasPrefix("  prints of 1–10 shares") && $0.contains("40.0 %") })
        #expect(lines.contains { $0.hasSuffix("about 30 %") })
        // One issue of five prints a day: there are no large or mid ones.
        #expect(lines.contains { $0.contains("figure") && !$0.contains("large") })
    }

    @Test("without a profile: what there is of each symbol, first and last")
    func census() throws {
        let workshop = try Workshop()
        try workshop.write(byHand, to: "s.json")
        let done = try workshop.start(["data", "inspect", "s.json", "--json"]).finished()
        #expect(done.exit == 0)
        let found = try JSON(Data(done.out.utf8))
        #expect(found.integer("schema") == 1 && found.text("source") == "inline")
        #expect(found.integer("prints") == 5 && found.integer("books") == 5)
        #expect(found.integer("statuses") == 4 && found.integer("candles") == 0)
        #expect(found.text("first") == "2026-03-03T09:00:05+09:00")
        #expect(found.text("last") == "2026-03-03T15:30:05+09:00")
        #expect(found.text("issues.0.symbol") == "005930")
        #expect(found.integer("issues.0.prints") == 5)
    }

    @Test("of files: hashes and notes, without their paths")
    func files() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSellOnFile, to: "deep/s.json")
        try workshop.write(threePrints, to: "deep/t.csv")
        let done = try workshop.start(["data", "inspect", "deep/s.json"]).finished()
        #expect(done.exit == 0 && done.err == "")
        #expect(done.out.contains("ticks of 005930"))
        // The answer holds the SHA-256 in hex.
        #expect(done.out.split { !$0.isHexDigit }.contains { $0.count == 64 })
        #expect(!done.out.contains("t.csv"))
        let profile = try workshop.start(
            ["data", "inspect", "deep/s.json", "--profile"]
        ).finished()
        // Nothing says when trading of these data was interrupted.
        #expect(profile.exit == 0 && !profile.out.contains("interruptions"))
    }

    @Test(
        "--set and --seed take the place of the scenario's values; the same seed, the same market")
    func overrides() throws {
        let workshop = try Workshop()
        try workshop.write(synthetic(), to: "s.json")
        func prints(_ arguments: String...) throws -> Int? {
            let done = try workshop.start(["data", "inspect", "s.json", "--json"] + arguments)
                .finished()
            return try JSON(Data(done.out.utf8)).integer("prints")
        }
        let one = try prints("--seed", "1")
        #expect(try one == prints("--seed", "1") && one != prints("--seed", "2"))
        #expect(try prints("--set", "seed=1") == one)
    }

    @Test("candles alone have a profile across issues and days, beside §9's figures")
    func ofCandles() throws {
        let workshop = try Workshop()
        let made = synthetic(#", "candles": "1d""#)
            .replacingOccurrences(of: "\"to\": \"2026-03-03\"", with: "\"to\": \"2026-03-06\"")
        try workshop.write(made, to: "candles.json")
        let done = try workshop.start(["data", "inspect", "candles.json", "--profile"]).finished()
        #expect(done.exit == 0 && done.err == "", "\(done.err)")
        #expect(done.out.contains("across issues and days") && !done.out.contains("half hours"))
        let lines = done.out.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.contains("issue-days") && $0.contains("4") })
        #expect(lines.contains { $0.contains("29 % and more") && $0.hasSuffix("0.17–0.23 %") })
        #expect(lines.contains { $0.contains("10 issues are the fewest") })
    }

    @Test(
        "without prints and candles there is no profile; a wrong path or value ends as everywhere")
    func exitCodes() throws {
        let workshop = try Workshop()
        try workshop.write(synthetic(#", "candles": "1m""#), to: "candles.json")
        try workshop.write(oneBuyOneSellOnFile, to: "no-file.json")
        func run(_ arguments: String...) throws -> Finished {
            try workshop.start(["data", "inspect"] + arguments).finished()
        }
        #expect(try run("candles.json").exit == 0)
        // An ETF's candles say nothing of issues of KOSPI and KOSDAQ.
        try workshop.write(
            synthetic(#", "candles": "1m""#).replacingOccurrences(of: "KOSPI", with: "ETF"),
            to: "etf.json")
        let none = try run("etf.json", "--profile")
        #expect(none.exit == 3 && none.out == "" && none.err.contains("no prints"))
        #expect(try run("no-file.json").exit == 3)
        #expect(try run("none.json").exit == 2)
        #expect(try run("candles.json", "--set", "a b").exit == 2)
        #expect(try run().exit == 2)
    }

    private func profile() throws -> JSON {
        let workshop = try Workshop()
        try workshop.write(byHand, to: "s.json")
        let done = try workshop.start(["data", "inspect", "s.json", "--profile", "--json"])
            .finished()
        #expect(done.exit == 0)
        return try JSON(Data(done.out.utf8))
    }

    private func number(_ row: JSON, _ name: String) throws -> Double {
        try #require(row[name]?.value as? Double, "\(name)")
    }

    /// A quiet issue for a day.
    private func synthetic(_ more: String = "") -> String {
        """
        { "schema": 1, "name": "made-up",
          "market": { "from": "2026-03-03", "to": "2026-03-03",
            "data": { "synthetic": { "issues": [
              { "symbol": "900010", "board": "KOSPI", "base_price": 10000, "prints_per_day": 200 }
            ]\(more) } } },
          "account": { "cash": 10000000 },
          "strategies": [ { "name": "buy_and_hold" } ] }
        """
    }
}
