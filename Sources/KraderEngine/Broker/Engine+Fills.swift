import KraderModel

// Executions: each is booked once, from whichever source it is told (failure-modes.md §1, C).
extension Engine {
    /// Books one execution: order, position, cash and record together.
    mutating func book(
        _ execution: Execution, _ slot: Int, _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        // Nothing more is computed beyond the range: the run is about to end.
        guard trading.books.breach == nil else { return }
        let slots = trading.orders.slots.view
        guard execution.isReadable, !sellsMoreThanHeld(execution, slots[slot].side, slot) else {
            return quarantine(.executed, slots[slot].symbol, &out)
        }
        let isCurrent = slots[slot].number == number || slots[slot].number == nil
        let finding =
            isCurrent
            ? slots[slot].booked.finding(execution)
            : trading.orders.finding(execution, under: number)
        guard finding == .new || PlantedBug.isPlanted(.booksTwice) else {
            return leave(execution, finding, slots[slot].symbol, &out)
        }
        guard slots[slot].machine.mayFill(execution.quantity) else {
            return bookOverfill(execution, slot, number, &out)
        }
        let promise = slots[slot].promise
        var fill = record(
            of: execution, number, slots[slot], taxRates: market[promise.symbol].taxRates)
        let outcome = trading.take(&fill, slot, last: market[promise.symbol].lastTime)
        trading.books.checkRange(promise, at: now)
        emit(fill, &out)
        lastFill = now
        noteHoldings()
        if !slots[slot].booked.isWhole { noteUnexplained() }
        if fill.own.unowned > .zero, trading.exits.count > 0 {
            lowerExits(of: promise.symbol, &out)
        }
        let told = StrategyFill(
            order: fill.order, symbol: fill.key.symbol, side: fill.side, price: execution.price,
            quantity: execution.quantity, leaves: slots[slot].machine.leaves,
            commission: fill.commission, tax: fill.tax)
        if trading.exits.isConcerned {
            let isLast = outcome == .bookAndClose
            return tell(told, at: execution.time, slots[slot], isLast: isLast, &out)
        }
        reduceIfLost(&out)
        if promise.strategy < 0 { return lowerExits(of: promise.symbol, &out) }
        flattenFill(told, &out)
        tellStrategy(told, promise.strategy, &out)
    }

    /// Tells exits and the strategy of a fill. The order is a copy: its slot may be another's when
    /// its strategy has heard of the fill.
    private mutating func tell(
        _ fill: StrategyFill, at time: Moment, _ order: Order, isLast: Bool,
        _ out: inout OutputBuffer
    ) {
        reduceIfLost(&out)
        if order.isExternal { return lowerExits(of: order.symbol.int, &out) }
        noteForExits(fill, at: time, order, &out)
        flattenFill(fill, &out)
        tellStrategy(fill, Int(order.key.strategy), &out)
        if isLast { orderEnded(order, &out) }
    }

    @inline(__always)
    private mutating func reduceIfLost(_ out: inout OutputBuffer) {
        if trading.books.totals[0].equity < lossFloor { beginReducing(&out) }
    }

    @inline(__always)
    private func record(
        of execution: Execution, _ number: OrderNumber, _ order: borrowing Order,
        taxRates: TaxRates
    ) -> FillRecord {
        let amount = order.filledAmount + execution.price * execution.quantity
        return FillRecord(
            at: PlantedBug.isPlanted(.datesFillsByBroker) ? execution.time : now,
            order: order.reference, key: order.key, side: order.side,
            execution: execution, number: number,
            commission: commission(amount, order),
            tax: order.side == .buy ? .zero : taxRates.tax(onCumulative: amount) - order.tax)
    }

    /// What an order's commission grows by when its fills amount to so much.
    @inline(__always)
    private func commission(_ amount: Won, _ order: borrowing Order) -> Won {
        if PlantedBug.isPlanted(.cutsEachCommission) {
            return configuration.costs.commission(onCumulative: amount - order.filledAmount)
        }
        return configuration.costs.commission(onCumulative: amount) - order.commission
    }

    /// Whether a sale is told of shares that are not there: then our books are wrong, and a
    /// reconcile has to say how.
    @inline(__always)
    private mutating func sellsMoreThanHeld(
        _ execution: Execution, _ side: Side, _ slot: Int
    ) -> Bool {
        side == .sell
            && execution.quantity
                > trading.books.positions[trading.orders.slots[slot].symbol.int].quantity
    }

