public import KraderModel

extension Venue {
    /// How old the last print may be for `touch` to fill at it (semantics.md §4).
    static let lastPrintAgeMax = Interval.seconds(3)

    /// A request reaches the broker, its latency over. The reply comes first, then what the
    /// exchange does with it.
    public mutating func receive(_ request: NumberedRequest, at moment: Moment) {
        if moment >= wakeup { advance(to: moment) }
        switch request.request {
        case .newOrder(let order): enter(order, for: .program(request.id), at: moment)
        case .modify(let change): modify(change, for: .program(request.id), at: moment)
        case .cancel(let cancel): self.cancel(cancel, for: .program(request.id), at: moment)
        case .query(let query): answer(query, request.id, at: moment)
        }
    }

    @discardableResult
    mutating func enter(
        _ request: BrokerRequest.NewOrder, for asker: Asker, at moment: Moment
    ) -> Acceptance {
        let symbol = request.symbol.int
        guard symbol >= 0, symbol < states.count else {
            return refuse(.unknownSymbol, asker, at: moment)
        }
        if orders.lists[symbol].live == 0, walk == nil { catchUp(symbol, to: moment) }
        if let rejection = checkTerms(request, at: moment) {
            return refuse(rejection, asker, at: moment)
        }
        var order = VenueOrder(
            number: OrderNumber(0), symbol: request.symbol, side: request.side,
            timeInForce: request.timeInForce, type: request.type,
            clock: clock(of: request.type, at: moment), limit: request.limit,
            reservingPrice: Price(0), quantity: request.quantity, leaves: request.quantity,
            enteredAt: moment, channel: asker.channel, pathLevel: request.pathLevel)
        if let rejection = checkMeans(&order) { return refuse(rejection, asker, at: moment) }
        switch request.type {
        case .limit, .market, .conditionalLimit, .closingPrice: break
        case .immediatelyExecutableLimit, .bestLimit:
            order.limit = arrivalLimit(request.type, request.side, symbol, at: moment)
        }
        let terms = OrderTerms(
            side: request.side, quantity: request.quantity, limit: request.limit,
            type: request.type, channel: asker.channel, enteredAt: moment)
        order.number = orders.number(.new, request.symbol, terms)
        accept(order.number, asker, at: moment)
        push(order.number, order.symbol, .accepted(terms), at: moment)
        order.isAggressive = isAggressive(order)
        if request.isFromTick, let price = priceAtOnce(order, at: moment) {
            ledger.book(
                order.leaves, at: price, of: &order, taxRates: days[symbol].taxRates)
            announce(order, request.quantity, at: price, time: moment, evidence: .through)
        } else {
            place(order, at: moment)
        }
        return .success(order.number)
    }

    private mutating func clock(of type: OrderType, at moment: Moment) -> OrderClock {
        guard let hours else { return .regular }
        switch type {
        case .conditionalLimit: return .conditional
        case .closingPrice: return moment < hours.open ? .preOpenClosingPrice : .closingPrice
        case .limit, .market, .immediatelyExecutableLimit, .bestLimit:
            return hours.afterMarket.contains(moment) ? .afterMarket : .regular
        }
    }

    /// A market order, or a limit at least the spread through the last print.
    mutating func isAggressive(_ order: VenueOrder) -> Bool {
        guard let limit = order.limit else { return true }
        let symbol = order.symbol.int
        guard let last = states[symbol].lastPrice else { return false }
        let steps = configuration.spreadSteps
        switch order.side {
        case .buy: return limit >= days[symbol].steps.moved(last, steps: steps)
        case .sell: return limit <= days[symbol].steps.moved(last, steps: -steps)
        }
    }

    /// The price at which an order fills at once. `touch` fills at the last print, on the grid and
    /// no better than what was displayed last: when the print is fresh and not locked, in
    /// continuous trading without a book.
    private mutating func priceAtOnce(
        _ order: borrowing VenueOrder, at moment: Moment
    ) -> Price? {
        let symbol = order.symbol.int
        guard configuration.fills == .touch, order.isAggressive,
            let last = states[symbol].lastPrice, states[symbol].calmUntil != .distantPast,
            moment - states[symbol].lastTime <= Venue.lastPrintAgeMax,
            !isLocked(order.side, at: last, symbol: symbol), isTrading(symbol, at: moment),
            !isBelieved(order.side.other, symbol, at: moment)
        else { return nil }
        let line = worse(last, by: 0, order.side, symbol: symbol)
        let price = noBetterThanDisplayed(line, order.side, symbol)
        guard let limit = order.limit else { return price }
        return (order.side == .buy ? price <= limit : price >= limit) ? price : nil
    }

    /// An accepted order takes what is displayed, or waits for prints, an immediate one for a
    /// moment.
    mutating func place(_ order: VenueOrder, at moment: Moment) {
        let symbol = order.symbol.int
        if order.isAggressive, orders.lists[symbol].aggressive == VenueOrders.none {
            states[symbol].carriedParts = 0
        }
        orders.insert(order)
        guard case .resting(let slot) = orders.place(of: order.number) else { return }
        if order.pathLevel != nil, walk?.symbol == order.symbol {
            fillExit(slot)
            return refreshWakeup()
        }
        if states[symbol].hasBook, order.type != .closingPrice {
            meetBook(slot, at: moment)
            return refreshWakeup()
        }
        if order.timeInForce != .day { waitForPrints(slot) }
        if order.clock == .regular {
            setWakeup(min(wakeup, expiry, paths[symbol].due))
        } else {
            refreshWakeup()
        }
    }

    private mutating func meetBook(_ slot: Int32, at moment: Moment) {
        holdBack(slot, at: moment)
        if !isTrading(orders[slot].symbol.int, at: moment) {
            if orders[slot].timeInForce != .day { expire(slot, at: moment) }
        } else if isServedByDisplay(slot, at: moment) {
            walkAndWait(slot, at: moment)
        } else if orders[slot].timeInForce != .day {
            // Prints serve it, or the next display.
            waitForPrints(slot)
        } else if !orders[slot].isAggressive, configuration.fills == .queue {
            joinQueue(slot, at: moment)
        }
    }
}
