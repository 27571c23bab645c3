import KraderModel

/// Continuous matching: price, then time (krx-market.md §5.3).
extension ExchangeBook {
    /// The price at which a side's waiting market orders are shown: a step better than its best
    /// limit, or the last price when there is none; inside the limits.
    func marketPrice(_ side: Side) -> Price {
        guard let best = self[side].bestLimit else { return inLimits(last) }
        return inLimits(
            side == .buy ? table.up(from: best) : table.down(from: best) ?? table.lowest)
    }

    /// The best price that a side displays.
    func displayedBest(_ side: Side) -> Price? {
        self[side].markets.isEmpty ? self[side].bestLimit : marketPrice(side)
    }

    /// The price at which an arriving order would trade with a waiting one, `nil` when they don't
    /// meet. It is that of the order that was there first; a waiting market order goes as far as
    /// the arriving limit.
    private func tradePrice(
        waiting: Price?, of side: Side, arriving limit: Price?
    ) -> Price? {
        guard let waiting else {
            let shown = marketPrice(side)
            guard let limit else { return shown }
            return self[side].isBetter(limit, shown) ? limit : shown
        }
        guard let limit else { return waiting }
        return self[side].isBetter(limit, waiting) ? nil : waiting
    }

    /// Matches an arriving order's shares and gives what is left of them. The check for an
    /// interruption comes before each trade: then that trade doesn't happen and the rest is left.
    mutating func match(_ quantity: Shares, of number: Int, at moment: Moment) -> Shares {
        guard let taker = orders[number] else { return quantity }
        let opposite = taker.side.opposite
        let reference = last
        let session: SessionPhase = isEvening ? .afterMarket : .continuous
        var left = quantity
        while left > .zero, let best = self[opposite].first(marketPrice: marketPrice(opposite)),
            let price = tradePrice(waiting: best.limit, of: opposite, arriving: taker.limit)
        {
            if let cause = interruption(by: price, in: session, from: reference) {
                interrupt(cause, at: moment)
                break
            }
            let size = min(left, best.order.quantity)
            self[opposite].takeFirst(size, limit: best.limit)
            reduce(best.order.number, by: size)
            left = left - size
            let (buy, sell) =
                taker.side == .buy ? (number, best.order.number) : (best.order.number, number)
            trade(price, size, buy: buy, sell: sell, at: moment)
            tape.ticks.append(
                Tick(
                    time: moment, symbol: symbol, price: price, size: size,
                    taker: taker.side == .buy ? .buyer : .seller))
        }
        return left
    }

    /// Whether an order would fill wholly at once, as fill or kill asks. One that an interruption
    /// would stop midway doesn't, and so starts none.
    func canFill(_ quantity: Shares, of number: Int) -> Bool {
        guard let taker = orders[number] else { return false }
        let opposite = self[taker.side.opposite]
        let session: SessionPhase = isEvening ? .afterMarket : .continuous
        var found = Shares.zero
        func add(_ shares: Shares, limit: Price?) -> Bool {
            guard shares > .zero else { return true }
            let price = tradePrice(
                waiting: limit, of: taker.side.opposite, arriving: taker.limit)
            guard let price, interruption(by: price, in: session, from: last) == nil else {
                return false
            }
            found = found + shares
            return true
        }
        guard add(opposite.markets.quantity, limit: nil) else { return found >= quantity }
        for level in opposite.levels.reversed() where found < quantity {
            guard add(level.queue.quantity, limit: level.price) else { break }
        }
        return found >= quantity
    }

    /// Takes shares that left the book by a trade off what is open of an order.
    mutating func reduce(_ number: Int, by shares: Shares) {
        guard var order = orders[number] else { return }
        order.open = order.open - shares
        orders[number] = order.open == .zero ? nil : order
    }

    mutating func trade(_ price: Price, _ size: Shares, buy: Int, sell: Int, at moment: Moment) {
        last = price
        tape.trades.append(
            FlowTrade(
                time: moment, symbol: symbol, buy: buy, sell: sell, price: price, quantity: size))
    }

    /// Writes down what is displayed, if it has changed: ten levels a side, market orders at the
    /// price they are shown at. It writes nothing while orders only gather.
    mutating func display(at moment: Moment) {
        guard phase.isContinuous else { return }
        var book = Book(time: moment, symbol: symbol)
        for side in Side.allCases {
            var levels = self[side].priceLevels.prefix(Book.depthMax)
            let market = self[side].markets.quantity
            if market > .zero {
                let price = marketPrice(side)
                if let best = levels.first, best.price == price {
                    levels[0].quantity = best.quantity + market
                } else {
                    levels.insert(PriceLevel(price, market), at: 0)
                }
            }
            for level in levels.prefix(Book.depthMax) { book.append(level, to: side) }
        }
        var before = shown
        before.time = moment
        guard book != before else { return }
        shown = book
        tape.books.append(book)
    }
}
