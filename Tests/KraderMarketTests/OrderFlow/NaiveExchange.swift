import KraderMarket
import KraderModel

/// The rules of krx-market.md §5 read aloud, for an issue without interruptions: every order is
/// looked at for every question, and an auction tries every price.
struct NaiveExchange {
    struct Waiting {
        var number: Int
        var side: Side
        var limit: Int64?
        var isConditional: Bool
        var quantity: Int64
        /// The place in the order of arrival, of the order or of what was changed of it.
        var arrival: Int
    }

    let lower: Int64
    let upper: Int64
    static let step: Int64 = 10

    var waiting: [Waiting] = []
    var last: Int64
    var prints: [[Int64]] = []
    private var arrivals = 0
    /// Whether the first price of the day is still to come.
    private var isFirst = true

    init(lower: Int64, upper: Int64, base: Int64) {
        self.lower = lower
        self.upper = upper
        last = base
    }

    func limits(_ side: Side) -> [[Int64]] {
        var sums: [Int64: Int64] = [:]
        for order in waiting where order.side == side {
            if let limit = order.limit { sums[limit, default: 0] += order.quantity }
        }
        return sums.keys.sorted { side == .buy ? $0 > $1 : $0 < $1 }.map { [$0, sums[$0] ?? 0] }
    }

    func market(_ side: Side) -> Int64 {
        waiting.filter { $0.side == side && $0.limit == nil }.reduce(0) { $0 + $1.quantity }
    }

    private func clamped(_ price: Int64) -> Int64 { min(max(price, lower), upper) }

    private func best(_ side: Side) -> Int64? {
        let prices = waiting.filter { $0.side == side }.compactMap(\.limit)
        return side == .buy ? prices.max() : prices.min()
    }

    /// The price at which a market order is shown.
    private func shown(_ side: Side) -> Int64 {
        guard let best = best(side) else { return clamped(last) }
        return clamped(side == .buy ? best + Self.step : best - Self.step)
    }

    private func displayed(_ side: Side) -> Int64? {
        market(side) > 0 ? shown(side) : best(side)
    }

    mutating func join(
        _ number: Int, _ side: Side, _ quantity: Int64, limit: Int64?, isConditional: Bool = false
    ) {
        waiting.append(
            Waiting(
                number: number, side: side, limit: limit, isConditional: isConditional,
                quantity: quantity, arrival: arrivals))
        arrivals += 1
    }

    /// The limit that a type has on arrival.
    func limit(_ type: OrderType, _ side: Side, _ limit: Int64?) -> Int64? {
        let other: Side = side == .buy ? .sell : .buy
        switch type {
        case .limit, .conditionalLimit: return limit
        case .market, .closingPrice: return nil
        case .bestLimit: return displayed(side) ?? clamped(last)
        case .immediatelyExecutableLimit:
            if let opposite = displayed(other) { return opposite }
            guard let own = displayed(side) else { return clamped(last) }
            return clamped(side == .buy ? own + Self.step : own - Self.step)
        }
    }

    /// The place of who would trade with an arriving order, and the price.
    private func partner(_ side: Side, limit: Int64?) -> (place: Int, price: Int64)? {
        let other: Side = side == .buy ? .sell : .buy
        let shown = shown(other)
        var best: Int?
        for place in waiting.indices where waiting[place].side == other {
            guard let champion = best else {
                best = place
                continue
            }
            let (a, b) = (waiting[place].limit ?? shown, waiting[champion].limit ?? shown)
            let isBetter = other == .buy ? a > b : a < b
            if isBetter || a == b && waiting[place].arrival < waiting[champion].arrival {
                best = place
            }
        }
        guard let best else { return nil }
        if let price = waiting[best].limit {
            if let limit, side == .buy ? price > limit : price < limit { return nil }
            return (best, price)
        }
        guard let limit else { return (best, shown) }
        return (best, side == .buy ? min(limit, shown) : max(limit, shown))
    }

    private mutating func take(_ quantity: Int64, _ place: Int) {
        waiting[place].quantity -= quantity
        if waiting[place].quantity == 0 { waiting.remove(at: place) }
    }

    mutating func arrive(
        _ number: Int, _ side: Side, _ quantity: Int64, limit: Int64?, isConditional: Bool = false,
        timeInForce: TimeInForce = .day
    ) {
        var trial = self
        var left = quantity
        while left > 0, let (place, price) = trial.partner(side, limit: limit) {
            let size = min(left, trial.waiting[place].quantity)
            trial.take(size, place)
            trial.last = price
            trial.prints.append([price, size])
            left -= size
        }
        if timeInForce == .fillOrKill, left > 0 { return }
        self = trial
        if timeInForce == .day, left > 0 {
            join(number, side, left, limit: limit, isConditional: isConditional)
        }
    }

    mutating func cancel(_ number: Int) { waiting.removeAll { $0.number == number } }

