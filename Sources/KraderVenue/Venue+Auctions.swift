public import KraderModel

/// Recorded crosses and interruptions that history shows (semantics.md §4; krx-market.md §4, §5.4).
extension Venue {
    /// Fills orders at a single-price auction's print. Market orders come first, and with them
    /// limits at the day's limit; then limits by price, each by number. Only orders better than the
    /// cross fill, and none on the side that is locked there.
    mutating func cross(_ print: Tick) {
        note(print)
        if states[print.symbol.int].hasBook {
            weighCross(print)
        } else if !print.quote.isEmpty || isWatched(print.symbol.int) {
            followCarried(print)
        }
        var part = auctionPart(of: print)
        cross(print, enteredBefore: nil, part: &part)
    }

    /// - Parameters:
    ///   - deadline: The time of a candle's point, before which orders had to be there.
    ///   - left: The shares that our orders together may have.
    mutating func cross(_ print: Tick, enteredBefore deadline: Moment?, part left: inout Shares) {
        let symbol = print.symbol.int
        states[symbol].previous = print.price
        states[symbol].auctionPrice = print.price
        states[symbol].isGathering = false
        states[symbol].awaitsCross = false
        if orders.lists[symbol].live == 0 || print.size <= .zero { return }
        let before = orders.live
        lineUp(symbol, at: print.time)
        crossMarketOrders(print, deadline, &left)
        var slot = orders.lists[symbol].buys
        while slot != VenueOrders.none {
            let next = orders[slot].next
            crossOrder(slot, print, deadline, &left)
            slot = next
        }
        slot = orders.lists[symbol].sells
        while slot != VenueOrders.none {
            let next = orders[slot].next
            crossOrder(slot, print, deadline, &left)
            slot = next
        }
        if orders.live != before { refreshWakeup() }
    }

    /// Puts orders in line for an auction: immediate ones aren't taken, limits stand by price.
    private mutating func lineUp(_ symbol: Int, at moment: Moment) {
        var slot = orders.lists[symbol].aggressive
        while slot != VenueOrders.none {
            let next = orders[slot].next
            if orders[slot].timeInForce != .day {
                expire(slot, at: moment)
            } else if orders[slot].limit != nil {
                orders.rest(slot)
            }
            slot = next
        }
    }

    /// Fills market orders, buys at the upper limit and sells at the lower, by number: they rank
    /// equal (krx-market.md §5.3).
    private mutating func crossMarketOrders(
        _ print: Tick, _ deadline: Moment?, _ left: inout Shares
    ) {
        let symbol = print.symbol.int
        var market = orders.lists[symbol].aggressive
        var buy = orders.lists[symbol].buys
        var sell = orders.lists[symbol].sells
        while left > .zero {
            if buy != VenueOrders.none, orders[buy].limit != days[symbol].upper {
                buy = VenueOrders.none
            }
            if sell != VenueOrders.none, orders[sell].limit != days[symbol].lower {
                sell = VenueOrders.none
            }
            let first = older(market, older(buy, sell))
            if first == VenueOrders.none { return }
            let next = orders[first].next
            if first == market {
                market = next
            } else if first == buy {
                buy = next
            } else {
                sell = next
            }
            if orders[first].type != .closingPrice { crossOrder(first, print, deadline, &left) }
        }
    }

    private mutating func older(_ a: Int32, _ b: Int32) -> Int32 {
        if a == VenueOrders.none || b == VenueOrders.none { return max(a, b) }
        return orders[a].number < orders[b].number ? a : b
    }

    private mutating func crossOrder(
        _ slot: Int32, _ print: Tick, _ deadline: Moment?, _ left: inout Shares
    ) {
        let symbol = print.symbol.int
        let side = orders[slot].side
        let isThere =
            deadline.map { orders[slot].enteredAt < $0 } ?? isLater(print.time, than: slot)
        if left <= .zero || !isThere { return }
        if isLocked(side, at: print.price, symbol: symbol) { return }
        // A cross is on the grid; where the data say otherwise we pay the difference.
        var price = onGrid(print.price, worseFor: side, symbol: symbol)
        // What a stop left never sells better than its level; this holds in an auction too.
        if let level = orders[slot].pathLevel { price = min(price, level) }
        if let limit = orders[slot].limit {
            let isBetter = side == .buy ? limit > price : limit < price
            if !isBetter, limit != price || configuration.fills != .touch { return }
        }
        let quantity = min(left, orders[slot].leaves)
        left -= quantity
        spend(quantity, slot, at: print.time)
        if deadline != nil { pathUses[symbol].add(quantity, side) }
        fill(slot, quantity, at: price, time: print.time, evidence: .auction)
    }

    mutating func onGrid(_ price: Price, worseFor side: Side, symbol: Int) -> Price {
        let table = days[symbol].steps
        switch side {
        case .buy: return min(table.roundedUp(price), days[symbol].upper)
        case .sell: return max(table.roundedDown(price) ?? table.lowest, days[symbol].lower)
        }
    }

    /// What our orders together may have of a single-price print: `touch` has no cap but its size.
    mutating func auctionPart(of print: Tick) -> Shares {
        guard configuration.fills != .touch, let rate = configuration.participation else {
            return print.size
        }
        return Shares(rate.floored(of: Won(print.size.count)).amount)
    }

