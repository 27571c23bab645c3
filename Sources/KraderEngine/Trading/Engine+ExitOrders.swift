import KraderModel

// How what was hit gets sold. An attempt that comes to nothing (outside the session, in a halt,
// while orders in the way are being cancelled, refused by the venue, expired at a limit) is made
// again when something changes: the phase of the session, the status, the end of an order,
// the kill switch; and on a print, after a pause that doubles from one second to a minute.
extension Engine {
    /// One order of ours has ended: its exits are waited for no more, and it may have been in the
    /// way of others.
    mutating func orderEnded(_ order: borrowing Order, _ out: inout OutputBuffer) {
        if order.hasExits { trading.exits.forget(order.reference) }
        guard trading.exits.hitCount > 0 else { return }
        let symbol = order.symbol.int
        var next = trading.exits.heads[symbol]
        while next >= 0 {
            let place = Int(next)
            next = trading.exits.slots[place].next
            if trading.exits.slots[place].pursuit.order == order.reference {
                trading.exits.slots[place].pursuit.order = nil
                let isFilled = order.machine.status == .filled
                // A target's order that filled leaves what one order may not have: more follow.
                if !isFilled, trading.exits.slots[place].isRestingTarget {
                    rearmTarget(place, &out)
                    continue
                }
                if !isFilled { trading.exits.slots[place].pursuit.failures += 1 }
                trading.exits.slots[place].pursuit.retryAt =
                    now + pause(after: trading.exits.slots[place].pursuit.failures)
            } else {
                trading.exits.slots[place].pursuit.failures = 0
            }
            recordPursuit(place, &out)
        }
        pursueExits(of: symbol, &out)
    }

    /// Tries again to sell what was hit of a symbol, in the order of meeting (semantics.md §4).
    mutating func pursueExits(of symbol: Int, _ out: inout OutputBuffer) {
        guard !trading.exits.isPursuing else { return }
        var rank: Int64 = 0
        while let place = trading.exits.nextHit(symbol, after: &rank) {
            pursue(place, isFromTick: false, &out)
        }
    }

    /// Tries again, with a price of the symbol, to sell what has paused long enough.
    mutating func pursueWaiting(_ symbol: Int, isFromTick: Bool, _ out: inout OutputBuffer) {
        var rank: Int64 = 0
        while let place = trading.exits.nextHit(symbol, after: &rank) {
            if trading.exits.slots[place].isTriedAgain(at: now) {
                pursue(place, isFromTick: isFromTick, &out)
            }
        }
    }

    /// Tries every exit again. Something changed for all symbols: the kill switch is armed again.
    mutating func pursueAllExits(_ out: inout OutputBuffer) {
        guard trading.exits.hitCount > 0 else { return }
        for symbol in 0..<trading.exits.heads.count { tryAgain(symbol, &out) }
    }

    /// Tries a symbol's exits again. Something changed for it: what failed before may go now.
    mutating func tryAgain(_ symbol: Int, _ out: inout OutputBuffer) {
        var next = trading.exits.heads[symbol]
        while next >= 0 {
            trading.exits.slots[Int(next)].pursuit.failures = 0
            recordPursuit(Int(next), &out)
            next = trading.exits.slots[Int(next)].next
        }
        pursueExits(of: symbol, &out)
    }

    private func pause(after failures: Int) -> Interval {
        .seconds(min(60, 1 << Int64(min(failures, 6))))
    }

