public import KraderModel

/// Which session a print belongs to, and what it does there (krx-market.md §1.1).
extension Venue {
    /// A print when something else is due, outside continuous trading, or after a silence.
    @usableFromInline mutating func tradeSpecially(_ tick: Tick) {
        if tick.time >= wakeup { advance(to: tick.time) }
        // The first print of a day is a special one.
        if !states[tick.symbol.int].hasPrints { endPath(of: tick.symbol.int) }
        guard let hours else { return tradePlainly(tick) }
        if hours.continuous.contains(tick.time) {
            setContinuousEnd(hours.continuous.end)
            return tradeInSession(tick)
        }
        setContinuousEnd(.distantPast)
        if tick.time < hours.open {
            if hours.preOpenClosingPrice.contains(tick.time) { tradeAtClose(tick) }
        } else if tick.time < hours.close {
            // It is late for continuous trading: orders are in the auction by now.
            note(tick)
        } else if tick.time < hours.closingPriceMatching {
            if !states[tick.symbol.int].hasClosed { tradeInClosingCross(tick) }
        } else if hours.closingPrice.contains(tick.time) {
            tradeAtClose(tick)
        } else if hours.afterMarket.contains(tick.time), hasAfterMarket(tick.symbol.int) {
            tradeInAfterMarket(tick)
        }
    }

    private mutating func setContinuousEnd(_ moment: Moment) {
        continuousEnd = moment
        alarm = min(wakeup, continuousEnd)
    }

    private mutating func tradePlainly(_ tick: Tick) {
        note(tick)
        states[tick.symbol.int].count(tick.time)
        if orders.lists[tick.symbol.int].attention > 0 || !tick.quote.isEmpty { attend(tick) }
    }

    /// A print of continuous trading, or the cross that precedes it.
    private mutating func tradeInSession(_ tick: Tick) {
        let symbol = tick.symbol.int
        let isCrossDue = states[symbol].isGathering || awaitsCross(symbol, at: tick.time)
        if states[symbol].status != .normal {
            note(tick)
            states[tick.symbol.int].count(tick.time)
            // The cross is still to come.
            if isCrossDue { states[symbol].calmUntil = .distantPast }
        } else if isCrossDue || wasSilenceInterruption(before: tick) {
            cross(tick)
            states[tick.symbol.int].count(tick.time)
            goOn(symbol, at: tick.time)
        } else {
            tradePlainly(tick)
        }
    }

    private mutating func tradeInClosingCross(_ tick: Tick) {
        let symbol = tick.symbol.int
        states[symbol].hasClosed = true
        if states[symbol].status == .normal { cross(tick) } else { note(tick) }
    }

    /// A market of its own: its prints move the last price, not the official close (§1.2).
    private mutating func tradeInAfterMarket(_ tick: Tick) {
        let symbol = tick.symbol.int
        if days[symbol].officialClose == nil {
            days[symbol].officialClose = states[symbol].lastPrice
            // The pause between two sessions is no silence.
            states[symbol].forgetPrints()
        }
        states[symbol].isGathering = false
        tradeInSession(tick)
    }

    /// Whether a symbol trades in the after-market: KOSPI and KOSDAQ shares do (§1.2).
    mutating func hasAfterMarket(_ symbol: Int) -> Bool {
        guard configuration.usesAfterMarket else { return false }
        switch instruments[symbol].board {
        case .kospi, .kosdaq: return true
        case .konex, .etf, .etn, .elw, .index: return false
        }
    }

    /// Trades in the closing-price sessions, at the close and by time. Our orders share their part
    /// of each print.
    private mutating func tradeAtClose(_ print: Tick) {
        let symbol = print.symbol.int
        guard orders.special > 0, states[symbol].status == .normal, print.size > .zero,
            print.price == closingPrice(symbol)
        else { return }
        var left = auctionPart(of: print)
        let before = orders.live
        var slot = orders.lists[symbol].aggressive
        while slot != VenueOrders.none, left > .zero {
            let next = orders[slot].next
            if orders[slot].type == .closingPrice, isLater(print.time, than: slot),
                !isLocked(orders[slot].side, at: print.price, symbol: symbol)
            {
                let quantity = min(left, orders[slot].leaves)
                left -= quantity
                fill(slot, quantity, at: print.price, time: print.time, evidence: .auction)
            }
            slot = next
        }
        if orders.live != before { refreshWakeup() }
    }

    /// The close at which those sessions trade: before the open the previous one, later today's.
    mutating func closingPrice(_ symbol: Int) -> Price? {
        lastOrBase(symbol)
    }
}

extension Venue {
    /// The moment at which an order's session ends, or at which it turns into another.
    mutating func due(_ clock: OrderClock) -> Moment {
        guard let hours else { return .distantFuture }
        switch clock {
        case .regular: return sessionOver(after: hours.auctionEnd)
        case .conditional: return hours.closingAuctionStart
        case .preOpenClosingPrice: return hours.preOpenClosingPrice.end
        case .closingPrice: return hours.closingPrice.end
        case .afterMarket: return hours.afterMarket.end
        }
    }

    /// The moment by which the prints of a session's last moment have come: a stamp's unit later at
    /// the most (semantics.md §2).
    func sessionOver(after moment: Moment) -> Moment {
        moment + stampMargin + Interval(nanoseconds: 1)
    }

    mutating func endSpecialOrders(at moment: Moment) {
        for clock in OrderClock.allCases where clock != .regular {
            if orders.live(clock) == 0 || due(clock) > moment { continue }
            if clock == .conditional {
                convertConditionals()
            } else {
                expireAll(at: due(clock), clock: clock)
            }
        }
    }

    /// Turns what is left of conditional limits into market orders of the closing auction, at their
    /// numbers (krx-market.md §5.1).
    private mutating func convertConditionals() {
        for value in 1...orders.numbersGiven {
            if case .resting(let slot) = orders.place(of: OrderNumber(Int32(value))),
                orders[slot].clock == .conditional
            {
                orders.becomeMarket(slot)
            }
        }
    }

    mutating func refreshWakeup() {
        var moment = Moment.distantFuture
        if orders.live > orders.special { moment = expiry }
        if orders.special > 0 {
            for clock in OrderClock.allCases where orders.live(clock) > 0 {
                moment = min(moment, due(clock))
            }
        }
        for place in 0..<orders.liveSymbolCount {
            moment = min(moment, paths[Int(orders.liveSymbols[place])].due)
        }
        setWakeup(min(moment, nextImmediateEnd()))
    }

    mutating func setWakeup(_ moment: Moment) {
        wakeup = moment
        alarm = min(moment, continuousEnd)
    }
}