    /// Goes on with continuous trading and what the auction left: limits through its price take
    /// what comes, the others wait.
    mutating func goOn(_ symbol: Int, at moment: Moment) {
        if days[symbol].takesBaseFromCross { takeBase(symbol, at: moment) }
        if orders.lists[symbol].live == 0 { return }
        for side in Side.allCases {
            var slot = side == .buy ? orders.lists[symbol].buys : orders.lists[symbol].sells
            while slot != VenueOrders.none, isAggressive(orders[slot]) {
                let next = orders[slot].next
                if orders.lists[symbol].aggressive == VenueOrders.none {
                    states[symbol].carriedParts = 0
                }
                orders.hunt(slot)
                slot = next
            }
        }
    }

    /// The opening price of a listing day before 2023-06-26 is the base of an ordinary band
    /// (krx-market.md §3.1); limits outside it end.
    private mutating func takeBase(_ symbol: Int, at moment: Moment) {
        days[symbol].takesBaseFromCross = false
        setBand(of: symbol, base: states[symbol].last, basis: .previousClose)
        for side in Side.allCases {
            var slot = side == .buy ? orders.lists[symbol].buys : orders.lists[symbol].sells
            while slot != VenueOrders.none {
                let next = orders[slot].next
                if let limit = orders[slot].limit,
                    limit < days[symbol].lower || limit > days[symbol].upper
                {
                    expire(slot, at: moment)
                }
                slot = next
            }
        }
        refreshWakeup()
    }
}

extension Venue {
    /// Whether the last print went beyond a threshold: until the next one nobody knows whether it
    /// interrupted trading. Only the print that leaves the static range counts; a symbol that
    /// history kept trading beyond it is not halted.
    mutating func isSuspected(_ symbol: Int) -> Bool {
        let state = states[symbol]
        if hours == nil || state.previous == Price(0) { return false }
        return goesBeyond(state.last, from: state.previous, symbol)
    }

    /// Whether a price lies beyond a threshold as the one before it did not.
    private mutating func goesBeyond(_ price: Price, from before: Price, _ symbol: Int) -> Bool {
        let rates = days[symbol].interruption
        if InterruptionRates.isReached(rates.dynamicRate, by: price, from: before) { return true }
        let reference = states[symbol].auctionPrice
        return reference > Price(0)
            && InterruptionRates.isReached(rates.staticRate, by: price, from: reference)
            && !InterruptionRates.isReached(rates.staticRate, by: before, from: reference)
    }

    /// Whether an interruption that history shows only by its silence ends with this print, which
    /// is the cross. Either the print before lay beyond a threshold; or the one that would have was
    /// never made: a busy issue fell silent and goes on beyond it.
    mutating func wasSilenceInterruption(before print: Tick) -> Bool {
        let symbol = print.symbol.int
        if print.time < states[symbol].calmUntil { return false }
        return isSuspected(symbol) || wasBusySilence(before: print)
    }

    private mutating func wasBusySilence(before print: Tick) -> Bool {
        let symbol = print.symbol.int
        guard hours != nil, let last = states[symbol].lastPrice,
            states[symbol].calmUntil != .distantPast
        else { return false }
        return states[symbol].wasBusy && goesBeyond(print.price, from: last, symbol)
    }

    /// Whether the symbol trades continuously now, as far as anybody can know.
    mutating func isTrading(_ symbol: Int, at moment: Moment) -> Bool {
        if states[symbol].status != .normal || awaitsCross(symbol, at: moment) { return false }
        guard let hours else { return true }
        if hours.continuous.contains(moment) {
            if states[symbol].isGathering, moment < hours.openingAuctionEnd { return false }
        } else if !hasAfterMarket(symbol) || !hours.afterMarket.contains(moment) {
            return false
        }
        return !isSuspected(symbol)
    }

    /// Whether the cross of an interruption that is over is still to come. It comes in half a
    /// minute, or there is none: then nobody met, and continuous trading has gone on without it.
    mutating func awaitsCross(_ symbol: Int, at moment: Moment) -> Bool {
        guard states[symbol].awaitsCross else { return false }
        if moment <= states[symbol].crossEnd + stampMargin { return true }
        states[symbol].awaitsCross = false
        goOn(symbol, at: moment)
        return false
    }

    /// An issue trades in another way from now on, at exchange time.
    public mutating func change(_ change: StatusChange) {
        if change.time >= wakeup { advance(to: change.time) }
        let symbol = change.symbol.int
        let old = states[symbol].status
        turnPath(of: symbol, to: change.status, at: change.time)
        states[symbol].status = change.status
        // What is recorded explains the silence that it makes.
        states[symbol].forgetPrints()
        if states[symbol].hasBook { endDisplay(symbol) }
        switch change.status {
        case .normal:
            if old == .callAuction {
                states[symbol].awaitsCross = true
                states[symbol].crossEnd = change.time + .seconds(30)
                states[symbol].calmUntil = .distantPast
            }
        case .callAuction, .halted, .closed: states[symbol].awaitsCross = false
        }
    }
}
