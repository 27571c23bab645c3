import KraderModel
import Testing

@testable import KraderMarket

/// Daily closes and values by issue, as the candles come, and the figures of krx-market.md §9 by
/// the plainest calculation: every pair of issues is looked at.
private struct PlainFigures {
    var deviation = 0.0
    var kurtosis = 0.0
    var unchanged = 0.0
    var limitMoves = 0.0
    var common = 0.0
    var valueRatio = 0.0

    init(_ events: [CandleEvent], issues: Int) {
        var closes = [Double](repeating: 0, count: issues)
        var values = [[Double]](repeating: [], count: issues)
        var days: [CalendarDate: [Double]] = [:]
        for event in events {
            let (close, symbol) = (Double(event.candle.close.won), event.symbol.int)
            values[symbol].append(Double(event.candle.value.amount))
            if closes[symbol] > 0 {
                days[CalendarDate(event.candle.start), default: []]
                    .append(close / closes[symbol] - 1)
            }
            closes[symbol] = close
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let all = days.values.flatMap { $0 }
        let middle = mean(all)
        let variance = mean(all.map { ($0 - middle) * ($0 - middle) })
        deviation = variance.squareRoot()
        kurtosis =
            mean(
                all.map { value in
                    let square = (value - middle) * (value - middle)
                    return square * square
                }) / (variance * variance)
        unchanged = Double(all.filter { $0 == 0 }.count) / Double(all.count)
        limitMoves = Double(all.filter { abs($0) >= 0.29 }.count) / Double(all.count)

        let sizes = days.values.map { abs(mean($0)) }.sorted()
        let limit = 5 * sizes[sizes.count / 2]
        var (products, squares): ([Double], [Double]) = ([], [])
        for day in days.values where abs(mean(day)) <= limit {
            var pairs: [Double] = []
            for one in day.indices {
                for other in day.indices where other != one { pairs.append(day[one] * day[other]) }
            }
            products.append(mean(pairs))
            squares.append(mean(day.map { $0 * $0 }))
        }
        common = mean(products) / mean(squares)
        let means = values.map(mean).sorted()
        func quantile(_ share: Double) -> Double {
            let place = share * Double(means.count - 1)
            let rest = place.truncatingRemainder(dividingBy: 1)
            let below = means[Int(place)]
            return rest == 0 ? below : below * (1 - rest) + means[Int(place) + 1] * rest
        }
        valueRatio = quantile(0.99) / quantile(0.1)
    }
}

private func near(_ a: Double?, _ b: Double) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= 1e-9 * max(1, abs(b))
}

@Suite struct CrossSectionTests {
    @Test(
        "the figures across issues are those of a plain calculation", arguments: [1, 2] as [UInt64])
    func secondCalculation(seed: UInt64) {
        var settings = SyntheticSettings(
            issues: SyntheticSettings.issues(count: 40), from: CalendarDate(2025, 1, 2),
            through: CalendarDate(2025, 4, 30))
        settings.candles = .d1
        var events: [CandleEvent] = []
        let source = SyntheticCandles(settings: settings, seed: seed)
        var profile = MarketProfile(instruments: settings.instruments)
        while true {
            let batch = source.nextCandles()
            if batch.count == 0 { break }
            for index in 0..<batch.count {
                events.append(batch[index])
                profile.add(batch[index])
            }
        }
        let (found, plain) = (profile.figures().cross, PlainFigures(events, issues: 40))
        #expect(found.issues == 40 && found.issueDays == events.count)
        #expect(found.returns == events.count - 40 && found.beyondLimits == 0)
        #expect(near(found.deviation, plain.deviation))
        #expect(near(found.kurtosis, plain.kurtosis))
        #expect(near(found.unchanged, plain.unchanged))
        #expect(near(found.limitMoves, plain.limitMoves))
        #expect(near(found.common, plain.common))
        #expect(near(found.valueRatio, plain.valueRatio))
    }

