import KraderModel

extension OrderSignal {
    /// The price up to which it may trade against the other side; `nil`: any. What takes its price
    /// from the book, or turns into a market order later, may meet everything.
    var reach: Price? { type == .limit ? limit : nil }
}

// No order of ours may meet another of ours (failure-modes.md §2, 37), whichever strategies they
// belong to.
extension Engine {
    /// Whether an order would meet a live one of ours on the other side. What is being cancelled or
    /// moved away counts until the broker has confirmed it. What an exit has yet to sell counts as
    /// a live market sale: buys that come and go would keep it from ever leaving.
    @inline(__always)
    mutating func crossesOwn(_ side: Side, _ reach: Price?, _ symbol: Int) -> Bool {
        if PlantedBug.isPlanted(.meetsItself) { return false }
        let positions = trading.books.positions
        switch side {
        case .buy:
            if trading.exits.hitCount > 0 && trading.exits.isHit(symbol) { return true }
            if positions[symbol].offered == .zero { return false }
        case .sell: if positions[symbol].bidFor == .zero { return false }
        }
        return meetsLive(side, reach, symbol)
    }

    @inline(never)
    private mutating func meetsLive(_ side: Side, _ reach: Price?, _ symbol: Int) -> Bool {
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot) && slots[slot].symbol.int == symbol
            && slots[slot].side != side
        {
            guard let reach, slots[slot].type == .limit, let limit = slots[slot].limit else {
                return true
            }
            let pending = slots[slot].pendingLimit ?? limit
            switch side {
            case .buy: if reach >= min(limit, pending) { return true }
            case .sell: if reach <= max(limit, pending) { return true }
            }
        }
        return false
    }
}
