public import KraderModel

/// A way of a watched symbol's path, as it is being walked.
struct Walk {
    let symbol: SymbolIndex
    let from: Price
    let to: Price
    let time: Moment
    /// Whether it goes from the former close to the open, or to a closing cross: nothing lies
    /// between.
    let isJump: Bool
    /// Whether it ends at the candle's low or high.
    var isTurn = false
    /// The shares of its end point.
    var size = Shares.zero
    /// Whether its end has not a whole share.
    var isEmpty: Bool { size == .zero }
    /// Whether it ends in an auction's single price.
    var isCross = false
    /// How far it has come.
    var here: Price
    /// The shares of the end point that are left for our orders.
    var part = Shares.zero
    /// The resting order that was met last.
    var last: (limit: Price, number: OrderNumber)?

    init(symbol: SymbolIndex, from: Price, to: Price, time: Moment, isJump: Bool) {
        self.symbol = symbol
        self.from = from == Price(0) ? to : from
        self.to = to
        self.time = time
        self.isJump = isJump
        here = isJump ? to : self.from
    }
}

// How whoever watches a symbol walks with it: it asks what the line meets next, does first what it
// met itself, and goes on. What is met fills at the way's end, under that point's cap, in the order
// of meeting (semantics.md §4, exits on candles).
extension Venue {
    /// The way that a watched symbol has begun, if one has.
    public var way: (symbol: SymbolIndex, from: Price, to: Price, time: Moment, isJump: Bool)? {
        walk.map { ($0.symbol, $0.from, $0.to, $0.time, $0.isJump) }
    }

    /// The next resting order on the way: where it is met, and when it came.
    public mutating func nextOnWay() -> (price: Price, entered: Moment)? {
        guard let walk, let slot = nextSlot(walk), let limit = orders[slot].limit else {
            return nil
        }
        let falls = walk.to < walk.here
        let price = falls ? min(limit, walk.here) : max(limit, walk.here)
        return (price, orders[slot].enteredAt)
    }

    /// Meets what comes next: it fills, as far as the end point has shares for it.
    public mutating func meetNext() {
        guard var walk, let slot = nextSlot(walk), let limit = orders[slot].limit else { return }
        let falls = walk.to < walk.here
        walk.here = falls ? min(limit, walk.here) : max(limit, walk.here)
        walk.last = (limit, orders[slot].number)
        meet(slot, &walk)
        self.walk = walk
    }

    /// The way is walked: orders that take meet its end.
    public mutating func endWay() {
        guard var walk else { return }
        self.walk = nil
        meetLeft(&walk)
        finish(&walk)
        refreshWakeup()
    }

    private mutating func nextSlot(_ walk: Walk) -> Int32? {
        if walk.isJump { return nil }
        let side = walk.to < walk.from ? Side.buy : .sell
        let lists = orders.lists[walk.symbol.int]
        var slot = side == .buy ? lists.buys : lists.sells
        while slot != VenueOrders.none, let last = walk.last, let limit = orders[slot].limit,
            limit == last.limit
                ? orders[slot].number <= last.number
                : (side == .buy ? limit > last.limit : limit < last.limit)
        {
            slot = orders[slot].next
        }
        guard slot != VenueOrders.none, meets(slot, side, walk) else { return nil }
        return slot
    }
}
