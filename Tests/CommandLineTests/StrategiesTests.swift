import Foundation
import KraderEngine
import KraderStrategies
import Testing

@Suite("krader strategies") struct StrategiesTests {
    @Test("list: a line each, names and summaries aligned")
    func list() throws {
        let result = try krader("strategies list")
        let lines = result.out.split(separator: "\n")
        let kinds = StrategyCatalog.shipped.kinds
        let width = kinds.map(\.name.count).max() ?? 0
        #expect(lines.count == kinds.count)
        for (line, kind) in zip(lines, kinds) {
            let name = kind.name.padding(toLength: width, withPad: " ", startingAt: 0)
            #expect(line == "\(name)  \(kind.summary)")
        }
        #expect(result.err.isEmpty)
        #expect(result.exit == 0)
    }

    @Test("list as JSON: every strategy with all of its parameters")
    func listJSON() throws {
        let json = try JSON(Data(try krader("strategies list --json").out.utf8))
        #expect(json.integer("schema") == 1)
        #expect(json.text("command") == "strategies list")
        let listed = try #require(json.list("strategies"))
        #expect(listed.map { $0.text("name") } == StrategyCatalog.shipped.kinds.map(\.name))
        for (item, kind) in zip(listed, StrategyCatalog.shipped.kinds) {
            let names = item.list("parameters")?.map { $0.text("name") }
            #expect(names == kind.parameters.map(\.name))
        }
    }

    @Test("show: kind, default, range and meaning of each parameter, and a scenario's words")
    func show() throws {
        let result = try krader("strategies show sma_cross")
        let expected = """
            sma_cross
            Long while a fast simple average of closes is above a slow one.

              parameter  kind       default    allowed           meaning
              fast       integer    20         1…1,000           \
            Length of the fast average, in candles.
              slow       integer    60         2…2,000           \
            Length of the slow average; more than fast.
              timeframe  timeframe  fits data  1m … 60m, 4h, 1d  Of the candles.
              quantity   integer    0          0…1,000,000       \
            Shares a buy; 0 lets the risk rules size it.

            In a scenario:

              "strategies": [ { "name": "sma_cross", "parameters": { "fast": 20, "slow": 60, \
            "quantity": 0 } } ]

            """
        #expect(result == Finished(out: expected, err: "", exit: 0))
    }

    @Test("show as JSON: ranges as numbers, choices as lists, what must be given")
    func showJSON() throws {
        let cross = try JSON(Data(try krader("strategies show ema_cross --json").out.utf8))
        #expect(cross.text("strategy.name") == "ema_cross")
        #expect(cross.integer("strategy.parameters.0.allowed.max") == 1_000)
        #expect(cross.integer("strategy.parameters.0.default") == 10)
        #expect(cross.text("strategy.parameters.2.allowed.1") == "tick")
        #expect(cross.text("strategy.parameters.3.allowed.8") == "1d")
        #expect(cross.flag("strategy.parameters.0.needed") == false)
        #expect(cross.integer("example.parameters.slow") == 50)
        let script = try JSON(Data(try krader("strategies show scripted --json").out.utf8))
        #expect(script.flag("strategy.parameters.0.needed") == true)
        #expect(script.text("example.parameters.signals.0.side") == "buy")
    }

    @Test("show's example is one that a scenario takes", arguments: StrategyCatalog.shipped.kinds)
    func examples(kind: StrategyKind) throws {
        let shown = try krader(["strategies", "show", kind.name]).out
        let example = try #require(shown.components(separatedBy: "In a scenario:\n\n").last)
        let workshop = try Workshop()
        try workshop.write(
            """
            { "schema": 1, "name": "example",
              "market": { "from": "2026-03-03", "to": "2026-03-03",
                "instruments": [ { "symbol": "005930", "board": "KOSPI" } ],
                "data": { "inline": { "ticks": [
                  { "at": "2026-03-03T09:00:58", "symbol": "005930", "price": 70000, "size": 10 }
                ] } } },
              "account": { "cash": 10000000 },
              \(example) }
            """, to: "example.json")
        let run = try workshop.backtest("example.json --out out -q")
        #expect(run.err.isEmpty)
        #expect(run.exit == 0)
    }

    @Test(
        "an unknown name ends with exit code 10 and the nearest one",
        arguments: [
            ("ema_cros", "Error: There is no strategy 'ema_cros'. Did you mean 'ema_cross'?\n"),
            (
                "zzz",
                "Error: There is no strategy 'zzz'. 'strategies list' names those there are.\n"
            ),
        ])
    func unknown(name: String, complaint: String) throws {
        for arguments in [["strategies", "show", name], ["strategies", "show", name, "--json"]] {
            #expect(try krader(arguments) == Finished(out: "", err: complaint, exit: 10))
        }
    }
}
