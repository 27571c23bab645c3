import Foundation
import KraderDatasets
import KraderMarket
import KraderModel
import Testing

/// A market with everything in it, played by a strategy that trades.
private func synthetic(_ data: String, from: String = "2026-03-03", to: String = "2026-03-05")
    -> String
{
    """
    { "schema": 1, "name": "made-up", "seed": 3,
      "market": { "from": "\(from)", "to": "\(to)", "data": \(data) },
      "account": { "cash": 50000000 },
      "strategies": [ { "name": "sma_cross",
        "parameters": { "fast": 3, "slow": 8, "timeframe": "5m", "quantity": 10 } } ] }
    """
}

@Suite("krader data generate")
struct DataGenerateTests {
    private let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private func run(_ line: String) throws -> Finished {
        try workshop.start(line.split(separator: " ").map(String.init)).finished()
    }

    @Test(
        "makes what the scenario plays: a run on the dataset has the same trades and equity",
        arguments: [
            #""symbols": 3, "prints_per_day": 900"#,
            #""symbols": 2, "prints_per_day": 600, "books": "levels", "yearly_volatility": 1.8"#,
            #""symbols": 3, "prints_per_day": 600, "books": "quotes", "yearly_volatility": 2"#,
        ])
    func replays(settings: String) throws {
        try workshop.write(synthetic("{ \"synthetic\": { \(settings) } }"), to: "s.json")
        try workshop.write(synthetic(#"{ "dataset": "made" }"#), to: "d.json")
        let made = try run("data generate s.json --name made --set data.dir=.")
        #expect(made.exit == 0, "\(made.err)")
        // semantics.md §4: what krader makes is whole, silence in it a standing book.
        #expect(try JSON(workshop.bytes("made/dataset.json")).text("book_coverage") == "full")
        #expect(try workshop.backtest("s.json --out synthetic -q").exit == 0)
        let played = try workshop.backtest("d.json --out dataset -q")
        #expect(played.exit == 0, "\(played.err)")
        for table in ["trades", "orders", "fills", "equity"] {
            let (one, other) = (
                try workshop.runFolder("made-up", out: "synthetic") + "/\(table).csv",
                try workshop.runFolder("made-up", out: "dataset") + "/\(table).csv"
            )
            guard
                workshop.names((one as NSString).deletingLastPathComponent)
                    .contains("\(table).csv")
            else { continue }
            #expect(try workshop.text(one) == workshop.text(other), "\(table)")
        }
        let one = try workshop.result("made-up", out: "synthetic")
        let other = try workshop.result("made-up", out: "dataset")
        #expect(one.text("identity.digest") == other.text("identity.digest"))
        #expect((one.integer("totals.trades") ?? 0) > 0)
    }

    @Test(
        "candles, too, replay to the digest of the scenario",
        arguments: [("1d", "2025-09-01"), ("1m", "2026-02-26")])
    func candlesReplay(timeframe: String, from: String) throws {
        let period = (from, "2026-03-03")
        func text(_ data: String) -> String {
            synthetic(data, from: period.0, to: period.1)
                .replacingOccurrences(of: "\"5m\"", with: timeframe == "1d" ? "\"1d\"" : "\"5m\"")
        }
        try workshop.write(
            text(#"{ "synthetic": { "symbols": 12, "candles": "\#(timeframe)" } }"#), to: "s.json")
        try workshop.write(text(#"{ "dataset": "made" }"#), to: "d.json")
        #expect(try run("data generate s.json --name made --set data.dir=.").exit == 0)
        #expect(try workshop.backtest("s.json --out synthetic -q").exit == 0)
        #expect(try workshop.backtest("d.json --out dataset -q").exit == 0)
        let one = try workshop.result("made-up", out: "synthetic")
        let other = try workshop.result("made-up", out: "dataset")
        #expect(one.text("identity.digest") == other.text("identity.digest"))
        #expect(one.integer("totals.trades") == other.integer("totals.trades"))
    }

    @Test("says what it made; the same settings and seed make the same bytes, another seed others")
    func deterministic() throws {
        let market =
            "--set synthetic.symbols=2 --set synthetic.prints_per_day=100 "
            + "--set from=2026-03-03 --set to=2026-03-04 --json"
        func hash(_ more: String) throws -> String {
            let done = try run("data generate \(market) \(more)")
            #expect(done.exit == 0, "\(done.err)")
            let answer = try JSON(Data(done.out.utf8))
            #expect(answer.integer("symbols") == 2)
            #expect(answer.text("contents.0.kind") == "ticks")
            #expect((answer.integer("rows") ?? 0) > 100)
            return try #require(answer.text("sha256"))
        }
        let first = try hash("--name a")
        #expect(try hash("--name b") == first)
        #expect(try hash("--name c --seed 2") != first)
        #expect(workshop.names("datasets") == ["a", "b", "c"])
        let again = try run("data generate \(market) --name a")
        #expect(again.exit == 2)
        #expect(again.err.contains("exists already"), "\(again.err)")
        #expect(try hash("--name a --replace") == first)
        let facts = try workshop.text("datasets/a/instruments.csv")
        #expect(facts.contains("900010,2026-03-03,board,KOSPI,,,"))
        #expect(facts.contains("900010,2026-03-03,base_price,71200,,,"))
    }

    @Test("carries out splits and delistings on candles, and makes an index of all")
    func events() throws {
        try workshop.write(
            """
            symbol,day,fact,value,sellable,status,note
            900010,2026-03-10,split,5,,confirmed,
            900020,2026-03-20,delisted,,,,
            KSX,2026-03-03,board,index,,,

            """, to: "facts.csv")
        let done = try run(
            "data generate --name days --instruments facts.csv --set synthetic.symbols=3 "
                + "--set synthetic.candles=1d --set from=2026-03-03 --set to=2026-03-31")
        #expect(done.exit == 0, "\(done.err)")
        let dataset = try Dataset(workshop.url("datasets/days").path)
        func records(_ code: String) throws -> [CandleRow] {
            let file = try #require(try dataset.filesOf(IssueCode(index: code)).first)
            var open = try dataset.open(file)
            let bytes = try open.bytes(of: 0..<open.header.count)
            let base = try #require(bytes.baseAddress)
            let records = (0..<open.header.count).compactMap {
                CandleRow(base + $0 * CandleRow.length)
            }
            return withExtendedLifetime(open) { records }
        }
        let split = try records("900010")
        let day = try #require(split.firstIndex { $0.start == CalendarDate(2026, 3, 10).midnight })
        // The open is a fifth of the close before, give or take the day's limits.
        let fifth = Double(split[day - 1].close) / 5
        #expect(Double(split[day].open) > fifth * 0.69 && Double(split[day].open) < fifth * 1.31)
        let base = "900010,2026-03-10,base_price,"
        let line = try workshop.text("datasets/days/instruments.csv").split(separator: "\n")
            .first { $0.hasPrefix(base) }
        let price = try #require(
            line?.dropFirst(base.count).split(separator: ",").first.flatMap { Double($0) })
        #expect(price <= fifth && price > fifth * 0.99)
        let leaver = try records("900020")
        #expect(leaver.suffix(5).allSatisfy { $0.isHalted })
        #expect(leaver.dropLast(5).allSatisfy { !$0.isHalted })
        #expect(leaver.last?.start == CalendarDate(2026, 3, 19).midnight)
        let index = try records("KSX")
        #expect(index.count == 21)
        #expect(index.allSatisfy { $0.close > 50_000 && $0.close < 200_000 })
    }

    @Test(
        "refuses what it can't make",
        arguments: [
            ("--name x s.json", "has other data than synthetic ones"),
            ("--name x t.json t.json", "a dataset has each symbol from one of them"),
            ("--name x t.json --instruments facts.csv", "carried out on candles alone"),
            ("--name x --set synthetic.symbols=0", "symbols"),
            (
                "--name x --set synthetic.symbols=40 --set synthetic.candles=1d "
                    + "--set synthetic.yearly_volatility=2 --set synthetic.trend_strength=1 "
                    + "--set from=1996-01-02 --set to=2026-03-31",
                "make it calmer or the time shorter"
            ),
        ])
    func refuses(arguments: String, says: String) throws {
        try workshop.write(
            synthetic(
                """
                { "inline": { "ticks": [
                  { "at": "09:00:05", "symbol": "005930", "price": 10000, "size": 20 } ] } }
                """
            ).replacingOccurrences(
                of: #""data": {"#,
                with: #""instruments": [ { "symbol": "005930", "board": "KOSPI" } ], "data": {"#),
            to: "s.json")
        try workshop.write(synthetic(#"{ "synthetic": { "symbols": 1 } }"#), to: "t.json")
        try workshop.write(
            "symbol,day,fact,value,sellable,status,note\n900010,2026-03-04,split,5,,confirmed,\n",
            to: "facts.csv")
        let done = try run("data generate \(arguments)")
        #expect(done.exit == 2, "\(done.err)")
        #expect(done.err.contains(says), "\(done.err)")
        #expect(workshop.names("datasets") == [])
    }
}
