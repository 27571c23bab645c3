extension CostSchedule {
    /// What an open buy order holds back: its leaves at the reserving price and the commission
    /// still to come. The risk rules and the venue reserve by this one function (semantics.md §3).
    /// - Parameters:
    ///   - filled: what the order's executions so far amount to
    ///   - leaves: shares still to fill
    ///   - price: the limit; for an order without one the day's upper limit (`Reservation.price`)
    @inlinable public func reservation(filled: Won, leaves: Shares, price: Price) -> Won {
        if leaves == .zero { return .zero }
        let rest = price * leaves
        // Most orders have no fill yet, and nothing costs nothing.
        if filled == .zero { return rest + commission(onCumulative: rest) }
        return rest + commission(onCumulative: filled + rest) - commission(onCumulative: filled)
    }
}

public enum Reservation {
    /// The price at which an order reserves: its limit; else the day's upper limit; with the band
    /// unknown, the last price × 1.3, cut down to whole won. It is `nil` when nothing is known. A
    /// conditional limit may end as a market order: it reserves as one, or at its limit where that
    /// is dearer.
    @inlinable public static func price(
        type: OrderType, limit: Price?, upper: Price?, last: Price?
    ) -> Price? {
        if let limit {
            guard type == .conditionalLimit else { return limit }
            return max(limit, price(type: .market, limit: nil, upper: upper, last: last) ?? limit)
        }
        if let upper { return upper }
        guard let last else { return nil }
        return Price(last.won * 13 / 10)
    }
}
