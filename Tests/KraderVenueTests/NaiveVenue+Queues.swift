import KraderModel
import KraderVenue

/// Keeps queues, and fills by prints where a display is wanting.
extension NaiveVenue {
    func joinQueue(_ index: Int, _ time: Int64) {
        let order = orders[index]
        guard settings.fills == .queue, let limit = order.limit,
            isBelieved(order.symbol, asks: !order.isBuy, time)
        else { return }
        let own = side(order.symbol, asks: !order.isBuy)
        let isBeyond =
            !own.prices.isEmpty
            && own.prices.allSatisfy { order.isBuy ? $0 > limit : $0 < limit }
        if isBeyond { return }
        let shown = max(0, own.shares[limit] ?? 0)
        orders[index].ahead = min(orders[index].ahead ?? shown, shown)
    }

    /// Share by share: whoever of others is ahead of our first order at the price, then that order.
    func drain(_ isBuy: Bool, _ dot: Dot, _ left: inout Int64) {
        var line = orders.indices.filter {
            let order = orders[$0]
            return order.symbol == dot.symbol && order.leaves > 0 && !order.hunts
                && order.isBuy == isBuy && order.limit == dot.price && order.ahead != nil
                && isLater(dot, order)
        }
        guard let first = line.first else { return }
        let places = line
        var ours: [Int: Int64] = [:]
        var others: Int64 = 0
        var budget =
            settings.fills == .touch
            ? Int64.max : allowanceLeft(orders[first].symbol, isBuy: isBuy, dot.time)
        for _ in 0..<left {
            if let front = line.first, let ahead = orders[front].ahead, ahead <= others, budget > 0
            {
                ours[front, default: 0] += 1
                budget -= 1
                if ours[front] == orders[front].leaves { line.removeFirst() }
            } else {
                others += 1
            }
        }
        for index in places {
            orders[index].ahead = max(0, (orders[index].ahead ?? 0) - others)
            guard let quantity = ours[index] else { continue }
            left -= quantity
            spend(quantity, index, dot.time)
            execute(index, quantity, dot.price, dot.time, .touch)
        }
    }

    func isServedByDisplay(_ order: Order, _ time: Int64) -> Bool {
        hasBook.contains(order.symbol) && isBelieved(order.symbol, asks: order.isBuy, time)
    }

    func noBetterThanShown(_ price: Int64, _ order: Order) -> Int64 {
        guard let best = side(order.symbol, asks: order.isBuy).best else { return price }
        let worse = order.isBuy ? max(price, best) : min(price, best)
        guard settings.enforcesMarketRules, let band = bands[order.symbol] else { return worse }
        return order.isBuy ? min(worse, band.upper.won) : max(worse, band.lower.won)
    }

    func countTaking(_ quantity: Int64, _ index: Int, _ time: Int64, of printed: Int64) {
        let order = orders[index]
        guard hasBook.contains(order.symbol) else { return }
        if !allowanceLives(order.symbol, isBuy: order.isBuy, time) {
            change(order.symbol, asks: order.isBuy) {
                ($0.allowance, $0.bestTaken) = ((printed, 0, [:]), nil)
                $0.takenAt = time
            }
        }
        orders[index].took = true
        spend(quantity, index, time)
        change(order.symbol, asks: order.isBuy) {
            if let why = $0.why { unbelievedFills[why, default: 0] += 1 }
        }
    }
}
