import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// One round trip as issue 9 speaks of it.
private struct Trip: Hashable, CustomStringConvertible {
    var strategy: Int?
    var quantity: Int64
    var net: Int64
    var fills: Int

    init(_ strategy: Int?, _ quantity: Int64, _ net: Int64, fills: Int = 2) {
        (self.strategy, self.quantity, self.net, self.fills) = (strategy, quantity, net, fills)
    }

    init(_ trade: Trade) {
        self.init(
            trade.strategy, trade.quantity.count, trade.net.amount, fills: trade.fills)
    }

    var description: String {
        "\(strategy.map(String.init) ?? "nobody") \(quantity) \(net) in \(fills)"
    }
}

@Suite("Round trips belong to a strategy") struct TradeOwnerTests {
    private let day = Sample.tuesday
    private let symbol = SymbolIndex(0)

    private func buy(_ time: String, _ quantity: Int64) -> (at: Moment, act: Puppet.Act) {
        (day.at(time), { [symbol] in $0.buy(symbol, quantity: Shares(quantity)) })
    }

    private func sell(_ time: String, _ quantity: Int64) -> (at: Moment, act: Puppet.Act) {
        (day.at(time), { [symbol] in $0.sell(symbol, quantity: Shares(quantity)) })
    }

    /// A print a minute, a won of a step dearer each: 70,000 at 09:00, 70,100 at 09:01, …
    private func play(
        _ puppets: [Puppet], held: [OpeningAccount.Holding] = [],
        costs: CostSchedule = .none
    ) -> FinishedRun {
        let ticks = (0..<20).map {
            Tick.print(day.at("09:00") + .minutes(Int64($0)), 70_000 + Int64($0) * 100, 100_000)
        }
        return FinishedRun(
            .sample(.sample(puppets, holdings: held, costs: costs)), ticks: ticks)
    }

    private func trips(_ run: FinishedRun) -> [Trip] { run.sink.trades.map(Trip.init) }

    @Test("`a` buys and sells a share, `b` fifty in between: two trades, each its own")
    func twoStrategies() {
        let run = play([
            Puppet([buy("09:01:30", 1), sell("09:07:30", 1)]),
            Puppet([buy("09:03:30", 50), sell("09:05:30", 50)]),
        ])
        // Fills at the next print: a 70,200 → 70,800, b 70,400 → 70,600.
        #expect(trips(run) == [Trip(1, 50, 10_000), Trip(0, 1, 600)])
        #expect(run.result.trades.count == 2 && run.result.symbols[0].trades.count == 2)
        #expect(run.result.strategies.map(\.trades.count) == [1, 1])
        #expect(run.result.strategies.map(\.grossProfit) == [Won(600), Won(10_000)])
        #expect(run.result.nobody.trades.count == 0)
        #expect(run.result.trades.net == WonSum(run.account.grossProfit))
    }

    @Test("shares held before are nobody's: their sale closes that trade, in parts, named so")
    func heldBefore() {
        let holding = OpeningAccount.Holding(
            symbol: symbol, quantity: Shares(10), cost: Won(650_000))
        // Own shares go first: of the 12 sold at 70,600, 5 are its own and 7 nobody's.
        let run = play(
            [
                Puppet([buy("09:01:30", 5), sell("09:05:30", 12)]),
                Puppet([sell("09:07:30", 3)]),
            ], held: [holding])
        #expect(
            trips(run) == [
                Trip(0, 5, 5 * (70_600 - 70_200)),
                Trip(nil, 10, 7 * 70_600 + 3 * 70_800 - 650_000),
            ])
        #expect(run.result.strategies.map(\.grossProfit) == [Won(2_000), .zero])
        #expect(run.result.nobody.grossProfit == Won(56_600))
        #expect(run.result.nobody.trades.count == 1)
        #expect(run.result.trades.net == WonSum(run.account.grossProfit))
    }

    @Test("nothing that is held at the end is a trade, and none is opened twice")
    func openAtTheEnd() {
        let holding = OpeningAccount.Holding(
            symbol: symbol, quantity: Shares(10), cost: Won(650_000))
        let run = play(
            [Puppet([buy("09:01:30", 5), sell("09:03:30", 9), buy("09:05:30", 2)])],
            held: [holding])
        #expect(trips(run) == [Trip(0, 5, 5 * 200)])
        #expect(run.positions[0].quantity == Shares(8))
    }

    @Test(
        "with costs the trades of all sum up to the account's realised profit once all is sold",
        arguments: 1...20)
    func conservation(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let held = Int64(random.next(below: 20))
        let holding = OpeningAccount.Holding(
            symbol: symbol, quantity: Shares(held + 1), cost: Won(65_321 * (held + 1)))
        var scripts: [[(at: Moment, act: Puppet.Act)]] = [[], [], []]
        for minute in 1..<17 {
            let strategy = Int(random.next(below: 3))
            let quantity = Int64(random.next(below: 9)) + 1
            let time = "09:\(minute < 10 ? "0" : "")\(minute):30"
            scripts[strategy].append(
                random.next(below: 2) == 0 ? buy(time, quantity) : sell(time, quantity))
        }
        // Each strategy sells all it has, and the first one also what is nobody's.
        for strategy in 0..<3 { scripts[strategy].append(sell("09:17:3\(strategy)", 1_000)) }
        let run = play(
            scripts.map { Puppet($0) }, held: [holding], costs: .kiwoom)
        #expect(run.positions[0].quantity == .zero)
        let account = run.account
        let realised = account.grossProfit - account.commission - account.tax
        #expect(run.result.trades.net == WonSum(realised))
        let parts = run.result.strategies + [run.result.nobody]
        #expect(parts.reduce(Won.zero) { $0 + $1.net } == realised)
        #expect(parts.allSatisfy { $0.trades.net == WonSum($0.net) })
        #expect(parts.reduce(0) { $0 + $1.trades.count } == run.result.trades.count)
    }

    @Test("a split in the night is each strategy's own, and nobody's")
    func split() {
        let next = Sample.wednesday
        var instrument = Sample.samsung
        instrument.history = InstrumentHistory(
            actions: [CorporateAction(kind: .reverseSplit, factor: Ratio(1, 2), day: next)])
        let later: (String, Int64) -> (at: Moment, act: Puppet.Act) = { time, quantity in
            (next.at(time), { $0.sell(SymbolIndex(0), quantity: Shares(quantity)) })
        }
        let holding = OpeningAccount.Holding(
            symbol: symbol, quantity: Shares(2), cost: Won(140_000))
        let puppets = [
            Puppet([buy("09:01:30", 1), later("09:02:30", 1_000)]),
            Puppet([buy("09:01:31", 1), later("09:01:30", 1_000)]),
        ]
        let run = FinishedRun(
            .sample(.sample(puppets, instruments: [instrument], holdings: [holding])),
            ticks: [
                .print(day.at("09:01"), 70_000, 100_000), .print(day.at("09:02"), 70_000, 100_000),
                .print(next.at("09:01"), 140_000, 100_000),
                .print(next.at("09:02"), 140_000, 100_000),
                .print(next.at("09:03"), 140_000, 100_000),
            ])
        // Rows share the whole shares in their order: a's half is lost (of its trade ⌊½⌋ = 0 shares
        // are left), b has one, nobody one.
        // b sells first: its own and nobody's.
        #expect(run.positions[0].quantity == .zero)
        #expect(
            Set(trips(run)) == [
                Trip(0, 0, -70_000, fills: 1), Trip(1, 1, 70_000), Trip(nil, 1, 0, fills: 1),
            ])
        #expect(run.result.trades.net == WonSum(run.account.grossProfit))
    }
}
