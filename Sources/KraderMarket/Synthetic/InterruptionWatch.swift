import KraderModel

/// Decides whether the next execution would interrupt trading (krx-market.md §4.2).
struct InterruptionWatch {
    /// The last price, the reference of the dynamic interruption. 0 before the first print.
    private(set) var last: Int64
    /// Prices at or beyond these are a tenth or more from the last auction's price.
    private var staticBelow: Int64
    private var staticAbove: Int64
    private let staticRate: Int64
    private let dynamicRate: Int64
    private let isOn: Bool

    /// - Parameter isOn: false where no interruption applies, as on a listing day.
    init(instrumentClass: Instrument.InterruptionClass, isOn: Bool) {
        self.isOn = isOn
        staticRate = 100_000
        dynamicRate = instrumentClass == .large ? 30_000 : 60_000
        (last, staticBelow, staticAbove) = (0, 0, .max)
    }

    /// Millionths by which a price may not differ from the last in the closing auction.
    var closingRate: Int64 { dynamicRate * 2 / 3 }

    /// An auction found its price: the reference of both kinds.
    mutating func refer(to price: Price) {
        last = price.won
        guard isOn else { return }
        let away = (price.won * staticRate + 999_999) / 1_000_000
        staticBelow = price.won - away
        staticAbove = price.won + away
    }

    mutating func note(_ price: Price) { last = price.won }

    /// The kind of interruption that an execution at this price brings, if any. The threshold
    /// itself does.
    func cause(_ price: Price) -> StatusChange.Cause? {
        guard isOn, price.won != last else { return nil }
        if price.won >= staticAbove || price.won <= staticBelow { return .staticInterruption }
        let change = price.won > last ? price.won - last : last - price.won
        return change * 1_000_000 >= dynamicRate * last ? .dynamicInterruption : nil
    }
}
