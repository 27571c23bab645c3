/// The one price of a call auction and what trades there (krx-market.md §5.4, steps 1 to 3).
///
/// A pure function of what was ordered: limits by price, market orders by side, the last price.
/// Who gets how much of it is `LimitPriceAllocation`'s answer at a daily limit, and price then time
/// everywhere else.
public struct SinglePrice: Hashable, Sendable {
    public var price: Price
    /// The shares that trade, at least one.
    public var quantity: Shares

    public init(price: Price, quantity: Shares) {
        self.price = price
        self.quantity = quantity
    }

    /// The price at which an auction ends, `nil` when nothing can trade.
    ///
    /// - Parameters:
    ///   - bids: limit orders to buy added up by price, the best (highest) first; any depth.
    ///   - asks: limit orders to sell added up by price, the best (lowest) first; any depth.
    ///   - marketBuys: shares of all market orders to buy.
    ///   - marketSells: shares of all market orders to sell.
    ///   - last: the last price; before the first trade of a day its base price. One off the grid
    ///     is cut down to the grid.
    ///   - band: the day's limits, `nil` where there are none.
    ///   - table: the price steps. Prices of levels lie on them.
    public static func decide(
        bids: [PriceLevel], asks: [PriceLevel], marketBuys: Shares = .zero,
        marketSells: Shares = .zero, last: Price, band: PriceBand?, table: PriceStepTable
    ) -> SinglePrice? {
        let last = table.roundedDown(last) ?? table.lowest
        let deemed = DeemedPrices(
            bestBid: bids.first?.price, bestAsk: asks.first?.price, marketBuys: marketBuys,
            marketSells: marketSells, last: last, band: band, table: table)
        let buys = bids.adding(PriceLevel(deemed.buy, marketBuys), side: .buy)
        let sells = asks.adding(PriceLevel(deemed.sell, marketSells), side: .sell)
        guard let candidates = candidates(buys: buys, sells: sells) else { return nil }
        let price = min(max(last, candidates.lowerBound), candidates.upperBound)
        let bought = buys.prefix { $0.price >= price }.reduce(Shares.zero) { $0 + $1.quantity }
        let sold = sells.prefix { $0.price <= price }.reduce(Shares.zero) { $0 + $1.quantity }
        return SinglePrice(price: price, quantity: min(bought, sold))
    }

    /// Step 2: the prices at which everything better trades fully, and one side does at the price
    /// itself. They are all grid prices from one to another: what is bought above a price only
    /// falls with it, what is sold up to it only grows.
    private static func candidates(
        buys: [PriceLevel], sells: [PriceLevel]
    ) -> ClosedRange<Price>? {
        guard let bestBuy = buys.first, let bestSell = sells.first,
            bestBuy.price >= bestSell.price
        else { return nil }
        var lowest: Price?
        var highest = bestSell.price
        // The loop goes upwards through every price with an order, B and S as in the rule.
        var bought = buys.reduce(Shares.zero) { $0 + $1.quantity }
        var sold = Shares.zero
        var buy = buys.endIndex
        var sell = sells.startIndex
        while buy > buys.startIndex || sell < sells.endIndex {
            let nextBuy = buy > buys.startIndex ? buys[buy - 1] : nil
            let nextSell = sell < sells.endIndex ? sells[sell] : nil
            guard let price = [nextBuy?.price, nextSell?.price].compactMap(\.self).min() else {
                break
            }
            if sold <= bought { highest = price }
            if let nextSell, nextSell.price == price {
                sold = sold + nextSell.quantity
                sell += 1
            }
            if let nextBuy, nextBuy.price == price {
                bought = bought - nextBuy.quantity
                buy -= 1
            }
            if lowest == nil, bought <= sold { lowest = price }
        }
        guard let lowest else { return nil }
        return lowest...highest
    }
}

/// The prices at which market orders take part in a call auction (krx-market.md §5.4, step 1).
public struct DeemedPrices: Hashable, Sendable {
    public var buy: Price
    public var sell: Price

    /// - Parameters:
    ///   - bestBid: the highest limit to buy.
    ///   - bestAsk: the lowest limit to sell.
    ///   - last: a price on the grid.
    public init(
        bestBid: Price?, bestAsk: Price?, marketBuys: Shares, marketSells: Shares, last: Price,
        band: PriceBand?, table: PriceStepTable
    ) {
        func below(_ price: Price) -> Price { table.down(from: price) ?? table.lowest }
        if bestBid == nil, bestAsk == nil {
            // There are market orders alone: it is the last price, or a step to the side that wants
            // more.
            let price =
                marketBuys == marketSells
                ? last : marketBuys > marketSells ? table.up(from: last) : below(last)
            buy = price
            sell = price
        } else {
            buy = last
            sell = last
            if let bestBid {
                buy = max(buy, table.up(from: bestBid))
                sell = min(sell, bestBid)
            }
            if let bestAsk {
                buy = max(buy, bestAsk)
                sell = min(sell, below(bestAsk))
            }
        }
        if let band {
            buy = band.clamped(buy)
            sell = band.clamped(sell)
        }
    }
}

extension [PriceLevel] {
    /// The levels with one more, which is better than all or as good as the best.
    fileprivate func adding(_ level: PriceLevel, side: Side) -> [PriceLevel] {
        guard level.quantity > .zero else { return self }
        guard let best = first, best.price == level.price else { return [level] + self }
        var levels = self
        levels[0].quantity = levels[0].quantity + level.quantity
        return levels
    }
}