    /// What is told again changes nothing; what contradicts itself is asked for.
    private mutating func leave(
        _ execution: borrowing Execution, _ finding: BookedExecutions.Finding,
        _ symbol: SymbolIndex, _ out: inout OutputBuffer
    ) {
        switch finding {
        case .new: break
        case .repeated: counts.executionsRepeated += 1
        case .contradictory: quarantine(.executed, symbol, &out)
        case .scattered:
            counts.pushesPostponed += 1
            askSoon()
        }
    }

    private mutating func tellStrategy(
        _ fill: StrategyFill, _ strategy: Int, _ out: inout OutputBuffer
    ) {
        guard !trading.isPaused[strategy] else { return }
        prepareHook(.fill, symbol: fill.symbol.int, eventTime: now)
        let done = host.call(strategy) { try $0.fill(fill, &$1) }
        if !done || host.hasSaidSomething { finishHook(strategy, done, &out) }
    }
}

// What an order can't have filled: it is booked as the broker says, then trading stops
// (failure-modes.md §1, C09–C11).
extension Engine {
    /// More was filled than is left: so much is the order's, the rest is nobody's.
    private mutating func bookOverfill(
        _ execution: Execution, _ slot: Int, _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        let order = trading.orders.slots[slot]
        let leaves = order.machine.leaves
        guard execution.quantity > leaves, order.machine.hasLeft else {
            return quarantine(.executed, order.symbol, &out)
        }
        var rest = execution
        if leaves > .zero {
            rest.quantity = execution.quantity - leaves
            var own = execution
            own.quantity = leaves
            own.cumulativeQuantity = execution.cumulativeQuantity - rest.quantity
            own.cumulativeAmount = execution.cumulativeAmount - rest.price * rest.quantity
            book(own, slot, number, &out)
        }
        if PlantedBug.isPlanted(.clampsOverfill) { return }
        bookExcess(rest, order.reference, order.symbol, order.side, number, &out)
    }

    private mutating func bookExcess(
        _ execution: Execution, _ reference: OrderReference, _ symbol: SymbolIndex, _ side: Side,
        _ number: OrderNumber, _ out: inout OutputBuffer
    ) {
        let amount = execution.price * execution.quantity
        var fill = FillRecord(
            at: now, order: reference, key: .ofNobody(symbol, at: now), side: side,
            execution: execution, number: number,
            commission: configuration.costs.commission(onCumulative: amount),
            tax: side == .buy
                ? .zero : market[symbol.int].taxRates.tax(onCumulative: amount))
        if side == .buy || execution.quantity <= trading.books.positions[symbol.int].quantity {
            trading.takeExcess(&fill)
            trading.books.checkRange(
                OrderPromise(
                    strategy: Int(SignalKey.nobody), symbol: symbol.int, side: side,
                    valuation: execution.price), at: now)
            emit(fill, &out)
            lastFill = now
            noteHoldings()
            lowerExits(of: symbol.int, &out)
        } else {
            quarantine(.executed, symbol, &out)
        }
        recordIncident(.overfilled, symbol, &out)
        engageKillSwitch(.critical, &out)
    }

    /// Word of an execution comes when its order has ended.
    mutating func bookLate(
        _ execution: Execution, _ push: BrokerPush, _ fate: OrderTable.Fate,
        _ out: inout OutputBuffer
    ) {
        guard trading.books.breach == nil, !PlantedBug.isPlanted(.dropsLateFill) else { return }
        guard execution.isReadable, push.symbol == fate.symbol else {
            return quarantine(.executed, fate.symbol, &out)
        }
        let finding = trading.orders.finding(execution, under: push.number, ofEnded: fate)
        guard finding == .new else { return leave(execution, finding, fate.symbol, &out) }
        guard fate.place >= 0 else {
            let reference = fate.reference
            return bookExcess(execution, reference, fate.symbol, fate.side, push.number, &out)
        }
        let order = trading.orders.unfinished[fate.place]
        var fill = record(
            of: execution, push.number, order, taxRates: market[order.symbol.int].taxRates)
        guard
            order.side == .buy
                || execution.quantity <= trading.books.positions[order.symbol.int].quantity
        else { return quarantine(.executed, order.symbol, &out) }
        guard trading.takeLate(&fill, fate.place) else {
            return bookExcess(
                execution, order.reference, order.symbol, order.side, push.number, &out)
        }
        emit(fill, &out)
        lastFill = now
        noteHoldings()
        let told = StrategyFill(
            order: fill.order, symbol: order.symbol, side: order.side, price: execution.price,
            quantity: execution.quantity, leaves: .zero, commission: fill.commission,
            tax: fill.tax)
        if order.side == .sell { lowerExits(of: order.symbol.int, &out) }
        if !order.isExternal { tellStrategy(told, Int(order.key.strategy), &out) }
        recordIncident(.filledAfterEnd, order.symbol, &out)
        engageKillSwitch(.critical, &out)
    }
}
