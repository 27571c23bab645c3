import KraderModel
import KraderVenue

/// Plays candles as data, read plainly from semantics.md §4.
extension NaiveVenue {
    struct Point {
        var time: Int64
        var symbol: Int
        var price: Int64
        var size: Int64
        var isTurn = false
        /// The sum of open, high, low and close.
        var sum: Int64
        /// The time before which orders had to be there, for an auction's point.
        var deadline: Int64?
        var isOpening = false
    }

    func candle(_ symbol: Int, _ candle: Candle, isDaily: Bool = false) {
        let start = candle.start.nanoseconds
        var end = candle.end.nanoseconds
        advance(to: start)
        for point in points.filter({ $0.symbol == symbol }).sorted(by: { $0.time < $1.time }) {
            note(point)
        }
        points.removeAll { $0.symbol == symbol }
        shown[symbol] = 0
        takenOfCandle[symbol] = [:]
        let volume = candle.volume.count
        if volume == 0 { return }
        let prices = [candle.open.won, candle.low.won, candle.high.won, candle.close.won]
        let sum = prices.reduce(0, +)
        var isOpening = false
        if let hours {
            if start >= hours.close.nanoseconds {
                if !closed.insert(symbol).inserted { return }
                let time = start + 1_000_000_000
                pointed.insert(symbol)
                points.append(
                    Point(
                        time: time, symbol: symbol, price: prices[3], size: volume, sum: sum,
                        deadline: time))
                return
            }
            end = min(end, hours.closingAuctionStart.nanoseconds)
            if start >= end { return }
            isOpening = start == hours.open.nanoseconds && !opened.contains(symbol)
        }
        pointed.insert(symbol)
        let quarter = volume / 4
        let tenth = volume / 10
        let atOpen =
            isDaily ? volume * settings.auctionShare.parts / 1_000_000_000 : quarter
        let atTurn = isDaily ? tenth : quarter
        let turns = settings.intrabar == .lowFirst ? [1, 2] : [2, 1]
        points += [
            Point(
                time: start + 1_000_000_000, symbol: symbol, price: prices[0], size: atOpen,
                sum: sum, deadline: isOpening ? start : nil, isOpening: isOpening),
            Point(
                time: start + (end - start) / 3, symbol: symbol, price: prices[turns[0]],
                size: atTurn, isTurn: true, sum: sum),
            Point(
                time: start + (end - start) * 2 / 3, symbol: symbol, price: prices[turns[1]],
                size: atTurn, isTurn: true, sum: sum),
            Point(
                time: end - 1_000_000_000, symbol: symbol, price: prices[3],
                size: volume - atOpen - 2 * atTurn, sum: sum),
        ]
    }

    /// The last price moves; when something was printed last does not.
    func note(_ point: Point) {
        last[point.symbol] = (point.price, last[point.symbol]?.time ?? .min / 4)
        previous[point.symbol] = point.price
        opened.insert(point.symbol)
        shown[point.symbol, default: 0] += point.size
    }

    /// Drops the fraction when no order waits: it is kept only while one does.
    func lapse(_ symbol: Int) {
        if !orders.contains(where: { $0.symbol == symbol && $0.leaves > 0 }) {
            pathFraction[symbol] = 0
        }
    }

    /// Counts a point. Where a side isn't believed, points serve as prints: they give to its
    /// allowance, and end what is known of its best by leaving the spread.
    private func countPoint(_ point: Point) {
        guard hasBook.contains(point.symbol),
            !settings.enforcesMarketRules || grid(point.symbol).isOnGrid(Price(point.price))
        else { return }
        let ask = side(point.symbol, asks: true).best
        let bid = side(point.symbol, asks: false).best
        let leaves = ask.map { point.price > $0 } == true || bid.map { point.price < $0 } == true
        for asks in [true, false] where !isBelieved(point.symbol, asks: asks, point.time) {
            change(point.symbol, asks: asks) {
                $0.allowance?.printed += point.size
                if leaves { $0.best = nil }
            }
        }
    }

    func play(_ point: Point) {
        let isFirst = !opened.contains(point.symbol)
        note(point)
        countPoint(point)
        lapse(point.symbol)
        var room = point.size
        if settings.fills != .touch, let rate = settings.participation {
            let parts =
                Int128(point.size) * Int128(rate.parts) + Int128(pathFraction[point.symbol] ?? 0)
            pathFraction[point.symbol] = Int64(parts % 1_000_000_000)
            room = min(room, Int64(parts / 1_000_000_000))
        }
        if let deadline = point.deadline, isFirst || !point.isOpening {
            let dot = Dot(
                time: point.time, symbol: point.symbol, price: point.price, size: point.size)
            cross(dot, room) { $0.entered < deadline }
            if point.isOpening { goOn(point.symbol) }
            return
        }
        if point.size > 0 { match(point, room) }
    }

