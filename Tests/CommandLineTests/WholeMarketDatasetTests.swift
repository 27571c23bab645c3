import Foundation
import Testing

@Suite(
    "The recorded days of the whole market as a dataset",
    .enabled(
        if: FileManager.default.fileExists(atPath: RealData.wholeMarket),
        "there is no recorded market; say where with KRADER_TEST_DATA"))
struct WholeMarketDatasetTests {
    /// Nothing but the dataset and a rotation: instruments and boards are the dataset's.
    private let rotation = """
        { "schema": 1, "name": "whole-dataset",
          "market": { "from": "2025-01-02", "to": "2025-01-14", "data": { "dataset": "krx" } },
          "account": { "cash": 1000000000 },
          "universe": { "top": 20, "boards": ["KOSDAQ", "KOSPI"] },
          "strategies": [ { "name": "momentum_rotation",
            "parameters": { "lookback": 5, "count": 5, "every": 5 } } ],
          "risk": { "max_position_size": 1000000, "daily_loss_limit": 100000000 } }
        """

    @Test("imported by one command and run by another, it trades as the loose file does")
    func sameAsLoose() throws {
        let workshop = try TrueMarketWholeTests().prepared()
        let imported = try workshop.start([
            "data", "import", RealData.wholeMarket, "--into", "krx", "--scope", "KRX", "-q",
        ]).finished()
        #expect(imported.exit == 0, "\(imported.err)")
        try workshop.write(rotation, to: "dataset.json")
        let over = try workshop.backtest("dataset.json --out out -q")
        #expect(over.exit == 0, "\(over.err)")
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)

        let result = try workshop.result("whole-dataset")
        let plain = try counts(workshop.text("days.csv"))
        #expect(result.integer("data.candles") == plain.traded)
        #expect(result.integer("data.halts") == plain.halted)
        #expect(result.integer("data.instruments") == plain.codes)
        // Every row says its change: only issues that are listed later have no band before.
        let loose = try workshop.result("whole-market")
        #expect((result.integer("data.bands_unknown") ?? .max) < 9 * plain.lateCodes + 1)
        #expect((loose.integer("data.bands_unknown") ?? .max) < 9 * plain.lateCodes + 1)

        func trades(_ name: String) throws -> [String] {
            try workshop.table("fills", of: name).rows.map { row in
                ["traded", "symbol", "side", "quantity", "price"].map { row[$0] ?? "" }
                    .joined(separator: " ")
            }
        }
        let trades = (try trades("whole-dataset"), try trades("whole-market"))
        #expect(trades.0.count >= 5 && trades.0.sorted() == trades.1.sorted())
    }

    /// The counts that a plain reading of the file finds until 2025-01-14.
    private func counts(
        _ text: String
    ) throws -> (traded: Int, halted: Int, codes: Int, lateCodes: Int) {
        let lines = text.split(whereSeparator: \.isNewline)
        let titles = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        let open = try #require(titles.firstIndex { $0.contains("Open") }) - titles.count
        var (traded, halted) = (0, 0)
        var first: [Substring: Substring] = [:]
        for line in lines.dropFirst() {
            // Names may hold commas: what stands behind them is counted from the end.
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let day = fields[fields.count - 1].filter { $0 != "\"" }
            if day > "2025-01-14" { continue }
            if fields[fields.count + open].hasPrefix("0") { halted += 1 } else { traded += 1 }
            first[fields[0]] = min(first[fields[0]] ?? "9", Substring(day))
        }
        return (traded, halted, first.count, first.values.count { $0 > "2025-01-02" })
    }
}
