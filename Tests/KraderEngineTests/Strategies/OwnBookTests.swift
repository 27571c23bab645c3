import KraderEngine
import KraderModel
import Support
import Testing

@Suite("What belongs to which strategy")
struct OwnBookTests {
    let symbol = SymbolIndex(0)
    var day: CalendarDate { Sample.tuesday }

    func order(
        _ time: String, _ side: Side, _ quantity: Int64, _ limit: Int64?
    ) -> (at: Moment, act: Puppet.Act) {
        (
            day.at(time),
            { context in
                let limit = limit.map { Price($0) }
                switch side {
                case .buy: context.buy(SymbolIndex(0), quantity: Shares(quantity), limit: limit)
                case .sell: context.sell(SymbolIndex(0), quantity: Shares(quantity), limit: limit)
                }
            }
        )
    }

    func bench(_ strategies: [Puppet], held: Int64 = 0) -> EngineBench {
        let holdings =
            held == 0
            ? []
            : [
                OpeningAccount.Holding(
                    symbol: symbol, quantity: Shares(held), cost: Won(60_000 * held))
            ]
        let bench = EngineBench(.sample(strategies, holdings: holdings))
        bench.print("09:30", 70_000)
        return bench
    }

    @Test("each fill belongs to the strategy whose order it was; costs and profits are its own")
    func books() {
        let bench = bench([
            Puppet([order("10:00", .buy, 10, 70_000)]),
            Puppet([order("10:00", .buy, 6, 69_000), order("11:00", .sell, 6, 71_000)]),
        ])
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.accept("10:00:01", 2, as: 8)
        bench.fill("10:00:02", 7, 10, at: 70_000)
        bench.fill("10:00:02", 8, 6, at: 69_000)
        #expect(bench.engine.ownPosition(0, symbol).cost == Won(700_000))
        #expect(bench.engine.ownPosition(1, symbol).cost == Won(414_000))
        bench.wait("11:00")
        #expect(bench.engine.ownPosition(1, symbol).offered == Shares(6))
        bench.accept("11:00:01", 3, as: 9)
        bench.fill("11:00:02", 9, 6, at: 71_000)
        // The strategy made 6 × 2,000 by its own book; by the account's average cost of 69,625 it
        // is 8,250.
        #expect(bench.engine.ownTotals(1).grossProfit == Won(12_000))
        #expect(bench.engine.account.grossProfit == Won(8_250))
        #expect(bench.engine.ownPosition(0, symbol).quantity == Shares(10))
        #expect(bench.engine.ownPosition(1, symbol) == OwnPosition())
    }

    @Test("a strategy sells its own and nobody's, never what another bought")
    func nobodys() {
        let bench = bench(
            [
                Puppet([order("10:00", .buy, 10, 70_000)]),
                Puppet([
                    order("10:01", .sell, 9, 75_000), order("10:02", .sell, 1, 75_000),
                    order("10:04", .sell, 5, 75_000),
                ]),
                Puppet([order("10:03", .sell, 4, 75_000)]),
            ], held: 7)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 10, at: 70_000)
        #expect(bench.wait("10:01").first == "order 2 sell 7 @ 75000", "Nine were wanted")
        #expect(bench.wait("10:02") == ["refused NOTHING_TO_SELL held=7 offered=7"])
        bench.accept("10:02:01", 2, as: 8)
        bench.fill("10:02:02", 8, 3, at: 75_000)
        #expect(bench.wait("10:03") == ["refused NOTHING_TO_SELL held=4 offered=4"])
        bench.push("10:03:01", 8, .expired(quantity: Shares(4)))
        #expect(bench.wait("10:04").first == "order 3 sell 4 @ 75000")
        // The three that were nobody's made 3 × (75,000 − 60,000).
        #expect(bench.engine.ownTotals(3).grossProfit == Won(45_000))
        #expect(bench.engine.ownPosition(3, symbol).quantity == Shares(4))
        #expect(bench.engine.ownPosition(0, symbol).quantity == Shares(10))
    }

    @Test("own shares go before nobody's")
    func order() {
        let bench = bench(
            [Puppet([order("10:00", .buy, 2, 70_000), order("10:01", .sell, 5, 71_000)])], held: 7)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 2, at: 70_000)
        bench.wait("10:01")
        bench.accept("10:01:01", 2, as: 8)
        bench.fill("10:01:02", 8, 1, at: 71_000)
        #expect(bench.engine.ownPosition(0, symbol).quantity == Shares(1))
        bench.fill("10:01:03", 8, 4, at: 71_000)
        #expect(bench.engine.ownPosition(0, symbol).quantity == .zero)
        #expect(bench.engine.ownPosition(1, symbol).quantity == Shares(4))
        #expect(bench.engine.ownPosition(1, symbol).cost == Won(240_000))
    }

    @Test("a strategy sees its own position beside the account's")
    func context() {
        let seen = Notebook()
        let look: (at: Moment, act: Puppet.Act) = (
            day.at("10:01"),
            { context in
                let all = context.position(SymbolIndex(0)).quantity
                let own = context.ownPosition(SymbolIndex(0)).quantity
                seen.write("\(own) of \(all)")
            }
        )
        let bench = bench(
            [Puppet([order("10:00", .buy, 3, 70_000), look]), Puppet([look])], held: 7)
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 3, at: 70_000)
        bench.wait("10:01")
        #expect(seen.read() == ["3 of 10", "0 of 10"])
    }
}

