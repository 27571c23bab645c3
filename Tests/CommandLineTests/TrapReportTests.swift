import Foundation
import KraderCommands
import KraderEngine
import KraderModel
import KraderStrategies
import Testing

/// Adds up until 64 bits don't hold the sum, or takes what isn't there, when its first print comes.
private struct Trapping: Strategy {
    static let name = "trapping"
    static let summary = "Traps at its first print."
    static let parameters = [
        ParameterDeclaration(
            "how", .text(allowed: ["sum", "place", "recursion"]), default: .text("sum"),
            help: "What it does wrong.")
    ]
    private let how: String
    private var empty: [Int64] = []

    init(_ parameters: ParameterValues) throws { how = parameters.text("how") }

    var subscriptions: Subscriptions { .ticks }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        switch how {
        case "sum": empty = [tick.price.won + .max]
        case "place": _ = empty[Int(tick.price.won)]
        default: _ = deeper(tick.price.won)
        }
    }

    private func deeper(_ number: Int64) -> Int64 {
        number == .min ? 0 : deeper(number &+ 1) &+ deeper(number &+ 2)
    }
}

@Suite("Traps in a strategy's own code") struct TrapReportTests {
    /// Runs the scenario of `how` in this process.
    static func run(_ how: String) throws -> Never {
        let workshop = try Workshop()
        try workshop.write(
            """
            { "schema": 1, "name": "trap", "market": {
                "from": "2026-03-03", "to": "2026-03-03",
                "instruments": [ { "symbol": "005930", "board": "KOSPI", "base_price": 70000 } ],
                "data": { "inline": { "ticks": [
                  { "at": "09:00:58", "symbol": "005930", "price": 70000, "size": 50 } ] } } },
              "account": { "cash": 10000000 },
              "strategies": [
                { "name": "buy_and_hold" },
                { "name": "trapping", "id": "mine", "parameters": { "how": "\(how)" } } ] }
            """, to: "s.json")
        var catalog = StrategyCatalog.shipped
        catalog.add(StrategyKind(Trapping.self))
        let program = KraderProgram(catalog: catalog)
        exit(
            program.run(["backtest", workshop.url("s.json").path, "--out", workshop.url("o").path]))
    }

    private func check(_ result: ExitTest.Result?) throws {
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(
            said.contains(
                "Error: The strategy 'mine' trapped in its own code, at 2026-03-03T09:00:58+09:00, "
                    + "symbol 005930: "), "\(said)")
    }

    @Test("a sum beyond 64 bits: strategy, symbol and moment are named, and the exit code is 1")
    func sum() async throws {
        try check(
            await #expect(
                processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
            ) { try Self.run("sum") })
    }

    @Test("a place outside of a list")
    func place() async throws {
        try check(
            await #expect(
                processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
            ) { try Self.run("place") })
    }

    @Test("a recursion without end, which leaves no stack")
    func recursion() async throws {
        try check(
            await #expect(
                processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
            ) { try Self.run("recursion") })
    }
}
