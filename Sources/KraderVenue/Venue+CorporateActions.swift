import KraderModel

extension Venue {
    /// Follows what an issue's history says of today, before the opening auction: actions since the
    /// last trading day change what is held, and a base price that is not the close stands for the
    /// last price (krx-market.md §3.3, §5.4).
    mutating func follow(_ symbol: Int, after lastDay: CalendarDate) {
        guard let history = instruments[symbol].history else { return }
        days[symbol].isListed = history.isListed(on: today)
        let actions = history.actions(after: lastDay, through: today)
        for action in actions { ledger.adjust(symbol, action, on: today) }
        let base = history.basePrice(
            on: today, close: lastOrBase(symbol), actions: actions, steps: days[symbol].steps)
        days[symbol].base = base
        if let base, let last = states[symbol].lastPrice, last != base {
            states[symbol].last = base
            states[symbol].previous = base
        }
    }

    /// The last price, or the base price before the first trade (krx-market.md §5.4).
    mutating func lastOrBase(_ symbol: Int) -> Price? {
        states[symbol].lastPrice ?? days[symbol].base ?? instruments[symbol].basePrice
    }
}
