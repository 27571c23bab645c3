import KraderModel

/// Decides whether the next execution would interrupt trading (krx-market.md §4.2).
struct InterruptionWatch {
    /// The last price, the reference of the dynamic interruption.
    private(set) var last: Int64
    /// Prices at or beyond these are as far from the last auction's price as the static rate says.
    private var staticBelow: Int64 = 0
    private var staticAbove: Int64 = .max
    private let rates: InterruptionRates
    /// The dynamic rate in billionths; out of reach where there is none.
    private let dynamicParts: Int64

    /// - Parameters:
    ///   - rates: The rates of continuous trading.
    ///   - base: The day's base price, the reference before the opening cross.
    init(rates: InterruptionRates, base: Price) {
        self.rates = rates
        dynamicParts = rates.dynamicRate?.parts ?? 1_000 * Rate.scale
        last = base.won
        refer(to: base)
    }

    /// An auction found its price: the reference of both kinds.
    mutating func refer(to price: Price) {
        last = price.won
        guard let rate = rates.staticRate else { return }
        // It is rounded up: the threshold itself interrupts.
        let away = (price.won * rate.parts + Rate.scale - 1) / Rate.scale
        staticBelow = price.won - away
        staticAbove = price.won + away
    }

    @inline(__always)
    mutating func note(_ price: Price) { last = price.won }

    /// The kind of interruption that an execution at this price brings, if any.
    @inline(__always)
    func cause(_ price: Price) -> StatusChange.Cause? {
        if price.won == last { return nil }
        if price.won >= staticAbove || price.won <= staticBelow { return .staticInterruption }
        let change = price.won > last ? price.won - last : last - price.won
        return change * Rate.scale >= dynamicParts * last ? .dynamicInterruption : nil
    }
}
