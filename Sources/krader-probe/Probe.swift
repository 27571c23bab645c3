import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderStrategies
import KraderSwarm
import KraderVenue

/// Links the pure targets and nothing else, and lets each do its work once. What this program needs
/// from the machine is therefore what they need, and `.ci/purity` reads that off the built file.
/// Traps when a target does not do its work.
@main
enum Probe {
    private static let date = CalendarDate(2026, 3, 3)
    private static let opening = date.midnight + .hours(9)

    static func main() throws {
        let samsung = Instrument(
            code: try IssueCode("005930"), board: .kospi, basePrice: Price(70_000))
        let steps = PriceStepTable.table(board: samsung.board, on: date)
        let prints = try TickArray(
            (1...3).map { second in
                Tick(
                    time: opening + .seconds(second), symbol: SymbolIndex(0),
                    price: steps.moved(Price(70_000), steps: Int(second)), size: Shares(100))
            })
        let byHand = try play(prints, of: [samsung])
        precondition(byHand.ticks == 3, "Three prints are played")

        let market = SyntheticMarket(
            settings: SyntheticSettings(
                issues: SyntheticSettings.issues(count: 2), from: date, through: date), seed: 7)
        let madeUp = try play(market, of: market.instruments)
        precondition(madeUp.digest != byHand.digest, "Other prints have another digest")

        let world = World(seed: 1).play()
        precondition(world.prints > 0, "A world has prints")
        precondition(world.failure == nil, "A world comes through")
    }

    /// A day of buying and holding.
    private static func play(
        _ prints: any TickSource, of instruments: [Instrument]
    ) throws -> RunResult {
        guard let kind = StrategyCatalog.shipped["buy_and_hold"] else {
            preconditionFailure("buy_and_hold is shipped")
        }
        var parameters = ParameterValues(defaultsOf: kind.parameters)
        parameters.set("on", .text("tick"))
        let strategy = StrategyInstance(id: "probe", box: try kind.make(parameters))
        let engine = EngineConfiguration(
            instruments: instruments, account: OpeningAccount(cash: Won(10_000_000)),
            universe: .symbols(instruments.indices.map { SymbolIndex($0) }), strategies: [strategy],
            start: date.midnight)
        var backtest = Backtest(
            BacktestConfiguration(
                engine: engine, venue: VenueConfiguration(fills: .touch), seed: 7,
                end: date.midnight + .day), ticks: prints, sink: NoSink())
        backtest.run()
        let record = backtest.finish()
        precondition(record.fills > 0, "Shares are bought")
        precondition(record.digest.count == 32, "A digest is a SHA-256")
        return record
    }
}

/// A sink that leaves nothing.
private final class NoSink: RunSink {
    func commit(_ output: inout OutputBuffer, _ reasons: ReasonTable) {}
    func minute(_ line: DigestLine, _ market: MarketView) {}
    func trade(_ trade: Trade) {}
}
