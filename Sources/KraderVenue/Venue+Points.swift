import KraderModel

// What the points of candles fill (semantics.md §4, candles as data). At one point, in this order:
// resting buys, resting sells, each by price, then by number; exits as they are met; aggressive
// orders by number. All of them share the point's cap.
extension Venue {
    mutating func playPoint(of symbol: Int) {
        let path = paths[symbol]
        let from = states[symbol].last
        let point = Tick(
            time: path.due, symbol: SymbolIndex(symbol), price: path.price,
            size: path.size(auctionShare: configuration.auctionShare))
        pathUses[symbol].show(point.size, of: path.start)
        paths[symbol].step()
        let isFirst = path.kind == .opening && path.next == 0
        let waits = states[symbol].isGathering && isFirst
        see(point.price, symbol)
        if states[symbol].hasBook { countPoint(point) }
        var walk = Walk(
            symbol: point.symbol, from: from, to: point.price, time: point.time,
            isJump: path.next == 0 || path.kind == .closing)
        walk.isTurn = path.isTurn
        walk.size = point.size
        walk.isCross = waits || path.kind == .closing
        let before = orders.live
        if walk.isCross {
            // Who came later waits for what continuous trading shows.
            walk.part = openPathPart(of: point)
            // An opening that had to wait is one for all who were there by then.
            let isOnTime = waits && !path.isLate
            cross(point, enteredBefore: isOnTime ? path.start : point.time, part: &walk.part)
            if waits { goOn(symbol, at: point.time) }
        } else {
            walk.part = openPathPart(of: point)
            if walk.isJump || !orders.lists[symbol].isWatched {
                meetResting(.buy, &walk)
                meetResting(.sell, &walk)
            }
        }
        if orders.lists[symbol].isWatched {
            self.walk = walk
        } else {
            finish(&walk)
        }
        if orders.live != before { refreshWakeup() }
    }

    /// Counts a point where a side isn't believed: points serve as prints there. They give to its
    /// allowance, and one outside the spread that was displayed last ends what is known of its
    /// best.
    private mutating func countPoint(_ point: Tick) {
        let symbol = point.symbol.int
        if configuration.enforcesMarketRules, !days[symbol].steps.isOnGrid(point.price) { return }
        let leavesSpread = isOutsideSpread(point.price, symbol)
        for side in Side.allCases where !isBelieved(side, symbol, at: point.time) {
            let place = DisplayedSide.place(side, symbol)
            if sides[place].allowance.lives { sides[place].allowance.printed += point.size }
            if leavesSpread { sides[place].bestShown = Price(0) }
        }
    }

    /// Lets what already lay beyond its limit when the way began, or had more to fill, meet its
    /// end.
    mutating func meetLeft(_ walk: inout Walk) {
        if walk.isJump || walk.isCross { return }
        meetResting(.buy, &walk)
        meetResting(.sell, &walk)
    }

    /// Aggressive orders meet the end of a way.
    mutating func finish(_ walk: inout Walk) {
        if !walk.isCross, !walk.isEmpty { meetAggressive(&walk) }
    }

    /// Opens the shares of a point that all our orders together may have; without a cap all of it.
    /// Fractions accrue while an order waits.
    mutating func openPathPart(of point: Tick) -> Shares {
        let symbol = point.symbol.int
        guard let rate = cap else { return point.size }
        if orders.lists[symbol].live == 0 { pathUses[symbol].carriedParts = 0 }
        let (shares, fraction) = Venue.part(
            of: point.size, rate, carrying: pathUses[symbol].carriedParts)
        pathUses[symbol].carriedParts = fraction
        return min(shares, point.size)
    }

    /// The cap on our part of a point; `touch` has none.
    private var cap: Rate? {
        configuration.fills == .touch ? nil : configuration.participation
    }

    private mutating func fill(
        _ slot: Int32, _ quantity: Shares, at price: Price, _ walk: inout Walk
    ) {
        pathUses[walk.symbol.int].add(quantity, orders[slot].side)
        walk.part -= min(quantity, walk.part)
        fill(slot, quantity, at: price, time: walk.time, evidence: .path)
    }
}

// How what rests meets points.
extension Venue {
    private mutating func meetResting(_ side: Side, _ walk: inout Walk) {
        let symbol = walk.symbol.int
        var slot = side == .buy ? orders.lists[symbol].buys : orders.lists[symbol].sells
        while slot != VenueOrders.none, meets(slot, side, walk) {
            let next = orders[slot].next
            meet(slot, &walk)
            slot = next
        }
    }

    /// A resting order fills at its limit, never at the point.
    mutating func meet(_ slot: Int32, _ walk: inout Walk) {
        guard let limit = orders[slot].limit, orders[slot].enteredAt < walk.time else { return }
        // Displays fill what rests where a side is believed (semantics.md §4).
        if isServedByDisplay(slot, at: walk.time) { return }
        let quantity = min(allowed(slot, at: walk.time), walk.part)
        if quantity <= .zero { return }
        if configuration.fills == .queue, !states[walk.symbol.int].hasBook {
            queueFillsWithoutBook += 1
        }
        spend(quantity, slot, at: walk.time)
        fill(slot, quantity, at: limit, &walk)
    }

