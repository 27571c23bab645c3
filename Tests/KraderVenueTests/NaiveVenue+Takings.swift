import KraderModel
import KraderVenue

/// Works out what displays give.
extension NaiveVenue {
    func allowanceLives(_ symbol: Int, isBuy: Bool, _ time: Int64) -> Bool {
        let now = side(symbol, asks: isBuy)
        if now.allowance == nil { return false }
        if time - now.takenAt <= NaiveVenue.minute { return true }
        if orders.contains(where: {
            $0.symbol == symbol && $0.isBuy == isBuy && $0.leaves > 0 && $0.took
        }) {
            return true
        }
        change(symbol, asks: isBuy) { $0.allowance = nil }
        return false
    }

    func allowanceLeft(_ symbol: Int, isBuy: Bool, _ time: Int64) -> Int64 {
        guard allowanceLives(symbol, isBuy: isBuy, time),
            let allowance = side(symbol, asks: isBuy).allowance,
            let rate = settings.participation
        else { return .max }
        let part = Int128(allowance.printed) * Int128(rate.parts) / 1_000_000_000
        return max(0, Int64(part) - allowance.used)
    }

    /// What an order may have of a print.
    func allowed(_ index: Int, _ time: Int64) -> Int64 {
        let order = orders[index]
        if settings.fills == .touch { return order.leaves }
        return min(order.leaves, allowanceLeft(order.symbol, isBuy: order.isBuy, time))
    }

    func spend(_ quantity: Int64, _ index: Int, _ time: Int64) {
        let order = orders[index]
        guard allowanceLives(order.symbol, isBuy: order.isBuy, time) else { return }
        change(order.symbol, asks: order.isBuy) {
            $0.allowance?.used += quantity
            $0.takenAt = time
        }
    }

    /// Prices of the opposite side that an order accepts, the best first.
    func prices(for order: Order, strictly: Bool = false) -> [Int64] {
        let shown = side(order.symbol, asks: order.isBuy).prices
        return shown.filter { price in
            if settings.enforcesMarketRules {
                if let band = bands[order.symbol], !band.contains(Price(price)) { return false }
                if !grid(order.symbol).isOnGrid(Price(price)) { return false }
            }
            guard let limit = order.limit else { return true }
            if price == limit { return !strictly }
            return order.isBuy ? price < limit : price > limit
        }
    }

    /// The shares at a price that the first of us met, and others.
    func offer(_ order: Order, _ price: Int64) -> (met: Int64, later: Int64) {
        let now = side(order.symbol, asks: order.isBuy)
        let there = max(0, max(0, now.shares[price] ?? 0) - (now.taken[price] ?? 0))
        guard let allowance = now.allowance else { return (there, 0) }
        let met = min(there, allowance.met[price] ?? 0)
        return (met, there - met)
    }

    func take(_ index: Int, _ price: Int64, _ time: Int64, most: Int64) -> Int64 {
        let order = orders[index]
        let left = allowanceLeft(order.symbol, isBuy: order.isBuy, time)
        let offer = offer(order, price)
        let quantity = min(most, offer.met + min(offer.later, left))
        if quantity <= 0 { return 0 }
        change(order.symbol, asks: order.isBuy) {
            let before = $0.allowance?.met[price] ?? 0
            let met = min(quantity, before)
            $0.allowance?.met[price] = before - met
            $0.allowance?.used += quantity - met
            $0.taken[price, default: 0] += quantity
            $0.takenAt = time
            let best = $0.bestTaken ?? price
            $0.bestTaken = order.isBuy ? min(best, price) : max(best, price)
        }
        return quantity
    }

    /// An order that would take where we took is the rest of what took there.
    private func holdBack(_ index: Int, _ time: Int64) {
        let order = orders[index]
        guard allowanceLives(order.symbol, isBuy: order.isBuy, time),
            let best = side(order.symbol, asks: order.isBuy).bestTaken
        else { return }
        guard let limit = order.limit else { return orders[index].took = true }
        if order.isBuy ? limit >= best : limit <= best { orders[index].took = true }
    }

    func shownAs(_ order: Order) -> Evidence {
        side(order.symbol, asks: order.isBuy).prices.count > 1 ? .book : .quote
    }

