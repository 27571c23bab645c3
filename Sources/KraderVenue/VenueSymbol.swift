public import KraderModel

/// What changes with every print of a symbol: one cache line, and two of times.
@usableFromInline struct VenueSymbol {
    /// The last print's price; 0 while nothing printed.
    @usableFromInline var last = Price(0)
    /// The price of the print before: what a dynamic interruption is measured from.
    @usableFromInline var previous = Price(0)
    /// The moment from which a silence since the last print may have been an interruption;
    /// `.distantPast` makes the next print a special one.
    @usableFromInline var calmUntil = Moment.distantPast
    /// End of the second whose volume is being added up.
    @usableFromInline var secondEnd = Moment.distantPast
    @usableFromInline var secondVolume = Shares.zero
    /// What aggressive orders could have taken beyond whole shares, in parts of `Rate.scale`. It is
    /// counted from the arrival of the first of them.
    var carriedParts: Int64 = 0
    /// The last price of a call auction: what a static interruption is measured from. 0 unknown.
    var auctionPrice = Price(0)
    var status = TradingStatus.normal
    /// Whether no regular print came yet today: the first is the opening cross.
    var isGathering = false
    /// Whether a call auction of its own ended: the next print is its cross.
    var awaitsCross = false
    /// The moment until which that cross comes, if it does.
    var crossEnd = Moment.distantPast
    /// Whether the closing cross printed.
    var hasClosed = false
    /// Whether a print was recorded today: then candles make no points.
    var hasPrints = false
    /// Whether a book was shown today.
    var hasBook = false
    /// How many recorded prints were counted, over and over: the place of the next one's time.
    @usableFromInline var prints: UInt8 = 0
    /// The times of the last recorded prints: whether an issue was busy before it fell silent.
    @usableFromInline var times = InlineArray<16, Moment>(repeating: .distantPast)

    /// The shortest silence that may have been an interruption (semantics.md §4).
    @inlinable static var silence: Interval { .seconds(120) }

    @usableFromInline init() {}

    var lastPrice: Price? { last == Price(0) ? nil : last }

    /// The moment of the last print; `.distantPast` when nothing printed today.
    var lastTime: Moment {
        calmUntil == .distantPast ? .distantPast : calmUntil - VenueSymbol.silence
    }
}

/// A symbol's rules on the day.
struct SymbolDay {
    /// The day's limits, `nil` where there are none or the base is unknown.
    var band: PriceBand?
    /// The band as matching sees it: without limits it never ends.
    var lower = Price(0)
    var upper = Price(.max)
    var steps: PriceStepTable
    var taxRates = TaxRates.none
    /// The rates of interruptions in continuous trading.
    var interruption = InterruptionRates.none
    /// One order's shares, beyond which it is refused unless it is small (krx-market.md §5.2).
    var quantityMax = Shares(.max)
    /// Whether the opening cross sets the base: on a listing day before 2023-06-26 (§3.1).
    var takesBaseFromCross = false
    /// What stands for the last price before the first trade, for an issue with a history.
    var base: Price?
    /// Whether the issue is on the exchange's list today.
    var isListed = true
    /// The regular session's close, once prints of the after-market have moved the last price.
    var officialClose: Price?
}
