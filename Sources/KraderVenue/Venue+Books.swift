import KraderModel

/// How displayed quantity fills orders (semantics.md §4, books and quotes; resting with a book).
extension Venue {
    /// Matches market orders first, then what rests, buys and sells, each by price and number.
    mutating func matchBook(_ symbol: Int, at moment: Moment) {
        let before = orders.live
        var slot = orders.lists[symbol].aggressive
        while slot != VenueOrders.none {
            let next = orders[slot].next
            if isLater(moment, than: slot) { walkAndWait(slot, at: moment) }
            slot = next
        }
        reachFromBook(.buy, symbol, at: moment)
        reachFromBook(.sell, symbol, at: moment)
        if orders.live != before { refreshWakeup() }
    }

    /// An order takes what is displayed within its limit. Then an immediate one ends, a limit
    /// rests, a market order waits for the next update.
    mutating func walkAndWait(_ slot: Int32, at moment: Moment) {
        switch orders[slot].timeInForce {
        case .day, .nextOpen, .nextClose:
            if walk(slot, at: moment) { return }
            if orders[slot].limit == nil { return }
            if orders[slot].isAggressive { orders.rest(slot) }
            if configuration.fills == .queue { joinQueue(slot, at: moment) }
        case .immediateOrCancel:
            if !walk(slot, at: moment) { expire(slot, at: moment) }
        case .fillOrKill:
            if displayed(for: slot, at: moment) < orders[slot].leaves {
                expire(slot, at: moment)
            } else {
                _ = walk(slot, at: moment)
            }
        }
    }

    /// Whether all of the order was filled. The first taking begins the side's allowance.
    private mutating func walk(_ slot: Int32, at moment: Moment) -> Bool {
        let symbol = orders[slot].symbol.int
        let side = orders[slot].side
        let place = DisplayedSide.place(side.other, symbol)
        let evidence = displayedEvidence(symbol, side.other)
        var isBound = allowanceLives(side, symbol, at: moment)
        if !isBound, orders[slot].quantity > orders[slot].leaves {
            // It had shares before there was a display to meet: this one is a later one.
            beginAllowance(side, symbol, printed: .zero, at: moment)
            orders[slot].hasTaken = true
            isBound = true
        }
        for index in Int(sides[place].first)..<books[symbol].count(side.other) {
            let price = books[symbol].level(side.other, index).price
            if isBeyond(price, limitOf: slot) { break }
            let offer = offer(index, side, symbol, isBound: isBound)
            let quantity = min(offer.all, orders[slot].leaves)
            if offer.met + offer.later > offer.all { orders[slot].hasTaken = true }
            if quantity <= .zero { continue }
            if !isBound { beginAllowance(side, symbol, at: moment) }
            isBound = true
            keepTaking(quantity, index, side, symbol)
            sides[place].takenAt = moment
            orders[slot].hasTaken = true
            let isDone = quantity == orders[slot].leaves
            fill(slot, quantity, at: price, time: moment, evidence: evidence)
            if isDone { return true }
        }
        holdBack(slot, at: moment)
        return false
    }

    /// The shares that the order could take at once.
    private mutating func displayed(for slot: Int32, at moment: Moment) -> Shares {
        let symbol = orders[slot].symbol.int
        let side = orders[slot].side
        let place = DisplayedSide.place(side.other, symbol)
        let isBound = allowanceLives(side, symbol, at: moment)
        var (met, later) = (Shares.zero, Shares.zero)
        for index in Int(sides[place].first)..<books[symbol].count(side.other) {
            if isBeyond(books[symbol].level(side.other, index).price, limitOf: slot) { break }
            let offer = offer(index, side, symbol, isBound: isBound)
            met += offer.met
            later += offer.later
        }
        return met + min(later, allowanceLeft(side, symbol, at: moment))
    }

    mutating func isBeyond(_ price: Price, limitOf slot: Int32) -> Bool {
        guard let limit = orders[slot].limit else { return false }
        return orders[slot].side == .buy ? price > limit : price < limit
    }

    /// Whether somebody can trade at a price: recorded books may carry others.
    mutating func isSound(_ price: Price, _ symbol: Int) -> Bool {
        guard configuration.enforcesMarketRules else { return true }
        return price >= days[symbol].lower && price <= days[symbol].upper
            && days[symbol].steps.isOnGrid(price)
    }

