import KraderModel

/// What `VolatilityBreakout` knows of one symbol's day.
struct BreakoutDay: Hashable, Sendable {
    /// The end of what it knows: a later price belongs to another day.
    private(set) var end = Moment.distantPast
    private(set) var open: Price?
    /// The price above which it buys; infinite when it doesn't today.
    private(set) var target = Double.infinity
    /// Yesterday's high less low, in won.
    private(set) var range = 0.0

    init() {}

    /// A day whose prices make no entry.
    init(until end: Moment) { self.end = end }

    /// - Parameters:
    ///   - open: The day's first price.
    ///   - yesterday: The last daily candle.
    init(until end: Moment, open: Price, yesterday: Candle, k: Double) {
        self.end = end
        self.open = open
        range = Double(yesterday.high.won - yesterday.low.won)
        target = Double(open.won) + k * range
    }

    /// Whether the price asks for the day's one entry.
    @inline(__always)
    func isBreakout(_ price: Price) -> Bool { Double(price.won) > target }

    /// No entry any more today.
    mutating func close() { target = .infinity }
}

/// The days of candles that a breakout is measured against.
enum BreakoutRules {
    /// Yesterday's candle, or a halted issue's last one; `nil` when there is none before the day.
    static func yesterday(
        _ daily: borrowing some CandleList & ~Copyable, before day: CalendarDate
    ) -> Candle? {
        guard daily.count > 0 else { return nil }
        let last = daily[daily.count - 1]
        return CalendarDate(last.start) < day ? last : nil
    }

    /// Whether a price lies above the mean of the last `length` closes; 0 asks for nothing.
    static func isAboveAverage(
        _ price: Price, _ daily: borrowing some CandleList & ~Copyable, length: Int
    ) -> Bool {
        guard length > 0 else { return true }
        guard daily.count >= length else { return false }
        var sum: Int64 = 0
        for index in (daily.count - length)..<daily.count { sum += daily[index].close.won }
        // The same denominator: no rounding decides which is higher.
        return price.won * Int64(length) > sum
    }
}
