public import KraderModel

/// One issue at KRX on one day: takes orders, cancels and changes as they come, matches them by the
/// exchange's rules and writes down what history would have recorded (krx-market.md §§1, 3 to 5).
///
///     beforeOpening → openingAuction → continuous → closingAuction → afterClose → afterMarket
///                                        ↑     ↓
///                 callAuction ← volatility interruption, or a halt or break while halted
///
/// What holds:
/// 1. Time never goes back; everything due by a moment has happened before an order of that moment.
/// 2. In continuous trading the sides don't meet, and a market order waits only where the other
///    side is empty.
/// 3. Every share bought was sold.
/// 4. The same orders and seed give the same day.
///
/// Not modelled: midpoint and stop-limit orders, off-hours single price, block trades, NXT.
public struct ExchangeBook: Sendable {
    /// How the issue trades at a moment.
    enum Phase: Hashable {
        case beforeOpening
        case openingAuction(isExtended: Bool)
        case continuous
        /// The call auction after a volatility interruption, a halt or a circuit breaker.
        case callAuction(cause: StatusChange.Cause, isExtended: Bool)
        case halted(StatusChange.Cause)
        case closingAuction(isExtended: Bool)
        case afterClose
        case afterMarket
        case ended
    }

    struct OpenOrder {
        var side: Side
        /// The limit in won, `nil` for market orders.
        var limit: Price?
        /// Whether it turns into a market order when the closing auction begins.
        var isConditional: Bool
        /// The shares that wait in the book.
        var open: Shares
    }

    public let instrument: Instrument
    public let symbol: SymbolIndex
    public let day: CalendarDate
    public let hours: SessionHours
    let table: PriceStepTable
    let isListingDay: Bool

    /// The prices that orders may carry; `nil` where there are no limits.
    public internal(set) var band: PriceBand?
    /// The last trade's price; before the first the base price.
    public internal(set) var last: Price
    /// The last call auction's price; before the first the base price (§4.2).
    public internal(set) var staticReference: Price
    /// The price of the regular session's end, or of the last trade until then.
    public internal(set) var officialClose: Price
    /// How the issue trades now.
    public internal(set) var status: TradingStatus
    /// What was recorded so far. Whoever takes it may empty it.
    public var tape = ExchangeTape()

    var phase = Phase.beforeOpening
    /// The moment at which the phase ends by itself.
    var phaseEnd: Moment
    /// Whether the regular session is over.
    var isEvening = false
    /// Whether the next auction serves by size at a daily limit (§5.4 step 5).
    var servesBySize = true
    var sides = [RestingSide(.buy), RestingSide(.sell)]
    var orders: [Int: OpenOrder] = [:]
    var conditionals: [Int] = []
    var nextRank = 0
    var closingPrices: ClosingPriceQueue?
    var shown: Book
    var generator: SeededGenerator

    /// A day of an issue.
    ///
    /// - Parameters:
    ///   - base: the day's base price; on a listing day the offer price.
    ///   - status: how the day before ended; the issue begins to trade as normal.
    public init(
        _ instrument: Instrument, symbol: SymbolIndex, day: CalendarDate, base: Price,
        status: TradingStatus = .normal, seed: UInt64
    ) {
        self.status = status
        self.instrument = instrument
        self.symbol = symbol
        self.day = day
        hours = SessionHours.on(day)
        table = PriceStepTable.table(board: instrument.board, on: day)
        isListingDay = instrument.listing?.day == day
        band = PriceLimit.band(
            base: base, instrument: instrument,
            basis: isListingDay ? .offerPrice : .previousClose, on: day)
        last = base
        staticReference = base
        officialClose = base
        phaseEnd = hours.openingAuctionStart
        shown = Book(time: hours.openingAuctionStart, symbol: symbol)
        generator = SeededGenerator(seed: seed, stream: "exchange \(instrument.code) \(day)")
    }

    /// The shares that wait at each limit, the best first, and those of market orders.
    public func resting(_ side: Side) -> (limits: [PriceLevel], market: Shares) {
        (self[side].priceLevels, self[side].markets.quantity)
    }

    subscript(side: Side) -> RestingSide {
        get { sides[side == .buy ? 0 : 1] }
        _modify { yield &sides[side == .buy ? 0 : 1] }
    }
}

/// What the public sees of an exchange, and who traded with whom.
public struct ExchangeTape: Sendable {
    public var ticks: [Tick] = []
    /// The displays, one whenever what is displayed has changed in continuous trading.
    public var books: [Book] = []
    public var statuses: [StatusChange] = []
    public var trades: [FlowTrade] = []
    public var rejections: [RejectedOrder] = []

    public init() {}
}
