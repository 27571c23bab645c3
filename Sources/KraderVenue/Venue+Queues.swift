import KraderModel

/// Places in the queues of displayed prices (semantics.md §4, resting with a book).
extension Venue {
    /// No more are ahead of the order than its own side displays at its price: what others have
    /// there, for our orders are no part of history.
    mutating func joinQueue(_ slot: Int32, at moment: Moment) {
        let symbol = orders[slot].symbol.int
        guard let limit = orders[slot].limit,
            isBelieved(orders[slot].side, symbol, at: moment),
            let displayed = displayed(orders[slot].side, at: limit, symbol)
        else { return }
        orders[slot].ahead = min(orders[slot].ahead, displayed)
    }

    /// The shares that a side displays at a price; `nil` when the book says nothing of it: it lies
    /// beyond the levels displayed.
    private mutating func displayed(_ side: Side, at price: Price, _ symbol: Int) -> Shares? {
        let count = books[symbol].count(side)
        if count == 0 { return .zero }
        for index in 0..<count {
            let level = books[symbol].level(side, index)
            if level.price == price { return max(level.quantity, .zero) }
            if side == .buy ? level.price < price : level.price > price { return .zero }
        }
        return nil
    }

    /// Gives a print to the orders that wait in line at its price. They stand behind each other,
    /// each behind those who were ahead of it; what one of ours received didn't come to those.
    /// Evidence is `touch`, as for every print at a limit.
    mutating func drainQueue(_ first: Int32, _ print: Tick, _ left: inout Shares) {
        var slot = first
        // How many of others the print served so far.
        var drained = Shares.zero
        var allowance = allowanceLeft(orders[first].side, print.symbol.int, at: print.time)
        while slot != VenueOrders.none, orders[slot].limit == print.price {
            let next = orders[slot].next
            let ahead = orders[slot].ahead
            if ahead != VenueOrder.unknownQueue, isLater(print.time, than: slot) {
                let others = min(left, max(ahead - drained, .zero))
                drained += others
                left -= others
                orders[slot].ahead = max(ahead - drained, .zero)
                let quantity = min(left, min(allowance, orders[slot].leaves))
                if ahead <= drained, quantity > .zero {
                    left -= quantity
                    allowance -= quantity
                    spend(quantity, slot, at: print.time)
                    fill(slot, quantity, at: print.price, time: print.time, evidence: .touch)
                }
            }
            slot = next
        }
        left += drained
    }
}
