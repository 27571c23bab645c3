import KraderEngine
import KraderModel

// Executions: order, position and cash together (invariants 1 to 4, 15, 16, 22, 29).
extension InvariantChecks {
    @inline(__always)
    mutating func take(_ fill: borrowing FillRecord) {
        // A push may have waited for its order.
        expect(
            step.isMessage || requests.earlyPushes > 0, .fillHasMessage, at: fill.at, fill.order,
            fill.key.symbol)
        let place = orders.place(of: fill.order)
        expect(
            wasDecided(fill.order), .orderIsKnown, at: fill.at, fill.order, fill.key.symbol)
        if breach != nil { return }
        let isExcess =
            fill.key.strategy == SignalKey.nobody
            && (place < 0 || !orders.places[place].isExternal)
        if isThorough { checkCosts(fill, place, isExcess: isExcess) }
        if place >= 0, !isExcess { fillOrder(fill, place) }
        if breach != nil { return }
        let symbol = fill.key.symbol.int
        let shares = fill.execution.quantity.count
        let amount = fill.execution.price.won * shares
        money.turnover &+= amount
        switch fill.side {
        case .buy:
            hold(symbol, symbols[symbol].held + shares)
            money.cash -= amount + fill.commission.amount
        case .sell:
            hold(symbol, symbols[symbol].held - shares)
            money.cash += amount - fill.commission.amount - fill.tax.amount
        }
        if fill.execution.time >= symbols[symbol].fillTime {
            symbols[symbol].fillTime = fill.execution.time
            symbols[symbol].fillPrice = fill.execution.price.won
        }
        if isThorough { checkBooks(fill) }
    }

    @inline(__always)
    private mutating func fillOrder(_ fill: borrowing FillRecord, _ place: Int) {
        let order = orders.places[place]
        let (shares, status) = (fill.execution.quantity.count, fill.status)
        let filled = order.filled + shares
        expect(
            fill.filled.count == filled, .filledIsSum, at: fill.at, fill.order, nil, filled,
            fill.filled.count)
        expect(
            shares > 0 && filled <= order.quantity, .filledWithinQuantity, at: fill.at,
            fill.order, nil, order.quantity, filled)
        expect(
            mayFill(order.status, status, isAbsent: order.isAbsent), .statusFollows, at: fill.at,
            fill.order, nil, Int64(order.status.rawValue), Int64(status.rawValue))
        if breach != nil { return }
        if order.isAlive {
            if order.isAbsent { returnAbsent(place) }
            if order.isInDoubt, order.change == 0 || status.isTerminal {
                settle(place, at: fill.at)
            }
            count(place, -shares)
        }
        orders.places[place].filled = filled
        orders.places[place].amount = order.amount + fill.execution.price.won * shares
        orders.places[place].status = status
        checkAmount(fill, place)
        checkStatus(place, at: fill.at)
        if breach == nil, status.isTerminal, order.isAlive { end(place) }
    }

    /// Whether a fill may lead from one status to another (failure-modes.md §2, 4).
    @inline(__always)
    private func mayFill(_ from: OrderStatus, _ to: OrderStatus, isAbsent: Bool) -> Bool {
        switch from {
        case .pendingNew, .submitted, .partialFill:
            to == .partialFill || to == .filled || to == .canceled
        case .canceled: to == .canceled || to == .filled
        case .rejected: isAbsent && to != .pendingNew && to != .rejected
        case .filled: false
        }
    }

    /// Where the broker's sum of shares is ours, its sum of won is too.
    @inline(__always)
    private mutating func checkAmount(_ fill: borrowing FillRecord, _ place: Int) {
        let order = orders.places[place]
        let number = fill.number.value
        guard order.number == 0 || order.number == number,
            fill.execution.cumulativeQuantity.count == order.filled - order.filledBefore
        else { return }
        let amount = order.amount - order.amountBefore
        expect(
            fill.execution.cumulativeAmount.amount == amount, .amountIsSum, at: fill.at,
            fill.order, nil, fill.execution.cumulativeAmount.amount, amount)
    }

    /// So many shares of a symbol are held from now on.
    @inline(__always)
    mutating func hold(_ symbol: Int, _ shares: Int64) {
        let former = symbols[symbol].held
        symbols[symbol].held = shares
        if former == 0, shares != 0 {
            held[heldCount] = Int32(symbol)
            symbols[symbol].place = Int32(heldCount)
            heldCount += 1
        } else if former != 0, shares == 0 {
            heldCount -= 1
            let place = Int(symbols[symbol].place)
            held[place] = held[heldCount]
            symbols[Int(held[place])].place = Int32(place)
            symbols[symbol].place = -1
        }
    }
}
