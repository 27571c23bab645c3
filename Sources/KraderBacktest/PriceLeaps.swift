import KraderEngine
import KraderModel

/// The places where the prices of a series change their base and no corporate action says why,
/// looked for as the engine does of what is held (semantics.md §6): the day's stated base price
/// against the close before, then the day's first price against the limits of that base.
///
/// Days without a price, halted ones apart, widen what the next price may be by a day's limits
/// each: nobody knows what it was in between. An action explains the change of its own day, by its
/// own factor.
struct PriceLeaps {
    /// The most that an index is taken to move in a day, 30 %: it has no limits.
    private static let indexLimit = 0.3

    private(set) var first: BenchmarkResult.Jump?
    /// How many days have one.
    private(set) var count = 0

    private let instrument: Instrument
    /// The trading day that is looked at.
    private var day: CalendarDate
    /// The last price, of its day; the official close once that day is over.
    private var former: Dated<Price>?
    /// What the next price is compared with: that close, what actions made of it, or the stated
    /// base price of a day since.
    private var expected: Price?
    /// How many days have passed since it was known.
    private var holes = 0
    /// What was expected before an action, and whether the opening auction finds the base after it.
    private var unadjusted: Price?
    private var opensFreely = false
    private var isTold = false

    /// - Parameter start: The run's first day.
    init(_ instrument: Instrument, start: CalendarDate) {
        self.instrument = instrument
        day = start
    }

    /// Notes a symbol's state. It must be called at least once between two rolls of the trading
    /// day.
    ///
    /// - Parameter tradingDay: The day that the state is of.
    mutating func note(_ state: SymbolState, on tradingDay: CalendarDate) {
        guard let last = state.last else { return day = tradingDay }
        let isNext = tradingDay > day
        if state.lastTime >= day.midnight, state.lastTime < day.midnight + .day {
            // Another day's base price may have taken the place of the last one by now.
            see(isNext ? state.formerClose ?? last : last)
        }
        guard isNext else { return }
        let before = day
        if let former, former.day == before {
            expected = former.value
            holes = 0
            unadjusted = nil
            opensFreely = false
        } else if !state.wasHalted(on: before) {
            holes += 1
        }
        isTold = false
        day = tradingDay
        if instrument.listing?.day != day { follow(after: before) }
    }

    /// Follows what is said of the day's base price.
    private mutating func follow(after before: CalendarDate) {
        guard let close = expected, let history = instrument.history else { return }
        let actions = history.actions(after: before, through: day)
        let computed = actions.reduce(close) { $1.priceFactor.scaled($0) }
        if !actions.isEmpty {
            unadjusted = close
            opensFreely = actions.contains { $0.kind == .reverseSplit }
        }
        expected = computed
        guard let stated = history.basePrice(on: day) else { return }
        let isExplained =
            actions.isEmpty && holes == 0
            ? isRounding(close, stated)
            : isWithinLimits(stated, of: computed, days: holes + (actions.isEmpty ? 0 : 1))
        if !isExplained { tell(stated) }
        expected = stated
        holes = 0
    }

    private func isRounding(_ close: Price, _ stated: Price) -> Bool {
        let steps = PriceStepTable.table(board: instrument.board, on: day)
        var step = max(steps.step(at: close).won, steps.step(at: stated).won)
        // Levels are rounded by whoever publishes them.
        if instrument.board == .index { step = max(step, close.won / 1_000) }
        return abs(stated.won - close.won) <= step
    }

    /// A price of the day.
    private mutating func see(_ price: Price) {
        defer { former = Dated(day, price) }
        guard let former, former.day < day, let expected, !isTold,
            instrument.listing?.day != day
        else { return }
        guard isWithinLimits(price, of: expected, days: holes + 1) else {
            let isUnadjusted = unadjusted.map { isWithinLimits(price, of: $0, days: holes + 1) }
            if !opensFreely || isUnadjusted ?? false { tell(price) }
            return
        }
        if unadjusted == nil,
            instrument.sharesMoved(from: former.day, to: day, against: price, expected)
        {
            tell(price)
        }
    }

    private mutating func tell(_ price: Price) {
        isTold = true
        count += 1
        guard first == nil, let former else { return }
        first = BenchmarkResult.Jump(day: day, before: former.value, after: price)
    }

    /// Whether a price lies within the limits around a base; true where there are none.
    private func isWithinLimits(_ price: Price, of base: Price, days: Int) -> Bool {
        if instrument.board == .index {
            var (lower, upper) = (Double(base.won), Double(base.won))
            for _ in 0..<days {
                lower *= 1 - PriceLeaps.indexLimit
                upper *= 1 + PriceLeaps.indexLimit
                if upper > Double(NumberRange.priceMax.won) { break }
            }
            return (lower...upper).contains(Double(price.won))
        }
        var (lower, upper) = (base, base)
        for _ in 0..<days {
            guard let down = PriceLimit.band(base: lower, instrument: instrument, on: day),
                let up = PriceLimit.band(base: upper, instrument: instrument, on: day)
            else { return true }
            (lower, upper) = (down.lower, up.upper)
            if upper > NumberRange.priceMax { break }
        }
        return lower <= price && price <= upper
    }
}