    private mutating func displayedEvidence(_ symbol: Int, _ side: Side) -> Evidence {
        books[symbol].count(side) > 1 ? .book : .quote
    }
}

extension Venue {
    /// Fills resting limits that the opposite side has come to, at their limit; those that took go
    /// on taking. The others learn how many are ahead of them at most.
    private mutating func reachFromBook(_ side: Side, _ symbol: Int, at moment: Moment) {
        var slot = side == .buy ? orders.lists[symbol].buys : orders.lists[symbol].sells
        let evidence = displayedEvidence(symbol, side.other)
        while slot != VenueOrders.none {
            let next = orders[slot].next
            if let limit = orders[slot].limit, isLater(moment, than: slot) {
                if orders[slot].hasTaken {
                    walkAndWait(slot, at: moment)
                } else {
                    let quantity = takeDisplayed(slot, to: limit, at: moment)
                    let isDone = quantity == orders[slot].leaves
                    if quantity > .zero {
                        fill(slot, quantity, at: limit, time: moment, evidence: evidence)
                    }
                    if !isDone, configuration.fills == .queue { joinQueue(slot, at: moment) }
                }
            }
            slot = next
        }
    }

    /// Takes shares displayed at the limit or better for us; `through` wants better ones.
    private mutating func takeDisplayed(
        _ slot: Int32, to limit: Price, at moment: Moment
    ) -> Shares {
        let symbol = orders[slot].symbol.int
        let side = orders[slot].side
        let place = DisplayedSide.place(side.other, symbol)
        var taken = Shares.zero
        var isBound = allowanceLives(side, symbol, at: moment)
        for index in Int(sides[place].first)..<books[symbol].count(side.other)
        where taken < orders[slot].leaves {
            let price = books[symbol].level(side.other, index).price
            if isBeyond(price, limitOf: slot) { break }
            if price == limit, configuration.fills == .through { break }
            let offer = offer(index, side, symbol, isBound: isBound)
            let quantity = min(offer.all, orders[slot].leaves - taken)
            if quantity <= .zero { continue }
            if !isBound { beginAllowance(side, symbol, at: moment) }
            isBound = true
            orders[slot].hasTaken = true
            keepTaking(quantity, index, side, symbol)
            sides[place].takenAt = moment
            taken += quantity
        }
        return taken
    }
}

extension Venue {
    /// The limit that an order without one gets on arrival (krx-market.md §5.1); `nil` when nothing
    /// prices it. Without a book the opposite best is a step from the last print.
    mutating func arrivalLimit(
        _ type: OrderType, _ side: Side, _ symbol: Int, at moment: Moment
    ) -> Price? {
        let table = days[symbol].steps
        let own = shownBest(side, symbol, at: moment)
        let opposite = shownBest(side.other, symbol, at: moment)
        let last = lastOrBase(symbol)
        var price: Price?
        switch type {
        case .limit, .market, .conditionalLimit, .closingPrice: return nil
        case .bestLimit: price = own ?? last
        case .immediatelyExecutableLimit:
            if let opposite {
                price = opposite
            } else if let from = own
                ?? (isBelieved(side.other, symbol, at: moment) ? nil : last)
            {
                price = table.moved(from, steps: side == .buy ? 1 : -1)
            } else {
                price = last
            }
        }
        guard let price, configuration.enforcesMarketRules else { return price }
        let line =
            side == .buy ? table.roundedDown(price) ?? table.lowest : table.roundedUp(price)
        return min(max(line, days[symbol].lower), days[symbol].upper)
    }
}

extension Venue {
    /// The best price that a side still shows; `nil` when it shows none or isn't believed.
    private mutating func shownBest(_ side: Side, _ symbol: Int, at moment: Moment) -> Price? {
        guard isBelieved(side, symbol, at: moment) else { return nil }
        let first = Int(sides[DisplayedSide.place(side, symbol)].first)
        return first < books[symbol].count(side) ? books[symbol].level(side, first).price : nil
    }
}

extension Side {
    /// The side that fills this one.
    var other: Side { self == .buy ? .sell : .buy }
}
