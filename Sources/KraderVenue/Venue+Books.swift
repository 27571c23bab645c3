public import KraderModel

/// How displayed quantity fills orders (semantics.md §4). What we take stays taken until the next
/// update; books outside continuous trading are indicative and match nothing.
extension Venue {
    /// What a symbol's book displays from now on, at exchange time.
    public mutating func show(_ book: borrowing Book) {
        if book.time >= wakeup { advance(to: book.time) }
        let symbol = book.symbol.int
        states[symbol].hasBook = true
        if !isTrading(symbol, at: book.time) { return clearBook(symbol) }
        books[symbol] = copy book
        if orders.lists[symbol].live > 0 { matchBook(symbol, at: book.time) }
    }

    /// Nothing is known of the book until the next update.
    mutating func clearBook(_ symbol: Int) {
        books[symbol] = Book(time: .distantPast, symbol: SymbolIndex(symbol))
    }

    /// Market orders first, then what rests, buys and sells, each by price and number.
    private mutating func matchBook(_ symbol: Int, at moment: Moment) {
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
            if configuration.fills == .queue { joinQueue(slot) }
        case .immediateOrCancel:
            if !walk(slot, at: moment) { expire(slot, at: moment) }
        case .fillOrKill:
            if displayed(for: slot) < orders[slot].leaves {
                expire(slot, at: moment)
            } else {
                _ = walk(slot, at: moment)
            }
        }
    }

    /// Whether all of the order was filled.
    private mutating func walk(_ slot: Int32, at moment: Moment) -> Bool {
        let symbol = orders[slot].symbol.int
        let other = orders[slot].side.other
        let evidence = displayedEvidence(symbol, other)
        for index in 0..<books[symbol].count(other) {
            let level = books[symbol].level(other, index)
            if isBeyond(level.price, limitOf: slot) { return false }
            if level.quantity <= .zero || !isSound(level.price, symbol) { continue }
            let quantity = min(level.quantity, orders[slot].leaves)
            books[symbol].setQuantity(level.quantity - quantity, other, index)
            let isDone = quantity == orders[slot].leaves
            fill(slot, quantity, at: level.price, time: moment, evidence: evidence)
            if isDone { return true }
        }
        return false
    }

    /// The shares that the order could take at once.
    private mutating func displayed(for slot: Int32) -> Shares {
        let symbol = orders[slot].symbol.int
        let other = orders[slot].side.other
        var total = Shares.zero
        for index in 0..<books[symbol].count(other) {
            let level = books[symbol].level(other, index)
            if isBeyond(level.price, limitOf: slot) { break }
            if level.quantity > .zero, isSound(level.price, symbol) { total += level.quantity }
        }
        return total
    }

    private mutating func isBeyond(_ price: Price, limitOf slot: Int32) -> Bool {
        guard let limit = orders[slot].limit else { return false }
        return orders[slot].side == .buy ? price > limit : price < limit
    }

    /// Recorded books may carry prices that nobody can trade at.
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
    /// Resting limits that the opposite side has come to fill at their limit; the others learn how
    /// many are ahead of them at most.
    private mutating func reachFromBook(_ side: Side, _ symbol: Int, at moment: Moment) {
        var slot = side == .buy ? orders.lists[symbol].buys : orders.lists[symbol].sells
        let evidence = displayedEvidence(symbol, side.other)
        while slot != VenueOrders.none {
            let next = orders[slot].next
            if let limit = orders[slot].limit, isLater(moment, than: slot) {
                let quantity = takeDisplayed(
                    side.other, symbol, to: limit, atMost: orders[slot].leaves)
                let isDone = quantity == orders[slot].leaves
                if quantity > .zero {
                    fill(slot, quantity, at: limit, time: moment, evidence: evidence)
                }
                if !isDone, configuration.fills == .queue { joinQueue(slot) }
            }
            slot = next
        }
    }

    /// Takes shares displayed at the limit or better for us; `through` wants better ones.
    private mutating func takeDisplayed(
        _ other: Side, _ symbol: Int, to limit: Price, atMost most: Shares
    ) -> Shares {
        var taken = Shares.zero
        for index in 0..<books[symbol].count(other) where taken < most {
            let level = books[symbol].level(other, index)
            let isReached = other == .sell ? level.price <= limit : level.price >= limit
            if !isReached || (level.price == limit && configuration.fills == .through) { break }
            if level.quantity <= .zero || !isSound(level.price, symbol) { continue }
            let quantity = min(level.quantity, most - taken)
            books[symbol].setQuantity(level.quantity - quantity, other, index)
            taken += quantity
        }
        return taken
    }

    /// No more are ahead of the order than its own side displays at its price.
    mutating func joinQueue(_ slot: Int32) {
        guard let limit = orders[slot].limit,
            let displayed = displayed(orders[slot].side, at: limit, orders[slot].symbol.int)
        else { return }
        orders[slot].ahead = min(orders[slot].ahead, displayed)
    }

    /// `nil` when the book says nothing of the price: it lies beyond the levels displayed.
    private mutating func displayed(_ side: Side, at price: Price, _ symbol: Int) -> Shares? {
        if books[symbol].time == .distantPast { return nil }
        let count = books[symbol].count(side)
        if count == 0 { return .zero }
        for index in 0..<count {
            let level = books[symbol].level(side, index)
            if level.price == price { return max(level.quantity, .zero) }
            if side == .buy ? level.price < price : level.price > price { return .zero }
        }
        return nil
    }

    /// A print at the price of orders that wait in line: what is left of it after those ahead.
    /// Evidence is `touch`, as for every print at a limit.
    mutating func drainQueue(_ first: Int32, _ print: Tick, _ left: inout Shares) {
        var slot = first
        var ours = Shares.zero
        while slot != VenueOrders.none, orders[slot].limit == print.price {
            let next = orders[slot].next
            let ahead = orders[slot].ahead
            if ahead != VenueOrder.unknownQueue, isLater(print.time, than: slot) {
                orders[slot].ahead = max(.zero, ahead - left)
                let quantity = min(left - ahead - ours, orders[slot].leaves)
                if quantity > .zero {
                    ours += quantity
                    fill(slot, quantity, at: print.price, time: print.time, evidence: .touch)
                }
            }
            slot = next
        }
        left -= ours
    }
}

extension Venue {
    /// The limit that an order without one gets on arrival (krx-market.md §5.1); `nil` when nothing
    /// prices it. Without a book the opposite best is a step from the last print.
    mutating func arrivalLimit(_ type: OrderType, _ side: Side, _ symbol: Int) -> Price? {
        let table = days[symbol].steps
        let book = books[symbol].best(side)?.price
        let last = lastOrBase(symbol)
        var price: Price?
        switch type {
        case .limit, .market, .conditionalLimit, .closingPrice: return nil
        case .bestLimit: price = book ?? last
        case .immediatelyExecutableLimit:
            if let best = books[symbol].best(side.other)?.price {
                price = best
            } else if let from = book ?? (states[symbol].hasBook ? nil : last) {
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

extension Side {
    /// The side that fills this one.
    var other: Side { self == .buy ? .sell : .buy }
}
