import KraderModel

/// A fair value and the quote around it: best bid and ask on the price grid, some steps apart.
///
/// The quote stands until the value leaves it, or until another spread is wanted. Beyond a limit of
/// the day the value goes on unseen: the issue is locked, one side of the quote is empty, and it
/// opens again when the value comes back.
///
/// Invariants: 1. not locked: band.lower ≤ bid ≤ value < ask ≤ band.upper. 2. Locked up: the bid is
/// the upper limit, nobody sells. 3. Locked down: the ask is the lower limit, nobody buys.
struct Quote {
    enum Lock { case none, up, down }

    let table: PriceStepTable
    let band: PriceBand
    private let lower: Double
    private let upper: Double
    private(set) var value: Double
    /// The best price of buyers; 0 when nobody buys.
    private(set) var bid = Price(0)
    /// The best price of sellers; 0 when nobody sells.
    private(set) var ask = Price(0)
    private(set) var lock = Lock.none
    /// Steps from bid to ask, where the band leaves room.
    private(set) var spread: Int
    /// The quote stands while lowEdge ≤ value < highEdge.
    private var lowEdge = 0.0
    private var highEdge = 0.0

    init(value: Double, spread: Int, band: PriceBand, table: PriceStepTable) {
        self.table = table
        self.band = band
        lower = Double(band.lower.won)
        upper = Double(band.upper.won)
        self.value = value
        self.spread = spread
        requote()
    }

    /// Moves the value by a return.
    @inline(__always)
    mutating func move(by change: Double) {
        value *= 1 + change
        if value >= highEdge || value < lowEdge { requote() }
    }

    /// Quotes anew, so many steps apart.
    @inline(__always)
    mutating func setSpread(_ steps: Int) {
        if steps == spread { return }
        spread = steps
        requote()
    }

    /// A limit that was reached just now holds the price with a chance, far enough beyond it to
    /// stay for a while, or turns it.
    mutating func meetLimit(wasLocked: Bool, holds: Double, generator: inout SeededGenerator) {
        if lock == .none || wasLocked { return }
        let beyond =
            generator.unit() < holds
            ? generator.uniform(0.005, 0.05) : -generator.uniform(0.001, 0.006)
        if lock == .up {
            // Who opens further beyond stays there.
            value = beyond > 0 ? max(value, upper * (1 + beyond)) : upper * (1 + beyond)
        } else {
            value = beyond > 0 ? min(value, lower * (1 - beyond)) : lower * (1 - beyond)
        }
        requote()
    }

    /// The value as a multiple of the day's close: the next day goes on from it. A limit that held
    /// has kept the price behind it.
    func overhang(at close: Price) -> Double { value / Double(close.won) }

    @inline(never)
    private mutating func requote() {
        // No further than anybody would still queue for it.
        value = min(max(value, lower * 0.93), upper * 1.07)
        if value >= upper {
            lock = .up
            bid = band.upper
            ask = Price(0)
            lowEdge = upper
            highEdge = upper * 1.08
        } else if value < lower {
            lock = .down
            bid = Price(0)
            ask = band.lower
            lowEdge = 0
            highEdge = lower
        } else {
            lock = .none
            bid = table.roundedDown(Price(Int64(value))) ?? table.lowest
            ask = table.up(from: bid)
            var more = spread - 1
            while more > 0 {
                // The wider quote has the value's own step in its middle or just above.
                if more & 1 == 0, ask < band.upper {
                    ask = table.up(from: ask)
                } else if bid > band.lower {
                    bid = table.down(from: bid) ?? table.lowest
                }
                more -= 1
            }
            lowEdge = Double(bid.won)
            highEdge = Double(ask.won)
        }
    }

    /// Whether a print is at the ask, from a draw of 16 bits: with the probability that the value
    /// has climbed that far from the bid, so that prints bounce and their mean is the value.
    @inline(__always)
    func isBought(_ draw: UInt64) -> Bool {
        if lock != .none { return lock == .down }
        return (value - lowEdge) * 65_536 > Double(draw) * (highEdge - lowEdge)
    }

    /// The price on the grid that is nearest to the value.
    var nearest: Price {
        if lock != .none { return lock == .up ? bid : ask }
        let below = table.roundedDown(Price(Int64(value))) ?? table.lowest
        let above = table.up(from: below)
        return value - Double(below.won) > Double(above.won) - value && above <= band.upper
            ? above : below
    }
}

/// How many steps quotes of an issue are wide, as shares of 256ths.
struct SpreadMix {
    private let first: Int
    /// The draw from which on the spread is one step wider, for each further step.
    private let cuts: InlineArray<4, UInt64>

    /// The weights by krx-market.md §9: large issues sit at one step, mid ones at 1–3, small ones
    /// at 2–6; about 60 % of quotes are one step wide where a step is a large part of the price.
    init(size: SyntheticIssue.Size, price: Price, step: Price) {
        // A seventh of a per cent: 100 won at 70,000.
        let isLargeStep = step.won * 700 >= price.won
        switch size {
        case .large:
            first = 1
            cuts = [225, 251, 256, 256]
        case .mid:
            first = 1
            cuts = isLargeStep ? [175, 240, 256, 256] : [100, 200, 256, 256]
        case .small:
            first = isLargeStep ? 1 : 2
            cuts = isLargeStep ? [135, 212, 244, 256] : [77, 154, 205, 236]
        }
    }

    /// A spread from a draw of 8 bits.
    @inline(__always)
    func steps(_ draw: UInt64) -> Int {
        var steps = first
        for place in 0..<4 where draw >= cuts[place] { steps += 1 }
        return steps
    }
}
