import Foundation
import KraderModel
import Testing

/// Relatives of what a file means, each where it once was plausible and wrong.
@Suite("What files say and don't say, played") struct FileMeaningTests {
    private func scenario(_ name: String, _ data: String, more: String = "") -> String {
        """
        { "schema": 1, "name": "\(name)",
          "market": { "from": "2026-03-03", "to": "2026-03-20", "instruments": [
            { "symbol": "005930", "board": "KOSPI" }, { "symbol": "000660", "board": "KOSPI" } ],
            "data": { \(data) } }\(more),
          "account": { "cash": 100000000 },
          "strategies": [ { "name": "buy_and_hold", "parameters": { "timeframe": "1d" } } ] }
        """
    }

    /// The trading days of March 2026 from the 3rd on.
    private static let days = [3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20].map {
        $0 < 10 ? "2026-03-0\($0)" : "2026-03-\($0)"
    }

    private func daily(_ close: (Int) -> Int, days: [String] = Self.days) -> String {
        "date,open,high,low,close,volume\n"
            + days.enumerated().map { place, day in
                let price = close(place)
                return "\(day),\(price),\(price + 100),\(price - 100),\(price),10000\n"
            }.joined()
    }

    @Test("the same bytes under another issue's name are another run")
    func names() throws {
        let workshop = try Workshop()
        for code in ["005930", "000660"] {
            try workshop.write(daily { 70_000 + 100 * $0 }, to: "\(code).csv")
            try workshop.write(
                scenario("one", #""candles": { "path": "\#(code).csv" }"#), to: "\(code).json")
            #expect(try workshop.backtest("\(code).json -q --out out").exit == 0)
        }
        #expect(workshop.names("out/one").count == 2)
    }

    @Test("a file of another venue is none of KRX's unless the scenario says its scope")
    func venues() throws {
        let workshop = try Workshop()
        for suffix in ["_NX", "_AL"] {
            let path = "005930\(suffix).csv"
            try workshop.write(daily { 70_000 + 100 * $0 }, to: path)
            for scope in ["", #", "scope": "KRX""#] {
                try workshop.write(
                    scenario("v", #""candles": { "path": "\#(path)"\#(scope) }"#), to: "v.json")
                let refused = try workshop.backtest("v.json --out out")
                #expect(refused.exit == 3)
                #expect(refused.err.contains("005930\(suffix)"), "\(refused.err)")
            }
        }
        try workshop.write(
            scenario("v", #""candles": { "path": "005930_AL.csv", "scope": "consolidated" }"#),
            to: "v.json")
        #expect(try workshop.backtest("v.json -q --out out").exit == 0)
    }

    @Test("prices of shares have no decimals")
    func decimals() throws {
        let workshop = try Workshop()
        try workshop.write(daily { 700 + $0 }, to: "s.csv")
        try workshop.write(
            scenario("d", #""candles": { "path": "s.csv", "symbol": "005930", "decimals": 2 }"#),
            to: "d.json")
        let refused = try workshop.backtest("d.json --out out")
        #expect(refused.exit == 2)
        #expect(refused.err.contains("decimals is 2"), "\(refused.err)")
    }

    /// The close before the first row was 70,500: the change of 500 was a fall.
    @Test("changes that have no sign anywhere say no base price of a row without one before")
    func unsigned() throws {
        let workshop = try Workshop()
        try workshop.write(
            "date,close,changes,open,high,low,volume\n20260303,70000,500,70300,70400,69900,10\n"
                + "20260304,70200,200,70000,70300,69900,10\n"
                + "20260305,70600,400,70200,70700,70100,10\n",
            to: "005930.csv")
        let made = try workshop.start(
            ["data", "import", "005930.csv", "--into", "d", "--board", "KOSPI", "--scope", "KRX"]
        ).finished()
        #expect(made.exit == 0, "\(made.err)")
        #expect(made.out.contains("3 changes have a direction that neither signs"), "\(made.out)")
    }

    @Test(
        "without a header nothing is guessed that rows leave open",
        arguments: [
            // The last columns are a change and the volume, then the traded value and the volume.
            ["20260303,700,710,690,705,5,9000", "20260304,705,712,700,710,3,8000"],
            ["20260303,700,710,690,705,6345000,9000", "20260304,705,712,700,710,5680000,8000"],
            // Close, high, low, open: each day would open far from the close before.
            [
                "20260303,705,710,690,700,9000", "20260304,715,720,700,705,9000",
                "20260305,725,730,710,715,9000", "20260306,735,740,720,725,9000",
            ],
            ["20260303,705,710,690,700,9000"],
            ["20260303,705,710,690,700,9000", "20260304,703,712,699,704,9100"],
        ])
    func headerless(rows: [String]) throws {
        let workshop = try Workshop()
        try workshop.write(rows.map { $0 + "\n" }.joined(), to: "005930.csv")
        let refused = try workshop.start(["data", "import", "005930.csv", "--into", "d"]).finished()
        #expect(refused.exit == 3)
        #expect(refused.err.contains("--columns"), "\(refused.err)")
    }

    @Test("a benchmark's change of base is no return without a word")
    func benchmark() throws {
        let workshop = try Workshop()
        try workshop.write(daily { 70_000 + 100 * $0 }, to: "a.csv")
        try workshop.write(daily { $0 < 7 ? 100_000 : 20_000 }, to: "b.csv")
        try workshop.write(
            scenario(
                "b",
                #""candles": [ { "path": "a.csv", "symbol": "005930" },"#
                    + #" { "path": "b.csv", "symbol": "000660" } ]"#,
                more: #", "benchmark": "000660", "universe": { "symbols": ["005930"] }"#),
            to: "b.json")
        let done = try workshop.backtest("b.json --out out")
        #expect(done.exit == 0, "\(done.err)")
        #expect(
            done.out.contains("benchmark 000660 went from 100,000 to 20,000 won on 2026-03-12"),
            "\(done.out)")
    }

    @Test("holes in the middle of a symbol's data are told")
    func holes() throws {
        let workshop = try Workshop()
        let days = Array(Self.days.prefix(3) + Self.days.suffix(3))
        try workshop.write(daily({ 70_000 + 100 * $0 }, days: days), to: "a.csv")
        try workshop.write(
            scenario("h", #""candles": { "path": "a.csv", "symbol": "005930" }"#), to: "h.json")
        let done = try workshop.backtest("h.json --out out")
        #expect(
            done.out.contains("data of 005930 miss 8 trading days between their first and last"),
            "\(done.out)")
    }

    @Test("rows two weeks or a quarter apart are no daily candles", arguments: [14, 91])
    func apart(distance: Int) throws {
        let workshop = try Workshop()
        let first = try #require(CalendarDate("2020-01-02"))
        let rows = (0..<8).map { "\(first.advanced(by: distance * $0)),700,710,690,705,9\n" }
        try workshop.write("date,open,high,low,close,volume\n" + rows.joined(), to: "005930.csv")
        let refused = try workshop.start(["data", "import", "005930.csv", "--into", "d"]).finished()
        #expect(refused.exit == 3)
        #expect(refused.err.contains("no daily ones"), "\(refused.err)")
    }

    /// Ends: 09:01 … 15:20, then the cross; starts: 09:00 … 15:19, then the cross.
    @Test("the cross at 15:30 is the same candle, told by its start or its end")
    func cross() throws {
        let workshop = try Workshop()
        var fills: [[String]] = []
        for (stamp, shift) in [("start", 0), ("end", 1)] {
            let minutes = (0..<380).map { minute -> String in
                let stamped = 540 + minute + shift
                return "2026-03-03 \(clock(stamped)),70000,70100,69900,70000,1000\n"
            }
            try workshop.write(
                "time,open,high,low,close,volume\n" + minutes.joined()
                    + "2026-03-03 15:30:00,70500,70500,70500,70500,50000\n", to: "\(stamp).csv")
            try workshop.write(
                """
                { "schema": 1, "name": "\(stamp)",
                  "market": { "from": "2026-03-03", "to": "2026-03-03", "instruments": [
                    { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                    "data": { "candles": { "path": "\(stamp).csv", "symbol": "005930" } } },
                  "account": { "cash": 10000000 },
                  "strategies": [ { "name": "scripted", "parameters": { "signals": [
                    { "at": "10:00:00", "symbol": "005930", "side": "buy", "quantity": 10 },
                    { "at": "15:25:00", "symbol": "005930", "side": "sell", "quantity": 10 }
                  ] } } ] }
                """, to: "\(stamp).json")
            let done = try workshop.backtest("\(stamp).json -q --out out")
            #expect(done.exit == 0, "\(done.err)")
            fills.append(
                try workshop.table("fills", of: stamp).rows.map {
                    "\($0["side"] ?? "") \($0["price"] ?? "") \($0["evidence"] ?? "")"
                })
        }
        #expect(fills[0].last == "sell 70500 auction")
        #expect(fills[0] == fills[1])
    }

    @Test("a quiet first minute does not make starts ends")
    func quietStart() throws {
        let workshop = try Workshop()
        let minutes = (1..<380).map {
            "2026-03-03 \(clock(540 + $0)),70000,70100,69900,70000,1000\n"
        }
        try workshop.write(
            "time,open,high,low,close,volume\n" + minutes.joined()
                + "2026-03-03 15:30:00,70500,70500,70500,70500,50000\n", to: "005930.csv")
        let refused = try workshop.start(["data", "import", "005930.csv", "--into", "d"]).finished()
        #expect(refused.exit == 3)
        #expect(refused.err.contains("--stamp"), "\(refused.err)")
    }

    private func clock(_ minute: Int) -> String {
        let (hour, rest) = (minute / 60, minute % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest):00"
    }
}
