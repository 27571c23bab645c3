public import KraderModel

/// Orders, cancels and changes as they come.
extension ExchangeBook {
    /// An order arrives. What isn't taken is written down.
    public mutating func enter(_ entry: FlowOrder.Entry, number: Int, at moment: Moment) {
        advance(to: moment)
        if let rejection = rejection(of: entry, at: moment) {
            return reject(number, rejection, at: moment)
        }
        if entry.type == .closingPrice {
            let order = RestingOrder(number: number, quantity: entry.quantity, rank: 0)
            enterAtClosingPrice(order, side: entry.side, at: moment)
            return
        }
        let limit = limit(of: entry)
        orders[number] = OpenOrder(
            side: entry.side, limit: limit, isConditional: entry.type == .conditionalLimit,
            open: .zero)
        if entry.type == .conditionalLimit { conditionals.append(number) }
        arrive(entry.quantity, of: number, entry.timeInForce, at: moment)
    }

    /// What is left of an order leaves the book.
    public mutating func cancel(_ named: Int, number: Int, at moment: Moment) {
        advance(to: moment)
        if status == .closed { return reject(number, .halted, at: moment) }
        if orders[named] != nil {
            remove(named)
            display(at: moment)
        } else if closingPrices?.remove(named) != true {
            reject(number, .notOpen, at: moment)
        }
    }

    /// Changes an order. A new limit or growth loses the place of what changed, a reduction keeps
    /// it (§5.3).
    public mutating func change(
        _ named: Int, limit: Price?, quantity: Shares?, number: Int, at moment: Moment
    ) {
        advance(to: moment)
        if status == .halted || status == .closed { return reject(number, .halted, at: moment) }
        guard var order = orders[named] else { return reject(number, .notOpen, at: moment) }
        let wanted = quantity ?? order.open
        if let limit, limit != order.limit {
            guard order.limit != nil else { return reject(number, .notChangeable, at: moment) }
            if let rejection = rejection(of: limit) {
                return reject(number, rejection, at: moment)
            }
            self[order.side].take(order.open, of: named, limit: order.limit)
            order.limit = limit
            order.open = .zero
            orders[named] = order
            return arrive(wanted, of: named, .day, at: moment)
        }
        if wanted < order.open {
            self[order.side].take(order.open - wanted, of: named, limit: order.limit)
            orders[named]?.open = wanted
        } else if wanted > order.open {
            rest(wanted - order.open, of: named)
        }
        display(at: moment)
    }

    /// Shares of an order match what they can, if the phase matches; the rest waits in the book or
    /// is gone.
    private mutating func arrive(
        _ quantity: Shares, of number: Int, _ timeInForce: TimeInForce, at moment: Moment
    ) {
        var left = quantity
        if phase.isContinuous,
            timeInForce != .fillOrKill || canFill(quantity, of: number)
        {
            left = match(quantity, of: number, at: moment)
        }
        if timeInForce == .day, left > .zero {
            rest(left, of: number)
        } else if orders[number]?.open == .zero {
            orders[number] = nil
        }
        display(at: moment)
    }

    /// Shares join the end of their queue.
    mutating func rest(_ quantity: Shares, of number: Int) {
        guard var order = orders[number] else { return }
        self[order.side].append(
            RestingOrder(number: number, quantity: quantity, rank: nextRank), limit: order.limit)
        nextRank += 1
        order.open = order.open + quantity
        orders[number] = order
    }

    mutating func remove(_ number: Int) {
        guard let order = orders.removeValue(forKey: number) else { return }
        self[order.side].take(order.open, of: number, limit: order.limit)
    }

    private mutating func reject(_ number: Int, _ rejection: FlowRejection, at moment: Moment) {
        tape.rejections.append(
            RejectedOrder(order: number, time: moment, rejection: rejection))
    }

    private func rejection(of entry: FlowOrder.Entry, at moment: Moment) -> FlowRejection? {
        if status == .halted || status == .closed { return .halted }
        guard accepts(entry.type, entry.timeInForce, at: moment) else { return .notAccepted }
        if isTooLarge(entry) { return .tooLarge }
        return entry.limit.flatMap { rejection(of: $0) }
    }

    private func rejection(of limit: Price) -> FlowRejection? {
        if band?.contains(limit) == false { return .outsideLimits }
        return table.isOnGrid(limit) ? nil : .offGrid
    }

    /// Whether the phase takes the order (§5.1); an interruption takes what both its session and a
    /// call auction take.
    private func accepts(
        _ type: OrderType, _ timeInForce: TimeInForce, at moment: Moment
    ) -> Bool {
        func accepts(_ session: SessionPhase) -> Bool {
            OrderRules.accepts(type, timeInForce, in: session)
        }
        if type == .closingPrice {
            let isOpen =
                hours.preOpenClosingPrice.contains(moment)
                || isEvening && hours.closingPrice.contains(moment)
            return isOpen && accepts(.closingPrice)
        }
        switch phase {
        case .beforeOpening, .afterClose, .ended, .halted: return false
        case .openingAuction: return accepts(.openingAuction)
        case .continuous: return accepts(.continuous)
        case .callAuction:
            return accepts(.openingAuction) && accepts(isEvening ? .afterMarket : .continuous)
        case .closingAuction: return accepts(.closingAuction)
        case .afterMarket: return accepts(.afterMarket)
        }
    }

    /// Whether an order is larger than one may be. Since 2018-09-17 the bounds are 100bn won and,
    /// above 1bn won, 1 % of the listed shares (5 % of an issue worth less than 20bn won, and of
    /// all before that day; §5.2).
    private func isTooLarge(_ entry: FlowOrder.Entry) -> Bool {
        let isCapped = day >= ExchangeBook.orderCapBegins
        let (value, overflows) = (entry.limit ?? last).won.multipliedReportingOverflow(
            by: entry.quantity.count)
        if isCapped, overflows || value > 100_000_000_000 { return true }
        guard let listed = instrument.listedShares else { return false }
        if isCapped, value <= 1_000_000_000 { return false }
        let isSmall = Int128(listed.count) * Int128(last.won) < 20_000_000_000
        let percent: Int128 = isCapped && !isSmall ? 1 : 5
        return Int128(entry.quantity.count) * 100 > Int128(listed.count) * percent
    }

    private static let orderCapBegins = CalendarDate(2018, 9, 17)

    /// The limit with which an order goes into the book, `nil` for a market order (§5.1).
    private func limit(of entry: FlowOrder.Entry) -> Price? {
        let own = displayedBest(entry.side)
        switch entry.type {
        case .limit, .conditionalLimit: return entry.limit
        case .market: return nil
        case .closingPrice: return nil
        case .immediatelyExecutableLimit:
            if let opposite = displayedBest(entry.side.opposite) { return opposite }
            guard let own else { return inLimits(last) }
            return inLimits(
                entry.side == .buy ? table.up(from: own) : table.down(from: own) ?? table.lowest)
        case .bestLimit:
            // Where its own side has no orders it takes the last price (assumed).
            return own ?? inLimits(last)
        }
    }

    func inLimits(_ price: Price) -> Price { band?.clamped(price) ?? price }
}

extension ExchangeBook.Phase {
    /// Whether trades happen as orders come.
    var isContinuous: Bool {
        switch self {
        case .continuous, .afterMarket: true
        case .beforeOpening, .openingAuction, .callAuction, .halted, .closingAuction, .afterClose,
            .ended:
            false
        }
    }
}

extension Side {
    var opposite: Side { self == .buy ? .sell : .buy }
}
