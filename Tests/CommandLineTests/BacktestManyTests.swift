import Foundation
import KraderModel
import Testing

@Suite("krader backtest, its output") struct BacktestManyTests {
    /// The last line, as scripts read it.
    private static var lastLine: Regex<(Substring, Substring, Substring)> {
        #/
        run=([0-9a-f]{12})\ digest=([0-9a-f]{12})\ trades=\d+\ net=-?\d+
        \ max_drawdown=\d\.\d{4}\ warnings=\d+\ exit=0
        /#
    }

    @Test("the last line names the run as its folder and its result.json do")
    func lastLine() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "s.json")
        let finished = try workshop.backtest("s.json --out out")
        let line = try #require(finished.out.split(separator: "\n").last)
        let match = try #require(try Self.lastLine.wholeMatch(in: line))
        #expect(workshop.names("out/one-buy") == [String(match.1)])
        let result = try workshop.result("one-buy")
        #expect(result.text("identity.run_id") == String(match.1))
        #expect(result.text("identity.digest")?.hasPrefix(match.2) == true)
        #expect(result.flag("identity.complete") == true)
        #expect(
            workshop.names("out/one-buy/\(match.1)") == [
                "SHA256SUMS", "adjustments.csv", "digest.csv", "equity.csv", "events.csv",
                "exits.csv",
                "fills.csv", "orders.csv", "report.html", "result.json", "scenario.json",
                "signals.csv", "timing.json", "trades.csv", "universe.csv",
            ])
        let last = try #require(try workshop.table("digest", of: "one-buy").rows.last)
        let lanes = try ["inputs", "records"].map { lane in
            let value = try #require(result.text("identity.digest_\(lane)"))
            #expect(last[lane] == value)
            return value
        }
        // SHA-256 over the bytes of both lanes, computed here by hand.
        let bytes = lanes.joined().unicodeScalars.compactMap { UInt8(hexDigit: $0) }
        let pairs = stride(from: 0, to: bytes.count, by: 2).map { bytes[$0] << 4 | bytes[$0 + 1] }
        #expect(pairs.count == 64)
        #expect(hexadecimal(SHA256.hash(pairs)) == result.text("identity.digest"))
    }

    @Test("quiet prints the last line of each run and nothing else")
    func quiet() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "a.json")
        try workshop.write(oneBuyOneSell.replacing("one-buy", by: "other"), to: "b.json")
        let finished = try workshop.backtest("a.json b.json -q --out out")
        let lines = finished.out.split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines { #expect(try Self.lastLine.wholeMatch(in: line) != nil) }
        #expect(finished.err == "")
    }

    @Test("of many scenarios each is told, then all in a table; what failed does not stop the rest")
    func table() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "a.json")
        try workshop.write(oneBuyOneSell.replacing("one-buy", by: "another"), to: "b.json")
        try workshop.write(oneBuyOneSellOnFile, to: "no-data.json")
        let finished = try workshop.backtest("a.json gone.json no-data.json b.json --out out")
        #expect(finished.exit == 2)
        #expect(
            finished.err == """
                Error: Can't read 'gone.json': No such file or directory.
                Error: Can't read 't.csv' in no-data.json, line 4 (market.data.ticks): No such \
                file or directory.
                Not run: 2 of 4 scenarios.

                """)
        let lines = finished.out.split(separator: "\n").suffix(3).map {
            $0.split(separator: " ").prefix(3).joined(separator: " ")
        }
        #expect(lines == ["scenario trades net", "one-buy 1 +6,383", "another 1 +6,383"])
        #expect(workshop.names("out") == ["another", "one-buy"])
        #expect(!finished.out.contains("\u{1B}"))
    }

    @Test(
        "the exit code of many runs is the gravest",
        arguments: [
            ("good.json good.json", 0), ("good.json no-data.json", 3), ("no-data.json bad.json", 2),
            ("bad.json good.json no-data.json", 2),
        ] as [(String, Int32)])
    func exitCodes(scenarios: String, exit: Int32) throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "good.json")
        try workshop.write(oneBuyOneSellOnFile, to: "no-data.json")
        try workshop.write("{", to: "bad.json")
        #expect(try workshop.backtest(scenarios + " -q --out out").exit == exit)
    }

    @Test("as JSON it is one object, of what ran and what did not")
    func json() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSell, to: "a.json")
        let finished = try workshop.backtest("a.json gone.json --json --out out")
        #expect(finished.exit == 2)
        #expect(finished.err == "Error: Can't read 'gone.json': No such file or directory.\n")
        let object = try JSON(Data(finished.out.utf8))
        #expect(object.integer("schema") == 1)
        #expect(object.text("command") == "backtest")
        #expect(object.integer("exit") == 2)
        #expect(object.list("runs")?.count == 2)
        #expect(object.text("runs.0.scenario") == "a.json")
        #expect(object.integer("runs.0.exit") == 0)
        #expect(object.integer("runs.0.result.totals.net") == 6_383)
        let folder = try #require(object.text("runs.0.folder"))
        #expect(workshop.names(folder).contains("result.json"))
        #expect(object.text("runs.1.scenario") == "gone.json")
        #expect(object.integer("runs.1.exit") == 2)
        #expect(
            object.text("runs.1.error") == "Can't read 'gone.json': No such file or directory.")
    }

    @Test("verbose adds the settings in force, marking what was set, and notes of the data")
    func verbose() throws {
        let workshop = try Workshop()
        try workshop.write(oneBuyOneSellOnFile, to: "s.json")
        try workshop.write(threePrints + "2026-03-04 09:00:00,70000,5\n", to: "t.csv")
        let finished = try workshop.backtest(
            "s.json -v --out out --set risk.max_trades_per_day=9")
        #expect(finished.exit == 0)
        let lines = finished.out.split(separator: "\n").map {
            $0.split(separator: " ").joined(separator: " ")
        }
        #expect(lines.contains("risk.max_trades_per_day 9 (set)"))
        #expect(lines.contains("costs.commission_rate 0.00015"))
        #expect(lines.contains("ticks of 005930: 1 of 4 rows lie outside the period."))
    }
}

extension UInt8 {
    /// The value of a lower-case hexadecimal digit.
    fileprivate init?(hexDigit: Unicode.Scalar) {
        guard
            let place = "0123456789abcdef".unicodeScalars.enumerated().first(where: {
                $0.element == hexDigit
            })?.offset
        else { return nil }
        self = UInt8(place)
    }
}
