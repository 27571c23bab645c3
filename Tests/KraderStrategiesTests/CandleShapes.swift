import KraderModel

/// The first end of the candles below: 2026-03-03 09:05 KST.
let morning = CalendarDate(2026, 3, 3).at(TimeOfDay(9, 5))

/// Candles from closes; each opens at the close before it and reaches no further than open and
/// close.
func candles(
    _ closes: [Int64], every timeframe: Timeframe = .m5, endingAt end: Moment = morning
) -> [Candle] {
    var made: [Candle] = []
    for (place, close) in closes.enumerated() {
        let left = Int64(closes.count - 1 - place)
        let ends = Moment(
            nanoseconds: end.nanoseconds - left * timeframe.interval.nanoseconds)
        let open = place == 0 ? close : closes[place - 1]
        made.append(
            Candle(
                start: ends - timeframe.interval, end: ends, open: Price(open),
                high: Price(max(open, close)), low: Price(min(open, close)), close: Price(close),
                volume: Shares(1), value: Won(close)))
    }
    return made
}

func doubles(_ closes: [Int64]) -> [Double] { closes.map(Double.init) }

/// Hand-made windows of the higher timeframe.
enum Higher {
    /// A long rise, then a way back in steps to between the averages: passes every filter.
    static let pullback: [Int64] = {
        var closes = (0..<220).map { 50_000 + Int64($0) * 100 }
        var last = 71_900 as Int64
        for step in 0..<12 {
            last += step % 3 == 2 ? 200 : -250
            closes.append(last)
        }
        return closes
    }()
    static let rising = (0..<220).map { 50_000 + Int64($0) * 100 }
    static let falling = (0..<220).map { 90_000 - Int64($0) * 100 }
    static let flat = [Int64](repeating: 50_000, count: 220)
}

/// Hand-made windows of the lower timeframe.
enum Lower {
    /// Falls slowly, then one candle leaps over everything: RSI from 0 to 60, above EMA20 and the
    /// swing's high.
    static let leap: [Int64] = (0..<40).map { 70_000 - Int64($0) * 10 } + [69_810]
    /// Closes that fall to the end, below EMA20.
    static let fall: [Int64] = (0..<40).map { 70_000 - Int64($0) * 10 }
    /// Rises all the way: RSI stays at 100, above EMA20; neither exit nor entry.
    static let rise: [Int64] = (0..<40).map { 70_000 + Int64($0) * 10 }
}

extension Lower {
    /// Falls hard, then climbs slowly: the average forgets the fall sooner than the strength index
    /// does, so one step down takes the index below 50 while the close is still above EMA20.
    static let weakening: [Int64] = {
        let fall = (0..<30).map { 70_000 - Int64($0) * 10 }
        let climb = (1...17).map { 69_710 + Int64($0) * 5 }
        return fall + climb + [69_775]
    }()
}
