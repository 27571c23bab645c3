import Testing

@Suite("Daily rows of an issue that hardly trades") struct ThinDayTests {
    @Test("are daily candles, loose and imported")
    func thin() throws {
        let workshop = try Workshop()
        let rows = ["03", "04", "10", "16", "23"].map { "2026-03-\($0),700,710,690,705,9\n" }
        try workshop.write("date,open,high,low,close,volume\n" + rows.joined(), to: "005930.csv")
        let made = try workshop.start(
            ["data", "import", "005930.csv", "--into", "d", "--board", "KOSPI"]
        ).finished()
        #expect(made.exit == 0, "\(made.err)")
        #expect(made.out.contains("timeframe 1d"), "\(made.out)")
        let checked = try workshop.start(["data", "validate", "d"]).finished()
        #expect(!checked.out.contains("WRONG_LENGTH"), "\(checked.out)")
        try workshop.write(
            """
            { "schema": 1, "name": "s", "market": { "from": "2026-03-03", "to": "2026-03-31",
                "instruments": [ { "symbol": "005930", "board": "KOSPI" } ],
                "data": { "candles": { "path": "005930.csv" } } },
              "account": { "cash": 100000 }, "strategies": [ { "name": "buy_and_hold" } ] }
            """, to: "s.json")
        #expect(try workshop.backtest("s.json -q --out out").exit == 0)
    }

    @Test("weeks are not, with a week that is not over either")
    func weeks() throws {
        let workshop = try Workshop()
        let rows = ["03-06", "03-13", "03-20", "03-27", "03-31"].map {
            "2026-\($0),700,710,690,705,9\n"
        }
        try workshop.write("date,open,high,low,close,volume\n" + rows.joined(), to: "005930.csv")
        let refused = try workshop.start(["data", "import", "005930.csv", "--into", "d"]).finished()
        #expect(refused.exit == 3)
        #expect(refused.err.contains("are no daily ones"), "\(refused.err)")
    }
}
