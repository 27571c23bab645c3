import KraderEngine
import KraderModel
import Support
import Testing

@Suite("Our orders never meet each other")
struct SelfCrossTests {
    static let none: Int64? = nil

    /// A bench with a first strategy's live order, then another strategy's.
    func second(
        _ first: (Side, Int64?), _ second: (Side, Int64?), type: OrderType? = nil
    ) -> String? {
        func act(_ order: (Side, Int64?), _ type: OrderType?) -> Puppet.Act {
            { context in
                let limit = order.1.map { Price($0) }
                switch order.0 {
                case .buy:
                    context.buy(SymbolIndex(0), quantity: Shares(1), type: type, limit: limit)
                case .sell:
                    context.sell(SymbolIndex(0), quantity: Shares(1), type: type, limit: limit)
                }
            }
        }
        let day = Sample.tuesday
        let holding = OpeningAccount.Holding(
            symbol: SymbolIndex(0), quantity: Shares(5), cost: Won(350_000))
        let bench = EngineBench(
            .sample(
                [
                    Puppet([(day.at("10:00"), act(first, type))]),
                    Puppet([(day.at("10:01"), act(second, nil))]),
                ], holdings: [holding]))
        bench.print("09:30", 70_000)
        bench.wait("10:00")
        return bench.wait("10:01").first
    }

    @Test(
        "L07: a buy meets a live sale at or below its limit, a market order meets anything",
        arguments: [
            (.buy, 70_000, .sell, 70_100, false), (.buy, 70_000, .sell, 70_000, true),
            (.buy, 70_000, .sell, 69_900, true), (.buy, 70_000, .sell, nil, true),
            (.sell, 70_000, .buy, 69_900, false), (.sell, 70_000, .buy, 70_000, true),
            (.sell, 70_000, .buy, nil, true), (.sell, nil, .buy, 50_000, true),
            (.buy, nil, .sell, 90_000, true), (.buy, 70_000, .buy, 70_000, false),
            (.sell, nil, .sell, 70_000, false),
        ] as [(Side, Int64?, Side, Int64?, Bool)])
    func meets(first: Side, at: Int64?, next: Side, limit: Int64?, isRefused: Bool) {
        #expect((second((first, at), (next, limit)) == "refused SELF_CROSS") == isRefused)
    }

    @Test("a conditional limit may become a market order, and so meets anything")
    func conditional() {
        #expect(
            second((.sell, 75_000), (.buy, 60_000), type: .conditionalLimit)
                == "refused SELF_CROSS")
    }

    @Test("a replace is refused where a new order would be; a pending one counts with both limits")
    func replaces() {
        let day = Sample.tuesday
        func replace(_ time: String, _ limit: Int64) -> (at: Moment, act: Puppet.Act) {
            (
                day.at(time),
                { context in
                    for order in context.activeOrders(SymbolIndex(0)) {
                        context.replace(order.reference, limit: Price(limit))
                    }
                }
            )
        }
        let holding = OpeningAccount.Holding(
            symbol: SymbolIndex(0), quantity: Shares(5), cost: Won(350_000))
        let bench = EngineBench(
            .sample(
                [
                    Puppet([
                        (
                            day.at("10:00"),
                            { $0.sell(SymbolIndex(0), quantity: Shares(1), limit: Price(71_000)) }
                        ),
                        replace("10:02", 70_000), replace("10:03", 70_500),
                    ]),
                    Puppet([
                        (
                            day.at("10:01"),
                            { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(70_000)) }
                        ),
                        replace("10:04", 70_500), replace("10:05", 70_400),
                    ]),
                ], holdings: [holding]))
        bench.print("09:30", 70_000)
        bench.wait("10:01")
        bench.accept("10:01:01", 1, as: 7)
        bench.accept("10:01:01", 2, as: 8)
        #expect(bench.wait("10:02") == ["refused SELF_CROSS"])
        #expect(bench.wait("10:03").last == "→ 3 modify 7 @ 70500")
        #expect(bench.wait("10:04") == ["refused SELF_CROSS"], "It may be there already")
        #expect(bench.wait("10:05").last == "→ 4 modify 8 @ 70400")
    }

    @Test(
        "three strategies that trade one symbol at random, exits and all: not two orders meet",
        arguments: 0..<6 as Range<UInt64>)
    func random(seed: UInt64) {
        let broker = RandomBroker(seed: seed, strategies: 3)
        broker.run(prints: 3_000)
        #expect(broker.crossings == [])
        #expect(broker.signals > 1_500, "\(broker.signals) signals")
        #expect(broker.refusals["SELF_CROSS", default: 0] > 50)
        #expect(broker.bench.sent.count > 500)
        #expect(broker.exitsSold > 20, "\(broker.exitsSold) exits")
        #expect(broker.bench.balances)
        #expect(broker.folded == broker.bench.engine.armedExits)
    }
}
