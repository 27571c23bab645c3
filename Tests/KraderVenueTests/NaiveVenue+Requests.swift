import KraderModel
import KraderVenue

extension NaiveVenue {
    func receive(_ request: NumberedRequest, at moment: Moment) {
        let time = moment.nanoseconds
        advance(to: time)
        switch request.request {
        case .newOrder(let new): enter(new, request.id, time)
        case .modify(let change): modify(change, request.id, time)
        case .cancel(let cancel): self.cancel(cancel, request.id, time)
        case .query(let query): answer(query, request.id, moment)
        }
    }

    /// - Parameter id: the request's number, `nil` for what is done by hand.
    func enter(_ new: BrokerRequest.NewOrder, _ id: RequestID?, _ time: Int64) {
        if let no = objection(new, time) { return reply(id, .rejected(no), time) }
        let number = note(
            .new, of: nil, new.symbol.int, new.side, new.quantity.count, new.limit, new.type, id,
            time)
        let symbol = new.symbol.int
        var order = Order(
            number: number, symbol: symbol, isBuy: new.side == .buy,
            kind: new.timeInForce, limit: new.limit?.won,
            reserving: reserving(new.limit, symbol) ?? 0, leaves: new.quantity.count,
            entered: time, isByHand: id == nil)
        lapse(order.symbol)
        order.hunts = startsHunting(order)
        order.isOfPoints = pointed.contains(symbol)
        orders.append(order)
        let index = orders.count - 1
        reply(id, .accepted(OrderNumber(number)), time)
        push(order, .accepted(deeds[deeds.count - 1].terms), time)
        if settings.fills == .touch, new.isFromTick, order.hunts, let last = last[symbol],
            time - last.time <= 3_000_000_000, !isLocked(order.isBuy, last.price, symbol),
            isTrading(symbol, time), !isServedByDisplay(order, time),
            accepts(order, noBetterThanShown(onLine(last.price, order), order))
        {
            execute(
                index, order.leaves, noBetterThanShown(onLine(last.price, order), order), time,
                .through)
        } else if hasBook.contains(symbol) {
            meetDisplay(index, time)
        } else if !order.hunts, order.kind != .day {
            huntFromNow(index)
        }
    }

    /// An immediate order takes what prints show, whatever its limit.
    func huntFromNow(_ index: Int) {
        let symbol = orders[index].symbol
        let others = orders.contains { $0.symbol == symbol && $0.leaves > 0 && $0.hunts }
        if !others { fraction[symbol] = 0 }
        orders[index].hunts = true
    }

    private func accepts(_ order: Order, _ price: Int64) -> Bool {
        guard let limit = order.limit else { return true }
        return order.isBuy ? price <= limit : price >= limit
    }

    private func objection(_ new: BrokerRequest.NewOrder, _ time: Int64) -> VenueRejection? {
        let symbol = new.symbol.int
        if !instruments.indices.contains(symbol) { return .unknownSymbol }
        if instruments[symbol].board == .index { return .notTradeable }
        if new.quantity.count < 1 { return .badQuantity }
        if let no = priceObjection(new.limit, new.quantity.count, symbol) { return no }
        if new.timeInForce == .nextOpen { return .orderTypeNotAllowed }
        if let no = sessionObjection(time, immediate: new.timeInForce != .day) { return no }
        if new.side == .sell { return new.quantity.count > sellable(symbol) ? .sharesShort : nil }
        guard let price = reserving(new.limit, symbol) else { return .orderTypeNotAllowed }
        let value = price * new.quantity.count
        let needed = value + costs.commission(onCumulative: Won(value)).amount
        return needed > cash - reserved ? .cashShort : nil
    }

    private func priceObjection(
        _ limit: Price?, _ quantity: Int64, _ symbol: Int
    ) -> VenueRejection? {
        let rules = settings.enforcesMarketRules
        let value = Int128(reserving(limit, symbol) ?? 0) * Int128(quantity)
        if value > Int128(Int64.max / 8) { return .quantityTooLarge }
        if rules, value > 100_000_000_000 { return .quantityTooLarge }
        guard let limit else { return nil }
        if limit.won < 1 { return .offStep }
        guard rules else { return nil }
        if !grid(symbol).isOnGrid(limit) { return .offStep }
        if let band = bands[symbol], !band.contains(limit) { return .outsideBand }
        return nil
    }

    private func sessionObjection(_ time: Int64, immediate: Bool) -> VenueRejection? {
        guard let hours else { return nil }
        let phase = hours.phase(at: Moment(nanoseconds: time))
        if phase == .continuous { return nil }
        if !immediate, phase == .openingAuction || phase == .closingAuction { return nil }
        return .wrongSession
    }

    private func reserving(_ limit: Price?, _ symbol: Int) -> Int64? {
        if let limit { return limit.won }
        if let band = bands[symbol] { return band.upper.won }
        return last[symbol].map { $0.price * 13 / 10 }
    }

