import Foundation
import KraderModel
import Testing

@Suite(
    "volatility_breakout, on recorded data",
    .enabled(if: RealData.isThere, "there is no recorded data; say where with KRADER_TEST_DATA"))
struct BreakoutRealDataTests {
    /// A row of a file of 5-minute candles.
    struct Row {
        var day: Substring
        var start: Moment
        var prices: [Double]
        var open: Double { prices[0] }
        var high: Double { prices[1] }
        var low: Double { prices[2] }
        var close: Double { prices[3] }
    }

    private func rows(_ path: String) throws -> [Row] {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
            .dropFirst().map { line in
                let fields = line.split(separator: ",")
                let day = fields[0].prefix(10)
                let time = try #require(TimeOfDay(fields[0].dropFirst(11).prefix(8)))
                let date = try #require(CalendarDate(day))
                return Row(
                    day: day, start: date.at(time),
                    prices: fields.dropFirst().compactMap(Double.init))
            }
    }

    /// The times at which each day's closes above open + k × yesterday's range were known, by plain
    /// reading.
    private func breakouts(_ rows: [Row], k: Double) -> [[String]] {
        var days: [[Row]] = []
        for row in rows {
            if days.last?.first?.day == row.day {
                days[days.count - 1].append(row)
            } else {
                days.append([row])
            }
        }
        return zip(days, days.dropFirst()).map { before, today in
            let high = before.map(\.high).max() ?? 0
            let low = before.map(\.low).min() ?? 0
            let target = today[0].open + k * (high - low)
            // The last candle of continuous trading ends with it.
            let last = today[0].start + .minutes(375)
            return today.filter { $0.close > target && $0.start < last }
                .map { "\($0.start + .minutes(5))" }
        }
    }

    @Test(
        "enters when a plain reading of the file says so, and is flat again at the next open",
        arguments: ["005930", "000660", "005380", "035720", "068270"])
    func agreesWithPlainReading(symbol: String) throws {
        let path = "\(RealData.folder)/minute/yahoo-5m_\(symbol)_20251016-1024.csv"
        let workshop = try Workshop()
        try workshop.write(
            """
            { "schema": 1, "name": "breakout",
              "market": { "from": "2025-10-16", "to": "2025-10-24",
                "instruments": [ { "symbol": "\(symbol)", "board": "KOSPI" } ],
                "data": { "candles":
                  { "path": "\(path)", "symbol": "\(symbol)", "timeframe": "5m" } } },
              "account": { "cash": 100000000 },
              "strategies": [ { "name": "volatility_breakout",
                "parameters": { "k": 0.3, "timeframe": "5m", "quantity": 1 } } ] }
            """, to: "breakout.json")
        let run = try workshop.backtest("breakout.json --out out -q")
        #expect(run.exit == 0)
        let orders = try workshop.table("orders", of: "breakout").rows
        let bought = orders.filter { $0["side"] == "buy" }.map { $0["created"]?.prefix(16) }
        let sold = orders.filter { $0["side"] == "sell" }
        // A day's first of them at which what was held overnight had been sold.
        let expected = breakouts(try rows(path), k: 0.3).compactMap { times in
            times.first { time in
                sold.allSatisfy { sale in
                    let ended = sale["ended"] ?? ""
                    return ended.prefix(10) != time.prefix(10) || ended < time
                }
            }?.prefix(16)
        }
        #expect(bought == expected)
        #expect(!expected.isEmpty)
        // Every buy but one on the last day is followed by a sale at 08:30.
        #expect(sold.allSatisfy { $0["created"]?.dropFirst(11).hasPrefix("08:30:00") == true })
        let overnight = expected.filter { !$0.hasPrefix("2025-10-24") }.count
        #expect(sold.count == overnight)
    }
}
