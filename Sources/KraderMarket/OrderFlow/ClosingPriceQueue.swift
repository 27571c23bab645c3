import KraderModel

/// Orders at a close that is known: yesterday's before the open, today's after it. They trade at
/// that price by time alone (krx-market.md §1.1).
struct ClosingPriceQueue {
    let price: Price
    /// The moment from which orders match; before it they only gather.
    private(set) var matchesFrom: Moment
    private(set) var buys = RestingQueue()
    private(set) var sells = RestingQueue()

    init(price: Price, matchesFrom: Moment) {
        self.price = price
        self.matchesFrom = matchesFrom
    }

    /// The moment of the next trade, `nil` while one side is empty.
    var due: Moment? { buys.isEmpty || sells.isEmpty ? nil : matchesFrom }

    mutating func append(_ order: RestingOrder, side: Side) {
        if side == .buy { buys.append(order) } else { sells.append(order) }
    }

    mutating func postpone(until moment: Moment) { matchesFrom = max(matchesFrom, moment) }

    /// Whether the order was there.
    mutating func remove(_ number: Int) -> Bool {
        let before = buys.quantity + sells.quantity
        for order in buys.all where order.number == number { buys.take(order.quantity, of: number) }
        for order in sells.all where order.number == number {
            sells.take(order.quantity, of: number)
        }
        return buys.quantity + sells.quantity < before
    }

    /// The next trade's orders and size.
    mutating func takeFirst() -> (buy: Int, sell: Int, size: Shares)? {
        guard let buy = buys.first, let sell = sells.first else { return nil }
        let size = min(buy.quantity, sell.quantity)
        buys.takeFirst(size)
        sells.takeFirst(size)
        return (buy.number, sell.number, size)
    }
}

extension ExchangeBook {
    /// Puts an order into the queue of the session that is open at a moment. Before the open its
    /// price is the day's base, which is the previous close unless the exchange has adjusted it.
    mutating func enterAtClosingPrice(_ order: RestingOrder, side: Side, at moment: Moment) {
        if closingPrices == nil {
            closingPrices = ClosingPriceQueue(
                price: last, matchesFrom: hours.preOpenClosingPrice.start)
        }
        closingPrices?.append(order, side: side)
        if let due = closingPrices?.due, due <= moment { matchClosingPrices(at: moment) }
    }

    /// Matches orders at the close. Such trades move neither the last price nor a reference.
    mutating func matchClosingPrices(at moment: Moment) {
        guard let price = closingPrices?.price else { return }
        while let (buy, sell, size) = closingPrices?.takeFirst() {
            tape.trades.append(
                FlowTrade(
                    time: moment, symbol: symbol, buy: buy, sell: sell, price: price,
                    quantity: size))
            tape.ticks.append(Tick(time: moment, symbol: symbol, price: price, size: size))
        }
    }
}