    private static let days = [2, 3, 4, 5, 6].map { CalendarDate(2026, 3, $0 + 7) }

    private func candle(
        _ close: Int64, _ day: CalendarDate, _ minutes: Int64 = 0, volume: Int64 = 10
    ) -> Candle {
        let start = day.at(TimeOfDay(9, 0)) + .minutes(minutes)
        let price = Price(close)
        return Candle(
            start: start, end: start + .minutes(1), open: price, high: price, low: price,
            close: price, volume: Shares(volume), value: price * Shares(volume))
    }

    private func profile(_ board: Board) throws -> MarketProfile {
        MarketProfile(instruments: [
            Instrument(code: try IssueCode("005930"), board: board, basePrice: Price(10_000))
        ])
    }

    @Test("by hand: +30 % and 0 % count, a day without trading has no return, +31 % is no return")
    func byHand() throws {
        var profile = try profile(.kospi)
        let days = CrossSectionTests.days
        for (day, close, volume) in [
            (0, 10_000, 10), (1, 13_000, 10), (2, 9_999, 0), (3, 13_000, 10),
        ] {
            profile.add(
                CandleEvent(
                    symbol: SymbolIndex(0), timeframe: .d1,
                    candle: candle(Int64(close), days[day], volume: Int64(volume))))
        }
        profile.add(
            CandleEvent(
                symbol: SymbolIndex(0), timeframe: .d1, candle: candle(17_030, days[4])))
        let found = profile.figures().cross
        #expect(found.issueDays == 4 && found.returns == 2 && found.beyondLimits == 1)
        #expect(found.limitMoves == 0.5 && found.unchanged == 0.5)
        // The values 0.3 and 0 lie 0.15 around their mean.
        #expect(near(found.deviation, 0.15) && near(found.kurtosis, 1))
        // One issue has nothing in common with others.
        #expect(found.common == nil && found.valueRatio == nil)
    }

    @Test("the coarsest candles of a day are its candles, and of finer ones the last is the close")
    func timeframes() throws {
        var profile = try profile(.kosdaq)
        let (one, two) = (CrossSectionTests.days[0], CrossSectionTests.days[1])
        func add(_ close: Int64, _ timeframe: Timeframe, _ day: CalendarDate, _ minute: Int64) {
            profile.add(
                CandleEvent(
                    symbol: SymbolIndex(0), timeframe: timeframe,
                    candle: candle(close, day, minute)))
        }
        add(10_000, .m1, one, 0)
        add(10_100, .m1, one, 380)
        add(10_600, .m1, two, 0)
        add(10_201, .d1, two, 0)
        add(10_500, .m1, two, 5)
        // Prints of an issue with candles change nothing.
        profile.add(
            Tick(
                time: two.at(TimeOfDay(10, 0)), symbol: SymbolIndex(0), price: Price(9_000),
                size: Shares(1)))
        let found = profile.figures().cross
        #expect(found.issueDays == 2 && found.returns == 1)
        #expect(found.limitMoves == 0 && found.unchanged == 0)
    }

    @Test(
        "prints alone give a close and a value a day; boards beside KOSPI and KOSDAQ do not count")
    func prints() throws {
        for (board, returns) in [(Board.kospi, 1), (.etf, 0)] {
            var profile = try profile(board)
            for (day, price) in zip(CrossSectionTests.days, [10_000, 10_000]) {
                for (minute, price) in [(0, 9_900), (30, price)] {
                    profile.add(
                        Tick(
                            time: day.at(TimeOfDay(9, 0)) + .minutes(Int64(minute)),
                            symbol: SymbolIndex(0), price: Price(Int64(price)), size: Shares(1)))
                }
            }
            let found = profile.figures().cross
            #expect(found.returns == returns && found.issues == returns)
            #expect(found.unchanged == (returns == 1 ? 1 : nil))
        }
    }
}
