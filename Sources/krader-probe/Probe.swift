import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderStrategies
import KraderVenue

/// Links the pure targets and nothing else, and lets each do its work once. What this program needs
/// from the machine is therefore what they need, and `.ci/purity` reads that off the built file.
/// Traps when a target does not do its work.
@main
enum Probe {
    static let opening = CalendarDate(2026, 3, 3).midnight + .hours(9)
    static let account = OpeningAccount(cash: Won(10_000_000))

    static func main() throws {
        let samsung = Instrument(
            code: try IssueCode("005930"), board: .kospi, basePrice: Price(70_000))
        let steps = PriceStepTable.table(board: samsung.board, on: CalendarDate(opening))
        let ticks = try TickArray(
            (1...3).map { second in
                Tick(
                    time: opening + .seconds(second), symbol: SymbolIndex(0),
                    price: steps.moved(Price(70_000), steps: Int(second)), size: Shares(100))
            })
        let requests = try decide(samsung, ticks.nextTicks())
        precondition(requests.count == 1, "One order is decided")
        precondition(fills(samsung, requests[0]) > 0, "The venue executes it")

        let settings = SyntheticSettings(
            issues: SyntheticSettings.issues(count: 1), from: CalendarDate(opening),
            through: CalendarDate(opening))
        let market = SyntheticMarket(settings: settings, seed: 7)
        precondition(market.nextTicks().count > 0, "A made-up market trades")
        precondition(RunRecord.curvePointsMax > 0, "A curve has points")
    }

    /// What the engine asks the broker for when it sees the prints.
    private static func decide(
        _ instrument: Instrument, _ ticks: BufferView<Tick>
    ) throws -> [NumberedRequest] {
        let buyer = StrategyInstance(id: "probe", box: .hosting(try BuyOnce(ParameterValues())))
        var engine = Engine(
            EngineConfiguration(
                instruments: [instrument], account: account, universe: [SymbolIndex(0)],
                strategies: [buyer], pacing: .ideal, start: opening))
        var out = OutputBuffer()
        engine.start(into: &out)
        for index in 0..<ticks.count {
            engine.step(.tick(ticks[index]), at: ticks[index].time, into: &out)
            engine.step(.timer, at: ticks[index].time, into: &out)
        }
        return (0..<out.requests.count).map { out.requests[$0] }
    }

    /// How often the venue executes the order, one print later.
    private static func fills(_ instrument: Instrument, _ request: NumberedRequest) -> Int {
        var venue = Venue(
            instruments: [instrument], account: account,
            configuration: VenueConfiguration(fills: .touch, latency: .none), costs: .kiwoom)
        let day = CalendarDate(opening)
        venue.beginDay(day, hours: SessionHours.on(day), settlementDay: day.advanced(by: 2))
        venue.receive(request, at: opening + .seconds(4))
        let print = Tick(
            time: opening + .seconds(5), symbol: SymbolIndex(0), price: Price(70_000),
            size: Shares(100))
        venue.trade(print)
        return (0..<venue.messages.count).count { index in
            guard case .push(let push) = venue.messages[index].content else { return false }
            guard case .executed = push.event else { return false }
            return true
        }
    }
}

/// Buys ten shares at the first print.
private struct BuyOnce: Strategy {
    static let name = "buy_once"
    static let summary = "Buys ten shares at the first print."
    static let parameters: [ParameterDeclaration] = []
    private var isDone = false

    init(_ parameters: ParameterValues) throws {}

    var subscriptions: Subscriptions { .ticks }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        if isDone { return }
        isDone = true
        context.buy(tick.symbol, quantity: Shares(10))
    }
}
