import KraderModel

// How issues trade beside what the hour says: interruptions, halts, circuit breakers.
extension Engine {
    mutating func receive(_ change: StatusChange, _ out: inout OutputBuffer) {
        let symbol = change.symbol.int
        universe.note(change)
        let before = market[symbol].status
        market[symbol].change(to: change.status, at: now)
        market[symbol].statusTime = now
        // The auction that ends a halt is part of it.
        let isNew =
            change.status != .normal && !(before == .halted && change.status == .callAuction)
        if isNew { count(change, &out) }
        if rehearsal == nil, before == .closed && change.status != .closed {
            sendCancelWishes(symbol, &out)
        }
    }

    private mutating func count(_ change: StatusChange, _ out: inout OutputBuffer) {
        switch change.cause {
        case .resumption: break
        case .staticInterruption: counts.staticInterruptions += 1
        case .dynamicInterruption: counts.dynamicInterruptions += 1
        case .halt: counts.halts += 1
        case .circuitBreaker1: countBreaker(1, change.symbol, &out)
        case .circuitBreaker2: countBreaker(2, change.symbol, &out)
        case .circuitBreaker3: countBreaker(3, change.symbol, &out)
        }
    }

    /// Each market has its own, and each stage happens once a day at most (krx-market.md §4.3): the
    /// first issue that it stops tells of it.
    private mutating func countBreaker(
        _ stage: Int, _ symbol: SymbolIndex, _ out: inout OutputBuffer
    ) {
        counts.circuitBreakers += 1
        let place = stage + (market[symbol.int].board == .kosdaq ? 4 : 0)
        guard breakersToday & 1 << UInt8(place) == 0 else { return }
        breakersToday |= 1 << UInt8(place)
        if isReplayed { return }
        recordIncident(.circuitBreaker, symbol, &out)
    }

    /// Cancels are possible again: the wishes that were kept leave.
    private mutating func sendCancelWishes(_ symbol: Int, _ out: inout OutputBuffer) {
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot) && trading.orders.slots[slot].symbol.int == symbol {
            sendCancelWish(slot, &out)
        }
    }
}

// KRX's after-market, 16:00 to 20:00 (krx-market.md §1.2).
extension Engine {
    /// Excludes and counts a print outside the regular session or of another venue. With the
    /// after-market opted in, its prints are the last price, value what is held and reach tick
    /// hooks; they make no candle, official close, base price or rank.
    @inline(never)
    mutating func receiveOutside(_ tick: Tick, _ out: inout OutputBuffer) {
        let symbol = tick.symbol.int
        guard configuration.usesAfterMarket, tick.scope == .regular,
            trading.session[0].isTradingDay,
            trading.session[0].hours.afterMarket.contains(tick.time),
            OrderRules.takesAfterMarket(market[symbol].board)
        else {
            counts.printsOutOfScope += 1
            counts.ticksOutOfScope += 1
            return
        }
        market[symbol].lastRegular = market[symbol].officialClose
        market[symbol].last = tick.price
        market[symbol].lastTime = tick.time
        market[symbol].afterMarketTime = tick.time
        if rehearsal == nil,
            trading.books.mark(symbol, tick.price, at: tick.time, floor: lossFloor)
        {
            beginReducing(&out)
        }
        if host.wantsTicks && market[symbol].isInUniverse { runTickHooks(tick, &out) }
    }
}