    private func match(_ point: Point, _ most: Int64) {
        var room = most
        func take(_ index: Int, _ quantity: Int64, _ price: Int64) {
            room -= min(room, quantity)
            takenOfCandle[point.symbol, default: [:]][orders[index].isBuy, default: 0] += quantity
            execute(index, quantity, price, point.time, .path)
        }
        let here = orders.indices.filter {
            orders[$0].symbol == point.symbol && orders[$0].leaves > 0
                && orders[$0].entered < point.time
        }
        let hunters = here.filter { orders[$0].hunts }
        for isBuy in [true, false] where !isLocked(isBuy, point.price, point.symbol) {
            let reached = here.filter {
                !orders[$0].hunts && orders[$0].isBuy == isBuy
                    && isBeyond(point, orders[$0].limit ?? 0, isBuy)
            }
            let sorted = reached.sorted {
                let (a, b) = (orders[$0].limit ?? 0, orders[$1].limit ?? 0)
                if a != b { return isBuy ? a > b : a < b }
                return orders[$0].number < orders[$1].number
            }
            for index in sorted where room > 0 {
                let quantity = min(room, allowed(index, point.time))
                if quantity == 0 || isServedByDisplay(orders[index], point.time) { continue }
                spend(quantity, index, point.time)
                take(index, quantity, orders[index].limit ?? 0)
            }
        }
        let isFree = settings.fills == .touch || settings.participation == nil
        for index in hunters where orders[index].leaves > 0 {
            let order = orders[index]
            let age = point.time - order.entered
            if order.kind != .day, age > settings.immediateWait.nanoseconds { continue }
            if isServedByDisplay(order, point.time) { continue }
            if isLocked(order.isBuy, point.price, point.symbol) { continue }
            let price = noBetterThanShown(paid(order, point), order)
            if let limit = order.limit, order.isBuy ? price > limit : price < limit {
                if order.kind == .day {
                    orders[index].hunts = false
                    joinQueue(index, point.time)
                    // The way to the point came through the order's limit.
                    let most = min(room, allowed(index, point.time))
                    if isBeyond(point, limit, order.isBuy), most > 0 {
                        spend(most, index, point.time)
                        take(index, most, limit)
                    }
                }
                continue
            }
            if allowanceLives(order.symbol, isBuy: order.isBuy, point.time) {
                orders[index].took = true
            }
            let most = allowed(index, point.time)
            let quantity = isFree ? most : min(most, room)
            if order.kind == .fillOrKill, quantity < order.leaves { continue }
            if quantity > 0 {
                countTaking(quantity, index, point.time, of: point.size)
                take(index, quantity, price)
            }
        }
    }

    /// Beyond the limit by the grid's next line at least; in `touch` at it too.
    private func isBeyond(_ point: Point, _ limit: Int64, _ isBuy: Bool) -> Bool {
        if limit == point.price { return settings.fills == .touch }
        guard settings.enforcesMarketRules else {
            return isBuy ? point.price < limit : point.price > limit
        }
        let table = grid(point.symbol)
        var line = Price(point.price)
        if !table.isOnGrid(line) {
            line = isBuy ? table.up(from: line) : table.down(from: line) ?? table.lowest
        }
        return isBuy ? line.won < limit : line.won > limit
    }

    private func paid(_ order: Order, _ point: Point) -> Int64 {
        let table = grid(point.symbol)
        func onGrid(_ price: Int64) -> Int64 {
            let line = Price(price)
            if table.isOnGrid(line) { return price }
            let next =
                order.isBuy ? table.up(from: line) : table.down(from: line) ?? table.lowest
            return next.won
        }
        var price = point.price
        if point.isTurn {
            let middle = onGrid(order.isBuy ? (point.sum + 3) / 4 : point.sum / 4)
            price = order.isBuy ? max(price, middle) : min(price, middle)
        }
        if settings.fills == .touch { return price }
        var steps = settings.spreadSteps
        if let rate = settings.participation {
            let part = Int128(max(1, shown[point.symbol] ?? 0)) * Int128(rate.parts)
            let took = Int128(takenOfCandle[point.symbol]?[order.isBuy] ?? 0) * 1_000_000_000
            steps += Int(min(100, took / part))
        }
        if steps == 0, settings.enforcesMarketRules { price = onGrid(price) }
        for _ in 0..<steps {
            let next =
                order.isBuy
                ? table.up(from: Price(price)) : table.down(from: Price(price)) ?? table.lowest
            price = next.won
        }
        if settings.enforcesMarketRules, let band = bands[point.symbol] {
            price = order.isBuy ? min(price, band.upper.won) : max(price, band.lower.won)
        }
        return price
    }
}