    /// Sends an order for what is covered, if one may be sent; else sees to it that this is tried
    /// again.
    mutating func pursue(_ place: Int, isFromTick: Bool, _ out: inout OutputBuffer) {
        let slot = trading.exits.slots[place]
        guard slot.pursuit.order == nil, !trading.exits.isPursuing else { return }
        if slot.isLateTarget(at: now) { return rearmTarget(place, &out) }
        trading.exits.slots[place].pursuit.timerAt = nextPhase()
        trading.exits.nextTimer = min(
            trading.exits.nextTimer, trading.exits.slots[place].pursuit.timerAt)
        defer {
            recordPursuit(place, &out)
            findNextTimer()
        }
        guard maySell(slot.exit.symbol) else {
            trading.exits.slots[place].pursuit.retryAt = now + pause(after: 0)
            return
        }
        if slot.pursuit.failures > 0 && now < slot.pursuit.retryAt { return }
        trading.exits.slots[place].pursuit.retryAt = now + pause(after: slot.pursuit.failures)
        let symbol = slot.exit.symbol.int
        guard let onTheWay = clearTheWay(slot.exit, &out),
            rules.maySend(.sell, .market, .day, facts(slot.exit.symbol)), !trading.orders.isFull
        else {
            trading.exits.slots[place].pursuit.failures += 1
            return
        }
        var sizing = Sizing(min(slot.exit.quantity - onTheWay, free(for: slot.exit)))
        reduceToOneOrder(&sizing, symbol)
        guard sizing.quantity > .zero, let reason = slot.exit.hit else { return }
        trading.exits.isPursuing = true
        let order = sell(
            slot.exit, sizing, reason, isFromTick,
            pathLevel: slot.pursuit.metAt == now ? slot.pursuit.metLevel : nil, &out)
        trading.exits.isPursuing = false
        guard trading.orders.slot(of: order) != nil else {
            // It ended before it left: it is tried again after a pause.
            trading.exits.slots[place].pursuit.failures += 1
            return
        }
        trading.exits.slots[place].pursuit.order = order
        trading.exits.slots[place].pursuit.timerAt = .distantFuture
    }

    /// What one order may not have follows in further ones, each at the end of the one before.
    private mutating func reduceToOneOrder(_ sizing: inout Sizing, _ symbol: Int) {
        guard rules.enforcesMarketRules,
            let price = rules.reservingPrice(.market, nil, facts(SymbolIndex(symbol)))
        else { return }
        let asked = sizing.quantity
        let most = OrderSize.quantityMax(at: price, sharesMax: market[symbol].orderSharesMax)
        sizing.reduce(to: most, by: .orderTooLarge(quantity: asked, allowed: most))
    }

    private mutating func sell(
        _ exit: ArmedExit, _ sizing: Sizing, _ reason: ExitReason, _ isFromTick: Bool,
        pathLevel: Price?, _ out: inout OutputBuffer
    ) -> OrderReference {
        let symbol = exit.symbol.int
        let quantity = sizing.quantity
        let price = market[symbol].last ?? trading.books.positions[symbol].mark ?? Price(1)
        var order = OrderSignal(side: .sell, quantity: quantity)
        if reason == .target, let pathLevel {
            // A target met on a candle's way sells as a resting limit does.
            order = OrderSignal(
                side: .sell, quantity: quantity, limit: pathLevel,
                timeInForce: .immediateOrCancel)
        }
        var signal = SignalRecord(
            at: now,
            key: SignalKey(
                strategy: exit.strategy, symbol: exit.symbol, milliseconds: now.milliseconds,
                sequence: trading.exits.nextSequence(exit, at: now), leg: 0),
            order: order, confidence: 1,
            reason: host.context.reasons.index(reason.text), answer: .held, notes: 0..<0)
        let approval = RiskRules.Approval(
            quantity: quantity, valuation: price, reservingPrice: price, cut: sizing.cut)
        return create(
            &signal, approval, isFromTick: isFromTick, isExit: true, pathLevel: pathLevel, &out)
    }

    /// The shares that an exit's strategy may sell and nobody offers.
    private mutating func free(for exit: ArmedExit) -> Shares {
        let symbol = exit.symbol.int
        let (held, offered) = trading.books.toSell(Int(exit.strategy), symbol)
        return min(held - offered, trading.books.positions[symbol].sellable)
    }

