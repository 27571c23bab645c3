public import KraderModel

/// What somebody else sent to the exchange at a moment: an order, or the cancel or change of one.
/// Orders are numbered by their place in the list, from 0, whatever their action.
public struct FlowOrder: Hashable, Sendable {
    /// The moment at which the exchange got it.
    public var time: Moment
    public var action: Action

    public enum Action: Hashable, Sendable {
        case enter(Entry)
        /// Cancels an earlier order by its number; what is left of it leaves the book.
        case cancel(order: Int)
        /// Changes an earlier order by its number: it has a new limit, a new open quantity (without
        /// what was filled), or both. A new limit or growth goes to the end of its queue, with what
        /// changed; a reduction keeps its place (krx-market.md §5.3).
        case change(order: Int, limit: Price?, quantity: Shares?)
    }

    public struct Entry: Hashable, Sendable {
        public var symbol: SymbolIndex
        public var side: Side
        public var type: OrderType
        /// The limit of types that carry one (`OrderType.hasLimit`), `nil` for the others.
        public var limit: Price?
        public var quantity: Shares
        public var timeInForce: TimeInForce

        public init(
            symbol: SymbolIndex, side: Side, type: OrderType = .limit, limit: Price? = nil,
            quantity: Shares, timeInForce: TimeInForce = .day
        ) {
            self.symbol = symbol
            self.side = side
            self.type = type
            self.limit = limit
            self.quantity = quantity
            self.timeInForce = timeInForce
        }
    }

    public init(time: Moment, action: Action) {
        self.time = time
        self.action = action
    }
}

/// An issue that doesn't trade for a while by the exchange's decision. It begins again with a call
/// auction of 10 minutes (assumed: the sheet doesn't say how long).
public struct FlowHalt: Hashable, Sendable {
    public var symbol: SymbolIndex
    public var span: MomentSpan

    public init(symbol: SymbolIndex, span: MomentSpan) {
        self.symbol = symbol
        self.span = span
    }
}

/// An index whose fall stops a board's trading.
public struct FlowIndex: Hashable, Sendable {
    /// The board: `kospi` stops KOSPI and all funds, notes and warrants; `kosdaq` stops KOSDAQ.
    public var board: Board
    /// The close before the first day with points, in hundredths of a point; later days follow the
    /// last point of the day before.
    public var previousClose: Int64
    /// The points of the index, by time.
    public var points: [IndexPoint]

    public init(board: Board, previousClose: Int64, points: [IndexPoint]) {
        self.board = board
        self.previousClose = previousClose
        self.points = points
    }

    /// Whether issues of a board stop with this one's.
    func stops(_ issues: Board) -> Bool {
        switch issues {
        case .kospi, .etf, .etn, .elw: board == .kospi
        case .kosdaq: board == .kosdaq
        case .konex, .index: false
        }
    }
}