    /// Changes an order; `matches` says whether matching is on.
    mutating func change(_ number: Int, limit: Int64?, quantity: Int64?, matches: Bool) {
        let parts = waiting.filter { $0.number == number }
        guard let first = parts.first else { return }
        let open = parts.reduce(0) { $0 + $1.quantity }
        let wanted = quantity ?? open
        if let limit, limit != first.limit {
            guard first.limit != nil else { return }
            cancel(number)
            if matches {
                arrive(
                    number, first.side, wanted, limit: limit, isConditional: first.isConditional)
            } else {
                join(number, first.side, wanted, limit: limit, isConditional: first.isConditional)
            }
            return
        }
        if wanted > open {
            join(
                number, first.side, wanted - open, limit: first.limit,
                isConditional: first.isConditional)
        }
        var surplus = open - wanted
        while surplus > 0, let place = waiting.lastIndex(where: { $0.number == number }) {
            let part = min(surplus, waiting[place].quantity)
            take(part, place)
            surplus -= part
        }
    }

    /// Converts conditional orders at 15:20.
    mutating func convert() {
        var conditionals: [Int] = []
        for order in waiting where order.isConditional && !conditionals.contains(order.number) {
            conditionals.append(order.number)
        }
        // The order is that in which they first came, whatever was changed since.
        for number in conditionals.sorted() {
            let parts = waiting.filter { $0.number == number }
            cancel(number)
            join(number, parts[0].side, parts.reduce(0) { $0 + $1.quantity }, limit: nil)
        }
    }

    /// Ends an auction.
    mutating func cross() {
        defer { isFirst = false }
        guard let (price, quantity) = singlePrice() else { return }
        for side in Side.allCases {
            let locked = side == .buy ? upper : lower
            let shown = shown(side)
            var order = waiting.indices.filter { place in
                guard waiting[place].side == side else { return false }
                guard let limit = waiting[place].limit else { return true }
                return side == .buy ? limit >= price : limit <= price
            }.sorted { a, b in
                let (first, second) = (waiting[a].limit ?? shown, waiting[b].limit ?? shown)
                if first != second { return side == .buy ? first > second : first < second }
                return waiting[a].arrival < waiting[b].arrival
            }
            var gets = order.map { _ in Int64(0) }
            if isFirst, price == locked {
                order.sort { waiting[$0].arrival < waiting[$1].arrival }
                gets = bySize(order, quantity)
            } else {
                var left = quantity
                for place in order.indices {
                    gets[place] = min(left, waiting[order[place]].quantity)
                    left -= gets[place]
                }
            }
            for (place, shares) in zip(order, gets) { waiting[place].quantity -= shares }
        }
        waiting.removeAll { $0.quantity == 0 }
        last = price
        prints.append([price, quantity])
    }

    /// Step 5: an order counts as a whole, whenever its parts came; its earlier parts go first.
    private func bySize(_ order: [Int], _ quantity: Int64) -> [Int64] {
        var numbers: [Int] = []
        for place in order where !numbers.contains(waiting[place].number) {
            numbers.append(waiting[place].number)
        }
        let wanted = numbers.map { number in
            order.filter { waiting[$0].number == number }.reduce(0) { $0 + waiting[$1].quantity }
        }
        var given = LimitPriceAllocation.allocate(
            wanted.map { Shares($0) }, available: Shares(quantity)
        ).map(\.count)
        return order.map { place in
            guard let number = numbers.firstIndex(of: waiting[place].number) else { return 0 }
            let part = min(given[number], waiting[place].quantity)
            given[number] -= part
            return part
        }
    }

    private func singlePrice() -> (price: Int64, quantity: Int64)? {
        let (bid, ask) = (best(.buy), best(.sell))
        var buy = [last]
        var sell = [last]
        if let bid { (buy, sell) = (buy + [bid + Self.step], sell + [bid]) }
        if let ask { (buy, sell) = (buy + [ask], sell + [ask - Self.step]) }
        if bid == nil, ask == nil {
            let sign = (market(.buy) - market(.sell)).signum()
            (buy, sell) = ([last + sign * Self.step], [last + sign * Self.step])
        }
        let deemedBuy = clamped(buy.max() ?? last)
        let deemedSell = clamped(sell.min() ?? last)
        func sum(_ side: Side, _ isIn: (Int64) -> Bool) -> Int64 {
            waiting.filter {
                $0.side == side && isIn($0.limit ?? (side == .buy ? deemedBuy : deemedSell))
            }.reduce(0) { $0 + $1.quantity }
        }
        var found: (price: Int64, quantity: Int64)?
        for price in stride(from: lower, through: upper, by: Int(Self.step)) {
            let trades = min(sum(.buy) { $0 >= price }, sum(.sell) { $0 <= price })
            guard trades > 0, sum(.buy, { $0 > price }) <= sum(.sell, { $0 <= price }),
                sum(.sell, { $0 < price }) <= sum(.buy, { $0 >= price })
            else { continue }
            if let found, abs(found.price - last) <= abs(price - last) { continue }
            found = (price, trades)
        }
        return found
    }
}
