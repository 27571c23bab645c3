public import KraderModel

/// What the broker answers when asked. These allocate: they are asked now and then.
extension Venue {
    /// Orders with shares left, by order number.
    public func openOrders() -> [OpenOrder] {
        var result: [OpenOrder] = []
        result.reserveCapacity(orders.live)
        for value in 0..<orders.numbersGiven {
            guard case .resting(let slot) = orders.place(of: OrderNumber(Int32(value + 1))) else {
                continue
            }
            let order = orders[slot]
            result.append(
                OpenOrder(
                    number: order.number, root: order.root, symbol: order.symbol,
                    side: order.side, quantity: order.quantity, leaves: order.leaves,
                    limit: order.limit, enteredAt: order.enteredAt))
        }
        return result
    }

    /// Today's executions, by their number.
    public func executions() -> [ListedExecution] {
        var result: [ListedExecution] = []
        result.reserveCapacity(executionsToday.count)
        for index in 0..<executionsToday.count { result.append(executionsToday[index]) }
        return result
    }

    /// What is held, by symbol index.
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

    public func balance() -> ListedBalance {
        ListedBalance(
            cash: ledger.cash, reserved: ledger.reserved, withdrawable: ledger.withdrawable)
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