    func hunts(_ order: Order) -> Bool {
        guard let limit = order.limit else { return true }
        guard let last = last[order.symbol] else { return false }
        var reach = Price(last.price)
        let table = grid(order.symbol)
        for _ in 0..<settings.spreadSteps {
            reach = order.isBuy ? table.up(from: reach) : table.down(from: reach) ?? table.lowest
        }
        return order.isBuy ? limit >= reach.won : limit <= reach.won
    }

    /// The first hunter of a symbol starts with no fraction of a share.
    private func startsHunting(_ order: Order) -> Bool {
        guard hunts(order) else { return false }
        let others = orders.filter { $0.symbol == order.symbol && $0.leaves > 0 && $0.hunts }
        if others.isEmpty { fraction[order.symbol] = 0 }
        return true
    }

    private func find(_ number: OrderNumber, _ symbol: SymbolIndex) -> (Int?, VenueRejection) {
        guard let index = orders.firstIndex(where: { $0.number == number.value }) else {
            return (nil, .unknownOrder)
        }
        if orders[index].leaves == 0 { return (nil, .nothingLeft) }
        if orders[index].symbol != symbol.int { return (nil, .unknownOrder) }
        return (index, .unknownOrder)
    }

    func cancel(_ cancel: BrokerRequest.CancelOrder, _ id: RequestID?, _ time: Int64) {
        let (found, no) = find(cancel.original, cancel.symbol)
        guard let index = found else { return reply(id, .rejected(no), time) }
        let quantity = min(cancel.quantity?.count ?? .max, orders[index].leaves)
        if quantity < 1 { return reply(id, .rejected(.badQuantity), time) }
        let own = note(
            .cancel, of: cancel.original, orders[index].symbol,
            orders[index].isBuy ? .buy : .sell, quantity, nil, deed(cancel.original).type, id, time)
        reply(id, .accepted(OrderNumber(own)), time)
        let event = BrokerPush.Event.cancelled(quantity: Shares(quantity), by: OrderNumber(own))
        push(orders[index], event, time)
        orders[index].leaves -= quantity
    }

    func modify(_ change: BrokerRequest.ModifyOrder, _ id: RequestID?, _ time: Int64) {
        let (found, no) = find(change.original, change.symbol)
        guard let index = found else { return reply(id, .rejected(no), time) }
        let old = orders[index]
        let quantity = min(change.quantity?.count ?? .max, old.leaves)
        let isWhole = quantity == old.leaves
        var new = Order(
            number: 0, symbol: old.symbol, isBuy: old.isBuy, kind: .day, limit: change.limit.won,
            reserving: change.limit.won, leaves: quantity, entered: time, isByHand: old.isByHand)
        if isWhole {
            new.amount = old.amount
            new.commission = old.commission
            new.tax = old.tax
        }
        if let no = changeObjection(old, new, time) { return reply(id, .rejected(no), time) }
        new.number = note(
            .modify, of: change.original, old.symbol, old.isBuy ? .buy : .sell, quantity,
            change.limit, .limit, id, time)
        reply(id, .accepted(OrderNumber(new.number)), time)
        let event = BrokerPush.Event.modified(
            quantity: Shares(quantity), limit: change.limit, to: OrderNumber(new.number))
        push(old, event, time)
        orders[index].leaves -= quantity
        new.hunts = startsHunting(new)
        new.took = old.took
        orders.append(new)
        if hasBook.contains(new.symbol) { meetDisplay(orders.count - 1, time) }
    }

    private func changeObjection(_ old: Order, _ new: Order, _ time: Int64) -> VenueRejection? {
        if new.leaves < 1 { return .badQuantity }
        if old.limit == nil || old.kind != .day { return .orderTypeNotAllowed }
        if let no = priceObjection(new.limit.map { Price($0) }, new.leaves, old.symbol) {
            return no
        }
        if let no = sessionObjection(time, immediate: false) { return no }
        var rest = old
        rest.leaves -= new.leaves
        let more = reservation(new) + reservation(rest) - reservation(old)
        return more > 0 && more > cash - reserved ? .cashShort : nil
    }
}

/// Works out what is held back, and what may leave.
extension NaiveVenue {
    func reservation(_ order: Order) -> Int64 {
        guard order.isBuy, order.leaves > 0 else { return 0 }
        let rest = order.reserving * order.leaves
        let before = costs.commission(onCumulative: Won(order.amount)).amount
        let after = costs.commission(onCumulative: Won(order.amount + rest)).amount
        return rest + after - before
    }

    var reserved: Int64 { orders.reduce(0) { $0 + reservation($1) } }

    func sellable(_ symbol: Int) -> Int64 {
        (held[symbol] ?? 0)
            - orders.filter { $0.symbol == symbol && !$0.isBuy }.reduce(0) { $0 + $1.leaves }
    }

    var withdrawable: Int64 {
        // The balance on each day from today on is the cash less what settles after it.
        let days = settling.map(\.due) + [day]
        let balances = days.map { date in
            cash - settling.filter { $0.due > date }.reduce(0) { $0 + $1.net }
        }
        return max(0, (balances + [cash]).reduce(cash, min) - reserved)
    }
}
