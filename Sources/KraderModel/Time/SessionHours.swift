/// What may happen on KRX at a moment of a trading day.
public enum SessionPhase: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case closed
    /// Orders at the previous close, matched by time, before the opening auction takes orders.
    case preOpenClosingPrice
    case openingAuction, continuous, closingAuction
    /// Orders at today's close: taken from the close on, matched ten minutes later.
    case closingPrice
    /// A single price every ten minutes, until 2026-09-11.
    case offHoursSinglePrice
    /// Continuous trading after the close, from 2026-09-14; a market of its own.
    case afterMarket

    public var description: String {
        switch self {
        case .closed: "closed"
        case .preOpenClosingPrice: "pre_open_closing_price"
        case .openingAuction: "opening_auction"
        case .continuous: "continuous"
        case .closingAuction: "closing_auction"
        case .closingPrice: "closing_price"
        case .offHoursSinglePrice: "off_hours_single_price"
        case .afterMarket: "after_market"
        }
    }
}

/// The time from one moment to another, the end excluded. It is empty when both are the same.
public struct MomentSpan: Hashable, Sendable {
    public var start: Moment
    public var end: Moment

    @inlinable public init(start: Moment, end: Moment) {
        self.start = start
        self.end = end
    }

    @inlinable public func contains(_ moment: Moment) -> Bool { start <= moment && moment < end }
    @inlinable public var isEmpty: Bool { end <= start }
}

/// KRX's hours on one trading day, by the rules of its date (krx-market.md §1.1, §1.5).
///
/// Plain data: look it up once a day. It does not know whether the exchange trades on the day; that
/// is `TradingCalendar`'s answer. Spans carry their nominal ends: an auction ends at random within
/// 30 s after its own (§5.4), so that a cross prints as late as `openingAuctionEnd` and
/// `auctionEnd`. The after-market takes KOSPI and KOSDAQ shares only (§1.2), which is for whoever
/// takes orders to check.
public struct SessionHours: Hashable, Sendable {
    /// Order entry for the opening auction.
    public var openingAuction: MomentSpan
    public var continuous: MomentSpan
    /// Order entry for the closing auction.
    public var closingAuction: MomentSpan
    /// The session at the previous close. It overlaps the opening auction, wholly since 2019-04-29.
    public var preOpenClosingPrice: MomentSpan
    /// Order entry for trades at the close; matching begins at `closingPriceMatching`.
    public var closingPrice: MomentSpan
    public var closingPriceMatching: Moment
    /// The off-hours single-price session, which is empty from 2026-09-14.
    public var offHoursSinglePrice: MomentSpan
    /// The after-market, which is empty before 2026-09-14.
    public var afterMarket: MomentSpan
    /// Why the hours differ from those of an ordinary day.
    public var special: Special
    /// Whether the year's special days are known (2020…2027); if not, ordinary hours are assumed.
    public var areSpecialDaysKnown: Bool

    public enum Special: UInt8, Hashable, Sendable, CaseIterable {
        case none
        /// The regular session opens one hour late and closes as always.
        case firstTradingDayOfYear
        /// College entrance exam: the regular session is one hour later, the evening's end is not.
        case examDay
    }

    /// How long after its nominal end an auction may still be decided.
    public static let auctionEndRandom = Interval.seconds(30)

    public var openingAuctionStart: Moment { openingAuction.start }
    /// The moment at which continuous trading begins, nominally.
    public var open: Moment { continuous.start }
    public var closingAuctionStart: Moment { closingAuction.start }
    /// The moment at which the regular session ends, nominally.
    public var close: Moment { closingAuction.end }
    /// The latest moment of the opening cross.
    public var openingAuctionEnd: Moment { open + SessionHours.auctionEndRandom }
    /// The latest moment of the closing cross.
    public var auctionEnd: Moment { close + SessionHours.auctionEndRandom }

    /// The phase at a moment. Where phases overlap, the opening auction wins over the pre-open
    /// closing-price session: orders of a strategy go there.
    @inlinable public func phase(at moment: Moment) -> SessionPhase {
        if continuous.contains(moment) { return .continuous }
        if openingAuction.contains(moment) { return .openingAuction }
        if closingAuction.contains(moment) { return .closingAuction }
        if closingPrice.contains(moment) { return .closingPrice }
        if afterMarket.contains(moment) { return .afterMarket }
        if offHoursSinglePrice.contains(moment) { return .offHoursSinglePrice }
        if preOpenClosingPrice.contains(moment) { return .preOpenClosingPrice }
        return .closed
    }
}
