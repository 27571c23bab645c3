import Foundation
import Testing

@Suite("A rotation among all issues, in one command") struct TrueMarketRotationTests {
    /// Six days of the scenario's two years: what runs here isn't optimised.
    private let sixDays = [
        "--set", "market.to=2024-07-08", "--set", "strategies[0].parameters.lookback=3",
        "--set", "strategies[0].parameters.every=2",
    ]

    @Test("2,400 made-up issues: it trades at the opens, and says what part of a market they are")
    func whole() throws {
        let ran = try Ran(try Workshop(), "momentum-rotation", sixDays)
        #expect(ran.finished.exit == 0)
        #expect(ran.finished.err == "")
        #expect(ran.result.integer("data.instruments") == 2_400)
        #expect(ran.result.integer("data.candles") == 2_400 * 6)
        // Four candles make a rise of three days: the first choice is bought on the fifth day.
        let filled = try #require(ran.result.integer("orders.by_status.FILLED"))
        #expect(filled >= 5 && ran.fills.count >= filled)
        // A day's first candle opens with its auction (semantics.md §4). What a tenth of that cross
        // left of an order meets the points of the way.
        #expect(
            ran.fills.allSatisfy {
                $0.hasSuffix("path")
                    || ($0.hasSuffix("auction") && $0.dropFirst(6).hasPrefix("09:00:0"))
            })
        #expect(ran.fills.contains { $0.hasSuffix("auction") })
        #expect(ran.fills.first?.hasPrefix("07-05") == true)
        #expect(ran.result.text("totals.benchmark.symbol") == "900010")
        let notes = ran.result.list("warnings")?.compactMap { $0.value as? String } ?? []
        #expect(notes.count == 1)
        #expect(notes[0].hasPrefix("Selection bias: the universe ranks 2400 issues of KOSPI"))
    }

    @Test("a part of the market says what it is a part of")
    func part() throws {
        let ran = try Ran(
            try Workshop(), "momentum-rotation",
            ["--set", "market.data.synthetic.symbols=1900", "--set", "market.to=2024-07-03"])
        #expect(ran.finished.exit == 0)
        let notes = ran.result.list("warnings")?.compactMap { $0.value as? String } ?? []
        #expect(notes.contains { $0.hasPrefix("Selection bias: the universe ranks 1900 issues") })
    }
}

extension RealData {
    /// The first 25 trading days of 2025, all of KOSPI, KOSDAQ and KONEX.
    static var wholeMarket: String { folder + "/market-day/marcap-2025.csv.gz" }
}

@Suite(
    "A rotation on the recorded days of the whole market",
    .enabled(
        if: FileManager.default.fileExists(atPath: RealData.wholeMarket),
        "there is no recorded market; say where with KRADER_TEST_DATA"))
struct TrueMarketWholeTests {
    /// The days of 2025 on which all of KOSPI and KOSDAQ are recorded, in a folder of their own.
    func prepared(boards: Set<String> = ["KOSPI", "KOSDAQ"]) throws -> Workshop {
        let workshop = try Workshop()
        let unpack = Process()
        unpack.executableURL = URL(fileURLWithPath: "/bin/gzip")
        unpack.arguments = ["-dc", RealData.wholeMarket]
        let rows = workshop.url("days.csv")
        try Data().write(to: rows)
        unpack.standardOutput = try FileHandle(forWritingTo: rows)
        try unpack.run()
        unpack.waitUntilExit()
        #expect(unpack.terminationStatus == 0)
        var seen: Set<Substring> = []
        var instruments: [String] = []
        let lines = try workshop.text("days.csv").split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",", omittingEmptySubsequences: false)
        let market = try #require(header.firstIndex { $0.contains("MarketId") }) - header.count
        for line in lines.dropFirst() {
            // Names may hold commas; the code comes before them and the market after them.
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let code = fields[0].filter { $0 != "\"" }
            let board = ["\"STK\"": "KOSPI", "\"KSQ\"": "KOSDAQ"][fields[fields.count + market]]
            guard let board, boards.contains(board), seen.insert(Substring(code)).inserted else {
                continue
            }
            instruments.append(#"{ "symbol": "\#(code)", "board": "\#(board)" }"#)
        }
        try workshop.write(
            """
            { "schema": 1, "name": "whole-market",
              "market": { "from": "2025-01-02", "to": "2025-01-14",
                "instruments": [ \(instruments.joined(separator: ",\n")) ],
                "data": { "candles": { "path": "days.csv" } } },
              "account": { "cash": 1000000000 },
              "universe": { "top": 20, "boards": [\(boards.sorted().map { "\"\($0)\"" }
                .joined(separator: ", "))] },
              "strategies": [ { "name": "momentum_rotation",
                "parameters": { "lookback": 5, "count": 5, "every": 5 } } ],
              "risk": { "max_position_size": 1000000, "daily_loss_limit": 100000000 } }
            """, to: "s.json")
        return workshop
    }

    @Test("2,755 issues of nine days: it runs, trades and settles to the won")
    func whole() throws {
        let workshop = try prepared()
        let finished = try workshop.backtest("s.json --out out -q")
        #expect(finished.err == "")
        #expect(finished.exit == 0)
        let result = try workshop.result("whole-market")
        #expect(result.integer("data.instruments") == 2_755)
        #expect(result.list("days")?.count == 9)
        let fills = try workshop.table("fills", of: "whole-market").rows
        #expect(fills.count >= 5 && fills.count == result.integer("totals.fills"))
        // Ranked by the value of the day before: no choice is made before five days are known.
        #expect(fills.allSatisfy { ($0["traded"] ?? "") > "2025-01-09" })
        var cash = 1_000_000_000
        for fill in fills {
            let amount = try #require(fill.number("amount"))
            cash += (fill["side"] == "buy" ? -amount : amount)
            cash -= try #require(fill.number("commission")) + #require(fill.number("tax"))
            #expect(fill.number("cash_after") == cash)
        }
        #expect(result.integer("totals.cash") == cash)
        #expect(!biasIsNoted(result), "2,755 issues are a whole market")
    }

    @Test("KOSPI's issues are all of KOSPI, and a part of both boards")
    func part() throws {
        let workshop = try prepared(boards: ["KOSPI"])
        try workshop.write(
            try workshop.text("s.json").replacing("2025-01-14", by: "2025-01-03"), to: "s.json")
        #expect(try workshop.backtest("s.json --out out -q").exit == 0)
        #expect(!biasIsNoted(try workshop.result("whole-market")))
        let both = try workshop.text("s.json").replacing(
            #""boards": ["KOSPI"]"#, by: #""boards": ["KOSPI", "KOSDAQ"]"#)
        try workshop.write(both, to: "s.json")
        #expect(try workshop.backtest("s.json --out both -q").exit == 0)
        #expect(biasIsNoted(try workshop.result("whole-market", out: "both")))
    }

    private func biasIsNoted(_ result: JSON) -> Bool {
        result.list("warnings")?.contains {
            ($0.value as? String)?.hasPrefix("Selection bias") == true
        } ?? false
    }
}
