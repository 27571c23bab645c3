import Foundation
import Testing

@Suite("What became of exits and points is said") struct ExitSaysTests {
    private func scenario(_ candles: String, statuses: String? = nil, signals: String) -> String {
        let changes = statuses.map { ", \"statuses\": \($0)" } ?? ""
        return """
            { "schema": 1, "name": "exits",
              "market": { "from": "2026-03-03", "to": "2026-03-06",
                "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 10000 } ],
                "data": { "inline": { "candles": [ \(candles) ]\(changes) } } },
              "account": { "cash": 10000000 },
              "strategies": [
                { "name": "scripted", "parameters": { "signals": [ \(signals) ] } } ] }
            """
    }

    private func daily(_ day: Int, _ open: Int, _ high: Int, _ low: Int, _ close: Int) -> String {
        """
        { "at": "2026-03-0\(day)", "symbol": "005930", "timeframe": "1d", "open": \(open),
          "high": \(high), "low": \(low), "close": \(close), "volume": 10000 }
        """
    }

    private let buy = """
        { "at": "2026-03-03T10:00:00", "symbol": "005930", "side": "buy", "quantity": 10,
          "exits": { "stop": 9500 } }
        """

    /// The low of 9,400 lies at 11:06:40, the high and the close after it.
    @Test("points that an interruption keeps from an exit: warning, note and count")
    func lostPoints() throws {
        let workshop = try Workshop()
        let statuses = """
            [ { "at": "2026-03-04T11:00:00", "symbol": "005930", "status": "halted",
                "cause": "halt" },
              { "at": "2026-03-04T15:25:00", "symbol": "005930", "status": "normal" } ]
            """
        let candles = [
            daily(3, 10_000, 10_000, 10_000, 10_000), daily(4, 10_000, 10_400, 9_400, 10_100),
        ].joined(separator: ",")
        try workshop.write(scenario(candles, statuses: statuses, signals: buy), to: "s.json")
        let done = try workshop.backtest("s.json --out out")
        #expect(done.exit == 0, "\(done.err)")
        let said = "3 points of candles lay in an interruption or a halt"
        #expect(done.out.contains("! " + said), "\(done.out)")
        #expect(done.out.contains("first of 005930 at 2026-03-04T11:06:40"), "\(done.out)")
        let result = try workshop.result("exits")
        #expect(result.integer("data.points_not_played") == 3)
        let notes = (result.list("data.notes") ?? []).map { "\($0.value)" }
        #expect(notes.contains { $0.hasPrefix(said) }, "\(notes)")
    }

    @Test("an exit that a sale of its strategy ended, with shares left: in exits.csv and summary")
    func endedBySale() throws {
        let workshop = try Workshop()
        let candles = (3...5).map { daily($0, 10_000, 10_100, 9_900, 10_000) }
            .joined(separator: ",")
        let signals = """
            \(buy),
            { "at": "2026-03-04T09:30:00", "symbol": "005930", "side": "buy", "quantity": 10 },
            { "at": "2026-03-05T09:30:00", "symbol": "005930", "side": "sell", "quantity": 10 }
            """
        try workshop.write(scenario(candles, signals: signals), to: "s.json")
        let done = try workshop.backtest("s.json --out out")
        #expect(done.exit == 0, "\(done.err)")
        #expect(done.out.contains("! 1 exit ended with a sale of its strategy"), "\(done.out)")
        let rows = try workshop.table("exits", of: "exits").rows
        #expect(rows.map { $0["event"] } == ["armed", "done"])
        #expect(rows.map { $0["reason"] } == ["", "SALE"])
        #expect(try workshop.result("exits").integer("data.exits_ended_by_sales") == 1)
    }
}
