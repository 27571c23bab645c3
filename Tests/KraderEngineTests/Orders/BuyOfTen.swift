import KraderEngine
import KraderModel
import Support
import Testing

/// A scene in which ten shares are wanted at 70,000 at 10:00.
protocol BuyOfTen {}

extension BuyOfTen {
    var day: CalendarDate { Sample.tuesday }

    /// A bench whose strategy buys ten at 70,000 at 10:00, then does what the test wants.
    func bench(
        _ more: [(at: Moment, act: Puppet.Act)] = [], pacing: PacingProfile = .ideal,
        costs: CostSchedule = .none, type: OrderType? = nil, expireAfter: Interval? = nil
    ) -> EngineBench {
        let buy: (at: Moment, act: Puppet.Act) = (
            day.at("10:00"),
            {
                $0.buy(
                    SymbolIndex(0), quantity: Shares(10), type: type, limit: Price(70_000),
                    expireAfter: expireAfter)
            }
        )
        let bench = EngineBench(.sample([Puppet([buy] + more)], costs: costs, pacing: pacing))
        bench.print("09:59:59", 70_000)
        bench.wait("10:00")
        return bench
    }

    func cancel(at time: String) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.cancel(order.reference)
                }
            }
        )
    }

    func replace(at time: String, to limit: Int64) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { context in
                for order in context.activeOrders(SymbolIndex(0)) {
                    context.replace(order.reference, limit: Price(limit))
                }
            }
        )
    }

    func expect(
        _ bench: EngineBench, cash: Int64, reserved: Int64, held: Int64,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let account = bench.engine.account
        #expect(account.cash == Won(cash), sourceLocation: location)
        #expect(account.reserved == Won(reserved), sourceLocation: location)
        let quantity = bench.engine.position(SymbolIndex(0)).quantity
        #expect(quantity == Shares(held), sourceLocation: location)
        #expect(bench.balances, sourceLocation: location)
    }
}
