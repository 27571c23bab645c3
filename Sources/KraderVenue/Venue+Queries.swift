public import KraderModel

/// The broker's lists as they are now, whole. These allocate: they are asked now and then.
extension Venue {
    /// Orders with shares left, by order number (ka10075).
    public func openOrders() -> [ListedOrder] { rows(of: .open, 0..<Int.max).rows }

    /// Order numbers under which shares were executed today, in their order (ka10076).
    public func executedOrders() -> [ListedOrder] { rows(of: .executed, 0..<Int.max).rows }

    /// All orders, modifies and cancels that were taken today, by number (kt00007).
    public func ordersOfDay() -> [ListedOrder] { rows(of: .all, 0..<Int.max).rows }

    /// Today's executions, by their number (kt00009).
    public func executions() -> [ListedExecution] { executions(0..<executionsToday.count) }

    /// What is held, by symbol index (kt00018).
    public func positions() -> [ListedPosition] {
        var result: [ListedPosition] = []
        for index in 0..<states.count {
            let symbol = SymbolIndex(index)
            let holding = ledger.holding(symbol)
            if holding.quantity == .zero { continue }
            result.append(
                ListedPosition(
                    symbol: symbol, quantity: holding.quantity,
                    sellable: ledger.sellable(symbol), cost: holding.cost))
        }
        return result
    }

    /// Money (kt00001).
    public func balance() -> ListedBalance {
        ListedBalance(
            cash: ledger.cash, reserved: ledger.reserved, withdrawable: ledger.withdrawable)
    }

    /// The price up to which a live order trades now, which no list tells: of a best-limit order
    /// what it found on arrival. It is `nil` for market orders and for orders that don't live.
    public func limit(of number: OrderNumber) -> Price? {
        guard case .resting(let slot) = orders.place(of: number) else { return nil }
        return orders[slot].limit
    }

    /// One element: which number left the range, and by whose action or execution. Nothing after it
    /// means anything.
    public var rangeBreaches: BufferView<(number: RangeBreach.Number, symbol: SymbolIndex)?> {
        ledger.breaches.view
    }

    /// Commission and tax taken since the account was opened, and what sales brought beyond the
    /// cost of the shares sold.
    public func totals() -> (commission: Won, tax: Won, realised: Won) {
        (ledger.commission, ledger.tax, ledger.realised)
    }
}

// Pages of the lists, as requests ask for them. Each shows the list as it is at its moment: what
// ends between two of them moves the rows behind it forward, as with any broker.
extension Venue {
    mutating func answer(_ query: BrokerQuery, _ id: RequestID, at moment: Moment) {
        answers.append(
            BrokerAnswer(request: id, query: query, asOf: moment, outcome: page(query)))
    }

    private func page(_ query: BrokerQuery) -> BrokerAnswer.Outcome {
        let size = configuration.rowsPerPage
        // A page below zero lies beyond the end of every list.
        let begin = Int(UInt32(bitPattern: query.page)) * size
        let places = begin..<begin + size
        switch query.kind {
        case .openOrders: return page(of: .open, places)
        case .executedOrders: return page(of: .executed, places)
        case .ordersOfDay: return page(of: .all, places)
        case .executions:
            let count = executionsToday.count
            return .executions(
                executions(places.clamped(to: 0..<count)), hasMore: places.upperBound < count)
        case .positions:
            let all = positions()
            return .positions(
                Array(all[places.clamped(to: all.indices)]),
                hasMore: places.upperBound < all.count)
        case .balance: return .balance(balance())
        }
    }

    private func page(of list: OrderList, _ places: Range<Int>) -> BrokerAnswer.Outcome {
        let (rows, hasMore) = rows(of: list, places)
        return .orders(rows, hasMore: hasMore)
    }

    private enum OrderList { case open, executed, all }

    /// The rows at some places of a list of orders, and whether the list goes on behind them.
    private func rows(
        of list: OrderList, _ places: Range<Int>
    ) -> (rows: [ListedOrder], hasMore: Bool) {
        var executed = ExecutedSums(numbers: orders.numbersGiven)
        for index in 0..<executionsToday.count { executed.add(executionsToday[index]) }
        var rows: [ListedOrder] = []
        var place = 0
        for value in 0..<orders.numbersGiven {
            let number = OrderNumber(Int32(value + 1))
            let belongs =
                switch list {
                case .open: orders.row(of: number).slot != VenueOrders.none
                case .executed: executed[number].shares > .zero
                case .all: true
                }
            if !belongs { continue }
            if place >= places.upperBound { return (rows, true) }
            if place >= places.lowerBound { rows.append(listed(number, executed)) }
            place += 1
        }
        return (rows, false)
    }

    private func listed(_ number: OrderNumber, _ executed: ExecutedSums) -> ListedOrder {
        let row = orders.row(of: number)
        return ListedOrder(
            number: number, original: row.kind == .new ? nil : row.original, symbol: row.symbol,
            kind: row.kind, terms: row.terms,
            leaves: row.slot == VenueOrders.none ? .zero : orders[row.slot].leaves,
            filled: executed[number].shares, amount: executed[number].amount)
    }

    private func executions(_ places: Range<Int>) -> [ListedExecution] {
        var result: [ListedExecution] = []
        result.reserveCapacity(places.count)
        var executed = ExecutedSums(numbers: orders.numbersGiven)
        for place in 0..<places.upperBound {
            let row = executionsToday[place]
            executed.add(row)
            if place < places.lowerBound { continue }
            let order = orders.row(of: row.order)
            let execution = Execution(
                number: ExecutionNumber(Int64(place + 1)), price: row.price,
                quantity: row.quantity, time: row.time,
                cumulativeQuantity: executed[row.order].shares,
                cumulativeAmount: executed[row.order].amount, venue: .krx,
                channel: channel(ofChain: row.order))
            result.append(
                ListedExecution(
                    order: row.order, symbol: order.symbol, side: order.terms.side,
                    execution: execution))
        }
        return result
    }

    /// From where the first order of a chain of modifies was given.
    private func channel(ofChain number: OrderNumber) -> OrderChannel {
        var row = orders.row(of: number)
        while row.kind != .new { row = orders.row(of: row.original) }
        return row.channel
    }
}
