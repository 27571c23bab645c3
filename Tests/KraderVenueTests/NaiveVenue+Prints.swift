import KraderModel
import KraderVenue

/// Works out what a print or a candle's point gives.
extension NaiveVenue {
    func match(_ dot: Dot) {
        guard dot.size > 0 else { return }
        var left = dot.size
        let isOnGrid = grid(dot.symbol).isOnGrid(Price(dot.price))
        let hunters = orders.indices.filter {
            orders[$0].symbol == dot.symbol && orders[$0].leaves > 0 && orders[$0].hunts
        }
        if isOnGrid || !settings.enforcesMarketRules {
            for isBuy in [true, false] where !isLocked(isBuy, dot.price, dot.symbol) {
                for index in waiting(isBuy, dot) {
                    if settings.fills == .queue, hasBook.contains(dot.symbol) {
                        orders[index].ahead = 0
                    }
                    let quantity = min(left, allowed(index, dot.time))
                    if quantity == 0 { continue }
                    left -= quantity
                    spend(quantity, index, dot.time)
                    let limit = orders[index].limit ?? 0
                    let evidence: Evidence =
                        limit == dot.price ? .touch : .through
                    execute(index, quantity, limit, dot.time, evidence)
                }
                if settings.fills == .queue { drain(isBuy, dot, &left) }
            }
        }
        feed(hunters, dot, left, .through)
    }

    /// Resting orders that the print reaches, best price first, then oldest number.
    func waiting(_ isBuy: Bool, _ dot: Dot) -> [Int] {
        func isReached(_ order: Order) -> Bool {
            guard let limit = order.limit else { return false }
            if limit == dot.price { return settings.fills == .touch }
            return isBuy ? dot.price < limit : dot.price > limit
        }
        return orders.indices.filter {
            let order = orders[$0]
            return order.symbol == dot.symbol && order.leaves > 0 && !order.hunts
                && order.isBuy == isBuy && isReached(order) && isLater(dot, order)
        }.sorted {
            let (a, b) = (orders[$0], orders[$1])
            if a.limit != b.limit { return ((a.limit ?? 0) > (b.limit ?? 0)) == isBuy }
            return a.number < b.number
        }
    }

    func feed(_ hunters: [Int], _ dot: Dot, _ left: Int64, _ evidence: Evidence) {
        var ours: Int64?
        var rest: Int64 = 0
        let before = taken
        for index in hunters where isLater(dot, orders[index]) {
            let order = orders[index]
            if isServedByDisplay(order, dot.time) { continue }
            let shown = shownTo(order.isBuy, dot)
            let locked = isLocked(order.isBuy, dot.price, dot.symbol)
            if locked, shown == nil { continue }
            let isQuoted = shown != nil && (locked || settings.fills != .touch)
            let exact = paid(order, dot, isQuoted ? shown : nil, before)
            let price = shown == nil ? noBetterThanShown(exact, order) : exact
            if let limit = order.limit, order.isBuy ? price > limit : price < limit {
                if order.kind == .day {
                    orders[index].hunts = false
                    joinQueue(index, dot.time)
                }
                continue
            }
            if ours == nil {
                if let rate = settings.participation, settings.fills != .touch {
                    let parts =
                        Int128(dot.size) * Int128(rate.parts)
                        + Int128(fraction[dot.symbol] ?? 0)
                    ours = min(left, Int64(parts / 1_000_000_000))
                    rest = Int64(parts % 1_000_000_000)
                } else {
                    ours = .max
                }
            }
            if allowanceLives(order.symbol, isBuy: order.isBuy, dot.time) {
                orders[index].took = true
            }
            let quantity = min(ours ?? 0, allowed(index, dot.time))
            if quantity == 0 || (order.kind == .fillOrKill && quantity < order.leaves) { continue }
            ours = (ours ?? 0) - quantity
            countTaking(quantity, index, dot.time, of: dot.size)
            execute(index, quantity, price, dot.time, isQuoted ? .quote : evidence)
        }
        if ours != nil { fraction[dot.symbol] = rest }
    }

    /// The opposite best that a print carries, if an order could trade there. A price that two
    /// bytes can't carry doesn't reach the venue.
    func shownTo(_ isBuy: Bool, _ dot: Dot) -> Int64? {
        func isCarried(_ distance: Int64) -> Bool {
            ([1, 5, 10, 50, 100, 500, 1_000, 5_000] as [Int64]).contains { unit in
                let count = distance / unit
                return distance % unit == 0 && count <= 23 && count >= (unit == 1 ? -6 : -8)
            }
        }
        let ask = dot.ask.flatMap { isCarried($0 - dot.price) ? $0 : nil }
        let bid = dot.bid.flatMap { isCarried(dot.price - $0) ? $0 : nil }
        guard let price = isBuy ? ask : bid else { return nil }
        if let ask, let bid, ask <= bid { return nil }
        if settings.enforcesMarketRules {
            guard grid(dot.symbol).isOnGrid(Price(price)) else { return nil }
            if let band = bands[dot.symbol], !band.contains(Price(price)) { return nil }
        }
        return price
    }

    /// The price on the grid: no order trades between its lines.
    func onLine(_ price: Int64, _ order: Order) -> Int64 {
        guard settings.enforcesMarketRules else { return price }
        return singlePrice(
            Dot(time: 0, symbol: order.symbol, price: price, size: 0), isBuy: order.isBuy)
    }

    /// - Parameter taken: what our orders took before those that take at this print.
    func paid(_ order: Order, _ dot: Dot, _ shown: Int64?, _ taken: [Taken]) -> Int64 {
        if settings.fills == .touch {
            return onLine(shown ?? dot.price, order)
        }
        var steps = shown == nil ? settings.spreadSteps : 0
        if let rate = settings.participation {
            let minute = dot.time / 1_000_000_000 - 60
            let ours = taken.filter {
                $0.symbol == dot.symbol && $0.isBuy == order.isBuy && $0.second > minute
            }.reduce(0) { $0 + $1.size }
            let all = printed[dot.symbol, default: []].reduce(0) { $0 + $1.size }
            let part = Int128(max(all, dot.size)) * Int128(rate.parts)
            steps += Int(min(100, Int128(ours) * 1_000_000_000 / part))
        }
        let table = grid(dot.symbol)
        var price = Price(shown ?? dot.price)
        if steps == 0, settings.enforcesMarketRules, !table.isOnGrid(price) {
            price = order.isBuy ? table.up(from: price) : table.down(from: price) ?? table.lowest
        }
        for _ in 0..<steps {
            price = order.isBuy ? table.up(from: price) : table.down(from: price) ?? table.lowest
        }
        if settings.enforcesMarketRules, let band = bands[dot.symbol] {
            price = order.isBuy ? min(price, band.upper) : max(price, band.lower)
        }
        return price.won
    }
}
