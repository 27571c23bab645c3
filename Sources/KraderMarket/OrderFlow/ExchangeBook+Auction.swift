import KraderModel

/// Call auctions: one price for all who meet it (krx-market.md §5.4).
extension ExchangeBook {
    /// The price at which an auction would end now.
    var singlePrice: SinglePrice? {
        SinglePrice.decide(
            bids: self[.buy].priceLevels, asks: self[.sell].priceLevels,
            marketBuys: self[.buy].markets.quantity, marketSells: self[.sell].markets.quantity,
            last: last, band: band, table: table)
    }

    /// Everybody trades at one price; it is the new static reference (§4.2).
    mutating func cross(_ decided: SinglePrice?, at moment: Moment) {
        defer { servesBySize = false }
        guard let decided else { return }
        let buys = served(.buy, decided)
        let sells = served(.sell, decided)
        pair(buys, sells, at: decided.price, moment)
        staticReference = decided.price
        tape.ticks.append(
            Tick(time: moment, symbol: symbol, price: decided.price, size: decided.quantity))
    }

    /// The orders of a side that trade, with how much each does; these shares leave the book.
    private mutating func served(_ side: Side, _ decided: SinglePrice) -> [RestingOrder] {
        let locked = side == .buy ? band?.upper : band?.lower
        if servesBySize, decided.price == locked { return servedBySize(side, decided) }
        // Their rank among themselves doesn't hang on the deemed price, only whether it is a
        // daily limit's: the price at which they are shown says the same.
        let marketPrice = marketPrice(side)
        var served: [RestingOrder] = []
        var left = decided.quantity
        while left > .zero, let first = self[side].first(marketPrice: marketPrice) {
            let size = min(left, first.order.quantity)
            self[side].takeFirst(size, limit: first.limit)
            served.append(
                RestingOrder(number: first.order.number, quantity: size, rank: first.order.rank))
            reduce(first.order.number, by: size)
            left = left - size
        }
        return served
    }

    /// Step 5: at the limit all count as simultaneous. No buy is above the upper limit and no sell
    /// below the lower one, so that all who trade are at it.
    private mutating func servedBySize(_ side: Side, _ decided: SinglePrice) -> [RestingOrder] {
        var waiting: [RestingOrder] = []
        let level = self[side].levels.last { $0.price == decided.price }
        let atLimit = (level?.queue.all ?? []) + self[side].markets.all
        for order in atLimit.sorted(by: { $0.rank < $1.rank }) {
            if let place = waiting.firstIndex(where: { $0.number == order.number }) {
                waiting[place].quantity = waiting[place].quantity + order.quantity
            } else {
                waiting.append(order)
            }
        }
        let given = LimitPriceAllocation.allocate(
            waiting.map(\.quantity), available: decided.quantity)
        var served: [RestingOrder] = []
        for (order, shares) in zip(waiting, given) where shares > .zero {
            let limit = orders[order.number]?.limit
            self[side].take(shares, of: order.number, limit: limit, earliestFirst: true)
            reduce(order.number, by: shares)
            served.append(RestingOrder(number: order.number, quantity: shares, rank: order.rank))
        }
        return served
    }

    /// Writes down who traded with whom: the first of both sides, as far as they go.
    private mutating func pair(
        _ buys: [RestingOrder], _ sells: [RestingOrder], at price: Price, _ moment: Moment
    ) {
        var (buy, sell) = (0, 0)
        var (bought, sold) = (Shares.zero, Shares.zero)
        while buy < buys.count, sell < sells.count {
            let size = min(buys[buy].quantity - bought, sells[sell].quantity - sold)
            trade(price, size, buy: buys[buy].number, sell: sells[sell].number, at: moment)
            bought = bought + size
            sold = sold + size
            if bought == buys[buy].quantity { (buy, bought) = (buy + 1, .zero) }
            if sold == sells[sell].quantity { (sell, sold) = (sell + 1, .zero) }
        }
    }
}
