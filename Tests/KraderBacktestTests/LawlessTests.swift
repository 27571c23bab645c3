import KraderBacktest
import KraderEngine
import KraderModel
import KraderVenue
import Support
import Testing

@Suite("Without market rules")
struct LawlessTests {
    @Test("what rests at midnight expires then, and the engine hears of it in the new day")
    func overnight() {
        let day = Sample.tuesday
        let puppet = Puppet([
            (
                day.at("20:00"),
                { context in
                    context.buy(SymbolIndex(0), quantity: Shares(1), limit: Price(1_000))
                    context.buy(SymbolIndex(1), quantity: Shares(2), limit: Price(30_001))
                }
            )
        ])
        for latency in [VenueConfiguration.Latency.none, .shipped] {
            var engine = EngineConfiguration.sample([puppet])
            engine.limits = .open
            engine.limits.maxTradesPerDay = .max
            let venue = VenueConfiguration(
                fills: .touch, latency: latency, enforcesMarketRules: false)
            let run = FinishedRun(
                BacktestConfiguration(
                    engine: engine, venue: venue, seed: 1, end: Sample.friday.midnight),
                ticks: [
                    .print(day.at("19:00"), 70_000), .print(day.at("21:00"), 20_000, symbol: 1),
                    .print(Sample.wednesday.at("03:00"), 70_000),
                ])
            #expect(run.sink.lines.contains("1 CANCELED EXPIRED"))
            #expect(run.sink.lines.contains("2 filled 2 at 30001, FILLED"))
            #expect(run.account.reserved == .zero && run.account.cash == Won(9_939_998))
            #expect(run.result.days.count == 2)
        }
    }
}
