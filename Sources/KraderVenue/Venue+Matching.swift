public import KraderModel

/// How prints fill orders (semantics.md §4). One print, in this order: resting buys, resting sells,
/// aggressive orders by number; what rests is reached by price, then by number.
extension Venue {
    @usableFromInline mutating func match(_ print: Tick) {
        match(print, evidence: configuration.fills == .touch ? .touch : .through)
    }

    mutating func match(_ print: Tick, evidence: Evidence) {
        let symbol = print.symbol.int
        if print.size <= .zero || states[symbol].status != .normal { return }
        let before = orders.live
        var left = print.size
        if orders.lists[symbol].buys != VenueOrders.none
            || orders.lists[symbol].sells != VenueOrders.none
        {
            reachResting(.buy, print, &left, evidence)
            reachResting(.sell, print, &left, evidence)
        }
        if orders.lists[symbol].aggressive != VenueOrders.none {
            feedAggressive(print, left, evidence)
        }
        if orders.live != before { refreshWakeup() }
    }

    /// At the upper limit nobody sells to us, at the lower nobody buys.
    mutating func isLocked(_ side: Side, at price: Price, symbol: Int) -> Bool {
        switch side {
        case .buy: price >= days[symbol].upper
        case .sell: price <= days[symbol].lower
        }
    }

    /// Prints come later than an order's arrival, by more than their stamps' unit. The optimistic
    /// model takes the order in which things happen here.
    mutating func isLater(_ moment: Moment, than slot: Int32) -> Bool {
        configuration.fills == .touch || moment > orders[slot].enteredAt + stampMargin
    }

    private mutating func reachResting(
        _ side: Side, _ print: Tick, _ left: inout Shares, _ evidence: Evidence
    ) {
        let symbol = print.symbol.int
        var slot = side == .buy ? orders.lists[symbol].buys : orders.lists[symbol].sells
        if slot == VenueOrders.none || isLocked(side, at: print.price, symbol: symbol) { return }
        // Midpoint orders print between the lines; they say nothing about who waited on one.
        if configuration.enforcesMarketRules, !days[symbol].steps.isOnGrid(print.price) { return }
        let clears = configuration.fills == .queue && states[symbol].hasBook
        while slot != VenueOrders.none, clears || left > .zero {
            guard let limit = orders[slot].limit else { return }
            if limit == print.price, configuration.fills == .queue {
                if left > .zero { drainQueue(slot, print, &left) }
                return
            }
            guard reaches(limit, side, print.price) else { return }
            let next = orders[slot].next
            if isLater(print.time, than: slot) {
                // A print beyond the limit clears all who stood ahead at it (semantics.md §4).
                if clears { orders[slot].ahead = .zero }
                let quantity = min(allowed(slot, at: print.time), left)
                left -= quantity
                if configuration.fills == .queue, !states[symbol].hasBook {
                    queueFillsWithoutBook += 1
                }
                if quantity > .zero {
                    spend(quantity, slot)
                    fill(slot, quantity, at: limit, time: print.time, evidence: evidence)
                }
            }
            slot = next
        }
    }

    /// `touch`: a print at the limit or beyond it; else only one beyond it.
    private mutating func reaches(_ limit: Price, _ side: Side, _ price: Price) -> Bool {
        if price == limit { return configuration.fills == .touch }
        return side == .buy ? price < limit : price > limit
    }
}

extension Venue {
    /// What a print means to an aggressive order.
    private enum Terms {
        case locked
        /// Beyond the order's limit.
        case beyond
        case price(Price)
    }

