import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

/// One-order limits in engine and venue together (krx-market.md §5.2): five million shares at
/// 70,000 are listed, so that one order may have 50,000.
@Suite("Orders as large as the exchange takes them, and no larger")
struct OrderSizeRunTests {
    static let listed = Instrument(
        code: Sample.code("005930"), board: .kospi, basePrice: Price(70_000),
        listedShares: Shares(5_000_000))
    let day = Sample.tuesday

    func run(_ lines: [(at: Moment, act: Puppet.Act)], _ ticks: [Tick]) -> FinishedRun {
        var engine = EngineConfiguration.sample(
            [Puppet(lines)], instruments: [Self.listed], cash: 1_000_000_000_000)
        engine.limits = .open
        var configuration = BacktestConfiguration.sample(engine, end: day.at("15:00"))
        configuration.venue.fills = .touch
        configuration.venue.latency = .none
        return FinishedRun(configuration, ticks: BatchedTicks(ticks, size: 100))
    }

    @Test("three orders beyond the limit are cut, filled, counted, and engage nothing")
    func threeOrders() {
        let buys = ["10:00", "10:01", "10:02"].map { time in
            (
                at: day.at(time),
                act: { (context: inout StrategyContext) in
                    context.buy(SymbolIndex(0), quantity: Shares(60_000), limit: Price(70_000))
                } as Puppet.Act
            )
        }
        let run = run(
            buys,
            [
                .print(day.at("09:59"), 70_000, 1_000), .print(day.at("10:05"), 70_000, 500_000),
                .print(day.at("10:06"), 70_000, 500_000),
            ])
        #expect(run.result.rejections.isEmpty && run.result.incidents.isEmpty)
        #expect(run.result.ordersMade == 3)
        #expect(run.result.symbols[0].position.quantity == Shares(150_000))
        #expect(
            run.result.cuts
                == [Refusal.orderTooLarge(quantity: .zero, allowed: .zero).kind: 3])
    }

    @Test("what a stop sells beyond it follows in a further order")
    func exit() {
        let buys = [("10:00", Int64(50_000)), ("10:01", 40_000)].map { time, quantity in
            (
                at: day.at(time),
                act: { (context: inout StrategyContext) in
                    context.buy(
                        SymbolIndex(0), quantity: Shares(quantity), limit: Price(70_000),
                        exits: ProtectiveExits(stop: .price(Price(69_000))))
                } as Puppet.Act
            )
        }
        let run = run(
            buys,
            [
                .print(day.at("09:59"), 70_000, 1_000), .print(day.at("10:05"), 70_000, 500_000),
                .print(day.at("11:00"), 69_000, 1_000_000),
                .print(day.at("11:00:10"), 69_000, 1_000_000),
                .print(day.at("11:00:20"), 69_000, 1_000_000),
                .print(day.at("11:00:30"), 69_000, 1_000_000),
            ])
        #expect(run.result.rejections.isEmpty && run.result.incidents.isEmpty)
        #expect(run.result.ordersMade == 4, "Two bought, two sold: 50,000 and 40,000")
        #expect(run.result.symbols[0].position.quantity == .zero)
        #expect(
            run.result.cuts
                == [Refusal.orderTooLarge(quantity: .zero, allowed: .zero).kind: 1])
    }
}