    /// A market sale meets every live buy of ours: all of them are cancelled. It cannot sell what
    /// the strategy's own sales offer: so many of those, the last first, are cancelled as keep
    /// shares from it; market sales do the same work and stay. It returns `nil` while any of them
    /// lives, else how many shares are on the way.
    private mutating func clearTheWay(_ exit: ArmedExit, _ out: inout OutputBuffer) -> Shares? {
        let symbol = exit.symbol.int
        let own = trading.books.position(of: Int(exit.strategy), symbol)
        if trading.books.positions[symbol].bidFor == .zero && own.offered == .zero { return .zero }
        trading.exits.isPursuing = true
        defer { trading.exits.isPursuing = false }
        for slot in 0..<trading.orders.usedSlots where isBid(slot, for: exit.symbol) {
            requestCancel(trading.orders.slots[slot].reference, .riskChanged, &out)
        }
        while let slot = nextInTheWay(of: exit) {
            requestCancel(trading.orders.slots[slot].reference, .riskChanged, &out)
        }
        for slot in 0..<trading.orders.usedSlots where isBid(slot, for: exit.symbol) { return nil }
        let sales = sales(beside: exit)
        let isShort = exit.quantity - sales.onTheWay > free(for: exit)
        return isShort && sales.leaving > .zero ? nil : sales.onTheWay
    }

    private mutating func isBid(_ slot: Int, for symbol: SymbolIndex) -> Bool {
        guard trading.orders.isAlive(slot) else { return false }
        let slots = trading.orders.slots.view
        return slots[slot].symbol == symbol && slots[slot].side == .buy && !slots[slot].isExternal
    }

    /// The last of the strategy's sales that keep shares from an exit, beyond those that are being
    /// cancelled; `nil` when enough are free, or will be.
    private mutating func nextInTheWay(of exit: ArmedExit) -> Int? {
        let sales = sales(beside: exit)
        let missing = exit.quantity - sales.onTheWay - sales.leaving - free(for: exit)
        return missing > .zero ? sales.last : nil
    }

    /// The strategy's open sales: shares that market sales will sell, shares that cancels will set
    /// free, and the last order that could be cancelled for more.
    private mutating func sales(
        beside exit: ArmedExit
    ) -> (onTheWay: Shares, leaving: Shares, last: Int?) {
        var (onTheWay, leaving, last) = (Shares.zero, Shares.zero, Int?.none)
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot) && slots[slot].symbol == exit.symbol
            && slots[slot].side == .sell && slots[slot].key.strategy == exit.strategy
        {
            if slots[slot].isCancelRequested {
                leaving += slots[slot].machine.leaves
            } else if slots[slot].type == .market {
                onTheWay += slots[slot].machine.leaves
            } else if !slots[slot].isExit,
                last.map({ slots[$0].reference.serial < slots[slot].reference.serial }) ?? true
            {
                last = slot
            }
        }
        return (onTheWay, leaving, last)
    }

    /// Whether an exit's sale may leave now.
    mutating func maySell(_ symbol: SymbolIndex) -> Bool {
        trading.session[0].refusal(.sell, isExit: true) == nil && takesExits(symbol)
    }

    /// Whether the hour takes market orders. The configured trading hours don't bind exits, nor
    /// `next_open`: the session alone binds what protects.
    private mutating func takesExits(_ symbol: SymbolIndex) -> Bool {
        guard rules.enforcesMarketRules else { return true }
        return trading.session[0].isTradingDay && market[symbol.int].isTradeable
            && rules.accepts(.market, .day, facts(symbol))
    }

    /// The next moment from which orders are taken in another way than now.
    private mutating func nextPhase() -> Moment {
        let today = CalendarDate(now)
        if configuration.calendar.isTradingDay(today) {
            let hours = SessionHours.on(today)
            for start in [hours.openingAuctionStart, hours.open, hours.closingAuctionStart]
            where now < start {
                return start
            }
        }
        let next = configuration.calendar.next(after: today).date
        return SessionHours.on(next).openingAuctionStart
    }
}
