import Foundation
import Testing

@testable import KraderCommands

@Suite("krader check determinism") struct CheckDeterminismTests {
    /// Ten shares bought and sold in prints of one morning.
    static let scenario = """
        { "schema": 1, "name": "twice",
          "market": { "from": "2026-03-03", "to": "2026-03-03",
            "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
            "data": { "inline": { "ticks": [
              { "at": "2026-03-03T09:00:58", "symbol": "005930", "price": 70000, "size": 1000 },
              { "at": "2026-03-03T09:01:05", "symbol": "005930", "price": 70000, "size": 1000 },
              { "at": "2026-03-03T09:10:05", "symbol": "005930", "price": 71000, "size": 1000 }
            ] } } },
          "account": { "cash": 10000000 },
          "strategies": [ { "name": "scripted", "parameters": { "signals": [
            { "at": "2026-03-03T09:01:00", "symbol": "005930", "side": "buy", "quantity": 10 },
            { "at": "2026-03-03T09:10:00", "symbol": "005930", "side": "sell", "quantity": 10 }
          ] } } ] }
        """

    private func check(_ workshop: Workshop, _ arguments: String...) throws -> Finished {
        try workshop.start(
            ["check", "determinism"] + arguments, environment: ["TMPDIR": workshop.folder.path]
        ).finished()
    }

    @Test("a scenario that gives the same twice ends with 0, its digest and nothing left behind")
    func same() throws {
        let workshop = try Workshop()
        try workshop.write(Self.scenario, to: "twice.json")
        let run = try workshop.backtest("twice.json --out out -q")
        let digest = try #require(run.out.split(separator: " ").first { $0.hasPrefix("digest=") })
        let result = try check(workshop, "twice.json")
        let files = workshop.names(try workshop.runFolder("twice")).count - 1
        #expect(
            result
                == Finished(
                    out: "twice.json: the same in two processes, \(digest), \(files) files\n",
                    err: "", exit: 0))
        #expect(workshop.names() == ["out", "twice.json"])
    }

    @Test("--set, --seed and the folder's own settings hold in both runs")
    func settings() throws {
        let workshop = try Workshop()
        try workshop.write(Self.scenario, to: "twice.json")
        try workshop.write(#"{ "risk": { "max_trades_per_day": 1 } }"#, to: "krader.json")
        let run = try workshop.backtest("twice.json --out out -q --set account.cash=5000000")
        let digest = try #require(run.out.split(separator: " ").first { $0.hasPrefix("digest=") })
        let result = try check(
            workshop, "twice.json", "--set", "account.cash=5000000", "--json")
        let json = try JSON(Data(result.out.utf8))
        #expect(json.integer("exit") == 0)
        #expect(json.flag("scenarios.0.same") == true)
        #expect(json.text("scenarios.0.digest").map { "digest=\($0)" } == String(digest))
        let other = try JSON(Data(try check(workshop, "twice.json", "--json").out.utf8))
        #expect(other.text("scenarios.0.digest") != json.text("scenarios.0.digest"))
    }

    @Test("what can't be played ends with the code of its run: 2 for a scenario, 3 for data")
    func broken() throws {
        let workshop = try Workshop()
        try workshop.write(Self.scenario, to: "twice.json")
        try workshop.write(
            Self.scenario.replacingOccurrences(of: "cash", with: "cush"), to: "mistyped.json")
        let usage = try check(workshop, "twice.json", "mistyped.json")
        #expect(usage.exit == 2)
        #expect(usage.err.contains("Unknown key 'cush'"))
        #expect(usage.out.contains("twice.json: the same"))
        let missing = try check(
            workshop, "twice.json", "--set",
            #"market.data.ticks={"path":"no.csv","symbol":"005930","date":"2026-03-03"}"#)
        #expect(missing.exit == 3)
        #expect(try check(workshop, "nowhere.json").exit == 2)
        #expect(workshop.names() == ["mistyped.json", "twice.json"])
    }

    /// Two folders as runs leave them, the second changed.
    private func folders(
        _ workshop: Workshop, _ change: (String, String) -> String
    ) throws -> (String, String) {
        let files = [
            "digest.csv": """
            minute,events,hash,chain
            2026-03-03T09:00:00+09:00,4,aa11,c1
            2026-03-03T09:01:00+09:00,12,bb22,c2
            2026-03-03T09:02:00+09:00,3,cc33,c3

            """, "orders.csv": "order_id\nA\nB\n", "timing.json": "{}\n",
        ]
        for (name, text) in files {
            try workshop.write(text, to: "1/run/\(name)")
            try workshop.write(change(name, text), to: "2/run/\(name)")
        }
        return (workshop.url("1/run").path, workshop.url("2/run").path)
    }

    @Test("the first differing minute is named, and what differs in it and elsewhere")
    func minute() throws {
        let workshop = try Workshop()
        let (a, b) = try folders(workshop) { _, text in
            text.replacingOccurrences(of: "12,bb22,c2", with: "13,dd44,c5")
                .replacingOccurrences(of: "cc33,c3", with: "cc33,c6")
                .replacingOccurrences(of: "\nB\n", with: "\nC\n")
                .replacingOccurrences(of: "{}", with: "{ }")
        }
        let difference = try RunDifference.first(between: a, and: b)
        #expect(difference?.minute == "2026-03-03T09:01:00+09:00")
        #expect(
            difference?.what == [
                "events 12 and 13", "hash bb22 and dd44", "chain c2 and c5",
                "orders.csv from line 3",
            ])
    }

    @Test("a minute that only one run has is the one that differs")
    func missingMinute() throws {
        let workshop = try Workshop()
        let (a, b) = try folders(workshop) { _, text in
            text.replacingOccurrences(of: "2026-03-03T09:01:00+09:00,12,bb22,c2\n", with: "")
        }
        #expect(
            try RunDifference.first(between: a, and: b)
                == RunDifference(
                    minute: "2026-03-03T09:01:00+09:00", what: ["only the first run has it"]))
        let shorter = try folders(workshop) { name, text in
            name == "digest.csv" ? text.components(separatedBy: "2026-03-03T09:02")[0] : text
        }
        let last = try RunDifference.first(between: shorter.1, and: shorter.0)
        #expect(last?.minute == "2026-03-03T09:02:00+09:00")
        #expect(last?.what == ["only the second run has it"])
    }

    @Test("files and names that differ are told where no minute does; timing is no difference")
    func files() throws {
        let workshop = try Workshop()
        let same = try folders(workshop) { name, text in name == "timing.json" ? "[]" : text }
        #expect(try RunDifference.first(between: same.0, and: same.1) == nil)
        try workshop.write("x\n", to: "2/run/fills.csv")
        try workshop.write("order_id\nA\nB\nC\n", to: "2/run/orders.csv")
        let difference = try RunDifference.first(between: same.0, and: same.1)
        #expect(difference?.minute == nil)
        #expect(
            difference?.what == ["fills.csv only in the second run", "orders.csv from line 4"])
        #expect(
            difference?.text == "fills.csv only in the second run; orders.csv from line 4")
    }
}
