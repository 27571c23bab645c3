import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// A day of a symbol as prints, as minutes made of them, or as the one candle of the session.
private enum Telling: CaseIterable { case prints, minutes, day }

@Suite("Kinds of data that change from day to day")
struct MixedKindsTests {
    private static let days = [
        Sample.tuesday, Sample.wednesday, Sample.thursday, Sample.friday, Sample.monday,
    ]
    private static let instruments = [Sample.samsung, Sample.kakao, Sample.fund]

    /// Candles by plain grouping of one symbol's prints of one day (semantics.md §2).
    private func candles(
        _ ticks: [Tick], _ day: CalendarDate, _ timeframe: Timeframe
    ) -> [CandleEvent] {
        let hours = SessionHours.on(day)
        var events: [CandleEvent] = []
        for tick in ticks where tick.time >= hours.open && tick.time < hours.auctionEnd {
            let minute = Moment(
                nanoseconds: tick.time.nanoseconds - tick.time.nanoseconds % 60_000_000_000)
            let (start, end) =
                timeframe == .d1 ? (hours.open, hours.auctionEnd) : (minute, minute + .minutes(1))
            if events.last?.candle.start == start {
                var candle = events.removeLast().candle
                candle.high = max(candle.high, tick.price)
                candle.low = min(candle.low, tick.price)
                candle.close = tick.price
                candle.volume += tick.size
                candle.value += tick.price * tick.size
                events.append(
                    CandleEvent(symbol: tick.symbol, timeframe: timeframe, candle: candle))
            } else {
                let candle = Candle(
                    start: start, end: end, open: tick.price, high: tick.price, low: tick.price,
                    close: tick.price, volume: tick.size, value: tick.price * tick.size)
                events.append(
                    CandleEvent(symbol: tick.symbol, timeframe: timeframe, candle: candle))
            }
        }
        return events
    }

    /// What a strategy sees when a day closes, its whole window.
    private func seen(
        _ ticks: [Tick], timeframes: [Timeframe], delay: Interval,
        _ telling: (CalendarDate, SymbolIndex) -> Telling
    ) throws -> (days: [String], kinds: Set<Telling>) {
        var prints: [Tick] = []
        var events: [CandleEvent] = []
        var kinds: Set<Telling> = []
        for day in Self.days {
            for symbol in Self.instruments.indices.map({ SymbolIndex($0) }) {
                let own = ticks.filter { $0.symbol == symbol && CalendarDate($0.time) == day }
                kinds.insert(telling(day, symbol))
                switch telling(day, symbol) {
                case .prints: prints += own
                case .minutes: events += candles(own, day, .m1)
                case .day: events += candles(own, day, .d1)
                }
            }
        }
        prints.sort { ($0.time, $0.symbol) < ($1.time, $1.symbol) }
        events.sort {
            ($0.candle.start, $0.candle.end, $0.symbol)
                < ($1.candle.start, $1.candle.end, $1.symbol)
        }
        let notebook = Notebook()
        var puppet = Puppet()
        puppet.subscriptions = .candles(.d1)
        for timeframe in timeframes {
            puppet.subscriptions = puppet.subscriptions.adding(timeframe)
        }
        puppet.onCandle = { _, timeframe, context in
            guard timeframe == .d1 else { return }
            // Each series closes in its own time (semantics.md §2): the day is what counts.
            var line = "\(CalendarDate(context.now)) \(context.symbol.value)"
            let window = context.candles(context.symbol, .d1)
            for index in 0..<window.count { line += " \(window[index])" }
            notebook.write(line)
        }
        var engine = EngineConfiguration.sample(
            [puppet], instruments: Self.instruments, closeDelay: delay)
        engine.universe = .ranked(.init(count: 2, boards: [.kospi, .kosdaq, .etf]))
        let latency = VenueConfiguration.Latency(
            data: .constant(delay), order: .none, reply: .none, push: .none)
        _ = FinishedRun(
            .sample(engine, latency: latency), ticks: BatchedTicks(prints, size: 1_000),
            candles: try CandleArray(events))
        return (notebook.read().sorted(), kinds)
    }

    @Test(
        "daily windows are those of prints alone: no day twice, none missing",
        arguments: 0..<12 as Range<UInt64>)
    func windows(seed: UInt64) throws {
        let ticks = RandomMarket.ticks(
            seed: seed, days: Self.days, instruments: Self.instruments, perDay: 600)
        let timeframes: [Timeframe] = [[], [.m1], [.m5, .h4], [.m3, .m60]][Int(seed % 4)]
        let delay = Interval.milliseconds(seed % 2 == 0 ? 0 : 200)
        var generator = SeededGenerator(seed: seed, stream: "telling")
        var chosen: [String: Telling] = [:]
        for day in Self.days {
            for symbol in Self.instruments.indices {
                chosen["\(day) \(symbol)"] = Telling.allCases[Int(generator.next(below: 3))]
            }
        }
        let plain = try seen(ticks, timeframes: timeframes, delay: delay) { _, _ in .prints }
        let mixed = try seen(ticks, timeframes: timeframes, delay: delay) {
            chosen["\($0) \($1.value)"] ?? .prints
        }
        #expect(mixed.kinds.count == 3, "A run of one kind mixes nothing")
        #expect(plain.days.count == 15)
        #expect(mixed.days == plain.days)
    }

    @Test("daily candles lead up to prints: the windows are warm when the first print comes")
    func warm() throws {
        let ticks = RandomMarket.ticks(
            seed: 5, days: Self.days, instruments: Self.instruments, perDay: 300)
        let plain = try seen(ticks, timeframes: [], delay: .zero) { _, _ in .prints }
        let led = try seen(ticks, timeframes: [.m1], delay: .zero) { day, _ in
            day < Sample.monday ? .day : .prints
        }
        #expect(led.days == plain.days)
    }
}
