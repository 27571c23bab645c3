import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Backtests over days")
struct DaysTests {
    let first = Sample.friday
    let second = Sample.monday

    /// A run that buys ten on Friday, and sells four on Monday and six on Tuesday.
    func overnight(_ costs: CostSchedule = .none) -> FinishedRun {
        let third = CalendarDate(2026, 3, 10)
        let puppet = Puppet([
            (
                first.at("10:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(10), limit: Price(70_500)) }
            ),
            (
                second.at("10:00"),
                { $0.sell(SymbolIndex(0), quantity: Shares(4), limit: Price(70_500)) }
            ),
            (
                third.at("10:00"),
                { $0.sell(SymbolIndex(0), quantity: Shares(6), limit: Price(70_500)) }
            ),
        ])
        let ticks: [Tick] = [
            .print(first.at("09:30"), 70_000), .print(first.at("10:00:01"), 70_100),
            .print(first.at("15:30:10"), 70_400), .print(second.at("09:00:05"), 71_000),
            .print(second.at("10:00:01"), 71_100), .print(second.at("15:30:10"), 71_200),
            .print(third.at("09:00:05"), 71_300), .print(third.at("10:00:01"), 71_500),
        ]
        return FinishedRun(
            .sample(.sample([puppet], costs: costs, start: first.midnight)), ticks: ticks)
    }

    @Test("a position stays over the weekend; each day's result counts from the close before")
    func positions() {
        let run = overnight()
        // Friday: 10 × (70,400 − 70,100). Monday: 4 × (71,100 − 70,400) + 6 × (71,200 − 70,400).
        // Tuesday: 6 × (71,500 − 71,200).
        #expect(run.result.days.map(\.profit) == [Won(3_000), Won(7_600), Won(1_800)])
        #expect(run.result.days.map(\.cash) == [Won(9_299_000), Won(9_583_400), Won(10_012_400)])
        #expect(run.result.days.map(\.holdings) == [Won(704_000), Won(427_200), .zero])
        #expect(run.result.days.map(\.settled) == [.zero, .zero, Won(-701_000)])
        #expect(run.sink.trades.map(\.net) == [Won(12_400)])
        #expect(run.sink.trades.first?.openedAt == first.at("10:00:01"))
        #expect(run.result.isComplete && run.result.ticks == 8)
        #expect(run.balance.withdrawable == run.account.withdrawable)
    }

    @Test("what settles at T+2 can't leave before; purchases and sales of a day are one sum")
    func settlement() {
        let run = overnight()
        // Friday's purchase has settled on Tuesday; Monday's 284,400 and Tuesday's 429,000 have
        // not.
        #expect(run.account.withdrawable == Won(10_012_400 - 284_400 - 429_000))
        #expect(run.account.available == Won(10_012_400), "It buys at once")
    }

    @Test(
        "costs worked by hand: commission cut to 10 won an order, the two taxes each cut to 1 won")
    func costs() {
        let run = overnight(.kiwoom)
        // Buy 701,000 → 105.15 → 100. Sell 284,400 → 42.66 → 40; 0.05 % 142.2 → 142, 0.15 % 426.6 →
        // 426. Sell 429,000 → 64.35 → 60; 214.5 → 214, 643.5 → 643.
        #expect(run.account.commission == Won(100 + 40 + 60))
        #expect(run.account.tax == Won(142 + 426 + 214 + 643))
        #expect(run.account.cash == Won(10_012_400 - 200 - 1_425))
    }

    @Test(
        "commission is cut once an order, not once a fill; the tax goes by the trade date"
    )
    func partialCosts() {
        let old = CalendarDate(2025, 12, 26)
        let new = CalendarDate(2025, 12, 29)
        let act: (Int64) -> Puppet.Act = { count in
            { $0.sell(SymbolIndex(0), quantity: Shares(count), limit: Price(63_300)) }
        }
        let puppet = Puppet([(old.at("10:00"), act(7)), (new.at("10:00"), act(7))])
        var ticks: [Tick] = []
        for day in [old, new] {
            ticks.append(.print(day.at("09:30"), 63_300))
            for second in 1...7 { ticks.append(.print(day.at("10:00:0\(second)"), 63_400, 1)) }
        }
        let engine = EngineConfiguration.sample(
            [puppet],
            holdings: [.init(symbol: SymbolIndex(0), quantity: Shares(20), cost: Won(1_000_003))],
            costs: .kiwoom, start: old.midnight)
        let run = FinishedRun(.sample(engine, fills: .through), ticks: ticks)
        let fills = run.sink.records.compactMap { record -> FillRecord? in
            if case .fill(let fill) = record { fill } else { nil }
        }
        // Each share alone is 9.495 won, cut to nothing; together 443,100 → 66.465 → 60.
        #expect(fills.count == 14)
        #expect(fills.prefix(7).map(\.commission.amount) == [0, 10, 10, 10, 10, 10, 10])
        #expect(fills.prefix(7).reduce(Won.zero) { $0 + $1.commission } == Won(60))
        // There is only the 0.15 % until 2025-12-26: 664.65 → 664. From the 29th there is 0.05 %
        // more: 221.55 → 221.
        #expect(fills.prefix(7).reduce(Won.zero) { $0 + $1.tax } == Won(664))
        #expect(fills.suffix(7).reduce(Won.zero) { $0 + $1.tax } == Won(664 + 221))
        // The first share takes ⌊1,000,003 ÷ 20⌋, the second ⌊950,003 ÷ 19⌋.
        #expect(fills.prefix(2).map(\.costTaken.amount) == [50_000, 50_000])
        #expect(fills.last?.costTaken == Won(350_003 / 7), "⌊350,003 ÷ 7⌋")
        #expect(run.positions[0].cost == Won(1_000_003) - fills.reduce(.zero) { $0 + $1.costTaken })
        #expect(run.held.first?.cost == run.positions[0].cost)
    }

    @Test("orders of the day expire after the closing cross")
    func expiry() {
        let puppet = Puppet([
            (
                first.at("10:00"),
                { $0.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(60_000)) }
            )
        ])
        let run = FinishedRun(
            .sample(.sample([puppet], start: first.midnight)),
            ticks: [.print(first.at("09:30"), 70_000), .print(second.at("09:30"), 70_000)])
        #expect(run.sink.lines.contains("1 CANCELED EXPIRED"))
        #expect(run.account.reserved == .zero && run.balance.reserved == .zero)
        #expect(run.result.ordersByStatus[.canceled] == 1)
    }