    /// Begins with the first taking from a display: what it shows now is ours. `false` when the
    /// price has nothing.
    @discardableResult
    private func beginByDisplay(_ order: Order, _ price: Int64, _ time: Int64) -> Bool {
        if allowanceLives(order.symbol, isBuy: order.isBuy, time) { return true }
        let now = side(order.symbol, asks: order.isBuy)
        var met: [Int64: Int64] = [:]
        var all = order
        all.limit = nil
        for price in prices(for: all) {
            met[price] = max(0, (now.shares[price] ?? 0) - (now.taken[price] ?? 0))
        }
        if offer(order, price).met == 0 { return false }
        change(order.symbol, asks: order.isBuy) {
            $0.allowance = (0, 0, met)
            $0.bestTaken = nil
            $0.takenAt = time
        }
        return true
    }

    func walk(_ index: Int, _ time: Int64) {
        let first = orders[index]
        if !allowanceLives(first.symbol, isBuy: first.isBuy, time), filled(first.number) > 0 {
            change(first.symbol, asks: first.isBuy) {
                ($0.allowance, $0.bestTaken, $0.takenAt) = ((0, 0, [:]), nil, time)
            }
            orders[index].took = true
        }
        for price in prices(for: orders[index]) where orders[index].leaves > 0 {
            let order = orders[index]
            if !beginByDisplay(order, price, time) { continue }
            let left = allowanceLeft(order.symbol, isBuy: order.isBuy, time)
            if offer(order, price).later > left { orders[index].took = true }
            let quantity = take(index, price, time, most: order.leaves)
            if quantity == 0 { continue }
            orders[index].took = true
            execute(index, quantity, price, time, shownAs(order))
        }
        if orders[index].leaves > 0 { holdBack(index, time) }
    }

    func walkAndWait(_ index: Int, _ time: Int64) {
        let order = orders[index]
        if order.kind == .fillOrKill {
            _ = allowanceLives(order.symbol, isBuy: order.isBuy, time)
            let offers = prices(for: order).map { offer(order, $0) }
            let met = offers.reduce(0) { $0 + $1.met }
            let later = offers.reduce(0) { $0 + $1.later }
            let left = allowanceLeft(order.symbol, isBuy: order.isBuy, time)
            if met + min(later, left) < order.leaves { return expire(index, time) }
        }
        walk(index, time)
        if orders[index].leaves == 0 { return }
        if order.kind != .day { return expire(index, time) }
        if order.limit != nil {
            orders[index].hunts = false
            joinQueue(index, time)
        }
    }

    /// An order that came meets the display, or waits for prints and displays.
    func meetDisplay(_ index: Int, _ time: Int64) {
        holdBack(index, time)
        let order = orders[index]
        if !isTrading(order.symbol, time) {
            if order.kind != .day { expire(index, time) }
        } else if isBelieved(order.symbol, asks: order.isBuy, time) {
            walkAndWait(index, time)
        } else if !order.hunts {
            if order.kind == .day { joinQueue(index, time) } else { huntFromNow(index) }
        }
    }

    func matchDisplay(_ symbol: Int, _ time: Int64) {
        let now = Dot(time: time, symbol: symbol, price: 0, size: 0)
        for index in orders.indices
        where orders[index].symbol == symbol && orders[index].leaves > 0 && orders[index].hunts
            && isLater(now, orders[index])
        {
            walkAndWait(index, time)
        }
        for isBuy in [true, false] {
            let resting = orders.indices.filter {
                let order = orders[$0]
                return order.symbol == symbol && order.leaves > 0 && !order.hunts
                    && order.isBuy == isBuy && isLater(now, order)
            }.sorted {
                let (a, b) = (orders[$0], orders[$1])
                if a.limit != b.limit { return ((a.limit ?? 0) > (b.limit ?? 0)) == isBuy }
                return a.number < b.number
            }
            for index in resting {
                if orders[index].took { walkAndWait(index, time) } else { reach(index, time) }
            }
        }
    }

    /// Serves an order that waits when the display comes to it.
    func reach(_ index: Int, _ time: Int64) {
        let order = orders[index]
        _ = allowanceLives(order.symbol, isBuy: order.isBuy, time)
        var taken: Int64 = 0
        for price in prices(for: order, strictly: settings.fills == .through)
        where taken < order.leaves {
            beginByDisplay(order, price, time)
            let quantity = take(index, price, time, most: order.leaves - taken)
            if quantity > 0 { orders[index].took = true }
            taken += quantity
        }
        if taken > 0 { execute(index, taken, order.limit ?? 0, time, shownAs(order)) }
        if orders[index].leaves > 0 { joinQueue(index, time) }
    }
}
