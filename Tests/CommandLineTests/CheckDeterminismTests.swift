import Foundation
import KraderEngine
import KraderModel
import KraderRuns
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
                    out: "twice.json: the same in two processes, twice in one and after another "
                        + "scenario, \(digest), \(files) files\n",
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
            minute,events,inputs,records
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
                "events 12 and 13", "inputs bb22 and dd44", "records c2 and c5",
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

/// What two strategies of a careless author share between runs.
private enum Careless {
    nonisolated(unsafe) static var lastPrice: Int64 = 0
    nonisolated(unsafe) static var dearest: Int64 = 0
}

/// A strategy that buys where it remembers a higher price, from whichever run.
private struct Remembering: Strategy {
    static let name = "remembering"
    static let summary = "Keeps prices in a global."
    static let parameters: [ParameterDeclaration] = []

    init(_ parameters: ParameterValues) {}
    var subscriptions: Subscriptions { .ticks }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) {
        if Careless.lastPrice > tick.price.won { context.buy(tick.symbol, quantity: Shares(1)) }
        Careless.lastPrice = tick.price.won
    }
}

/// Buys where the dearest price of any *other* run is dearer: the same scenario again says nothing.
private struct Comparing: Strategy {
    static let name = "comparing"
    static let summary = "Keeps the dearest price in a global."
    static let parameters: [ParameterDeclaration] = []

    init(_ parameters: ParameterValues) {}
    var subscriptions: Subscriptions { .ticks }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) {
        Careless.dearest = max(Careless.dearest, tick.price.won)
        if Careless.dearest > 100_000 { context.buy(tick.symbol, quantity: Shares(1)) }
    }
}

@Suite("Scenarios played again in one process", .serialized) struct SameProcessTests {
    /// Writes a scenario with prints of one issue at these prices, a minute apart.
    private func write(_ strategy: String, _ prices: [Int64], to name: String, _ workshop: Workshop)
        throws
    {
        let ticks = prices.enumerated().map {
            """
            { "at": "2026-03-03T09:0\($0.offset + 1):05", "symbol": "005930",
              "price": \($0.element), "size": 1000 }
            """
        }.joined(separator: ", ")
        try workshop.write(
            """
            { "schema": 1, "name": "\(name)",
              "market": { "from": "2026-03-03", "to": "2026-03-03",
                "instruments": [ { "symbol": "005930", "board": "KOSPI",
                                   "base_price": \(prices[0]) } ],
                "data": { "inline": { "ticks": [ \(ticks) ] } } },
              "account": { "cash": 10000000 }, "strategies": [ { "name": "\(strategy)" } ] }
            """, to: "\(name).json")
    }

    private func difference(
        _ strategy: StrategyKind, _ workshop: Workshop, others: [String] = []
    ) throws -> RunDifference? {
        let catalog = StrategyCatalog([strategy])
        let path = workshop.url("asked.json").path
        let fresh = try RunPlan(path: path, overrides: [], catalog: catalog)
            .play(into: workshop.url("fresh").path).folder
        var same = SameProcess(path: path, overrides: [], catalog: catalog)
        return try same.difference(
            from: fresh, after: others, in: workshop.folder.path)
    }

    @Test("a strategy that remembers prices in a global is caught, with the first minute")
    func global() throws {
        Careless.lastPrice = 0
        let workshop = try Workshop()
        try write("remembering", [70_000, 70_100, 70_200], to: "asked", workshop)
        let found = try difference(StrategyKind(Remembering.self), workshop)
        #expect(found?.minute == "2026-03-03T09:01:00+09:00")
        #expect(found?.when == "played once in one process")
    }

    @Test("one whose memory only another scenario changes is caught after that")
    func afterAnother() throws {
        Careless.dearest = 0
        let workshop = try Workshop()
        try write("comparing", [70_000, 70_100, 70_200], to: "asked", workshop)
        try write("comparing", [200_000, 200_500], to: "other", workshop)
        let found = try difference(
            StrategyKind(Comparing.self), workshop, others: [workshop.url("other.json").path])
        #expect(found?.minute == "2026-03-03T09:01:00+09:00")
        #expect(found?.when == "played after another scenario in one process")
    }
}
