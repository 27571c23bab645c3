public import KraderModel

/// How prints fill orders (semantics.md §4). One print, in this order: resting buys, resting sells,
/// aggressive orders by number; what rests is reached by price, then by number.
extension Venue {
    @usableFromInline mutating func match(_ print: Tick) {
        match(print, evidence: .through)
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

    /// Whether a price is locked: nobody sells to us at the upper limit, nobody buys at the lower,
    /// unless somebody shows it.
    mutating func isLocked(_ side: Side, at price: Price, symbol: Int) -> Bool {
        switch side {
        case .buy: price >= days[symbol].upper
        case .sell: price <= days[symbol].lower
        }
    }

    /// Whether a print comes later than an order's arrival, by more than the unit of stamps. The
    /// optimistic model takes the order in which things happen here.
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
                if quantity > .zero {
                    if configuration.fills == .queue, !states[symbol].hasBook {
                        queueFillsWithoutBook += 1
                    }
                    spend(quantity, slot, at: print.time)
                    let isAtLimit = limit == print.price && evidence == .through
                    fill(
                        slot, quantity, at: limit, time: print.time,
                        evidence: isAtLimit ? .touch : evidence)
                }
            }
            slot = next
        }
    }

    /// Whether a print reaches a limit: with `touch` at the limit or beyond it, else only beyond
    /// it.
    private mutating func reaches(_ limit: Price, _ side: Side, _ price: Price) -> Bool {
        if price == limit { return configuration.fills == .touch }
        return side == .buy ? price < limit : price > limit
    }
}

extension Venue {
    /// What a print means to an aggressive order.
    private enum Terms {
        case locked
        /// The price lies beyond the order's limit.
        case beyond
        case price(Price, Evidence)
    }

    /// What each side pays at a print on top, once it is known.
    private struct FurtherSteps {
        private var buy: Int?
        private var sell: Int?

        subscript(side: Side) -> Int? {
            get { side == .buy ? buy : sell }
            set { if side == .buy { buy = newValue } else { sell = newValue } }
        }
    }

    mutating func feedAggressive(_ print: Tick, _ left: Shares, _ evidence: Evidence) {
        let symbol = print.symbol.int
        // Our part of the print, opened by the first order that may have some.
        var part: Shares?
        var fraction: Int64 = 0
        // All of a side pay the same further steps, however their shares are cut into orders.
        var further = FurtherSteps()
        var slot = orders.lists[symbol].aggressive
        while slot != VenueOrders.none {
            let next = orders[slot].next
            if orders[slot].type != .closingPrice, isLater(print.time, than: slot),
                !isServedByDisplay(slot, at: print.time)
            {
                switch terms(of: orders[slot], at: print, evidence, &further) {
                case .locked: break
                case .beyond:
                    if orders[slot].timeInForce == .day {
                        orders.rest(slot)
                        if configuration.fills == .queue { joinQueue(slot, at: print.time) }
                    }
                case .price(let price, let evidence):
                    if part == nil { (part, fraction) = openPart(print, left) }
                    if allowanceLives(orders[slot].side, symbol, at: print.time) {
                        orders[slot].hasTaken = true
                    }
                    let share = part.map { min($0, allowed(slot, at: print.time)) } ?? .zero
                    // All or nothing: a later print may hold it all.
                    let isShort = share < orders[slot].leaves
                    if share > .zero, !isShort || orders[slot].timeInForce != .fillOrKill {
                        countTaking(share, slot, at: print.time, of: print.size)
                        part = part.map { $0 - share }
                        fill(slot, share, at: price, time: print.time, evidence: evidence)
                    }
                }
            }
            slot = next
        }
        if part != nil { states[symbol].carriedParts = fraction }
    }

    /// Whole shares of a print that aggressive orders may take, and the fraction, in parts of a
    /// share, that is kept for the next print. There is no end without a cap.
    private mutating func openPart(_ print: Tick, _ left: Shares) -> (Shares, Int64) {
        guard configuration.fills != .touch, let rate = configuration.participation else {
            return (Shares(.max), 0)
        }
        let (shares, fraction) = Venue.part(
            of: print.size, rate, carrying: states[print.symbol.int].carriedParts)
        return (min(shares, left), fraction)
    }

    /// Whole shares of a size, and what is left of a share, in parts of it: fractions accrue.
    @inline(__always)
    static func part(of size: Shares, _ rate: Rate, carrying carried: Int64) -> (Shares, Int64) {
        let (whole, rest) = size.count.quotientAndRemainder(dividingBy: Rate.scale)
        let parts = rest * rate.parts + carried
        return (Shares(whole * rate.parts + parts / Rate.scale), parts % Rate.scale)
    }

    /// The price an aggressive order pays at a print: the opposite best that the print carries, or
    /// some steps worse than the print; further steps for what our side took; inside the band, or
    /// not at all.
    private mutating func terms(
        of order: VenueOrder, at print: Tick, _ evidence: Evidence,
        _ further: inout FurtherSteps
    ) -> Terms {
        let symbol = print.symbol.int
        let carried = carriedPrice(order.side.other, of: print)
        let isLocked = isLocked(order.side, at: print.price, symbol: symbol)
        if isLocked, carried == nil { return .locked }
        var price = print.price
        var kind = evidence
        if let carried, isLocked || configuration.fills != .touch {
            price = carried
            kind = .quote
        }
        if configuration.fills == .touch {
            price = worse(price, by: 0, order.side, symbol: symbol)
        } else {
            let spread = carried == nil ? configuration.spreadSteps : 0
            let more = further[order.side] ?? stepsTaken(order.side, print)
            further[order.side] = more
            price = worse(price, by: spread + more, order.side, symbol: symbol)
        }
        // The best that came with the print is newer than what was displayed before.
        if carried == nil { price = noBetterThanDisplayed(price, order.side, symbol) }
        guard let limit = order.limit else { return .price(price, kind) }
        switch order.side {
        case .buy: return price > limit ? .beyond : .price(price, kind)
        case .sell: return price < limit ? .beyond : .price(price, kind)
        }
    }

    /// The best price of a side that a print carries, where an order could trade at it. A price at
    /// which it could not is counted for orders alone.
    mutating func carriedPrice(
        _ side: Side, of print: Tick, isForOrder: Bool = true
    ) -> Price? {
        if print.quote.isEmpty { return nil }
        switch print.quote.best(side, at: print.price) {
        case .unsaid: return nil
        case .outOfReach: break
        case .price(let price):
            var isCrossed = false
            if case .price(let other) = print.quote.best(side.other, at: print.price) {
                isCrossed = side == .sell ? price <= other : price >= other
            }
            if !isCrossed, isSound(price, print.symbol.int) { return price }
        }
        if isForOrder { unusableCarriedPrices += 1 }
        return nil
    }

    mutating func worse(_ price: Price, by steps: Int, _ side: Side, symbol: Int) -> Price {
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
}
