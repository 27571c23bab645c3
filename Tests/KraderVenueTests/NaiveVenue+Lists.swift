import KraderModel
import KraderVenue

/// What the broker says when asked, worked out from what was asked for, what lives and what was
/// executed.
extension NaiveVenue {
    /// What was asked for under a number.
    struct Deed {
        var number: Int32
        var original: OrderNumber?
        var symbol: Int
        var kind: ListedOrder.Kind
        var type: OrderType
        var terms: OrderTerms
    }

    func note(
        _ kind: ListedOrder.Kind, of original: OrderNumber?, _ symbol: Int, _ side: Side,
        _ quantity: Int64, _ limit: Price?, _ type: OrderType, _ id: RequestID?, _ time: Int64
    ) -> Int32 {
        let number = Int32(deeds.count + 1)
        let terms = OrderTerms(
            side: side, quantity: Shares(quantity), limit: limit, type: type,
            channel: id == nil ? .other : .openAPI, enteredAt: Moment(nanoseconds: time))
        deeds.append(
            Deed(
                number: number, original: original, symbol: symbol, kind: kind, type: type,
                terms: terms))
        return number
    }

    func deed(_ number: OrderNumber) -> Deed { deeds[Int(number.value) - 1] }

    private func executions(of number: Int32) -> [Execution] {
        listed.filter { $0.order.value == number }.map(\.execution)
    }

    func filled(_ number: Int32) -> Int64 {
        executions(of: number).reduce(0) { $0 + $1.quantity.count }
    }

    func worth(_ number: Int32) -> Int64 {
        executions(of: number).reduce(0) { $0 + $1.price.won * $1.quantity.count }
    }

    var ordersOfDay: [ListedOrder] {
        deeds.map { deed in
            ListedOrder(
                number: OrderNumber(deed.number), original: deed.original,
                symbol: SymbolIndex(deed.symbol), kind: deed.kind, terms: deed.terms,
                leaves: Shares(orders.first { $0.number == deed.number }?.leaves ?? 0),
                filled: Shares(filled(deed.number)), amount: Won(worth(deed.number)))
        }
    }

    var openOrders: [ListedOrder] { ordersOfDay.filter { $0.leaves > .zero } }
    var executedOrders: [ListedOrder] { ordersOfDay.filter { $0.filled > .zero } }

    var positions: [ListedPosition] {
        instruments.indices.filter { (held[$0] ?? 0) > 0 }.map {
            ListedPosition(
                symbol: SymbolIndex($0), quantity: Shares(held[$0] ?? 0),
                sellable: Shares(sellable($0)), cost: Won(cost[$0] ?? 0))
        }
    }

    func answer(_ query: BrokerQuery, _ id: RequestID, _ moment: Moment) {
        let outcome: BrokerAnswer.Outcome
        switch query.kind {
        case .openOrders: outcome = orderPage(openOrders, query.page)
        case .executedOrders: outcome = orderPage(executedOrders, query.page)
        case .ordersOfDay: outcome = orderPage(ordersOfDay, query.page)
        case .executions:
            let (rows, more) = page(listed, query.page)
            outcome = .executions(rows, hasMore: more)
        case .positions:
            let (rows, more) = page(positions, query.page)
            outcome = .positions(rows, hasMore: more)
        case .balance:
            outcome = .balance(
                ListedBalance(
                    cash: Won(cash), reserved: Won(reserved), withdrawable: Won(withdrawable)))
        }
        answered.append(BrokerAnswer(request: id, query: query, asOf: moment, outcome: outcome))
    }

    private func orderPage(_ rows: [ListedOrder], _ number: Int32) -> BrokerAnswer.Outcome {
        let (rows, more) = page(rows, number)
        return .orders(rows, hasMore: more)
    }

    /// A list's pages one after the other, each with as many rows as a page has.
    private func page<Row>(_ list: [Row], _ number: Int32) -> ([Row], Bool) {
        var rest = list[...]
        var pages: [[Row]] = []
        while !rest.isEmpty {
            pages.append(Array(rest.prefix(settings.rowsPerPage)))
            rest = rest.dropFirst(settings.rowsPerPage)
        }
        guard pages.indices.contains(Int(number)) else { return ([], false) }
        return (pages[Int(number)], Int(number) + 1 < pages.count)
    }
}

/// What persons do, and what a test says that fills.
extension NaiveVenue {
    func enterByHand(_ order: BrokerRequest.NewOrder, at moment: Moment) {
        advance(to: moment.nanoseconds)
        enter(order, nil, moment.nanoseconds)
    }

    func cancelByHand(_ number: OrderNumber, quantity: Shares?, at moment: Moment) {
        advance(to: moment.nanoseconds)
        guard let index = orders.firstIndex(where: { $0.number == number.value }) else { return }
        let symbol = SymbolIndex(orders[index].symbol)
        cancel(
            .init(original: number, symbol: symbol, quantity: quantity), nil, moment.nanoseconds)
    }

    func modifyByHand(
        _ number: OrderNumber, quantity: Shares?, limit: Price, at moment: Moment
    ) {
        advance(to: moment.nanoseconds)
        guard let index = orders.firstIndex(where: { $0.number == number.value }) else { return }
        let symbol = SymbolIndex(orders[index].symbol)
        modify(
            .init(original: number, symbol: symbol, quantity: quantity, limit: limit), nil,
            moment.nanoseconds)
    }

    func fillByHand(
        _ number: OrderNumber, quantity: Shares, at price: Price, time: Moment
    ) -> Result<ExecutionNumber, VenueRejection> {
        advance(to: time.nanoseconds)
        guard let index = orders.firstIndex(where: { $0.number == number.value }) else {
            return .failure(.unknownOrder)
        }
        let order = orders[index]
        if order.leaves == 0 { return .failure(.nothingLeft) }
        if !(1...order.leaves).contains(quantity.count) { return .failure(.badQuantity) }
        if price.won < 1 { return .failure(.offStep) }
        let value = Int128(price.won) * Int128(quantity.count)
        let most = Int128(1_000_000_000_000_000_000)
        if value + Int128(order.amount) > most || value + Int128(cost[order.symbol] ?? 0) > most {
            return .failure(.quantityTooLarge)
        }
        execute(index, quantity.count, price.won, time.nanoseconds, .scripted)
        return .success(ExecutionNumber(executionCount))
    }
}
