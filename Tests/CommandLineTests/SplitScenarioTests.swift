import Foundation
import Testing

@Suite("A split, by hand and on recorded days") struct SplitScenarioTests {
    @Test("§3.3 three shares bought before a split by 50 are 150 after it; each won by hand")
    func shipped() throws {
        let workshop = try Workshop()
        let ran = try Ran(workshop, "split-over-the-weekend")
        #expect(ran.finished.exit == 0)
        // One step worse than the print: 1,000 won before, 100 after. The stop was 2,600,000.
        #expect(
            ran.fills == [
                "04-27T10:00:05 buy 3 2640000 through", "05-04T10:00:05 sell 150 51800 through",
            ])
        // Bought 7,920,000: commission 1,188 → 1,180. Sold 7,770,000: commission 1,165.5 → 1,160,
        // both parts of the tax of 2018 0.15 %: 11,655 each.
        #expect(ran.result.integer("totals.net") == 7_770_000 - 7_920_000 - 2_340 - 23_310)
        let days = ran.result.list("days") ?? []
        // 27 April: 3 × (2,650,000 − 2,640,000) − 1,180, and nothing more until 4 May.
        #expect(
            days.compactMap { $0.integer("profit") }.prefix(5) == [28_820, 0, 0, 0, 0])
        let rows = try workshop.table("adjustments", of: "split-over-the-weekend").rows
        #expect(rows.map { $0["before"] } == ["3", "3"])
        #expect(rows.map { $0["after"] } == ["150", "150"])
        #expect(rows.map { $0["strategy"] } == ["", "scripted"])
        #expect(ran.result.list("stranded")?.isEmpty == true)
    }

    /// Rows of a file by day: open, high, low, close, volume.
    private func rows(_ path: String) throws -> [String: [Int]] {
        let text = try String(contentsOfFile: "\(RealData.folder)/daily/\(path)", encoding: .utf8)
        var rows: [String: [Int]] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            var fields = [""]
            var isQuoted = false
            for letter in line where letter != "\u{FEFF}" {
                if letter == "\"" {
                    isQuoted.toggle()
                } else if letter == ",", !isQuoted {
                    fields.append("")
                } else if letter != "," {
                    fields[fields.count - 1].append(letter)
                }
            }
            let numbers = fields.dropFirst().prefix(5).compactMap { Double($0) }.map { Int($0) }
            let day = fields[0].replacingOccurrences(of: "-", with: "")
            if numbers.count == 5, day.count == 8 { rows[day] = numbers }
        }
        return rows
    }

    /// 005930 as it was quoted: the adjusted file × 50 before the split, which the raw file
    /// confirms where both are.
    private func quoted() throws -> [(day: String, row: [Int])] {
        let adjusted = try rows("rltrader-v2/005930.csv")
        let raw = try rows("rltrader-v1/005930.csv")
        var compared = 0
        let days = adjusted.keys.sorted().map { day -> (day: String, row: [Int]) in
            let row = adjusted[day] ?? []
            if day >= "20180504" { return (day, row) }
            let old = row.prefix(4).map { $0 * 50 } + [row[4] / 50]
            if let known = raw[day] {
                compared += 1
                #expect(Array(old.prefix(4)) == Array(known.prefix(4)), "\(day)")
            }
            return (day, old)
        }
        #expect(compared > 400)
        return days
    }

    @Test(
        "005930 of 2018 as it was quoted, bought and held: equity goes on without a step",
        .enabled(if: RealData.isThere, "there is no recorded data; say where"))
    func recorded() throws {
        let workshop = try Workshop()
        let days = try quoted().filter { $0.day >= "20180102" && $0.day <= "20180629" }
        var csv = "date,open,high,low,close,volume\n"
        for (day, row) in days {
            csv += "\(day)," + row.map(String.init).joined(separator: ",") + "\n"
        }
        try workshop.write(csv, to: "d.csv")
        let split = #""actions": [ { "day": "2018-05-04", "kind": "split", "factor": "50" } ]"#
        func scenario(_ facts: String) -> String {
            """
            { "schema": 1, "name": "held", "market": { "from": "2018-01-02", "to": "2018-06-30",
              "instruments": [ { "symbol": "005930", "board": "KOSPI" \(facts) } ],
              "data": { "candles": { "path": "d.csv", "symbol": "005930", "timeframe": "1d" } } },
              "account": { "cash": 100000000 },
              "strategies": [ { "name": "buy_and_hold", "parameters": { "timeframe": "1d" } } ] }
            """
        }
        try workshop.write(scenario(", " + split), to: "s.json")
        let finished = try workshop.backtest("s.json --out out -q")
        #expect(finished.exit == 0, "\(finished.err)")
        let result = try workshop.result("held")
        let bought = try #require(
            workshop.table("fills", of: "held").rows.first?.number("quantity"))
        let told = result.list("days") ?? []
        let cash = try #require(told.last?.integer("cash"))
        var equities: [Int] = []
        for (day, row) in days {
            let name = "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))"
            let shares = day < "20180504" ? bought : bought * 50
            let equity = try #require(told.first { $0.text("day") == name }?.integer("equity"))
            if day > "20180103" {
                #expect(equity == cash + shares * row[3], "\(name)")
                equities.append(equity)
            }
        }
        for (before, after) in zip(equities, equities.dropFirst()) {
            #expect(abs(after - before) * 20 < before, "No day moves by more than 5 %")
        }
        #expect(result.integer("data.adjustments") == 1)
        #expect(result.integer("data.fractions_lost") == 0)

        // Without the fact the same file is a fall of 98 %.
        try workshop.write(scenario(""), to: "s.json")
        #expect(try workshop.backtest("s.json --out bare -q").exit == 0)
        let bare = try workshop.result("held", out: "bare")
        let lost = bare.list("days")?.compactMap { $0.integer("profit") }.min() ?? 0
        #expect(lost < -50_000_000)
    }
}