@Suite("A strategy's budget")
struct BudgetTests {
    let symbol = SymbolIndex(0)

    func bench(budget: Int64, _ acts: [(time: String, act: Puppet.Act)]) -> EngineBench {
        var configuration = EngineConfiguration.sample([
            Puppet(acts.map { (Sample.tuesday.at($0.time), $0.act) })
        ])
        configuration.strategies[0].budget = Won(budget)
        let bench = EngineBench(configuration)
        bench.print("09:30", 70_000)
        return bench
    }

    @Test("holdings at their mark, open buys and the order stay within it: reduced, then refused")
    func binds() {
        let buy: Puppet.Act = {
            $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000))
        }
        let bench = bench(
            budget: 1_000_000, [("10:00", buy), ("10:01", buy), ("10:02", buy), ("10:04", buy)])
        #expect(bench.wait("10:00").first == "order 1 buy 10 @ 70000")
        // 300,000 are left beside the open buy: four shares.
        #expect(bench.wait("10:01").first == "order 2 buy 4 @ 70000")
        #expect(bench.wait("10:02") == ["refused STRATEGY_BUDGET value=1050000 allowed=1000000"])
        bench.accept("10:03", 1, as: 7)
        bench.fill("10:03", 7, 10, at: 69_000)
        bench.accept("10:03", 2, as: 8)
        bench.push("10:03", 8, .expired(quantity: Shares(4)))
        // Ten shares marked at 80,000 leave 200,000.
        bench.print("10:03:30", 80_000)
        #expect(bench.wait("10:04").first == "order 3 buy 2 @ 70000")
    }

    @Test("what it frees by selling can be used again")
    func frees() {
        let bench = bench(
            budget: 700_000,
            [
                ("10:00", { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }),
                ("10:01", { $0.sell(SymbolIndex(0), quantity: Shares(10), limit: Price(71_000)) }),
                ("10:02", { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }),
            ])
        bench.wait("10:00")
        bench.accept("10:00:01", 1, as: 7)
        bench.fill("10:00:02", 7, 10, at: 70_000)
        bench.wait("10:01")
        bench.accept("10:01:01", 2, as: 8)
        bench.fill("10:01:02", 8, 10, at: 71_000)
        #expect(bench.wait("10:02").first == "order 3 buy 10 @ 70000")
    }

    @Test(
        "an order without a quantity is a share of the budget, or of the equity if that is less",
        arguments: [(2_000_000, 2), (20_000_000, 10)] as [(Int64, Int64)])
    func sizing(budget: Int64, quantity: Int64) {
        // Five per cent of two million is 100,000; of ten million, 500,000; a share 50,000.
        let bench = bench(
            budget: budget, [("10:00", { $0.buy(SymbolIndex(0), limit: Price(50_000)) })])
        #expect(bench.wait("10:00").first == "order 1 buy \(quantity) @ 50000")
    }

    @Test("one strategy's budget is no other's")
    func other() {
        let buy: (at: Moment, act: Puppet.Act) = (
            Sample.tuesday.at("10:00"),
            { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_000)) }
        )
        var configuration = EngineConfiguration.sample([Puppet([buy]), Puppet([buy])])
        configuration.strategies[0].budget = Won(70_000)
        let bench = EngineBench(configuration)
        bench.print("09:30", 70_000)
        #expect(
            bench.wait("10:00").filter { $0.hasPrefix("order") } == [
                "order 1 buy 1 @ 70000", "order 2 buy 10 @ 70000",
            ])
    }
}
