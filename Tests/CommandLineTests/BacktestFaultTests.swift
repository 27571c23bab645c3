import Foundation
import KraderCommands
import KraderEngine
import KraderModel
import KraderRuns
import KraderStrategies
import Testing

@Suite("krader backtest, when a strategy throws") struct BacktestFaultTests {
    /// A strategy that throws at its second print.
    struct Brittle: Strategy {
        static let name = "brittle"
        static let summary = "Throws at its second print."
        static let parameters: [ParameterDeclaration] = []

        struct Broken: Error, CustomStringConvertible { var description: String { "it broke" } }

        private var prints = 0

        init(_ parameters: ParameterValues) {}

        var subscriptions: Subscriptions { .ticks }

        mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
            prints += 1
            if prints == 2 { throw Broken() }
        }
    }

    @Test("it is paused, told and counted; the others trade on, and the run ends with 4")
    func thrower() throws {
        let workshop = try Workshop()
        let text = oneBuyOneSell.replacing(
            #""strategies": ["#, by: #""strategies": [ { "name": "brittle" }, "#)
        try workshop.write(text, to: "s.json")
        // The catalog of a program of one's own: the shipped strategies don't throw.
        var catalog = StrategyCatalog.shipped
        catalog.add(StrategyKind(Brittle.self))
        let exit = KraderProgram(catalog: catalog).run([
            "backtest", workshop.url("s.json").path, "--out", workshop.url("out").path, "-q",
        ])
        #expect(exit == ExitStatus.strategyFault.rawValue)
        let result = try workshop.result("one-buy")
        #expect(result.integer("exit") == 4)
        #expect(result.integer("trades.count") == 1)
        #expect(result.integer("totals.cash") == 10_006_383)
        #expect(result.list("strategies")?.map { $0.flag("paused") } == [true, false])
        #expect(result.text("faults.0.strategy") == "brittle")
        #expect(result.text("faults.0.message")?.contains("it broke") == true)
        #expect(result.list("incidents")?.count == 1)
        #expect(result.text("incidents.0.strategy") == "brittle")
        #expect(result.list("warnings")?.count == 1)
        #expect(
            (result["warnings.0"]?.value as? String)?
                .hasPrefix("Strategy brittle threw and is paused since 2026-03-03T09:01:05") == true
        )
    }
}
