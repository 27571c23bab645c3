import KraderModel

// Protective exits: armed by fills, hit by prices and time, pursued until the shares are sold.
extension Engine {
    /// A fill of an order with exits covers shares; any sale of the strategy lowers what is
    /// covered. `time` is the fill's stamp.
    mutating func noteForExits(
        _ fill: StrategyFill, at time: Moment, _ order: borrowing Order, _ out: inout OutputBuffer
    ) {
        switch order.side {
        case .buy:
            if order.hasExits, let rules = trading.exits.expected(of: order.reference) {
                // The price that made a fill counts as later than it where the order had rested,
                // of any other fill only strictly later ones do (semantics.md §5).
                let threshold =
                    hasRested(order, fill, at: time) ? time - Interval(nanoseconds: 1) : time
                arm(fill, order.key.strategy, rules, laterThan: threshold, &out)
            }
        case .sell:
            if let place = trading.exits.place(order.key.strategy, order.symbol) {
                lower(place, fill, order.isExit, &out)
            }
        }
    }

    /// Whether an order had rested when it filled. Evidence is the venue's: a limit that filled at
    /// its own limit is taken to have rested there, but for one that took when it was sent and that
    /// no print has left behind since: the price that made its fill may be as old as the order.
    private mutating func hasRested(
        _ order: borrowing Order, _ fill: StrategyFill, at time: Moment
    ) -> Bool {
        guard let limit = order.limit, limit == fill.price else { return false }
        if !order.takesOnArrival { return true }
        if let way = trading.exits.lastWay, way.symbol == fill.symbol, way.at == time {
            return true
        }
        let symbol = fill.symbol.int
        let lastTime = market[symbol].lastTime
        return order.createdAt < lastTime && lastTime < time && !isThroughLast(limit, symbol)
    }

    /// Whether a buy at a limit takes: at the best ask, or so far through the last price.
    mutating func takes(_ limit: Price, _ symbol: Int) -> Bool {
        if let ask = market[symbol].quote(against: .buy), limit >= ask { return true }
        return isThroughLast(limit, symbol)
    }

    private mutating func isThroughLast(_ limit: Price, _ symbol: Int) -> Bool {
        guard let last = market[symbol].last else { return false }
        return limit >= market[symbol].steps.moved(last, steps: configuration.spreadSteps)
    }

    private mutating func arm(
        _ fill: StrategyFill, _ strategy: Int32, _ rules: ProtectiveExits,
        laterThan threshold: Moment, _ out: inout OutputBuffer
    ) {
        let symbol = fill.symbol.int
        let place =
            trading.exits.place(strategy, fill.symbol)
            ?? trading.exits.insert(
                ArmedExit(
                    strategy: strategy, symbol: fill.symbol, rules: rules, firstFill: now))
        let steps = market[symbol].steps
        trading.exits.slots[place].exit.cover(fill.quantity, at: fill.price, by: rules, steps)
        trading.exits.slots[place].pursuit.threshold = max(
            trading.exits.slots[place].pursuit.threshold, threshold)
        // The fill is the newest price we know, unless a later one came before word of it.
        _ = trading.exits.slots[place].exit.raise(to: fill.price, steps)
        let later = laterPrice(place)
        if let later { _ = trading.exits.slots[place].exit.raise(to: later, steps) }
        trading.exits.nextTimer = min(trading.exits.nextTimer, trading.exits.slots[place].exit.due)
        record(.armed, place, &out)
        guard trading.exits.slots[place].exit.hit == nil, let later,
            let reason = trading.exits.slots[place].exit.hit(by: later)
        else { return }
        hit(place, reason, isFromTick: false, &out)
    }

    /// The last price of an exit's symbol if it is later than the fills that the exit guards.
    private mutating func laterPrice(_ place: Int) -> Price? {
        let symbol = trading.exits.slots[place].exit.symbol.int
        guard market[symbol].lastTime > trading.exits.slots[place].pursuit.threshold else {
            return nil
        }
        return market[symbol].last
    }

    /// Lowers what is covered after a sale. While an exit's order lives, it sells the covered
    /// shares, and other sales sell other ones.
    private mutating func lower(
        _ place: Int, _ fill: StrategyFill, _ isExit: Bool, _ out: inout OutputBuffer
    ) {
        var most = trading.exits.slots[place].exit.quantity
        if !isExit, let order = trading.exits.slots[place].pursuit.order,
            let slot = trading.orders.slot(of: order)
        {
            most -= min(most, trading.orders.slots[slot].machine.leaves)
        }
        let sold = min(fill.quantity, most)
        guard sold > .zero else { return }
        if isExit { trading.exits.slots[place].pursuit.failures = 0 }
        trading.exits.slots[place].exit.lower(by: sold)
        if trading.exits.slots[place].exit.quantity == .zero {
            let own = trading.books.position(
                of: Int(trading.exits.slots[place].exit.strategy), fill.symbol.int)
            if !isExit, own.quantity > .zero { counts.exitsEndedBySales += 1 }
            record(.done, place, &out)
            trading.exits.remove(place)
        } else {
            record(.lowered, place, &out)
        }
    }

