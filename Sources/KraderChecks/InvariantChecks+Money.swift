import KraderEngine
import KraderModel

// Positions, cash and whose they are (invariants 15 to 17), with arithmetic of our own.
extension InvariantChecks {
    /// Commission and tax of a fill, by the order's sums.
    mutating func checkCosts(
        _ fill: borrowing FillRecord, _ order: WatchedPlace?, isExcess: Bool
    ) {
        var amount = fill.execution.price.won * fill.execution.quantity.count
        var commission: Int64 = 0
        var tax: Int64 = 0
        if !isExcess {
            guard let order else { return }
            amount += order.pointee.amount
            commission = order.pointee.commission
            tax = order.pointee.tax
            order.pointee.commission += fill.commission.amount
            order.pointee.tax += fill.tax.amount
        }
        let fee = ExchangeRules.commission(on: amount, costs) - commission
        expect(
            fill.commission.amount == fee, .commissionIsRight, at: fill.at, fill.order,
            fill.key.symbol, fee, fill.commission.amount)
        let board = symbols[fill.key.symbol.int].board
        let due =
            fill.side == .buy ? 0 : ExchangeRules.tax(on: amount, board, day, costs) - tax
        expect(
            fill.tax.amount == due, .taxIsRight, at: fill.at, fill.order, fill.key.symbol, due,
            fill.tax.amount)
        let isNew = thorough.executions.insert(
            ThoroughMemory.ExecutionPlace(
                number: fill.number.value, execution: fill.execution.number.value,
                isExcess: isExcess, venue: fill.execution.venue)
        ).inserted
        expect(isNew, .fillIsNew, at: fill.at, fill.order, fill.key.symbol)
    }

    /// What the fill says of position, cash and owners, behind ours.
    mutating func checkBooks(_ fill: borrowing FillRecord) {
        let symbol = fill.key.symbol
        expect(
            fill.positionAfter.count == symbols[symbol.int].held
                && symbols[symbol.int].held >= 0,
            .positionIsSum, at: fill.at, fill.order, symbol, symbols[symbol.int].held,
            fill.positionAfter.count)
        expect(
            fill.cashAfter.amount == money.cash, .cashIsSum, at: fill.at, fill.order, symbol,
            money.cash, fill.cashAfter.amount)
        checkOwners(fill)
    }

    private mutating func checkOwners(_ fill: borrowing FillRecord) {
        let symbol = fill.key.symbol.value
        if fill.key.strategy == SignalKey.nobody { thorough.unsettled.insert(symbol) }
        if thorough.unsettled.contains(symbol) { return }
        let owner = ThoroughMemory.Owner(strategy: fill.key.strategy, symbol: symbol)
        thorough.owned[owner] = fill.own.after.count
        if fill.own.unowned > .zero { thorough.nobodys[symbol] = fill.own.unownedAfter.count }
        var sum = thorough.nobodys[symbol] ?? 0
        for (owner, shares) in thorough.owned where owner.symbol == symbol { sum += shares }
        expect(
            sum == symbols[Int(symbol)].held, .ownersHaveAll, at: fill.at, fill.order,
            fill.key.symbol, symbols[Int(symbol)].held, sum)
    }

    /// The official close, or the run's end.
    mutating func take(_ record: borrowing DayRecord) {
        if isThorough { checkDay(record) }
        if !record.isUnfinished {
            money.formerEquity = record.cash.amount + record.holdings.amount
        }
    }

    private mutating func checkDay(_ record: borrowing DayRecord) {
        if !record.isUnfinished {
            expect(
                record.day > thorough.lastEnded, .daysComeOnce, at: record.at, nil, nil,
                Int64(thorough.lastEnded.dayNumber), Int64(record.day.dayNumber))
            thorough.lastEnded = record.day
        }
        expect(
            record.cash.amount == money.cash, .cashIsSum, at: record.at, nil, nil, money.cash,
            record.cash.amount)
        var holdings: Int64 = 0
        for place in 0..<heldCount {
            let symbol = Int(held[place])
            let mark = mark(symbol)
            if mark == 0 { return }
            holdings += mark * symbols[symbol].held
        }
        expect(
            record.holdings.amount == holdings, .equityIsSum, at: record.at, nil, nil, holdings,
            record.holdings.amount)
    }

    /// Whether the day's orders were read before the account and after it.
    private var areOrdersReadTwice: Bool {
        requests.ordersBefore > 0 && requests.ordersAt > requests.accountAt
    }

    /// What a list showed was set right: it is no trade.
    mutating func take(_ record: AdjustRecord) {
        expect(
            step.source == .answer && areOrdersReadTwice, .listsWereRead, at: record.at,
            nil, record.symbol)
        if let symbol = record.symbol {
            expect(
                record.before.count == symbols[symbol.int].held && record.after >= .zero,
                .positionIsSum, at: record.at, nil, symbol, symbols[symbol.int].held,
                record.before.count)
            hold(symbol.int, record.after.count)
            if isThorough { thorough.unsettled.insert(symbol.value) }
        }
        expect(
            record.cashBefore.amount == money.cash, .cashIsSum, at: record.at, nil, nil,
            money.cash, record.cashBefore.amount)
        money.cash += record.cashAfter.amount - record.cashBefore.amount
        money.deposits += record.equityChange.amount
    }

    /// Shares and prices changed without a trade.
    mutating func take(_ record: borrowing CorporateActionRecord) {
        let symbol = record.symbol.int
        symbols[symbol].isPlain = false
        if let strategy = record.strategy {
            thorough.owned[
                ThoroughMemory.Owner(strategy: strategy, symbol: record.symbol.value)] =
                record.after.count
            return
        }
        expect(
            record.before.count == symbols[symbol].held, .positionIsSum, at: record.at, nil,
            record.symbol, symbols[symbol].held, record.before.count)
        hold(symbol, record.after.count)
        thorough.nobodys[record.symbol.value] = record.unownedAfter.count
        // What waits to be listed is changed too: nobody can tell how much.
        symbols[symbol].unlisted = 0
        unlisted.removeAll { $0.symbol == symbol }
        guard let from = record.action.sellableFrom, from > day, record.after > record.before
        else { return }
        let added = record.after.count - record.before.count
        unlisted.append((symbol, added, from))
        symbols[symbol].unlisted = added
    }

    /// New shares are listed: they may be sold.
    mutating func listShares(on day: CalendarDate) {
        for waiting in unlisted where waiting.from <= day {
            symbols[waiting.symbol].unlisted -= waiting.quantity
        }
        unlisted.removeAll { $0.from <= day }
    }
}
