import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Messages that overtake each other, signals that share a hook")
struct OvertakingTests {
    private let day = Sample.tuesday

    @Test(
        "D11: a fill under the number of a modify that isn't confirmed yet is booked once, after it"
    )
    func fillBeforeModified() {
        var orders: [OrderReference] = []
        let bench = EngineBench(
            .sample([
                Puppet([
                    (
                        day.at("09:01"),
                        { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }
                    ),
                    (
                        day.at("09:02"),
                        { context in
                            orders = context.activeOrders(SymbolIndex(0)).map(\.reference)
                            for order in orders { context.replace(order, limit: Price(70_100)) }
                        }
                    ),
                ])
            ]))
        bench.print("09:00:10", 70_200)
        bench.wait("09:01")
        bench.accept("09:01:01", 1, as: 7)
        bench.wait("09:02")
        #expect(bench.fill("09:02:01", 8, 4, at: 70_100) == [])
        #expect(
            bench.push(
                "09:02:02", 7,
                .modified(quantity: Shares(10), limit: Price(70_100), to: OrderNumber(8))) == [
                    "1 modified to 70100", "1 filled 4 at 70100, PARTIAL_FILL",
                ])
        #expect(bench.accept("09:02:03", 2, as: 8) == [])
        #expect(bench.engine.position(SymbolIndex(0)).quantity == Shares(4))
        #expect(bench.engine.unexplainedPushes == 0)
    }

    @Test("the refusal of a change that is over says nothing of the one in flight")
    func refusalOfFormer() {
        let bench = EngineBench(
            .sample([
                Puppet([
                    (
                        day.at("09:01"),
                        { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }
                    )
                ])
            ]))
        bench.print("09:00:10", 70_200)
        bench.wait("09:01")
        bench.accept("09:01:01", 1, as: 7)
        #expect(
            bench.command("09:02", .engageKillSwitch) == [
                "KILL_SWITCH_ENGAGED", "1 change sent", "→ 2 cancel 7",
            ])
        // Somebody else's modify ends it: the wish follows under the new number.
        #expect(
            bench.push(
                "09:02:01", 7,
                .modified(quantity: Shares(10), limit: Price(70_100), to: OrderNumber(9))) == [
                    "1 modified to 70100", "1 change sent", "→ 3 cancel 9",
                ])
        #expect(bench.refuse("09:02:02", 2, .unknownOrder) == [])
        #expect(bench.wait("09:02:10") == [], "One cancel is in flight at a time")
        #expect(
            bench.push(
                "09:02:11", 9, .cancelled(quantity: Shares(10), by: OrderNumber(10))
            ).first == "1 CANCELED CANCELLED_BY_KILL_SWITCH")
    }

    @Test("a buy that waits for an auction stays when its hook cancels another order too")
    func heldBesideCancel() {
        var puppet = Puppet([
            (
                day.at("09:01"),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(69_000)) }
            )
        ])
        puppet.subscriptions = .candles(.m1, window: 2)
        puppet.onCandle = { candle, _, context in
            guard candle.end == Sample.tuesday.at("09:02") else { return }
            context.buy(
                SymbolIndex(0), quantity: Shares(5), limit: Price(70_000), timeInForce: .nextOpen)
            for order in context.activeOrders(SymbolIndex(0)) { context.cancel(order.reference) }
            context.cancel(OrderReference(serial: 99))
        }
        let bench = EngineBench(.sample([puppet]))
        bench.print("09:00:10", 70_200)
        bench.wait("09:01")
        bench.accept("09:01:01", 1, as: 7)
        bench.print("09:01:30", 70_200)
        #expect(
            bench.wait("09:02") == [
                "held", "1 change sent", "refused ORDER_NOT_OPEN", "→ 2 cancel 7",
            ])
        bench.push("09:02:01", 7, .cancelled(quantity: Shares(1), by: OrderNumber(8)))
        bench.day = Sample.wednesday
        #expect(
            bench.wait("08:30").suffix(3) == [
                "order 2 buy 5 @ 70000", "2 sent", "→ 3 new buy 5 @ 70000",
            ])
    }

    @Test("an expiry outlives a cancel of the strategy that the broker refused, and comes once")
    func expiryAfterRefusal() {
        let bench = EngineBench(
            .sample([
                Puppet([
                    (
                        day.at("09:01"),
                        {
                            $0.buy(
                                SymbolIndex(0), quantity: Shares(1), limit: Price(69_000),
                                expireAfter: .minutes(10))
                        }
                    ),
                    (
                        day.at("09:05"),
                        { context in
                            for order in context.activeOrders(SymbolIndex(0)) {
                                context.cancel(order.reference)
                            }
                        }
                    ),
                ])
            ]))
        bench.print("09:00:10", 70_200)
        bench.wait("09:01")
        bench.accept("09:01:01", 1, as: 7)
        #expect(bench.wait("09:05") == ["1 change sent", "→ 2 cancel 7"])
        bench.refuse("09:05:01", 2, .badQuantity)
        #expect(bench.wait("09:11") == ["1 change sent", "→ 3 cancel 7"])
        bench.refuse("09:11:01", 3, .badQuantity)
        #expect(bench.wait("09:30") == [])
    }
}
