import KraderEngine
import KraderModel

// Executions: order, position and cash together (invariants 1 to 4, 15, 16, 22, 29).
extension InvariantChecks {
    mutating func take(_ fill: UnsafePointer<FillRecord>) {
        let (reference, at) = (fill.pointee.order, fill.pointee.at)
        let index = fill.pointee.key.symbol
        // A push may have waited for its order.
        expect(
            step.isMessage || requests.earlyPushes > 0, .fillHasMessage, at: at, reference, index)
        expect(wasDecided(reference), .orderIsKnown, at: at, reference, index)
        if breach != nil { return }
        let order = orders.order(reference)
        // A person's order is nobody's too: what it can't have filled is in no order's sum.
        let isOfPerson = order?.pointee.isExternal ?? false
        let isExcess =
            fill.pointee.key.strategy == SignalKey.nobody
            && (!isOfPerson || fill.pointee.filled == .zero && order?.pointee.isAlive == false)
        if isThorough { checkCosts(fill.pointee, order, isExcess: isExcess) }
        if let order, !isExcess { fillOrder(fill, order) }
        if breach != nil { return }
        let symbol = symbols.address(of: index.int)
        let (shares, price) = (fill.pointee.execution.quantity.count, fill.pointee.execution.price)
        let amount = price.won * shares
        money.turnover &+= amount
        switch fill.pointee.side {
        case .buy:
            hold(symbol, index, symbol.pointee.held + shares)
            money.cash -= amount + fill.pointee.commission.amount
        case .sell:
            hold(symbol, index, symbol.pointee.held - shares)
            money.cash += amount - fill.pointee.commission.amount - fill.pointee.tax.amount
        }
        let time = fill.pointee.execution.time
        if time >= symbol.pointee.fillTime {
            symbol.pointee.fillTime = time
            symbol.pointee.fillPrice = price.won
        }
        if isThorough { checkBooks(fill.pointee) }
    }

    @inline(__always)
    private mutating func fillOrder(
        _ fill: UnsafePointer<FillRecord>, _ order: WatchedPlace
    ) {
        let (reference, at) = (fill.pointee.order, fill.pointee.at)
        let (shares, status) = (fill.pointee.execution.quantity.count, fill.pointee.status)
        let (former, filled) = (order.pointee.status, order.pointee.filled + shares)
        let told = fill.pointee.filled.count
        expect(told == filled, .filledIsSum, at: at, reference, nil, filled, told)
        expect(
            shares > 0 && filled <= order.pointee.quantity, .filledWithinQuantity, at: at,
            reference, nil, order.pointee.quantity, filled)
        expect(
            mayFill(former, status, isAbsent: order.pointee.isAbsent), .statusFollows, at: at,
            reference, nil, Int64(former.rawValue), Int64(status.rawValue))
        if breach != nil { return }
        let isAlive = order.pointee.isAlive
        if isAlive {
            if order.pointee.isAbsent { returnAbsent(order) }
            if order.pointee.isInDoubt, order.pointee.change == 0 || status.isTerminal {
                settle(order, at: at)
            }
            count(order, -shares)
        }
        order.pointee.filled = filled
        order.pointee.amount += fill.pointee.execution.price.won * shares
        order.pointee.status = status
        checkAmount(fill, order)
        checkStatus(order, at: at)
        if isAlive, status.isTerminal, breach == nil { end(order) }
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

    /// Where the broker's sum of shares is ours, its sum of won is too; but not where word of later
    /// ones has come before, for as many may be other ones.
    @inline(__always)
    private mutating func checkAmount(
        _ fill: UnsafePointer<FillRecord>, _ order: WatchedPlace
    ) {
        let number = order.pointee.number
        let filled = order.pointee.filled - order.pointee.filledBefore
        guard number == 0 || number == fill.pointee.number.value else { return }
        let shares = fill.pointee.execution.cumulativeQuantity.count
        let isLatest = shares >= order.pointee.told
        if isLatest { order.pointee.told = shares }
        guard isLatest, shares == filled else { return }
        let amount = order.pointee.amount - order.pointee.amountBefore
        let told = fill.pointee.execution.cumulativeAmount.amount
        expect(
            told == amount, .amountIsSum, at: fill.pointee.at, fill.pointee.order, nil, told,
            amount)
    }

    /// So many shares of a symbol are held from now on.
    mutating func hold(_ symbol: Int, _ shares: Int64) {
        hold(symbols.address(of: symbol), SymbolIndex(symbol), shares)
    }

    @inline(__always)
    private mutating func hold(
        _ symbol: UnsafeMutablePointer<WatchedSymbol>, _ index: SymbolIndex, _ shares: Int64
    ) {
        let former = symbol.pointee.held
        symbol.pointee.held = shares
        if former == 0, shares != 0 {
            held[heldCount] = index.value
            symbol.pointee.place = Int32(heldCount)
            heldCount += 1
        } else if former != 0, shares == 0 {
            heldCount -= 1
            let place = Int(symbol.pointee.place)
            held[place] = held[heldCount]
            symbols[Int(held[place])].place = Int32(place)
            symbol.pointee.place = -1
        }
    }
}
