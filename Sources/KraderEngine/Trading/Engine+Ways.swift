public import KraderModel

/// A piece of the way that a candle's path goes, from a point to the next or to where a resting
/// order of ours is met. A candle's path is a line: on it every level is met in its order
/// (semantics.md §4, exits on candles).
public struct PathWay: Hashable, Sendable {
    public var symbol: SymbolIndex
    public var from: Price
    /// The price at which this piece ends.
    public var to: Price
    /// The price at which the whole way ends: a point of the candle.
    public var end: Price
    public var rises: Bool
    /// Whether it goes from the former close to an open, with nothing between.
    public var isJump: Bool
    /// Whether a target is met where the way only comes to it: the optimistic fill model.
    public var touches: Bool
    /// The moment until which exits that lie where the piece ends are met; those armed later are
    /// not met yet.
    public var armedUntil: Moment

    public init(
        symbol: SymbolIndex, from: Price, to: Price, end: Price, rises: Bool, isJump: Bool,
        touches: Bool, armedUntil: Moment = .distantFuture
    ) {
        self.symbol = symbol
        self.from = from
        self.to = to
        self.end = end
        self.rises = rises
        self.isJump = isJump
        self.touches = touches
        self.armedUntil = armedUntil
    }
}

// Exits on candles. The engine learns of a way only for them; no price of it marks, makes or values
// anything else.
extension Engine {
    /// Whether exits of a symbol are armed, or its live buys have some: then it wants to hear of
    /// the ways of its candles.
    public func watchesWays(_ symbol: SymbolIndex) -> Bool { trading.exits.isWatched(symbol.int) }

    /// The next symbol of which that may have changed.
    public mutating func nextWatchChange() -> SymbolIndex? { trading.exits.nextChange() }

    /// Whether a reply that is under way is about a live order of the symbol.
    public mutating func awaits(_ reply: BrokerReply, of symbol: SymbolIndex) -> Bool {
        guard let order = trading.requests.awaited.entry(reply.request)?.order,
            let slot = trading.orders.slot(of: order)
        else { return false }
        return trading.orders.slots[slot].symbol == symbol
    }

    /// Hits what lies on a piece of a way, in the order of the line.
    mutating func receive(_ way: PathWay, _ out: inout OutputBuffer) {
        let symbol = way.symbol.int
        trading.exits.lastWay = (way.symbol, now)
        guard trading.exits.heads[symbol] >= 0 else { return }
        trading.exits.isWalking = true
        defer { trading.exits.isWalking = false }
        pursueWaiting(symbol, isFromTick: false, &out)
        while let met = firstMet(on: way) { hit(met.place, met.reason, at: met.level, way, &out) }
        if way.to > way.from || way.isJump { followRise(symbol, to: way.to, &out) }
    }

    /// A trailing stop lies below the highest price since the fill: also while a target that this
    /// way met is being sold, for it guards what the target leaves.
    private mutating func followRise(_ symbol: Int, to price: Price, _ out: inout OutputBuffer) {
        var next = trading.exits.heads[symbol]
        while next >= 0 {
            let place = Int(next)
            next = trading.exits.slots[place].next
            guard
                trading.exits.slots[place].exit.hit == nil
                    || trading.exits.slots[place].isRestingTarget,
                trading.exits.slots[place].pursuit.threshold < now,
                trading.exits.slots[place].exit.rules.trailing != nil
            else { continue }
            counts.trailingExitsOnPaths += 1
            if trading.exits.slots[place].exit.raise(to: price, market[symbol].steps) {
                record(.raised, place, &out)
            }
        }
    }

    private mutating func hit(
        _ place: Int, _ reason: ExitReason, at level: Price, _ way: PathWay,
        _ out: inout OutputBuffer
    ) {
        trading.exits.hit(place, reason)
        trading.exits.slots[place].pursuit.metLevel = level
        trading.exits.slots[place].pursuit.metAt = now
        if !way.isJump { counts.exitsInsideCandles += 1 }
        record(.hit, place, &out)
        pursue(place, isFromTick: false, &out)
    }

    /// What is left of a target's order has come back: stop and target guard the rest again, the
    /// target from the next point on.
    mutating func rearmTarget(_ place: Int, _ out: inout OutputBuffer) {
        trading.exits.slots[place].exit.hit = nil
        trading.exits.slots[place].pursuit.metLevel = nil
        trading.exits.hitCount -= 1
        trading.exits.slots[place].pursuit.failures = 0
        trading.exits.nextTimer = min(trading.exits.nextTimer, trading.exits.slots[place].exit.due)
        record(.armed, place, &out)
    }
}

// What is met first.
extension Engine {
    private struct Met {
        var place: Int
        var reason: ExitReason
        var level: Price
        /// How far along the line.
        var distance: Int64
        var armed: Moment
    }

    private mutating func firstMet(on way: PathWay) -> Met? {
        var first: Met?
        var next = trading.exits.heads[way.symbol.int]
        while next >= 0 {
            let place = Int(next)
            next = trading.exits.slots[place].next
            guard trading.exits.slots[place].exit.hit == nil, let met = met(place, on: way) else {
                continue
            }
            if let found = first, (found.distance, found.armed) <= (met.distance, met.armed) {
                continue
            }
            first = met
        }
        return first
    }

    private mutating func met(_ place: Int, on way: PathWay) -> Met? {
        let exit = trading.exits.slots[place].exit
        // Only what is later than its fills is compared (semantics.md §5); what the jump's own
        // fills armed begins at its end.
        if trading.exits.slots[place].pursuit.threshold >= now { return nil }
        if way.isJump && exit.firstFill == now { return nil }
        let isOnTime = exit.firstFill <= way.armedUntil
        if let (level, reason) = protection(of: exit) {
            if way.isJump || !way.rises {
                if level > way.to || (level == way.to && isOnTime) {
                    return Met(
                        place: place, reason: reason, level: level,
                        distance: max(0, way.from.won - level.won), armed: exit.firstFill)
                }
            } else if way.to == way.end, level >= way.end {
                // The way is beyond the level already: the point is a later one that lies there.
                return Met(
                    place: place, reason: reason, level: level,
                    distance: way.end.won - way.from.won, armed: exit.firstFill)
            }
        }
        guard let target = exit.target, way.rises || way.isJump,
            trading.exits.slots[place].pursuit.metAt != now, way.isJump || way.from <= target,
            target < way.to || (target == way.to && isOnTime),
            target < way.end || (target == way.end && way.touches),
            // It rests: where none can be sold, as in a closing cross, it waits on.
            maySell(way.symbol)
        else { return nil }
        return Met(
            place: place, reason: .target, level: target,
            distance: max(0, target.won - way.from.won), armed: exit.firstFill)
    }

    /// The higher of stop and trailing stop is met first.
    private func protection(of exit: ArmedExit) -> (Price, ExitReason)? {
        if let trailing = exit.trailingStop, trailing > exit.stop ?? Price(0) {
            return (trailing, .trailing)
        }
        return exit.stop.map { ($0, .stop) }
    }
}
