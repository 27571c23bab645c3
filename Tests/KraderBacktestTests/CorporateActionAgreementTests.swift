import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// The days of `randomRun` with an action of each kind on some of them; prints go over to the new
/// prices with it.
func randomRunWithActions(_ seed: UInt64) -> (BacktestConfiguration, [Tick]) {
    let days = [
        CalendarDate(2025, 12, 24), CalendarDate(2025, 12, 26), CalendarDate(2025, 12, 29),
        CalendarDate(2025, 12, 30), CalendarDate(2026, 1, 2),
    ]
    let actions: [[CorporateAction]] = [
        [
            CorporateAction(kind: .split, factor: Ratio(50), day: days[1]),
            CorporateAction(kind: .reverseSplit, factor: Ratio(1, 10), day: days[3]),
        ],
        [
            CorporateAction(
                kind: .bonus, factor: Ratio(21, 20), day: days[1], sellableFrom: days[3]),
            CorporateAction(kind: .rights, factor: Ratio(19, 20), day: days[2]),
            CorporateAction(kind: .reverseSplit, factor: Ratio(1, 3), day: days[3]),
        ],
        [CorporateAction(kind: .reverseSplit, factor: Ratio(1, 7), day: days[2])],
    ]
    var (configuration, ticks) = randomRun(seed, perDay: 5_200)
    for symbol in actions.indices {
        configuration.engine.instruments[symbol].history = InstrumentHistory(
            actions: actions[symbol])
        let board = configuration.engine.instruments[symbol].board
        for place in ticks.indices where ticks[place].symbol.int == symbol {
            let day = CalendarDate(ticks[place].time)
            let steps = PriceStepTable.table(board: board, on: day)
            for action in actions[symbol] where action.day <= day {
                ticks[place].price = action.priceFactor.scaled(ticks[place].price)
            }
            ticks[place].price = steps.nearest(ticks[place].price)
        }
    }
    return (configuration, ticks)
}

@Suite("Corporate actions in all ledgers")
struct CorporateActionAgreementTests {
    @Test(
        "engine, venue and a naive ledger agree to the won over splits, bonuses and rights",
        arguments: Proof.range(3, long: 8))
    func agree(seed: UInt64) {
        let (configuration, ticks) = randomRunWithActions(seed)
        let run = PlainRun(configuration, ticks: ticks)
        #expect(run.differences == [])
        #expect(run.ledger.differences == [])
        #expect(run.comparisons > 100, "Runs that are never at rest compare nothing")
        #expect(run.ledger.fills > 300, "Runs without fills compare nothing")
        #expect(run.engine.counts.corporateActions > 0 && run.engine.counts.pushesQuarantined == 0)
    }

    @Test("the driver gives the same digest as one written plainly", arguments: [0, 5] as [UInt64])
    func digest(seed: UInt64) {
        let (configuration, ticks) = randomRunWithActions(seed)
        let plain = PlainRun(configuration, ticks: ticks)
        let run = FinishedRun(randomRunWithActions(seed).0, ticks: ticks)
        #expect(run.result.digest == plain.digest)
        #expect(run.result.corporateActions.count == Int(run.result.engineCounts.corporateActions))
        #expect(run.held.map(\.quantity) == run.positions.map(\.quantity).filter { $0 > .zero })
    }
}
