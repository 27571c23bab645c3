import KraderModel
import KraderVenue

/// Sessions, crosses and interruptions of a history of prints, read plainly from semantics.md §4.
extension NaiveVenue {
    func meet(_ dot: Dot) {
        guard let hours else {
            note(dot)
            weigh(dot)
            return match(dot)
        }
        let moment = Moment(nanoseconds: dot.time)
        if moment < hours.open { return }
        if moment < hours.closingAuctionStart {
            let isOpening = opened.insert(dot.symbol).inserted
            let silence = dot.time - (last[dot.symbol]?.time ?? dot.time)
            let isResuming =
                silence >= 120_000_000_000
                && (isSuspected(dot.symbol) || endsBusySilence(dot))
            recorded[dot.symbol, default: []].append(dot.time)
            if isOpening || isResuming {
                cross(dot)
                return goOn(dot.symbol)
            }
            note(dot)
            weigh(dot)
            return match(dot)
        }
        if moment < hours.close { return note(dot) }
        if moment < hours.closingPriceMatching, closed.insert(dot.symbol).inserted { cross(dot) }
    }

    /// All symbols of the agreement are of the class that isn't large: 6 % and 10 %.
    func isSuspected(_ symbol: Int) -> Bool {
        guard hours != nil, let last = last[symbol]?.price, let before = previous[symbol] else {
            return false
        }
        return leaves(symbol, before, last)
    }

    /// Ten prints or more in the ten minutes up to the last one, and this one leaps.
    private func endsBusySilence(_ dot: Dot) -> Bool {
        guard let last = last[dot.symbol] else { return false }
        let times = recorded[dot.symbol, default: []].filter {
            $0 >= last.time - 600_000_000_000 && $0 <= last.time
        }
        return times.count >= 10 && leaves(dot.symbol, last.price, dot.price)
    }

    private func leaves(_ symbol: Int, _ before: Int64, _ price: Int64) -> Bool {
        if abs(price - before) * 100 >= before * 6 { return true }
        guard let auction = auctionPrice[symbol] else { return false }
        return abs(price - auction) * 10 >= auction && abs(before - auction) * 10 < auction
    }

    func isTrading(_ symbol: Int, _ time: Int64) -> Bool {
        guard let hours else { return true }
        let moment = Moment(nanoseconds: time)
        guard hours.phase(at: moment) == .continuous else { return false }
        if !opened.contains(symbol), moment < hours.openingAuctionEnd { return false }
        return !isSuspected(symbol)
    }

    func cross(_ dot: Dot) {
        note(dot)
        weighCross(dot)
        var left = dot.size
        if settings.fills != .touch, let rate = settings.participation {
            left = dot.size * rate.parts / 1_000_000_000
        }
        cross(dot, left) { self.isLater(dot, $0) }
    }

    func cross(_ dot: Dot, _ most: Int64, _ isThere: (Order) -> Bool) {
        previous[dot.symbol] = dot.price
        auctionPrice[dot.symbol] = dot.price
        if dot.size == 0 { return }
        let here = orders.indices.filter {
            orders[$0].symbol == dot.symbol && orders[$0].leaves > 0
        }
        for index in here where orders[index].kind != .day && orders[index].hunts {
            expire(index, dot.time)
        }
        for index in here where orders[index].limit != nil { orders[index].hunts = false }
        var left = most
        for index in here.sorted(by: comesFirstInAuction) where orders[index].leaves > 0 {
            let order = orders[index]
            if left == 0 { return }
            if !isThere(order) || isLocked(order.isBuy, dot.price, dot.symbol) { continue }
            let price = singlePrice(dot, isBuy: order.isBuy)
            if let limit = order.limit {
                let gain = order.isBuy ? limit - price : price - limit
                if gain < 0 || (gain == 0 && settings.fills != .touch) { continue }
            }
            let quantity = min(left, order.leaves)
            left -= quantity
            spend(quantity, index, dot.time)
            takenOfCandle[dot.symbol, default: [:]][order.isBuy, default: 0] += quantity
            execute(index, quantity, price, dot.time, .auction)
        }
    }

    /// Whatever is without a price or at the day's limit by number; then buys, the highest first,
    /// and sells, the lowest first.
    private func comesFirstInAuction(_ a: Int, _ b: Int) -> Bool {
        func rank(_ order: Order) -> (Int, Int64, Int32) {
            guard let limit = order.limit else { return (0, 0, order.number) }
            let band = bands[order.symbol]
            if limit == (order.isBuy ? band?.upper.won : band?.lower.won) {
                return (0, 0, order.number)
            }
            return order.isBuy ? (1, -limit, order.number) : (2, limit, order.number)
        }
        return rank(orders[a]) < rank(orders[b])
    }

    func singlePrice(_ dot: Dot, isBuy: Bool) -> Int64 {
        let table = grid(dot.symbol)
        var price = Price(dot.price)
        if !table.isOnGrid(price) {
            price = isBuy ? table.up(from: price) : table.down(from: price) ?? table.lowest
        }
        if let band = bands[dot.symbol] {
            price = isBuy ? min(price, band.upper) : max(price, band.lower)
        }
        return price.won
    }

    func goOn(_ symbol: Int) {
        let here = orders.indices.filter { orders[$0].symbol == symbol && orders[$0].leaves > 0 }
        let market = here.contains { orders[$0].hunts }
        for index in here where !orders[index].hunts && hunts(orders[index]) {
            orders[index].hunts = true
            if !market { fraction[symbol] = 0 }
        }
    }
}
