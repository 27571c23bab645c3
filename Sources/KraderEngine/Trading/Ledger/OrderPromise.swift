import KraderModel

/// What an order promises: shares that it bids for or offers, and won that it holds back. The books
/// count its leaves at its valuation from the moment at which it is made.
struct OrderPromise {
    /// The strategy's index; below 0 it is nobody's.
    var strategy: Int
    var symbol: Int
    var side: Side
    /// What a share is counted at in sums over open buys.
    var valuation: Price
}

/// New shares of a bonus issue and the day of their listing.
struct UnlistedShares: Hashable {
    var symbol: SymbolIndex
    var quantity: Shares
    var listed: CalendarDate
}

extension Books {
    /// What an execution is booked with: `commission` and `tax` are what it adds to its order's,
    /// `last` is the stamp of the market's last price.
    struct Costs {
        var commission: Won
        var tax = Won.zero
        var last: Moment
    }

    struct Peak {
        var equity: Won
        var fall: Won
        var drawdown: Double
    }
}
