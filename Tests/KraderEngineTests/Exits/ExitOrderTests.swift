import KraderEngine
import KraderModel
import Support
import Testing

@Suite("How what was hit is sold")
struct ExitOrderTests {
    let symbol = SymbolIndex(0)

    @Test("a sale of the strategy lowers what is covered; the last share ends it")
    func ownSale() {
        let scene = ExitScene.bought(
            ExitKind.stop.rules,
            [
                (
                    Sample.tuesday.at("10:00:10"),
                    { $0.sell(SymbolIndex(0), quantity: Shares(4), limit: Price(70_500)) }
                ),
                (
                    Sample.tuesday.at("10:00:30"),
                    { $0.sell(SymbolIndex(0), quantity: Shares(6), limit: Price(70_500)) }
                ),
            ])
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 2, as: 8)
        #expect(bench.fill("10:00:12", 8, 4, at: 70_500).last == "exit lowered 6")
        #expect(scene.exit?.cost == Won(420_000))
        bench.wait("10:00:30")
        bench.accept("10:00:31", 3, as: 9)
        #expect(bench.fill("10:00:32", 9, 6, at: 70_500).last == "exit done 0")
        #expect(scene.hit(.stop) == [])
    }

    @Test("the strategy's open limit sale is cancelled first, since it offers the shares")
    func openSale() {
        let scene = ExitScene.bought(
            ExitKind.stop.rules,
            [
                (
                    Sample.tuesday.at("10:00:10"),
                    { $0.sell(SymbolIndex(0), quantity: Shares(4), limit: Price(70_500)) }
                )
            ])
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 2, as: 8)
        #expect(scene.hit(.stop) == ["exit hit STOP 10", "2 change sent", "→ 3 cancel 8"])
        bench.fill("10:01:00.1", 8, 1, at: 70_500)
        bench.accept("10:01:00.2", 3, as: 9)
        #expect(bench.cancelled("10:01:00.2", 8, 3, by: 9).last == "→ 4 new sell 9")
    }

    @Test("the strategy's own market sale does the same work: only the rest is sold beside it")
    func marketSale() {
        let scene = ExitScene.bought(
            ExitKind.stop.rules,
            [
                (
                    Sample.tuesday.at("10:00:59"),
                    { $0.sell(SymbolIndex(0), quantity: Shares(4)) }
                )
            ])
        #expect(scene.bench.wait("10:00:59").last == "→ 2 new sell 4")
        #expect(scene.hit(.stop).last == "→ 3 new sell 6")
    }

    @Test("another strategy's bid is cancelled too: the sale would meet it")
    func othersBid() {
        let bid = Puppet([
            (
                Sample.tuesday.at("10:00:10"),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(65_000)) }
            )
        ])
        let scene = ExitScene.bought(ExitKind.stop.rules, others: [bid])
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 2, as: 8)
        #expect(scene.hit(.stop).last == "→ 3 cancel 8")
        bench.accept("10:01:01", 3, as: 9)
        #expect(
            bench.cancelled("10:01:01", 8, 1, by: 9) == [
                "2 CANCELED RISK_CHANGED", "order 3 sell 10", "3 sent", "→ 4 new sell 10",
            ])
    }

    @Test("the strategy cannot take an exit's order back, and cannot buy against it")
    func untouchable() {
        let scene = ExitScene.bought(
            ExitKind.stop.rules,
            [
                (
                    Sample.tuesday.at("10:01:10"),
                    { context in
                        for order in context.activeOrders(SymbolIndex(0)) {
                            context.cancel(order.reference)
                        }
                        context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(50_000))
                    }
                )
            ])
        scene.hit(.stop)
        scene.bench.accept("10:01:01", 2, as: 8)
        #expect(
            scene.bench.wait("10:01:10") == ["refused ORDER_NOT_OPEN", "refused SELF_CROSS"])
    }

    @Test("while an exit waits for bids to be cancelled, nobody enters new ones")
    func noNewBids() {
        let bid: Puppet.Act = {
            $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(65_000))
        }
        let other = Puppet([
            (Sample.tuesday.at("10:00:10"), bid), (Sample.tuesday.at("10:01:10"), bid),
        ])
        let scene = ExitScene.bought(ExitKind.stop.rules, others: [other])
        scene.bench.wait("10:00:10")
        scene.bench.accept("10:00:11", 2, as: 8)
        scene.hit(.stop)
        #expect(scene.bench.wait("10:01:10") == ["refused SELF_CROSS"])
    }

    @Test("what ends unsold again and again is sent again at ever longer intervals")
    func intervals() {
        let scene = ExitScene.bought(ExitKind.stop.rules)
        let bench = scene.bench
        scene.hit(.stop)
        for second in 1...600 {
            let now = Sample.tuesday.at("10:01") + .seconds(Int64(second))
            if bench.engine.liveOrderCount > 0 {
                let request = RequestID(Int64(bench.requests.count))
                let number = OrderNumber(Int32(second) + 100)
                bench.give(
                    .reply(BrokerReply(request: request, outcome: .accepted(number))), at: now)
                bench.give(
                    .push(
                        BrokerPush(
                            number: number, symbol: symbol, event: .expired(quantity: Shares(10)))),
                    at: now)
            }
            bench.give(.tick(.print(now, 68_000)), at: now)
        }
        let sales = bench.requests.count - 1
        #expect(sales >= 10 && sales <= 20, "\(sales) in ten minutes")
        #expect(scene.exit?.hit == .stop)
    }

    @Test("each order of an exit has a name of its own")
    func names() {
        let scene = ExitScene.bought(ExitKind.stop.rules)
        let bench = scene.bench
        scene.hit(.stop)
        bench.accept("10:01:00.0001", 2, as: 8)
        bench.fill("10:01:00.0002", 8, 3, at: 69_000)
        bench.cancelled("10:01:00.0003", 8, 7, by: 9)
        bench.command("10:01:00.0004", .engageKillSwitch)
        bench.command("10:01:00.0005", .rearmKillSwitch)
        let keys = bench.records.compactMap { record -> SignalKey? in
            if case .signal(let signal) = record, signal.order.side == .sell {
                signal.key
            } else {
                nil
            }
        }
        #expect(keys.map(\.sequence) == [-1, -2])
        #expect(Set(keys.map(\.milliseconds)) == [Sample.tuesday.at("10:01").milliseconds])
    }

    @Test("two strategies' exits of one symbol are hit by one print, in their order")
    func two() {
        let other = Puppet([
            (
                Sample.tuesday.at("10:00:10"),
                {
                    $0.buy(
                        SymbolIndex(0), quantity: Shares(5), limit: Price(70_000),
                        exits: ProtectiveExits(stop: .price(Price(69_500))))
                }
            )
        ])
        let scene = ExitScene.bought(ExitKind.stop.rules, others: [other])
        let bench = scene.bench
        bench.wait("10:00:10")
        bench.accept("10:00:11", 2, as: 8)
        bench.fill("10:00:12", 8, 5, at: 70_000)
        #expect(bench.engine.armedExits.map(\.strategy) == [0, 1])
        #expect(
            scene.hit(.stop).filter { $0.hasPrefix("→") } == [
                "→ 3 new sell 10", "→ 4 new sell 5",
            ])
    }
}
