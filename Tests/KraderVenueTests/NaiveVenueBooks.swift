import KraderModel
import KraderVenue

/// One side of a symbol's display, read plainly from semantics.md §4: prices and shares in
/// dictionaries, everything looked for anew.
struct NaiveSide {
    /// What the last update showed, less what prints took since.
    var shares: [Int64: Int64] = [:]
    /// Every price that the last update named, and how many there were.
    var prices: [Int64] = []
    var shownAt = Int64.min / 2
    var confirmedAt = Int64.min / 2
    var why: Disbelief? = .neverCame
    var best: Int64?
    /// What we took, and when last.
    var taken: [Int64: Int64] = [:]
    var takenAt = Int64.min / 2
    /// `nil` while no allowance lives: what was printed, what we used, and what is left of what the
    /// first of us met.
    var allowance: (printed: Int64, used: Int64, met: [Int64: Int64])?
    /// The best price at which we took since it began.
    var bestTaken: Int64?
}

/// Displays, and what one print or update does to them.
extension NaiveVenue {
    static let minute: Int64 = 60_000_000_000

    func side(_ symbol: Int, asks: Bool) -> NaiveSide {
        (asks ? asksOf : bidsOf)[symbol] ?? NaiveSide()
    }

    func change(_ symbol: Int, asks: Bool, _ body: (inout NaiveSide) -> Void) {
        var side = side(symbol, asks: asks)
        body(&side)
        if asks { asksOf[symbol] = side } else { bidsOf[symbol] = side }
    }

    func show(_ book: Book) {
        let time = book.time.nanoseconds
        let symbol = book.symbol.int
        advance(to: time)
        hasBook.insert(symbol)
        if !isTrading(symbol, time) { return endDisplay(symbol) }
        for asks in [true, false] {
            _ = isBelieved(symbol, asks: asks, time)
            let levels = (0..<book.count(asks ? .sell : .buy)).map {
                let level = book.level(asks ? .sell : .buy, $0)
                return (level.price.won, level.quantity.count)
            }
            change(symbol, asks: asks) { update(&$0, levels, asks: asks, time) }
        }
        matchDisplay(symbol, time)
    }

    private func update(
        _ side: inout NaiveSide, _ levels: [(Int64, Int64)], asks: Bool, _ time: Int64
    ) {
        let shares = Dictionary(uniqueKeysWithValues: levels)
        for price in side.taken.keys {
            let isBeyondAll = levels.allSatisfy { asks ? $0.0 < price : $0.0 > price }
            if shares[price] == nil, levels.isEmpty || !isBeyondAll { side.taken[price] = nil }
        }
        if let allowance = side.allowance {
            side.allowance?.met = allowance.met.reduce(into: [:]) { met, entry in
                met[entry.key] = min(entry.value, shares[entry.key] ?? 0)
            }
        }
        side.shares = shares
        side.prices = levels.map(\.0)
        (side.shownAt, side.confirmedAt, side.why) = (time, time, nil)
        side.best = levels.first { $0.1 > 0 }?.0
    }

    func endDisplay(_ symbol: Int) {
        for asks in [true, false] {
            change(symbol, asks: asks) {
                if $0.why == nil {
                    $0.why = .ended
                    unbelievedSides[.ended, default: 0] += 1
                }
                $0.allowance?.met = [:]
            }
        }
    }

    func forgetDisplays() {
        for side in asksOf.values.map({ $0 }) + bidsOf.values where side.why == nil {
            unbelievedSides[.ended, default: 0] += 1
        }
        (asksOf, bidsOf, hasBook) = ([:], [:], [])
    }

    func isBelieved(_ symbol: Int, asks: Bool, _ time: Int64) -> Bool {
        let now = side(symbol, asks: asks)
        if now.why != nil { return false }
        if settings.bookCoverage == .full { return true }
        if time - now.confirmedAt <= settings.bookAgeMax.nanoseconds { return true }
        change(symbol, asks: asks) { $0.why = .aged }
        unbelievedSides[.aged, default: 0] += 1
        return false
    }

    private func says(_ dot: Dot) -> Bool {
        !settings.enforcesMarketRules || grid(dot.symbol).isOnGrid(Price(dot.price))
    }

    private func isSurelyLater(_ time: Int64, _ before: Int64) -> Bool {
        time > before + (stampUnit > 1 ? stampUnit : 0)
    }

    /// A print of continuous trading.
    func weigh(_ dot: Dot) {
        guard hasBook.contains(dot.symbol), dot.size > 0, says(dot) else { return }
        for asks in [true, false] {
            change(dot.symbol, asks: asks) { side in
                side.allowance?.printed += dot.size
                if !isSurelyLater(dot.time, side.takenAt) { return }
                for (price, shares) in side.taken {
                    let isThrough = asks ? dot.price > price : dot.price < price
                    let rest = price == dot.price ? shares - dot.size : isThrough ? 0 : shares
                    side.taken[price] = rest > 0 ? rest : nil
                }
            }
        }
        for asks in [true, false]
        where isSurelyLater(dot.time, side(dot.symbol, asks: asks).shownAt)
            && isBelieved(dot.symbol, asks: asks, dot.time)
        {
            change(dot.symbol, asks: asks) { contradict(&$0, dot, asks: asks) }
        }
        leaveSpread(dot)
        for asks in [true, false] {
            guard let best = shownTo(asks, dot),
                isSurelyLater(dot.time, side(dot.symbol, asks: asks).shownAt)
            else { continue }
            change(dot.symbol, asks: asks) { $0.best = best }
            if isBelieved(dot.symbol, asks: asks, dot.time) {
                change(dot.symbol, asks: asks) { follow(&$0, best, dot.time, asks: asks) }
            }
        }
    }

