import KraderModel

/// The points of a candle that are still to come (semantics.md §4, candles as data). One cache
/// line: a candle passes here millions of times.
struct CandlePath {
    static let points: Int8 = 4

    private(set) var start = Moment.distantPast
    /// The end of the points' length: the candle's end, or the begin of the closing call.
    private var end = Moment.distantPast
    private var open = Price(0)
    private var first = Price(0)
    private var second = Price(0)
    private(set) var close = Price(0)
    private var volume: Int64 = 0
    /// The next point, 0…4; 4 when none is left.
    private(set) var next = CandlePath.points
    private(set) var kind = Kind.ordinary
    private var isDaily = false
    /// The milliseconds after the start at which trading went on; no point comes before. It is 0
    /// where trading was never interrupted, `.max` while a point waits for that.
    private var resumption: UInt32 = 0

    enum Kind: UInt8 {
        case ordinary
        /// The first point is the opening auction.
        case opening
        /// One point, the closing auction's cross.
        case closing
    }

    init() {}

    @inline(__always)
    init(
        _ candle: borrowing Candle, end: Moment, intrabar: Intrabar, kind: Kind, isDaily: Bool
    ) {
        start = candle.start
        self.end = end
        open = candle.open
        switch intrabar {
        case .lowFirst: (first, second) = (candle.low, candle.high)
        case .highFirst: (first, second) = (candle.high, candle.low)
        }
        close = candle.close
        volume = candle.volume.count
        self.kind = kind
        self.isDaily = isDaily
        next = kind == .closing ? 3 : 0
    }

    var isOver: Bool { next >= CandlePath.points }

    /// The moment at which the next point is due. One that waits for trading to go on, or that
    /// comes late, is due at the end of its candle at the latest: there it is lost.
    var due: Moment {
        if resumption == 0 { return planned }
        if resumption == .max { return end }
        return min(max(planned, start + .milliseconds(Int64(resumption))), end)
    }

    /// The moment at which it would come if nothing interrupted trading: start + 1 s, a third, two
    /// thirds, end − 1 s.
    var planned: Moment {
        let length = end.nanoseconds - start.nanoseconds
        switch next {
        case 0: return start + .seconds(1)
        case 1: return start + Interval(nanoseconds: length / 3)
        case 2: return start + Interval(nanoseconds: length * 2 / 3)
        case 3: return kind == .closing ? start + .seconds(1) : end - .seconds(1)
        case _: return .distantFuture
        }
    }

    /// Whether prices turn at the point: at the low and the high they do.
    var isTurn: Bool { next == 1 || next == 2 }

    var price: Price {
        switch next {
        case 0: open
        case 1: first
        case 2: second
        case _: close
        }
    }

    /// The shares of a point: a quarter each; of a daily candle the auction's share at the open, a
    /// tenth each at low and high. What that leaves goes to the close.
    func size(auctionShare: Rate) -> Shares {
        if kind == .closing { return Shares(volume) }
        let atOpen = isDaily ? auctionShare.floored(of: Won(volume)).amount : volume / 4
        let atTurn = isDaily ? volume / 10 : volume / 4
        switch next {
        case 0: return Shares(atOpen)
        case 1, 2: return Shares(atTurn)
        case _: return Shares(volume - atOpen - 2 * atTurn)
        }
    }

    /// The mean, (open + high + low + close) ÷ 4, to the won: up for a buy, down for a sale.
    func average(for side: Side) -> Price {
        // It is computed in two steps: no sum of prices may overflow.
        let whole = open.won / 4 + first.won / 4 + second.won / 4 + close.won / 4
        let rest = open.won % 4 + first.won % 4 + second.won % 4 + close.won % 4
        return Price(whole + (side == .buy ? (rest + 3) / 4 : rest / 4))
    }

    mutating func step() {
        next += 1
        // What waited comes in its order, a millisecond apart.
        if resumption != 0 { resumption = isOver ? 0 : resumption + 1 }
    }

    mutating func finish() {
        next = CandlePath.points
        resumption = 0
    }
}

// Points lie in continuous trading: in an interruption or a halt they wait for it.
extension CandlePath {
    var isWaiting: Bool { resumption == .max }

    /// Whether the next point comes later than planned.
    var isLate: Bool { due > planned }

    /// Whether the next point is lost: trading doesn't go on before the candle is over.
    var isLost: Bool { resumption != 0 && due >= end }

    /// How many points are still to come.
    var left: Int { Int(CandlePath.points - next) }

    mutating func wait() { resumption = .max }

    /// Trading goes on: what waited comes from now on.
    mutating func resume(at moment: Moment) {
        let late = moment.nanoseconds - start.nanoseconds
        resumption = UInt32(clamping: max(1, (late + 999_999) / 1_000_000))
    }
}

/// What our orders took of a symbol's candle, and what it has shown so far.
struct PathUse {
    /// The candle that this is about.
    private var start = Moment.distantPast
    private(set) var shown = Shares.zero
    private var bought = Shares.zero
    private var sold = Shares.zero
    /// What a cap left of a share, in parts of `Rate.scale`; lapses when no order waits.
    var carriedParts: Int64 = 0

    /// One more point of a candle.
    mutating func show(_ size: Shares, of start: Moment) {
        if start != self.start {
            self.start = start
            (shown, bought, sold) = (.zero, .zero, .zero)
        }
        shown += size
    }

    mutating func add(_ quantity: Shares, _ side: Side) {
        switch side {
        case .buy: bought += quantity
        case .sell: sold += quantity
        }
    }

    func taken(_ side: Side) -> Shares { side == .buy ? bought : sold }
}