    /// Shares that exits cover are gone: somebody else sold them.
    mutating func lowerExits(of symbol: Int, _ out: inout OutputBuffer) {
        var next = trading.exits.heads[symbol]
        while next >= 0 {
            let place = Int(next)
            next = trading.exits.slots[place].next
            let exit = trading.exits.slots[place].exit
            let held = coverable(exit)
            guard exit.quantity > held else { continue }
            if held == .zero {
                trading.exits.slots[place].exit.lower(by: exit.quantity)
                record(.done, place, &out)
                trading.exits.remove(place)
            } else {
                trading.exits.slots[place].exit.lower(by: exit.quantity - held)
                record(.lowered, place, &out)
            }
        }
    }

    mutating func record(
        _ event: ExitRecord.Event, _ place: Int, _ out: inout OutputBuffer
    ) {
        let pursuit = trading.exits.slots[place].pursuit
        trading.exits.slots[place].told = pursuit
        emit(
            ExitRecord(
                at: now, event: event, exit: trading.exits.slots[place].exit, pursuit: pursuit),
            &out)
    }

    /// Tells how an exit is pursued, if that has changed since the last record.
    mutating func recordPursuit(_ place: Int, _ out: inout OutputBuffer) {
        if trading.exits.slots[place].pursuit != trading.exits.slots[place].told {
            record(.pursued, place, &out)
        }
    }

    /// Compares a price, which is the last of its symbol by now, with the exits of the symbol.
    @inline(__always)
    mutating func watchExits(
        _ symbol: Int, _ price: Price, isPrint: Bool, _ out: inout OutputBuffer
    ) {
        if trading.exits.heads[symbol] >= 0 { compareExits(symbol, price, isPrint: isPrint, &out) }
    }

    @inline(never)
    private mutating func compareExits(
        _ symbol: Int, _ price: Price, isPrint: Bool, _ out: inout OutputBuffer
    ) {
        pursueWaiting(symbol, isFromTick: isPrint, &out)
        var next = trading.exits.heads[symbol]
        while next >= 0 {
            let place = Int(next)
            next = trading.exits.slots[place].next
            if trading.exits.slots[place].exit.hit != nil { continue }
            // A price from before the fill says nothing of what the fill made (semantics.md §5).
            if market[symbol].lastTime <= trading.exits.slots[place].pursuit.threshold { continue }
            if trading.exits.slots[place].exit.raise(to: price, market[symbol].steps) {
                record(.raised, place, &out)
            }
            if let reason = trading.exits.slots[place].exit.hit(by: price) {
                hit(place, reason, isFromTick: isPrint, &out)
            }
        }
    }

    private mutating func hit(
        _ place: Int, _ reason: ExitReason, isFromTick: Bool, _ out: inout OutputBuffer
    ) {
        trading.exits.hit(place, reason)
        record(.hit, place, &out)
        pursue(place, isFromTick: isFromTick, &out)
    }

    /// Looks at time exits, and at exits that a new phase of the session lets go.
    mutating func runExitTimers(_ out: inout OutputBuffer) {
        trading.exits.nextTimer = .distantFuture
        for symbol in 0..<trading.exits.heads.count where trading.exits.heads[symbol] >= 0 {
            runExitTimers(of: symbol, &out)
        }
    }

    private mutating func runExitTimers(of symbol: Int, _ out: inout OutputBuffer) {
        var rank: Int64 = 0
        while let place = trading.exits.nextHit(symbol, after: &rank) {
            if trading.exits.slots[place].pursuit.timerAt <= now {
                trading.exits.slots[place].pursuit.failures = 0
                recordPursuit(place, &out)
                pursue(place, isFromTick: false, &out)
            } else {
                trading.exits.nextTimer = min(
                    trading.exits.nextTimer, trading.exits.slots[place].pursuit.timerAt)
            }
        }
        var next = trading.exits.heads[symbol]
        while next >= 0 {
            let place = Int(next)
            next = trading.exits.slots[place].next
            if trading.exits.slots[place].exit.hit != nil { continue }
            if trading.exits.slots[place].exit.due <= now {
                hit(place, .time, isFromTick: false, &out)
            } else {
                trading.exits.nextTimer = min(
                    trading.exits.nextTimer, trading.exits.slots[place].exit.due)
            }
        }
    }
}