    /// The best that came with a print: what was better is gone.
    private func follow(_ side: inout NaiveSide, _ best: Int64, _ time: Int64, asks: Bool) {
        let before = side.shares.values.filter { $0 > 0 }.count
        for price in side.shares.keys where asks ? price < best : price > best {
            side.shares[price] = 0
            side.allowance?.met[price] = 0
        }
        if side.shares[best] ?? 0 > 0 { side.confirmedAt = time }
        if before > 0, side.shares.values.allSatisfy({ $0 <= 0 }) {
            side.why = .emptied
            unbelievedSides[.emptied, default: 0] += 1
        }
    }

    private func contradict(_ side: inout NaiveSide, _ dot: Dot, asks: Bool) {
        let before = side.shares.values.filter { $0 > 0 }.count
        for (price, shares) in side.shares where shares > 0 {
            if asks ? dot.price > price : dot.price < price {
                side.shares[price] = 0
                side.allowance?.met[price] = 0
            } else if dot.price == price {
                side.shares[price] = max(0, shares - dot.size)
                let met = side.allowance?.met[price] ?? 0
                side.allowance?.met[price] = max(0, met - dot.size)
                if shares > dot.size { side.confirmedAt = dot.time }
            }
        }
        if before > 0, side.shares.values.allSatisfy({ $0 <= 0 }) {
            side.why = .emptied
            unbelievedSides[.emptied, default: 0] += 1
        }
    }

    func weighCross(_ dot: Dot) {
        guard hasBook.contains(dot.symbol) else { return }
        endDisplay(dot.symbol)
        guard says(dot) else { return }
        for asks in [true, false] {
            change(dot.symbol, asks: asks) { $0.allowance?.printed += dot.size }
        }
        leaveSpread(dot)
    }

    private func leaveSpread(_ dot: Dot) {
        let (ask, bid) = (side(dot.symbol, asks: true), side(dot.symbol, asks: false))
        guard isSurelyLater(dot.time, ask.shownAt) else { return }
        if dot.price > ask.best ?? .max || dot.price < bid.best ?? .min {
            for asks in [true, false] { change(dot.symbol, asks: asks) { $0.best = nil } }
        }
    }
}

/// What displays give.
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

    func spend(_ quantity: Int64, _ index: Int) {
        change(orders[index].symbol, asks: orders[index].isBuy) {
            $0.allowance?.used += quantity
        }
    }

    /// Prices of the opposite side that an order accepts, the best first.
    private func prices(for order: Order, strictly: Bool = false) -> [Int64] {
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

    /// Of a price, shares that the first of us met, and others.
    private func offer(_ order: Order, _ price: Int64) -> (met: Int64, later: Int64) {
        let now = side(order.symbol, asks: order.isBuy)
        let there = max(0, max(0, now.shares[price] ?? 0) - (now.taken[price] ?? 0))
        guard let allowance = now.allowance else { return (there, 0) }
        let met = min(there, allowance.met[price] ?? 0)
        return (met, there - met)
    }

    private func take(_ index: Int, _ price: Int64, _ time: Int64, most: Int64) -> Int64 {
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

    private func shownAs(_ order: Order) -> Evidence {
        side(order.symbol, asks: order.isBuy).prices.count > 1 ? .book : .quote
    }

    private func walk(_ index: Int, _ time: Int64) {
        for price in prices(for: orders[index]) where orders[index].leaves > 0 {
            let order = orders[index]
            if !allowanceLives(order.symbol, isBuy: order.isBuy, time) {
                let now = side(order.symbol, asks: order.isBuy)
                var met: [Int64: Int64] = [:]
                var all = order
                all.limit = nil
                for price in prices(for: all) {
                    met[price] = max(0, (now.shares[price] ?? 0) - (now.taken[price] ?? 0))
                }
                if offer(order, price).met == 0 { continue }
                change(order.symbol, asks: order.isBuy) {
                    $0.allowance = (0, 0, met)
                    $0.bestTaken = nil
                    $0.takenAt = time
                }
            }
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

    private func matchDisplay(_ symbol: Int, _ time: Int64) {
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

    /// The display came to an order that waits.
    private func reach(_ index: Int, _ time: Int64) {
        let order = orders[index]
        _ = allowanceLives(order.symbol, isBuy: order.isBuy, time)
        var taken: Int64 = 0
        for price in prices(for: order, strictly: settings.fills == .through) {
            taken += take(index, price, time, most: order.leaves - taken)
        }
        if taken > 0 { execute(index, taken, order.limit ?? 0, time, shownAs(order)) }
        if orders[index].leaves > 0 { joinQueue(index, time) }
    }
}

/// Queues, and prints for want of a display.
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
            spend(quantity, index)
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

    func countTaking(_ quantity: Int64, _ index: Int, _ time: Int64) {
        let order = orders[index]
        guard hasBook.contains(order.symbol) else { return }
        spend(quantity, index)
        _ = allowanceLives(order.symbol, isBuy: order.isBuy, time)
        change(order.symbol, asks: order.isBuy) {
            if $0.allowance != nil { $0.takenAt = time }
            if let why = $0.why { unbelievedFills[why, default: 0] += 1 }
        }
    }
}
