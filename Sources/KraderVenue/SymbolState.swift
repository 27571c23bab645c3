public import KraderModel

/// What changes with every print of a symbol. One cache line.
@usableFromInline struct SymbolState {
    /// The last print's price; means nothing while `lastTime` is `.distantPast`.
    @usableFromInline var last = Price(0)
    @usableFromInline var lastTime = Moment.distantPast
    /// End of the second whose volume is being added up.
    @usableFromInline var secondEnd = Moment.distantPast
    @usableFromInline var secondVolume = Shares.zero
    /// What aggressive orders could have taken beyond whole shares, in parts of `Rate.scale`.
    /// Counted from the arrival of the first of them.
    var carriedParts: Int64 = 0

    @usableFromInline init() {}

    var lastPrice: Price? { lastTime == .distantPast ? nil : last }
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
}
