import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Fractions, bonuses, rights and delistings (semantics.md §5, §6)")
struct OtherCorporateActionTests {
    let symbol = SymbolIndex(0)

    /// Holdings from before the run, Friday to Tuesday; the action is Monday's.
    func run(
        _ history: InstrumentHistory, _ script: [(at: Moment, act: Puppet.Act)] = [],
        held: Int64 = 35, price: Int64, last: Int64? = nil, base: Int64 = 70_000
    ) -> FinishedRun {
        var instrument = Sample.samsung
        instrument.basePrice = Price(base)
        instrument.history = history
        let engine = EngineConfiguration.sample(
            [Puppet(script)], instruments: [instrument],
            holdings: [.init(symbol: symbol, quantity: Shares(held), cost: Won(held * base))],
            start: Sample.friday.midnight)
        let ticks: [Tick] = [
            .print(Sample.friday.at("15:30:10"), base),
            .print(Sample.monday.at("09:00:05"), price),
            .print(Sample.monday.at("10:00:01"), price),
            .print(Sample.monday.at("15:30:10"), price),
            .print(CalendarDate(2026, 3, 10).at("10:00:01"), last ?? price),
            .print(CalendarDate(2026, 3, 10).at("15:30:10"), last ?? price),
        ]
        return FinishedRun(.sample(engine), ticks: ticks)
    }

    func action(_ kind: CorporateAction.Kind, _ factor: Ratio) -> InstrumentHistory {
        InstrumentHistory(
            actions: [CorporateAction(kind: kind, factor: factor, day: Sample.monday)])
    }

    @Test("of 35 shares, ten into one, three are left at the cost of all; the half is written off")
    func fraction() {
        let run = run(action(.reverseSplit, Ratio(1, 10)), price: 700_000)
        #expect(run.positions[0].quantity == Shares(3) && run.positions[0].cost == Won(2_450_000))
        #expect(run.held.map(\.quantity) == [Shares(3)] && run.held.map(\.cost) == [Won(2_450_000)])
        #expect(run.result.engineCounts.fractionsLost == 1)
        #expect(run.result.corporateActions.map(\.before) == [Shares(35)])
        #expect(run.result.days[1].profit == Won(-350_000), "Half a new share was worth that")
    }

    @Test("a holding of which no whole share is left ends, and its cost is a loss")
    func nothingLeft() {
        let run = run(action(.reverseSplit, Ratio(1, 10)), held: 5, price: 700_000)
        #expect(run.positions[0].quantity == .zero && run.positions[0].cost == .zero)
        #expect(run.account.grossProfit == Won(-350_000) && run.held.isEmpty)
        #expect(run.sink.trades.map(\.net) == [Won(-350_000)])
        #expect(run.account.equity == Won(10_000_000))
    }

    @Test("new shares of a bonus are held but not sold before they are listed, at both sides")
    func bonus() {
        let tuesday = CalendarDate(2026, 3, 10)
        let history = InstrumentHistory(
            actions: [
                CorporateAction(
                    kind: .bonus, factor: Ratio(21, 20), day: Sample.monday, sellableFrom: tuesday)
            ])
        let run = run(
            history,
            [
                (
                    Sample.monday.at("10:00"),
                    { context in
                        let position = context.position(SymbolIndex(0))
                        #expect(position.quantity == Shares(105))
                        #expect(position.sellable == Shares(100))
                        context.sell(SymbolIndex(0), quantity: Shares(105))
                    }
                ),
                (Sample.monday.at("10:01"), { $0.sell(SymbolIndex(0), quantity: Shares(5)) }),
                (tuesday.at("10:00"), { $0.sell(SymbolIndex(0), quantity: Shares(5)) }),
            ], held: 100, price: 66_700)
        #expect(
            run.sink.lines.filter { $0.hasPrefix("order") || $0.hasPrefix("refused") } == [
                "order 1 sell 100", "refused NOTHING_TO_SELL held=0 offered=0", "order 2 sell 5",
            ])
        #expect(run.positions[0].quantity == .zero && run.result.rejections.isEmpty)
    }

    @Test("H05: rights change the price alone: the holding is as large, and marked at the new base")
    func rights() {
        let run = run(action(.rights, Ratio(19, 20)), price: 66_500)
        #expect(run.positions[0].quantity == Shares(35) && run.positions[0].cost == Won(2_450_000))
        #expect(run.result.corporateActions.map(\.mark) == [Price(66_500)])
        #expect(run.result.days[1].profit == Won(-35 * 3_500))
    }

    @Test("an action of the first day is in the account already")
    func firstDay() {
        var history = action(.split, Ratio(2))
        history.actions[0].day = Sample.friday
        let run = run(history, price: 70_000)
        #expect(run.positions[0].quantity == Shares(35) && run.result.corporateActions.isEmpty)
    }

    @Test("from its delisting on nothing is ordered; what is held is valued at zero too")
    func delisted() {
        let history = InstrumentHistory(delisted: CalendarDate(2026, 3, 10))
        let tuesday = CalendarDate(2026, 3, 10)
        let run = run(
            history,
            [
                (Sample.monday.at("10:00"), { $0.sell(SymbolIndex(0), quantity: Shares(5)) }),
                (
                    Sample.monday.at("15:40"),
                    { $0.buy(SymbolIndex(0), quantity: Shares(1), timeInForce: .nextOpen) }
                ),
                (
                    tuesday.at("10:00"),
                    { context in
                        #expect(!context.isInUniverse(SymbolIndex(0)) && context.universe.isEmpty)
                        context.sell(SymbolIndex(0), quantity: Shares(5))
                    }
                ),
            ], price: 50_000)
        #expect(run.sink.lines.filter { $0 == "refused NOT_TRADEABLE" }.count == 2)
        #expect(run.sink.lines.contains("symbol 0 left"))
        #expect(
            run.result.stranded == [
                StrandedHolding(
                    symbol: symbol, quantity: Shares(30), lastPrice: Price(50_000),
                    value: Won(1_500_000), reason: .delisted)
            ])
        #expect(run.account.equity == Won(11_750_000))
        #expect(run.result.equityIfWorthless == Won(10_250_000))
    }

    @Test("the venue takes no order of an issue that isn't listed")
    func venue() {
        var instrument = Sample.samsung
        instrument.history = InstrumentHistory(listed: Sample.wednesday)
        var venue = Venue(
            instruments: [instrument], account: OpeningAccount(cash: Won(10_000_000)),
            configuration: VenueConfiguration(), costs: .none)
        for (day, outcome) in [
            (Sample.tuesday, BrokerReply.Outcome.rejected(.notTradeable)),
            (Sample.wednesday, .accepted(OrderNumber(1))),
        ] {
            venue.beginDay(day, hours: SessionHours.on(day), settlementDay: Sample.monday)
            venue.messages.removeAll()
            let order = BrokerRequest.NewOrder(
                symbol: symbol, side: .buy, quantity: Shares(1), type: .limit,
                limit: Price(70_000), timeInForce: .day, isFromTick: false)
            let id = RequestID(1)
            venue.receive(
                NumberedRequest(id: id, request: .newOrder(order)), at: day.at("10:00"))
            #expect(
                venue.messages[0].content == .reply(BrokerReply(request: id, outcome: outcome)))
        }
    }
}
