import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// Holdings that can't be sold at the end are listed and also valued at zero (semantics.md §5).
@Suite("What can't be sold at the end")
struct StrandedTests {
    /// Ten of 005930, five of 035720, whose last prints and statuses these are.
    func run(
        _ ticks: [Tick], _ status: StatusChange? = nil, until end: CalendarDate = Sample.wednesday
    ) throws -> FinishedRun {
        let engine = EngineConfiguration.sample(
            holdings: [
                .init(symbol: SymbolIndex(0), quantity: Shares(10), cost: Won(700_000)),
                .init(symbol: SymbolIndex(1), quantity: Shares(5), cost: Won(100_000)),
            ])
        return FinishedRun(
            .sample(engine, end: end.midnight), ticks: BatchedTicks(ticks, size: 100),
            statuses: try status.map { try StatusArray([$0]) })
    }

    func reasons(_ run: FinishedRun) -> [String] {
        run.result.stranded.map { "\($0.symbol.value) \($0.quantity) \($0.reason.rawValue)" }
    }

    @Test("what trades can be sold")
    func nothing() throws {
        let day = Sample.tuesday
        let run = try run([
            .print(day.at("10:00"), 70_000), .print(day.at("10:00:01"), 20_000, symbol: 1),
        ])
        #expect(run.result.stranded.isEmpty)
        #expect(run.result.equityIfWorthless == run.account.equity)
    }

    @Test("locked at the lower limit, not at the upper one")
    func locked() throws {
        let day = Sample.tuesday
        let run = try run([
            .print(day.at("10:00"), 49_000), .print(day.at("10:00:01"), 26_000, symbol: 1),
        ])
        #expect(reasons(run) == ["0 10 locked"])
        #expect(run.result.stranded.first?.value == Won(490_000))
        #expect(run.result.equityIfWorthless == run.account.equity - Won(490_000))
    }

    @Test("halted")
    func halted() throws {
        let day = Sample.tuesday
        let run = try run(
            [.print(day.at("10:00"), 70_000), .print(day.at("10:00:01"), 20_000, symbol: 1)],
            StatusChange(
                time: day.at("09:30"), symbol: SymbolIndex(1), status: .halted, cause: .halt))
        #expect(reasons(run) == ["1 5 halted"])
    }

    @Test("without a print in the last five trading days, the fifth included")
    func silent() throws {
        func last(_ day: CalendarDate) throws -> [String] {
            reasons(
                try run(
                    [
                        .print(Sample.tuesday.at("10:00"), 20_000, symbol: 1),
                        .print(day.at("10:00"), 70_000),
                    ], until: day.advanced(by: 1)))
        }
        // Wednesday to Monday are four days, to Tuesday five.
        #expect(try last(Sample.monday) == [])
        #expect(try last(CalendarDate(2026, 3, 10)) == ["1 5 silent"])
    }
}
