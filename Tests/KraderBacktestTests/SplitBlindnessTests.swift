import KraderBacktest
import KraderEngine
import KraderModel
import KraderStrategies
import KraderVenue
import Support
import Testing

/// What strategies say of raw prices with a split among them, and of the same prices as if the
/// shares had always been the new ones.
@Suite("Strategies don't see a split (semantics.md §6)")
struct SplitBlindnessTests {
    static let days = [
        Sample.tuesday, Sample.wednesday, Sample.thursday, Sample.friday, Sample.monday,
        CalendarDate(2026, 3, 10), CalendarDate(2026, 3, 11), CalendarDate(2026, 3, 12),
    ]
    static let splitDay = Sample.monday

    /// A print a minute around 3,000 won; the old shares cost fifty times as much.
    static func ticks(isRaw: Bool) -> [Tick] {
        var generator = SeededGenerator(seed: 7, stream: "split")
        var price: Int64 = 3_000
        var ticks: [Tick] = []
        for day in days {
            for minute in 0..<380 {
                price += (Int64(generator.next(below: 5)) - 2) * 10
                price = min(max(price, 2_600), 3_400)
                let times: Int64 = isRaw && day < splitDay ? 50 : 1
                ticks.append(
                    .print(
                        day.at("09:00:30") + .minutes(Int64(minute)), price * times,
                        100_000 / times))
            }
        }
        return ticks
    }

    func signals(of name: String, _ parameters: [(String, ParameterValue)], isRaw: Bool) throws
        -> [String]
    {
        let kind = try #require(StrategyCatalog.shipped.kinds.first { $0.name == name })
        var values = ParameterValues(defaultsOf: kind.parameters)
        for (name, value) in parameters { values.set(name, value) }
        var instrument = Sample.samsung
        instrument.basePrice = Price(isRaw ? 150_000 : 3_000)
        if isRaw {
            instrument.history = InstrumentHistory(
                actions: [
                    CorporateAction(
                        kind: .split, factor: Ratio(50), day: SplitBlindnessTests.splitDay)
                ])
        }
        var engine = EngineConfiguration.sample(
            [], instruments: [instrument], cash: 1_000_000_000,
            start: Sample.tuesday.midnight)
        engine.strategies = [StrategyInstance(id: name, box: try kind.make(values))]
        engine.limits.maxPositionSize = Shares(10_000_000)
        engine.limits.maxTradesPerDay = 1_000
        engine.limits.dailyLossLimit = Won(1_000_000_000)
        let run = FinishedRun(
            .sample(engine), ticks: SplitBlindnessTests.ticks(isRaw: isRaw))
        #expect(run.result.fills > 2, "A strategy that never trades shows nothing")
        return run.sink.records.compactMap { record in
            guard case .order(let order) = record else { return nil }
            return "\(order.at) \(order.side)"
        }
    }

    @Test(
        "the same orders at the same times, with a split and without",
        arguments: [
            ("ema_cross", [("timeframe", .timeframe(.m5))]),
            ("ema_cross", [("on", .text("tick"))]),
            ("sma_cross", [("timeframe", .timeframe(.m5))]),
            ("rsi_reversion", [("timeframe", .timeframe(.m5)), ("upper", .decimal(60))]),
            ("volatility_breakout", [("k", .decimal(0.1))]),
            (
                "momentum_rotation",
                [
                    ("lookback", .integer(1)), ("count", .integer(1)), ("every", .integer(3)),
                    ("drift", .decimal(0)),
                ]
            ),
        ] as [(String, [(String, ParameterValue)])])
    func sameOrders(name: String, parameters: [(String, ParameterValue)]) throws {
        let raw = try signals(of: name, parameters, isRaw: true)
        let adjusted = try signals(of: name, parameters, isRaw: false)
        #expect(raw == adjusted)
    }
}