    private mutating func feedAggressive(_ print: Tick, _ left: Shares, _ evidence: Evidence) {
        let symbol = print.symbol.int
        // Our part of the print, opened by the first order that may have some.
        var part: Shares?
        var fraction: Int64 = 0
        var slot = orders.lists[symbol].aggressive
        while slot != VenueOrders.none {
            let next = orders[slot].next
            if orders[slot].type != .closingPrice, isLater(print.time, than: slot),
                !isServedByDisplay(slot, at: print.time)
            {
                switch terms(of: orders[slot], at: print) {
                case .locked: endIfImmediate(slot, at: print.time)
                case .beyond:
                    if orders[slot].timeInForce == .day {
                        orders.rest(slot)
                        if configuration.fills == .queue { joinQueue(slot, at: print.time) }
                    } else {
                        expire(slot, at: print.time)
                    }
                case .price(let price):
                    if part == nil { (part, fraction) = openPart(print, left) }
                    if allowanceLives(orders[slot].side, symbol, at: print.time) {
                        orders[slot].hasTaken = true
                    }
                    let share = part.map { min($0, allowed(slot, at: print.time)) } ?? .zero
                    if share < orders[slot].leaves, orders[slot].timeInForce == .fillOrKill {
                        expire(slot, at: print.time)
                    } else {
                        part = part.map { $0 - share }
                        take(share, of: slot, at: price, print, evidence)
                    }
                }
            }
            slot = next
        }
        if part != nil { states[symbol].carriedParts = fraction }
    }

    /// Fills an aggressive order; an immediate one ends with it.
    private mutating func take(
        _ share: Shares, of slot: Int32, at price: Price, _ print: Tick, _ evidence: Evidence
    ) {
        let isDone = share == orders[slot].leaves
        if share > .zero {
            countTaking(share, slot, at: print.time)
            fill(slot, share, at: price, time: print.time, evidence: evidence)
        }
        if !isDone { endIfImmediate(slot, at: print.time) }
    }

    private mutating func endIfImmediate(_ slot: Int32, at moment: Moment) {
        if orders[slot].timeInForce != .day { expire(slot, at: moment) }
    }

    /// Whole shares of a print that aggressive orders may take, and the fraction, in parts of a
    /// share, that is kept for the next print. Without a cap there is no end.
    private mutating func openPart(_ print: Tick, _ left: Shares) -> (Shares, Int64) {
        guard configuration.fills != .touch, let rate = configuration.participation else {
            return (Shares(.max), 0)
        }
        let (whole, rest) = print.size.count.quotientAndRemainder(dividingBy: Rate.scale)
        let parts = rest * rate.parts + states[print.symbol.int].carriedParts
        let shares = whole * rate.parts + parts / Rate.scale
        return (min(Shares(shares), left), parts % Rate.scale)
    }

    /// The price an aggressive order pays at a print: some steps worse, inside the band, or not at
    /// all.
    private mutating func terms(of order: VenueOrder, at print: Tick) -> Terms {
        let symbol = print.symbol.int
        if isLocked(order.side, at: print.price, symbol: symbol) { return .locked }
        var price = print.price
        if configuration.fills != .touch {
            price = worse(
                price, by: configuration.spreadSteps + stepsTaken(order, print), order.side,
                symbol: symbol)
        }
        price = noBetterThanDisplayed(price, order.side, symbol)
        guard let limit = order.limit else { return .price(price) }
        switch order.side {
        case .buy: return price > limit ? .beyond : .price(price)
        case .sell: return price < limit ? .beyond : .price(price)
        }
    }

    private mutating func worse(_ price: Price, by steps: Int, _ side: Side, symbol: Int) -> Price {
        let table = days[symbol].steps
        let rounds = steps == 0 && configuration.enforcesMarketRules
        switch side {
        case .buy:
            let worse = rounds ? table.roundedUp(price) : table.moved(price, steps: steps)
            return min(worse, days[symbol].upper)
        case .sell:
            let worse =
                rounds
                ? table.roundedDown(price) ?? table.lowest : table.moved(price, steps: -steps)
            return max(worse, days[symbol].lower)
        }
    }

    /// One step more each time the order has taken its part of the last minute's volume, at most
    /// `extraStepsMax`.
    private mutating func stepsTaken(_ order: VenueOrder, _ print: Tick) -> Int {
        guard let rate = configuration.participation, order.filled > .zero else { return 0 }
        let volume = max(recentVolume(print.symbol.int), print.size)
        let taken = Int128(order.filled.count) * Int128(Rate.scale)
        let steps = taken / (Int128(volume.count) * Int128(rate.parts))
        return Int(min(steps, Int128(Venue.extraStepsMax)))
    }

    static let extraStepsMax = 100
}
