import KraderModel

/// What the account's orders of a side may take beyond the display that the first of them met
/// (semantics.md §4, books and quotes). It is kept with the display that the side takes from.
extension Venue {
    mutating func allowanceLives(_ side: Side, _ symbol: Int, at moment: Moment) -> Bool {
        let place = DisplayedSide.place(side.other, symbol)
        guard sides[place].allowance.lives else { return false }
        if moment - sides[place].takenAt <= Allowance.life || hasOpenTaker(side, symbol) {
            return true
        }
        sides[place].allowance.lives = false
        return false
    }

    private mutating func hasOpenTaker(_ side: Side, _ symbol: Int) -> Bool {
        let lists = orders.lists[symbol]
        return isTakerIn(lists.aggressive, side)
            || isTakerIn(side == .buy ? lists.buys : lists.sells, side)
    }

    private mutating func isTakerIn(_ head: Int32, _ side: Side) -> Bool {
        var slot = head
        while slot != VenueOrders.none {
            if orders[slot].side == side, orders[slot].hasTaken { return true }
            slot = orders[slot].next
        }
        return false
    }

    /// An order takes from a display: what is displayed now is ours to take; what comes is shared.
    mutating func beginAllowance(_ side: Side, _ symbol: Int, at moment: Moment) {
        beginAllowance(side, symbol, printed: .zero, at: moment)
        let place = DisplayedSide.place(side.other, symbol)
        for index in 0..<books[symbol].count(side.other) {
            let offer = offer(index, side, symbol, isBound: false)
            sides[place].allowance.met[index] = offer.met
        }
    }

    /// An order took from a print, of which it had its share: what is displayed later is shared.
    mutating func beginAllowance(
        _ side: Side, _ symbol: Int, printed: Shares, at moment: Moment
    ) {
        let place = DisplayedSide.place(side.other, symbol)
        sides[place].takenAt = moment
        sides[place].allowance = Allowance()
        sides[place].allowance.lives = true
        sides[place].allowance.printed = printed
    }

    /// An order that finds nothing more where the account has taken keeps the allowance alive, as
    /// the rest of a larger one would: an order that is cut into many gains nothing.
    mutating func holdBack(_ slot: Int32, at moment: Moment) {
        let (side, symbol) = (orders[slot].side, orders[slot].symbol.int)
        if !allowanceLives(side, symbol, at: moment) { return }
        let best = sides[DisplayedSide.place(side.other, symbol)].allowance.best
        // No display was taken where only prints gave.
        if best > Price(0), !isBeyond(best, limitOf: slot) { orders[slot].hasTaken = true }
    }

    /// The shares that are left of a side's allowance; without one there is no end.
    mutating func allowanceLeft(_ side: Side, _ symbol: Int, at moment: Moment) -> Shares {
        guard states[symbol].hasBook, allowanceLives(side, symbol, at: moment) else {
            return Shares(.max)
        }
        return sides[DisplayedSide.place(side.other, symbol)].allowance.left(
            configuration.participation)
    }

    /// What an order may have of a print now. The optimistic model knows no cap of prints.
    mutating func allowed(_ slot: Int32, at moment: Moment) -> Shares {
        if configuration.fills == .touch { return orders[slot].leaves }
        return min(
            orders[slot].leaves,
            allowanceLeft(orders[slot].side, orders[slot].symbol.int, at: moment))
    }

    /// An order of the side has shares of a print.
    mutating func spend(_ quantity: Shares, _ slot: Int32, at moment: Moment) {
        let symbol = orders[slot].symbol.int
        if !states[symbol].hasBook || !allowanceLives(orders[slot].side, symbol, at: moment) {
            return
        }
        let place = DisplayedSide.place(orders[slot].side.other, symbol)
        sides[place].allowance.used += quantity
        sides[place].takenAt = moment
    }

    mutating func countForAllowance(_ print: Tick) {
        for side in Side.allCases {
            let place = DisplayedSide.place(side, print.symbol.int)
            if sides[place].allowance.lives { sides[place].allowance.printed += print.size }
        }
    }
}

extension Venue {
    /// What a level gives to a side: shares that were there when the allowance began, and others,
    /// which are taken from it.
    struct Offer {
        var met: Shares
        var later: Shares
        /// All shares that the level gives within the allowance.
        var all: Shares
    }

    mutating func offer(_ index: Int, _ side: Side, _ symbol: Int, isBound: Bool) -> Offer {
        let level = books[symbol].level(side.other, index)
        guard level.quantity > .zero, isSound(level.price, symbol) else {
            return Offer(met: .zero, later: .zero, all: .zero)
        }
        let place = DisplayedSide.place(side.other, symbol)
        let taken = takings.quantity(at: level.price, on: place)
        let there = max(level.quantity - taken, .zero)
        if !isBound { return Offer(met: there, later: .zero, all: there) }
        let met = min(there, sides[place].allowance.met[index])
        let left = sides[place].allowance.left(configuration.participation)
        return Offer(met: met, later: there - met, all: met + min(there - met, left))
    }

    /// Keeps shares of a level as ours: they stay subtracted, and what wasn't there at the
    /// beginning goes off the allowance.
    mutating func keepTaking(_ quantity: Shares, _ index: Int, _ side: Side, _ symbol: Int) {
        let place = DisplayedSide.place(side.other, symbol)
        let price = books[symbol].level(side.other, index).price
        takings.add(quantity, at: price, on: place)
        if !sides[place].allowance.lives { return }
        let best = sides[place].allowance.best
        let isBetter = side == .buy ? price < best : price > best
        if best == Price(0) || isBetter { sides[place].allowance.best = price }
        let met = min(quantity, sides[place].allowance.met[index])
        sides[place].allowance.met[index] -= met
        sides[place].allowance.used += quantity - met
    }
}
