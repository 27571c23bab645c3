import KraderModel

// Executions: order, position and cash together.
extension TradingState {
    /// Books one execution: order, position and cash together. What it comes to is written into the
    /// record. `last` is the stamp of the market's last price. When the order can't have filled so
    /// much, nothing changed.
    @inline(__always)
    mutating func take(_ fill: inout FillRecord, _ slot: Int, last: Moment) -> OrderMachine.OnFill {
        let slots = orders.slots.view
        let execution = fill.execution
        let outcome = slots[slot].machine.filled(execution.quantity)
        guard outcome != .quarantine else { return outcome }
        note(execution, under: fill.number, slot)
        settle(slot)
        let promise = slots[slot].promise
        let amount = execution.price * execution.quantity
        slots[slot].filledAmount += amount
        slots[slot].commission += fill.commission
        slots[slot].tax += fill.tax
        let costs = Books.Costs(commission: fill.commission, tax: fill.tax, last: last)
        let isKept = promise.side == .sell && exits.count > 0
        book(&fill, promise, keeping: isKept ? sharesKeptForExit(slot) : .zero, costs)
        if promise.side == .buy { renewReservation(slot) }
        fill.status = slots[slot].machine.status
        fill.filled = slots[slot].machine.filled
        if PlantedBug.isPlanted(.forgetsEarlierFills) { fill.filled = execution.quantity }
        if PlantedBug.isPlanted(.leavesFilledOpen) { fill.status = .partialFill }
        if outcome == .bookAndClose { retire(slot) }
        return outcome
    }

    /// An execution is booked under its number, which may be one that the order has no more.
    @inline(__always)
    private mutating func note(_ execution: Execution, under number: OrderNumber, _ slot: Int) {
        let slots = orders.slots.view
        if slots[slot].number == number || slots[slot].number == nil {
            slots[slot].booked.add(execution)
        } else if let place = orders.former(number) {
            orders.note(execution, former: place)
        } else {
            slots[slot].booked.add(execution)
        }
    }

    /// Books an execution of an order that had ended with shares unfilled: word of it came late
    /// (failure-modes.md §1, C10). Returns false where the order can't have filled so much.
    mutating func takeLate(_ fill: inout FillRecord, _ place: Int) -> Bool {
        let execution = fill.execution
        var order = orders.unfinished[place]
        guard order.machine.amended(by: execution.quantity) else { return false }
        if order.number == fill.number {
            order.booked.add(execution)
        } else if let former = orders.former(fill.number) {
            orders.note(execution, former: former)
        }
        order.filledAmount += execution.price * execution.quantity
        order.commission += fill.commission
        order.tax += fill.tax
        books.disturb()
        books.promise(order.promise, execution.quantity, reserving: .zero)
        let costs = Books.Costs(commission: fill.commission, tax: fill.tax, last: fill.at)
        book(&fill, order.promise, keeping: .zero, costs)
        fill.status = order.machine.status
        fill.filled = order.machine.filled
        orders.amend(place, order)
        return true
    }

    /// Books shares that the broker says an order filled and that it can't have filled: they are
    /// nobody's.
    mutating func takeExcess(_ fill: inout FillRecord) {
        let promise = OrderPromise(
            strategy: Int(SignalKey.nobody), symbol: fill.key.symbol.int, side: fill.side,
            valuation: fill.execution.price)
        books.disturb()
        books.promise(promise, fill.execution.quantity, reserving: .zero)
        let costs = Books.Costs(commission: fill.commission, tax: fill.tax, last: fill.at)
        book(&fill, promise, keeping: .zero, costs)
        orders.noteExcess(fill.execution, under: fill.number)
        fill.status = .filled
    }

    @inline(__always)
    private mutating func book(
        _ fill: inout FillRecord, _ promise: OrderPromise, keeping kept: Shares,
        _ costs: Books.Costs
    ) {
        switch promise.side {
        case .buy: fill.own = books.bookBuy(promise, fill.execution, costs)
        case .sell:
            (fill.grossProfit, fill.own) = books.bookSale(
                promise, fill.execution, keeping: kept, costs)
            fill.costTaken = fill.execution.price * fill.execution.quantity - fill.grossProfit
        }
        fill.positionAfter = books.positions[promise.symbol].quantity
        fill.cashAfter = books.totals[0].cash
    }

    /// The strategy's own shares that an exit's order is selling beside a sale that is no exit's.
    /// That sale sells others (`Engine.lower`).
    private mutating func sharesKeptForExit(_ slot: Int) -> Shares {
        guard !orders.slots[slot].isExit,
            let place = exits.place(orders.slots[slot].key.strategy, orders.slots[slot].symbol),
            let order = exits.slots[place].pursuit.order, let other = orders.slot(of: order)
        else { return .zero }
        return min(orders.slots[other].machine.leaves, exits.slots[place].exit.quantity)
    }
}
