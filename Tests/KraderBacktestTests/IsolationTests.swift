import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("A strategy's fault changes nothing for the others")
struct IsolationTests {
    /// A fill without what depends on who else trades: serials, indices and the account.
    struct OwnFill: Hashable {
        var at: Moment
        var side: Side
        var execution: Execution
        var commission: Won
        var status: OrderStatus
        var filled: Shares

        init(_ fill: FillRecord) {
            at = fill.at
            side = fill.side
            execution = fill.execution
            // Execution numbers count the fills of all.
            execution.number = ExecutionNumber(0)
            commission = fill.commission
            status = fill.status
            filled = fill.filled
        }
    }

    /// Trades its own symbol at random, with exits, until it throws, if it does.
    static func trader(_ symbol: Int, seed: UInt64, throwsAfter last: Int = .max) -> Puppet {
        var generator = SeededGenerator(seed: seed, stream: "isolated")
        var acts = 0
        var puppet = Puppet()
        puppet.subscriptions = .ticks
        puppet.onTick = { tick, context in
            guard tick.symbol.int == symbol else { return }
            acts += 1
            if acts > last { throw Mishap() }
            let quantity = Shares(Int64(generator.next(below: 9)) + 1)
            switch generator.next(below: 6) {
            case 0:
                context.buy(
                    tick.symbol, quantity: quantity,
                    exits: ProtectiveExits(trailing: Rate(basisPoints: 30)))
            case 1: context.buy(tick.symbol, quantity: quantity, limit: tick.price)
            case 2: context.sell(tick.symbol, quantity: quantity, limit: tick.price)
            case 3:
                for order in context.activeOrders(tick.symbol) { context.cancel(order.reference) }
            case _: break
            }
        }
        return puppet
    }

    func fillsOfLast(_ puppets: [Puppet], seed: UInt64) -> (fills: [OwnFill], faults: Int) {
        var engine = EngineConfiguration.sample(puppets, cash: 10_000_000_000, costs: .kiwoom)
        engine.limits = .open
        let ticks = RandomMarket.ticks(
            seed: seed, days: [Sample.tuesday, Sample.wednesday],
            instruments: engine.instruments, perDay: 2_000)
        let run = FinishedRun(
            .sample(engine, fills: .through, latency: .shipped, seed: seed), ticks: ticks)
        let mine = run.sink.records.compactMap { record -> OwnFill? in
            guard case .fill(let fill) = record, Int(fill.key.strategy) == puppets.count - 1
            else { return nil }
            return OwnFill(fill)
        }
        return (mine, run.result.faults.count)
    }

    @Test(
        "whether another one throws at once, later, never or is not there, the fills are the same",
        arguments: 0..<4 as Range<UInt64>)
    func isolated(seed: UInt64) {
        let alone = fillsOfLast([IsolationTests.trader(1, seed: seed)], seed: seed)
        #expect(alone.fills.count > 100)
        for last in [0, 300, Int.max] {
            let beside = fillsOfLast(
                [
                    IsolationTests.trader(0, seed: seed + 99, throwsAfter: last),
                    IsolationTests.trader(1, seed: seed),
                ], seed: seed)
            #expect(beside.faults == (last == .max ? 0 : 1))
            #expect(beside.fills == alone.fills)
        }
    }
}
