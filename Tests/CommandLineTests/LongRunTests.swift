import Foundation
import Testing

@Suite("Twelve years in one run") struct LongRunTests {
    /// Issue 9, A1: 40 held of 60 for years. The holding times of its round trips together are more
    /// nanoseconds than 64 bits hold.
    @Test("a rotation that holds forty issues for years ends with its statistics")
    func rotation() throws {
        let workshop = try Workshop()
        try workshop.write(
            """
            { "schema": 1, "name": "years", "seed": 3,
              "market": { "from": "2015-01-05", "to": "2026-12-30",
                "data": { "synthetic": { "symbols": 60, "candles": "1d" } } },
              "account": { "cash": 1000000000 },
              "strategies": [ { "name": "momentum_rotation", "parameters": { "count": 40 } } ],
              "risk": { "max_position_size": 100000, "daily_loss_limit": 1000000000,
                        "max_trades_per_day": 1000 } }
            """, to: "years.json")
        let run = try workshop.backtest("years.json --out out -q")
        #expect(run.err == "" && run.exit == 0)
        let result = try workshop.result("years")
        let held = try #require(result.integer("trades.holding_seconds"))
        let rows = try workshop.table("trades", of: "years").rows
        #expect(held > Int(Int64.max / 1_000_000_000), "Nanoseconds would not fit")
        // Each row cuts its own part of a second.
        let parts = rows.reduce(0) { $0 + ($1.number("holding_seconds") ?? 0) }
        #expect((parts...parts + rows.count).contains(held))
    }
}
