import KraderModel

/// Shares of an order that wait at one place of a queue.
struct RestingOrder: Hashable {
    var number: Int
    var quantity: Shares
    /// The rank of arrival over both sides of the book; whoever changed price or grew came later.
    var rank: Int
}

/// A queue of waiting orders: who comes first is served first.
struct RestingQueue {
    private var orders: [RestingOrder] = []
    private var head = 0
    private(set) var quantity = Shares.zero

    var isEmpty: Bool { head == orders.count }
    var first: RestingOrder? { isEmpty ? nil : orders[head] }
    var all: ArraySlice<RestingOrder> { orders[head...] }

    mutating func append(_ order: RestingOrder) {
        orders.append(order)
        quantity = quantity + order.quantity
    }

    /// Takes shares of the first order, no more than it has.
    mutating func takeFirst(_ shares: Shares) {
        orders[head].quantity = orders[head].quantity - shares
        quantity = quantity - shares
        guard orders[head].quantity == .zero else { return }
        head += 1
        if head > 64, head * 2 > orders.count {
            orders.removeFirst(head)
            head = 0
        }
    }

    /// Takes shares of an order wherever it waits: its latest places first when it is reduced, its
    /// earliest when it trades.
    mutating func take(_ shares: Shares, of number: Int, earliestFirst: Bool = false) {
        var left = shares
        let places = orders[head...].indices.filter { orders[$0].number == number }
        for index in earliestFirst ? places : places.reversed() {
            let part = min(left, orders[index].quantity)
            orders[index].quantity = orders[index].quantity - part
            quantity = quantity - part
            left = left - part
        }
        orders.removeSubrange(..<head)
        head = 0
        orders.removeAll { $0.quantity == .zero }
    }
}

/// One side of an issue's book: limit orders by price, market orders beside them.
struct RestingSide {
    struct Level {
        let price: Price
        var queue = RestingQueue()
    }

    let side: Side
    /// The worst price first, so that the best is cheap to take away.
    private(set) var levels: [Level] = []
    private(set) var markets = RestingQueue()

    init(_ side: Side) { self.side = side }

    var isEmpty: Bool { levels.isEmpty && markets.isEmpty }
    var bestLimit: Price? { levels.last?.price }

    /// The best first.
    var priceLevels: [PriceLevel] {
        levels.reversed().map { PriceLevel($0.price, $0.queue.quantity) }
    }

    /// Whether a price goes before another on this side.
    func isBetter(_ a: Price, _ b: Price) -> Bool { side == .buy ? a > b : a < b }

    private func place(of price: Price) -> Int {
        levels.firstIndex { !isBetter(price, $0.price) } ?? levels.count
    }

    /// A market order when there is no limit.
    mutating func append(_ order: RestingOrder, limit: Price?) {
        guard let limit else { return markets.append(order) }
        let place = place(of: limit)
        if place == levels.count || levels[place].price != limit {
            levels.insert(Level(price: limit), at: place)
        }
        levels[place].queue.append(order)
    }

    mutating func take(
        _ shares: Shares, of number: Int, limit: Price?, earliestFirst: Bool = false
    ) {
        guard let limit else {
            return markets.take(shares, of: number, earliestFirst: earliestFirst)
        }
        let place = place(of: limit)
        levels[place].queue.take(shares, of: number, earliestFirst: earliestFirst)
        if levels[place].queue.isEmpty { levels.remove(at: place) }
    }

    /// The order that is served first when market orders count as of a price: they outrank every
    /// limit, except one that is as good, at a daily limit: there the earlier goes first (§5.3).
    /// The limit is `nil` for a market order.
    func first(marketPrice: Price) -> (order: RestingOrder, limit: Price?)? {
        guard let level = levels.last, let limited = level.queue.first else {
            return markets.first.map { ($0, nil) }
        }
        guard let market = markets.first else { return (limited, level.price) }
        if level.price == marketPrice, limited.rank < market.rank { return (limited, level.price) }
        return (market, nil)
    }

    /// Takes shares of whoever `first` named.
    mutating func takeFirst(_ shares: Shares, limit: Price?) {
        guard limit != nil else { return markets.takeFirst(shares) }
        let best = levels.count - 1
        levels[best].queue.takeFirst(shares)
        if levels[best].queue.isEmpty { levels.removeLast() }
    }
}
