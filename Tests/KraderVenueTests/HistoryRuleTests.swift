import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Rules of an issue by the day")
struct HistoryRuleTests {
    @Test("§5.2 an order's largest quantity is of the listed shares of the day")
    func listedShares() {
        var instrument = Sample.samsung
        // 1 % of each: 100,000 and, after a split, 500,000 shares. It binds beyond 10⁹ won.
        instrument.history = InstrumentHistory(
            listedShares: [
                Dated(Sample.tuesday, Shares(10_000_000)),
                Dated(Sample.wednesday, Shares(50_000_000)),
            ])
        var venue = Venue(
            instruments: [instrument], account: OpeningAccount(cash: Won(1_000_000_000_000)),
            configuration: VenueConfiguration(), costs: .none)
        for (day, outcome) in [
            (Sample.tuesday, BrokerReply.Outcome.rejected(.quantityTooLarge)),
            (Sample.wednesday, .accepted(OrderNumber(1))),
        ] {
            venue.beginDay(day, hours: SessionHours.on(day), settlementDay: Sample.monday)
            venue.messages.removeAll()
            let order = BrokerRequest.NewOrder(
                symbol: SymbolIndex(0), side: .buy, quantity: Shares(100_001), type: .limit,
                limit: Price(70_000), timeInForce: .day, isFromTick: false)
            let request = NumberedRequest(id: RequestID(1), request: .newOrder(order))
            venue.receive(request, at: day.at("10:00"))
            let reply = BrokerReply(request: RequestID(1), outcome: outcome)
            #expect(venue.messages[0].content == .reply(reply))
        }
    }

    @Test("§4.1 the rates of interruptions are of the class of the day")
    func interruptionClass() {
        var instrument = Sample.samsung
        instrument.history = InstrumentHistory(
            interruptionClasses: [Dated(Sample.wednesday, .large)])
        func rate(_ day: CalendarDate) -> Rate? {
            InterruptionRates.rates(of: instrument, in: .continuous, on: day).dynamicRate
        }
        #expect(rate(Sample.tuesday) == Rate(basisPoints: 600))
        #expect(rate(Sample.wednesday) == Rate(basisPoints: 300))
    }
}
