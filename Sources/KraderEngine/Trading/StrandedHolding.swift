public import KraderModel

/// A holding that could not be sold when the run ended. Equity counts it at its last price; what it
/// is worth is nobody's guess, so results also say equity without it (semantics.md §5).
public struct StrandedHolding: Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The issue is no longer on the exchange's list.
        case delisted
        /// Nothing is matched: a halt.
        case halted
        /// The issue is at the day's lower limit, and nobody displayed to buy.
        case locked
        /// No print in the last `silentDays` trading days.
        case silent
    }

    /// The number of trading days without any print, that of the end included.
    public static let silentDays = 5

    public var symbol: SymbolIndex
    public var quantity: Shares
    public var lastPrice: Price?
    /// The value in won that equity counts.
    public var value: Won
    public var reason: Reason

    public init(
        symbol: SymbolIndex, quantity: Shares, lastPrice: Price?, value: Won, reason: Reason
    ) {
        self.symbol = symbol
        self.quantity = quantity
        self.lastPrice = lastPrice
        self.value = value
        self.reason = reason
    }
}

extension Engine {
    /// The holdings that can't be sold, by symbol. It is asked at the end of a run.
    public var strandedHoldings: [StrandedHolding] {
        (0..<trading.books.positions.count).compactMap { symbol in
            let position = trading.books.positions[symbol]
            guard position.quantity > .zero, let reason = strandedReason(symbol) else { return nil }
            return StrandedHolding(
                symbol: SymbolIndex(symbol), quantity: position.quantity,
                lastPrice: position.mark, value: position.value, reason: reason)
        }
    }

    private func strandedReason(_ symbol: Int) -> StrandedHolding.Reason? {
        if !market[symbol].isTradeable { return .delisted }
        switch market[symbol].status {
        case .halted, .closed: return .halted
        case .normal, .callAuction: break
        }
        if let band = market[symbol].band, market[symbol].last == band.lower,
            market[symbol].bid == nil
        {
            return .locked
        }
        let printed = CalendarDate(max(market[symbol].lastTime, configuration.start))
        let days = configuration.calendar.tradingDays(
            from: printed.advanced(by: 1), through: trading.session[0].day)
        return days.count >= StrandedHolding.silentDays ? .silent : nil
    }
}
