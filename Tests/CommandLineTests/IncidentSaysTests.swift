import Foundation
import KraderEngine
import KraderModel
import KraderRuns
import Testing

@testable import KraderCommands

/// A strategy that gives ten thousand signals at its first print.
private struct Flooding: Strategy {
    static let name = "flooding"
    static let summary = "Says too much."
    static let parameters: [ParameterDeclaration] = []

    init(_ parameters: ParameterValues) {}

    var subscriptions: Subscriptions { .ticks }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) {
        for leg in 0..<10_000 {
            context.buy(tick.symbol, quantity: Shares(1), leg: leg, reason: "more")
        }
    }
}

@Suite("No incident is silent") struct IncidentSaysTests {
    @Test("a flooding strategy: warning, exit code 4, and why nothing traded")
    func flooding() throws {
        let workshop = try Workshop()
        try workshop.write(
            oneBuyOneSell.components(separatedBy: #""strategies""#)[0]
                + #""strategies": [ { "name": "flooding" } ] }"#, to: "s.json")
        let done = try RunPlan(
            path: workshop.url("s.json").path, overrides: [],
            catalog: StrategyCatalog([StrategyKind(Flooding.self)])
        ).play(into: workshop.url("out").path)
        #expect(done.status == .strategyFault)
        let result = try workshop.result("one-buy")
        let warnings = result.list("warnings")?.compactMap { $0.value as? String } ?? []
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("flooding gave too many signals") == true)
        #expect(result.integer("data.signals_dropped") == 10_000)
        #expect(result.counts("incident_counts") == ["SIGNALS_FLOODED": 1])
        let page = try workshop.text(try workshop.runFolder("one-buy") + "/report.html")
        #expect(page.contains("flooding gave too many signals at once and was paused"))
        #expect(page.contains("10,000 dropped") && !page.contains("gave no signal"))
    }

    @Test("kill, pause and resume by hand stand in summary, warnings and exit code")
    func byHand() throws {
        let workshop = try Workshop()
        let events = """
            "events": [ { "at": "2026-03-03T09:01:30", "do": "pause" },
                        { "at": "2026-03-03T09:01:40", "do": "resume" },
                        { "at": "2026-03-03T09:02:00", "do": "kill" } ],
            "strategies"
            """
        try workshop.write(
            oneBuyOneSell.replacing(#""strategies""#, by: events), to: "s.json")
        let run = try workshop.backtest("s.json --out out")
        #expect(run.exit == 7)
        for word in ["PAUSED 1", "RESUMED 1", "KILL_SWITCH_ENGAGED 1", "KILL_SWITCH_COMPLETE 1"] {
            #expect(run.out.contains(word), "\(run.out)")
        }
        #expect(run.out.contains("! The kill switch engaged at"))
        #expect(run.out.contains("! UNPROTECTED since the kill switch engaged"))
        #expect(run.out.contains("warnings=4 exit=7"), "\(run.out)")
    }

    @Test("a held bonus that nobody decided: a warning with both prices, and proposals counted")
    func undecided() throws {
        let workshop = try Workshop()
        try workshop.write(
            """
            date,open,high,low,close,volume
            2026-03-03,80000,80000,80000,80000,1000
            2026-03-04,80000,80000,80000,80000,1000
            2026-03-05,80000,80000,80000,80000,1000
            2026-03-06,20000,20000,20000,20000,4000
            2026-03-09,20000,20000,20000,20000,4000

            """, to: "005930.csv")
        let made = try workshop.start([
            "data", "import", "005930.csv", "--into", "d", "--board", "KOSPI", "--scope", "KRX",
            "--symbol", "005930",
        ]).finished()
        #expect(made.exit == 0, "\(made.err)")
        let facts =
            try workshop.text("d/instruments.csv")
            + "005930,2026-03-06,bonus,4,,proposed,by hand\n"
        try workshop.write(facts, to: "d/instruments.csv")
        let sealed = try workshop.start(["data", "instruments", "d", "--seal"]).finished()
        #expect(sealed.exit == 0, "\(sealed.err)")
        try workshop.write(
            """
            { "schema": 1, "name": "held", "account": { "cash": 10000000 },
              "market": { "data": { "dataset": "d" } },
              "strategies": [ { "name": "buy_and_hold", "parameters": { "timeframe": "1d" } } ] }
            """, to: "s.json")
        let run = try workshop.backtest("s.json --out out")
        #expect(run.exit == 0, "\(run.err)")
        #expect(
            run.out.contains("! 005930, held on 2026-03-06: 80,000 won became 20,000"), "\(run.out)"
        )
        #expect(run.out.contains("1 proposal undecided for symbols you held"))
        #expect(run.out.contains("BASE_CHANGED 1"))

        let strict = try workshop.backtest("s.json --out strict --strict")
        #expect(strict.exit == 5, "\(strict.out) \(strict.err)")
        let result = try workshop.result("held", out: "strict")
        #expect(result.text("period.last_day") == "2026-03-06")
        #expect(result.text("identity.run_id")?.hasSuffix(".partial") == true)

        let seen = try workshop.start(["data", "validate", "d"]).finished()
        #expect(seen.out.contains("SPLIT_LIKE_JUMP"), "\(seen.out)")
        let decided = try workshop.start(
            ["data", "instruments", "d", "--confirm", "005930@2026-03-06"]
        ).finished()
        #expect(decided.exit == 0, "\(decided.err)")
        let obeyed = try workshop.backtest("s.json --out obeyed --strict")
        #expect(obeyed.exit == 0 && !obeyed.out.contains("BASE_CHANGED"), "\(obeyed.out)")
    }

    @Test("a period that begins long before the data is warned of, and dilutes nothing")
    func period() throws {
        let workshop = try Workshop()
        var rows = "date,open,high,low,close,volume\n"
        for day in 2...27 where ![7, 8, 14, 15, 21, 22].contains(day) && day > 2 {
            let price = 70_000 + 300 * (day % 5) - 200 * (day % 3)
            rows += "2026-03-\(day < 10 ? "0" : "")\(day),"
            rows += "\(price),\(price),\(price),\(price),1000\n"
        }
        try workshop.write(rows, to: "c.csv")
        let scenario = """
            { "schema": 1, "name": "span", "account": { "cash": 10000000 },
              "market": { "from": "2026-03-03", "to": "2026-03-27",
                "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                "data": { "candles": { "path": "c.csv", "symbol": "005930", "timeframe": "1d" } } },
              "strategies": [ { "name": "buy_and_hold", "parameters": { "timeframe": "1d" } } ] }
            """
        try workshop.write(scenario, to: "short.json")
        try workshop.write(
            scenario.replacing(#""from": "2026-03-03""#, by: #""from": "2025-05-02""#)
                .replacing(#""to": "2026-03-27""#, by: #""to": "2026-06-30""#), to: "long.json")
        let short = try workshop.backtest("short.json --out short")
        let long = try workshop.backtest("long.json --out long")
        #expect(short.exit == 0 && long.exit == 0, "\(short.err) \(long.err)")
        #expect(!short.out.contains("! The data begin"))
        #expect(long.out.contains("! The data begin on 2026-03-03,"), "\(long.out)")
        #expect(long.out.contains("! The data end on 2026-03-27,"), "\(long.out)")
        #expect(long.out.contains("data      2026-03-03 – 2026-03-27"), "\(long.out)")
        let first = try workshop.result("span", out: "short")
        let second = try workshop.result("span", out: "long")
        #expect(second.text("period.first_day") == "2026-03-03")
        #expect(second.text("period.last_day") == "2026-03-27")
        for name in ["sharpe", "volatility", "return", "exposure", "money_at_work"] {
            #expect(
                first["statistics.\(name)"]?.value as? Double
                    == second["statistics.\(name)"]?.value as? Double, "\(name)")
        }
    }
}
