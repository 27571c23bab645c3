import KraderModel

// Corporate actions in the broker's books (semantics.md §6).
extension VenueLedger {
    /// A holding becomes ⌊× share factor⌋ at the same cost. What a fraction is paid out with nobody
    /// knows here: it is written off, and with the last share its cost. No order may be open.
    mutating func adjust(_ symbol: Int, _ action: CorporateAction, on day: CalendarDate) {
        let before = holdings[symbol].quantity
        guard before > .zero, action.shareFactor != .one else { return }
        precondition(holdings[symbol].offered == .zero, "Orders end before the day does")
        let after = action.shareFactor.floor(before)
        guard after <= NumberRange.sharesMax else {
            breaches[0] = (.shares, SymbolIndex(symbol))
            return
        }
        holdings[symbol].quantity = after
        for place in unlisted.indices where unlisted[place].symbol.int == symbol {
            let shares = action.shareFactor.floor(unlisted[place].quantity)
            holdings[symbol].unlisted += shares - unlisted[place].quantity
            unlisted[place].quantity = shares
        }
        if holdings[symbol].quantity == .zero {
            realised -= holdings[symbol].cost
            holdings[symbol].cost = .zero
        }
        let added = holdings[symbol].quantity - before
        if let listed = action.sellableFrom, listed > day, added > .zero {
            holdings[symbol].unlisted += added
            unlisted.append(
                UnlistedShares(symbol: SymbolIndex(symbol), quantity: added, listed: listed))
        }
    }

    /// Lets new shares that are listed by a day be sold.
    mutating func list(through day: CalendarDate) {
        guard !unlisted.isEmpty else { return }
        for shares in unlisted where shares.listed <= day {
            holdings[shares.symbol.int].unlisted -= shares.quantity
        }
        unlisted.removeAll { $0.listed <= day }
    }
}
