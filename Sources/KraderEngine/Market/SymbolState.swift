public import KraderModel

/// What the engine knows of a symbol's market now.
public struct SymbolState: Sendable {
    /// The price of the last print in scope, in won, and its stamp.
    public var last: Price?
    public var lastTime = Moment.distantPast
    public var isInUniverse = false
    /// Whether limits may lie only a little off the market: a KOSPI 200 member or a fund.
    var hasNarrowCollar = false
    /// Place in the universe, 1 for the most traded; 0 when it is no member.
    public var rank = 0
    public var status = TradingStatus.normal
    /// The moment at which the status last changed.
    var statusTime = Moment.distantPast
    /// The last halt: from when on, and until when; `.distantFuture` while it lasts.
    private var haltedFrom = Moment.distantPast
    private var haltedUntil = Moment.distantPast
    /// What a buyer pays and a seller gets at once; `nil` without quotes or where a side is empty.
    public var ask: Price?
    public var bid: Price?
    public var quoteTime = Moment.distantPast
    public var isTradeable: Bool
    public var board: Board
    public var multipleThousandths: Int
    /// The price from which today's band comes: instrument file, else the previous official close.
    public var base: Price?
    public var band: PriceBand?
    /// The official close before today, whatever base price has taken the place of `last` since.
    public internal(set) var formerClose: Price?
    /// The part of the listed shares that one order may have today (krx-market.md §5.2).
    var orderSharesMax = Shares(.max)
    public var steps: PriceStepTable
    public var taxRates = TaxRates.none
    /// The last print of a regular session and the time of the after-market's print that has moved
    /// `last` since, if one has.
    var lastRegular: Price?
    var afterMarketTime = Moment.distantPast

    init(_ instrument: Instrument, steps: PriceStepTable) {
        isTradeable = instrument.board.isTradeable
        board = instrument.board
        multipleThousandths = instrument.multipleThousandths
        base = instrument.basePrice
        self.steps = steps
    }

    /// The last print of a regular session: prints of the after-market never make it
    /// (krx-market.md §1.2).
    public var officialClose: Price? {
        afterMarketTime != .distantPast && lastTime == afterMarketTime ? lastRegular : last
    }

    /// Whether the last halt was on that day too.
    public func wasHalted(on day: CalendarDate) -> Bool {
        haltedFrom < day.midnight + .day && haltedUntil > day.midnight
    }

    mutating func change(to status: TradingStatus, at moment: Moment) {
        if status == .halted, self.status != .halted {
            haltedFrom = moment
            haltedUntil = .distantFuture
        } else if status != .halted, self.status == .halted {
            haltedUntil = moment
        }
        self.status = status
    }

    /// A day begins: as the session says, and nothing quoted.
    mutating func resume(at midnight: Moment) {
        change(to: .normal, at: midnight)
        ask = nil
        bid = nil
    }

    /// The best price of the other side, unless trades have gone on for more than
    /// `Limits.quoteAgeMax` since it was quoted.
    @inline(__always)
    func quote(against side: Side) -> Price? {
        guard let price = side == .buy ? ask : bid, lastTime <= quoteTime + Limits.quoteAgeMax
        else { return nil }
        return price
    }
}

/// The trading day the engine is in.
public struct SessionState: Hashable, Sendable {
    public var day: CalendarDate
    public var hours: SessionHours
    public var isTradingDay = false
    public var ordersToday = 0
    var isKillSwitchEngaged = false
    /// Whether a person paused trading: no new orders leave until it is resumed.
    public var isPaused = false
    /// Why only sells leave; empty while all may.
    var reductions: Reductions = []
    /// Whether the kill switch, engaged by errors, lets exits sell (`exits_after_kill`).
    var letsExitsSell = false
    /// What else keeps orders from leaving.
    var blocks: TradingBlocks = []

    var isReducing: Bool { !reductions.isEmpty }

    /// What the engine's mode has against a new order, before any other rule.
    @inline(__always)
    func refusal(
        _ side: Side, isExit: Bool = false, commitsNoMore: Bool = false
    ) -> Refusal? {
        if isKillSwitchEngaged && !(isExit && letsExitsSell) { return .killSwitchEngaged }
        if !blocks.isDisjoint(with: .whole) { return .reconciling }
        if commitsNoMore { return nil }
        if isPaused && !isExit { return .paused }
        if side == .buy && isReducing { return .reducing }
        // What reduces goes as long as it can be sent and answered.
        return !blocks.isEmpty && side == .buy ? .degraded : nil
    }

    /// Whether the regular session takes new orders, in an auction or in continuous trading.
    func takesOrders(at moment: Moment) -> Bool {
        guard isTradingDay else { return false }
        switch hours.phase(at: moment) {
        case .openingAuction, .continuous, .closingAuction: return true
        case .closed, .preOpenClosingPrice, .closingPrice, .offHoursSinglePrice, .afterMarket:
            return false
        }
    }
}
