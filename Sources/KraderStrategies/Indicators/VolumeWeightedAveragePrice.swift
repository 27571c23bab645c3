public import KraderModel

/// The volume-weighted average price of a trading day so far: Σ(price × quantity) ÷ Σ quantity, in
/// won; it begins anew with the first print or candle of each date (KST).
///
/// The price of a candle is, by `source`, its traded value ÷ its volume, which makes the average of
/// candles that of their prints; or (high + low + close) ÷ 3, as chart programs have it that know
/// no traded value. A candle that a file gives without a value is taken at its close.
///
/// The incremental form is this value, O(1) and without allocation; the window form is `over`. Both
/// run the same arithmetic. For whole prices the sums are exact while they stay below 2⁵³ won.
public struct VolumeWeightedAveragePrice: Hashable, Sendable {
    /// The price at which a candle's shares are taken to have traded.
    public enum Source: Hashable, Sendable { case tradedValue, typicalPrice }

    private let source: Source
    private var day: CalendarDate?
    /// The value of the day in won; with typical prices three times as much.
    private var amount = 0.0
    private var quantity = 0.0

    public init(source: Source = .tradedValue) { self.source = source }

    /// The average in won; `nil` before the first share of the day.
    public var value: Double? {
        guard quantity > 0 else { return nil }
        return source == .typicalPrice ? amount / (3 * quantity) : amount / quantity
    }

    /// Takes in the next candle and returns the average with it.
    @discardableResult
    public mutating func add(_ candle: Candle) -> Double? {
        begin(CalendarDate(candle.start))
        switch source {
        case .tradedValue: amount += Double(candle.value.amount)
        case .typicalPrice:
            let prices = candle.high.won + candle.low.won + candle.close.won
            amount += Double(prices) * Double(candle.volume.count)
        }
        quantity += Double(candle.volume.count)
        return value
    }

    /// Takes in the next print and returns the average with it.
    @discardableResult
    public mutating func add(_ tick: Tick) -> Double? {
        begin(CalendarDate(tick.time))
        let won = Double(tick.price.won) * Double(tick.size.count)
        amount += source == .typicalPrice ? 3 * won : won
        quantity += Double(tick.size.count)
        return value
    }

    private mutating func begin(_ date: CalendarDate) {
        if date == day { return }
        day = date
        amount = 0
        quantity = 0
    }

    /// The average of the last candle's day over candles, oldest first; `nil` without a share of
    /// it.
    public static func over(
        _ candles: some Sequence<Candle>, source: Source = .tradedValue
    ) -> Double? {
        var average = VolumeWeightedAveragePrice(source: source)
        for candle in candles { average.add(candle) }
        return average.value
    }
}
