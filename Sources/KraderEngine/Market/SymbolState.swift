public import KraderModel

/// What the engine knows of a symbol's market now.
public struct SymbolState: Sendable {
    /// Last print in scope.
    public var last: Price?
    public var lastTime = Moment.distantPast
    public var isInUniverse = false
    /// Place in the universe, 1 for the most traded; 0 when it is no member.
    public var rank = 0
    public var status = TradingStatus.normal
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
    public var steps: PriceStepTable
    public var taxRates = TaxRates.none

    init(_ instrument: Instrument, steps: PriceStepTable) {
        isTradeable = instrument.board.isTradeable
        board = instrument.board
        multipleThousandths = instrument.multipleThousandths
        base = instrument.basePrice
        self.steps = steps
    }
}

/// The trading day the engine is in.
public struct SessionState: Sendable {
    public var day: CalendarDate
    public var hours: SessionHours
    public var isTradingDay = false
    public var ordersToday = 0
    public var isKillSwitchEngaged = false
    /// By a person: no new orders until resumed.
    public var isPaused = false

    /// Whether the venue takes new orders in some auction or in continuous trading.
    public func takesOrders(at moment: Moment) -> Bool {
        guard isTradingDay else { return false }
        switch hours.phase(at: moment) {
        case .openingAuction, .continuous, .closingAuction: return true
        case .closed, .preOpenClosingPrice, .closingPrice, .offHoursSinglePrice, .afterMarket:
            return false
        }
    }
}