    /// Whether a way goes beyond a resting order's limit; in `touch`, to it. A price between two
    /// lines of the grid says as much as the line on our side.
    mutating func meets(_ slot: Int32, _ side: Side, _ walk: Walk) -> Bool {
        let symbol = walk.symbol.int
        guard let limit = orders[slot].limit, !isLocked(side, at: walk.to, symbol: symbol)
        else { return false }
        if limit == walk.to { return configuration.fills == .touch }
        guard configuration.enforcesMarketRules else {
            return side == .buy ? walk.to < limit : walk.to > limit
        }
        let table = days[symbol].steps
        switch side {
        case .buy: return table.roundedUp(walk.to) < limit
        case .sell: return (table.roundedDown(walk.to) ?? table.lowest) > limit
        }
    }
}

// How orders that take meet points.
extension Venue {
    private mutating func meetAggressive(_ walk: inout Walk) {
        let symbol = walk.symbol.int
        var slot = orders.lists[symbol].aggressive
        while slot != VenueOrders.none {
            let next = orders[slot].next
            if orders[slot].type != .closingPrice, orders[slot].enteredAt < walk.time,
                !isTooLate(walk.time, for: slot), !isServedByDisplay(slot, at: walk.time)
            {
                meetAggressive(slot, &walk)
            }
            slot = next
        }
    }

    private mutating func meetAggressive(_ slot: Int32, _ walk: inout Walk) {
        let order = orders[slot]
        if isLocked(order.side, at: walk.to, symbol: walk.symbol.int) { return }
        let price = price(of: order, walk)
        if let limit = order.limit, order.side == .buy ? price > limit : price < limit {
            // An immediate one looks at points until its wait is over.
            if order.timeInForce == .day { rest(slot, &walk) }
            return
        }
        if allowanceLives(order.side, walk.symbol.int, at: walk.time) {
            orders[slot].hasTaken = true
        }
        let most = allowed(slot, at: walk.time)
        let quantity = cap == nil ? most : min(most, walk.part)
        // The whole may still fit into a later point.
        if order.timeInForce == .fillOrKill, quantity < order.leaves { return }
        if quantity > .zero {
            countTaking(quantity, slot, at: walk.time, of: walk.size)
            fill(slot, quantity, at: price, &walk)
        }
    }

    /// The point is too dear to take, with its middle and its steps. Where it lies beyond the limit
    /// the way came through the limit, and the order fills there like any that waited: a limit that
    /// bids more never gets less.
    private mutating func rest(_ slot: Int32, _ walk: inout Walk) {
        let side = orders[slot].side
        orders.rest(slot)
        if configuration.fills == .queue { joinQueue(slot, at: walk.time) }
        if meets(slot, side, walk) { meet(slot, &walk) }
    }

    /// Nobody buys the low by being slow: at low and high the worse of the point and the middle of
    /// the candle, then the steps; what an exit left never sells better than its level.
    private mutating func price(of order: VenueOrder, _ walk: Walk) -> Price {
        let symbol = walk.symbol.int
        var price = walk.to
        if walk.isTurn {
            let average = onGrid(
                paths[symbol].average(for: order.side), worseFor: order.side, symbol: symbol)
            price = order.side == .buy ? max(price, average) : min(price, average)
        }
        if configuration.fills != .touch {
            let steps = configuration.spreadSteps + extraSteps(order.side, symbol)
            price = worse(price, by: steps, order.side, symbol: symbol)
        }
        price = noBetterThanDisplayed(price, order.side, symbol)
        return order.pathLevel.map { min($0, price) } ?? price
    }

    /// One step more each time our side took its share of what the candle has shown so far.
    private mutating func extraSteps(_ side: Side, _ symbol: Int) -> Int {
        guard let rate = configuration.participation else { return 0 }
        let shown = max(pathUses[symbol].shown, Shares(1))
        return Venue.extraSteps(pathUses[symbol].taken(side), of: shown, rate)
    }

    /// An exit that its way has met fills at its level, a stop `spread_steps` worse; where the
    /// price jumped over the level, or lies beyond it already, at the way's end. What is left of a
    /// target goes back; what is left of a stop waits for the next point.
    mutating func fillExit(_ slot: Int32) {
        guard var walk, let level = orders[slot].pathLevel else { return }
        let symbol = walk.symbol.int
        let isLimit = orders[slot].limit != nil
        var isDone = false
        if !isLocked(.sell, at: walk.to, symbol: symbol) {
            let isFree = cap == nil && !isLimit && !walk.isEmpty
            let room = isFree ? orders[slot].leaves : walk.part
            let quantity = min(orders[slot].leaves, room)
            var price = level
            if !isLimit {
                if walk.isJump || level > walk.here { price = min(level, walk.to) }
                let steps = configuration.fills == .touch ? 0 : configuration.spreadSteps
                price = worse(price, by: steps, .sell, symbol: symbol)
            }
            isDone = quantity == orders[slot].leaves
            if quantity > .zero { fill(slot, quantity, at: price, &walk) }
        }
        if isLimit, !isDone { expire(slot, at: walk.time) }
        self.walk = walk
    }
}