    @Test("limits of the day come from the close before")
    func limits() {
        let second = second
        let puppet = Puppet([
            (
                second.at("10:00"),
                { context in
                    context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(104_000), leg: 0)
                    context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(104_100), leg: 1)
                }
            )
        ])
        // 80,000 × 1.3 = 104,000: inside Monday's band, outside that of 70,000 (91,000).
        let run = FinishedRun(
            .sample(.sample([puppet], start: first.midnight)),
            ticks: [.print(first.at("15:30:05"), 80_000), .print(second.at("09:30"), 80_100)])
        #expect(
            run.sink.lines.filter { $0.contains("104") } == [
                "order 1 buy 1 @ 104000",
                "refused PRICE_OUTSIDE_BAND price=104100 lower=56000 upper=104000",
            ])
    }

    @Test("what is held at the start has its cost, and opens a trade")
    func openingPositions() {
        let puppet = Puppet([
            (
                first.at("10:00"),
                { $0.sell(SymbolIndex(1), quantity: Shares(3), limit: Price(19_900)) }
            )
        ])
        let engine = EngineConfiguration.sample(
            [puppet],
            holdings: [.init(symbol: SymbolIndex(1), quantity: Shares(3), cost: Won(50_000))],
            start: first.midnight)
        let run = FinishedRun(
            .sample(engine),
            ticks: [
                .print(first.at("09:30"), 20_000, symbol: 1),
                .print(first.at("10:00:01"), 20_100, symbol: 1),
            ])
        #expect(run.account.cash == Won(10_060_300))
        #expect(run.account.grossProfit == Won(10_300))
        #expect(run.sink.trades.map(\.net) == [Won(10_300)])
        #expect(run.result.openingEquity == Won(10_060_000), "Three at the base price of 20,000")
    }

    @Test("without data a run is over after its first day and says so in its record")
    func empty() {
        let run = FinishedRun(.sample(.sample(start: first.midnight)), ticks: [])
        #expect(run.result.isComplete && run.result.ticks == 0 && run.result.fills == 0)
        #expect(run.result.days.map(\.day) == [first])
        #expect(run.account.cash == Won(10_000_000))
        let weekend = FinishedRun(
            .sample(.sample(start: CalendarDate(2026, 3, 7).midnight)), ticks: [])
        #expect(weekend.result.isComplete)
    }

    @Test("the run ends with the day of the last print: what is on its way that day still arrives")
    func endOfData() {
        let notebook = Notebook()
        let puppet = Puppet([
            (first.at("18:00"), { _ in notebook.write("evening") }),
            (second.at("10:00"), { _ in notebook.write("Monday") }),
        ])
        let run = FinishedRun(
            .sample(.sample([puppet], start: first.midnight)),
            ticks: [.print(first.at("10:00"), 70_000)])
        #expect(notebook.read() == ["evening"])
        #expect(run.result.days.count == 1)
    }

    @Test("nothing after the end is played, what is at the end is")
    func end() {
        let ticks: [Tick] = [
            .print(first.at("10:00"), 70_000), .print(first.at("10:01"), 70_100),
            .print(first.at("10:01:00.000000001"), 70_200),
        ]
        let run = FinishedRun(
            .sample(.sample(start: first.midnight), end: first.at("10:01")), ticks: ticks)
        #expect(run.result.ticks == 2 && run.result.isComplete)
        #expect(run.result.days.count == 1, "The unfinished day is written too")
    }

    @Test("a run that is stopped says that it is not whole")
    func interrupted() {
        let ticks = RandomMarket.ticks(
            seed: 1, days: [first], instruments: [Sample.samsung], perDay: 70_000)
        var calls = 0
        let run = FinishedRun(
            .sample(.sample(start: first.midnight)), ticks: ticks,
            progress: { _, _ in
                calls += 1
                return false
            })
        #expect(!run.result.isComplete && calls == 1)
        #expect(run.result.ticks < 70_001 && run.result.digest.count == 32)
    }
}
