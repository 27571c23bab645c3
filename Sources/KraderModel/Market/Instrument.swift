/// The list on which an issue trades; it decides price steps, limits and taxes.
public enum Board: String, Hashable, Sendable, CaseIterable {
    case kospi = "KOSPI"
    case kosdaq = "KOSDAQ"
    case konex = "KONEX"
    case etf = "ETF"
    case etn = "ETN"
    case elw = "ELW"
    /// An index: an input to strategies, never ordered.
    case index = "index"

    public var isTradeable: Bool { self != .index }
}

/// One issue as a run knows it.
public struct Instrument: Hashable, Sendable {
    public var code: IssueCode
    public var board: Board
    /// The price from which the first day's limits are computed; `nil` when nobody said it: the
    /// band is then unknown until the first official close, and the run counts that.
    public var basePrice: Price?
    /// Multiple of the underlying's daily return, in thousandths (2× leveraged is 2,000, −1×
    /// inverse is −1,000).
    public var multipleThousandths: Int
    /// Decides the rates of volatility interruptions (krx-market.md §4.1).
    public var interruptionClass: InterruptionClass
    /// Decides how large an order may be (krx-market.md §5.2); `nil` when nobody said it.
    public var listedShares: Shares?
    /// When and at which price it was first listed, if that lies in the run.
    public var listing: Listing?

    public enum InterruptionClass: String, Hashable, Sendable, CaseIterable {
        /// KOSPI 200 members; funds on broad, inverse and bond indices.
        case large
        /// All other shares; leveraged, sector, foreign and commodity funds.
        case other
    }

    public struct Listing: Hashable, Sendable {
        public var day: CalendarDate
        public var offerPrice: Price

        public init(day: CalendarDate, offerPrice: Price) {
            self.day = day
            self.offerPrice = offerPrice
        }
    }

    public init(
        code: IssueCode, board: Board, basePrice: Price? = nil, multipleThousandths: Int = 1_000,
        interruptionClass: InterruptionClass = .other, listedShares: Shares? = nil,
        listing: Listing? = nil
    ) {
        self.code = code
        self.board = board
        self.basePrice = basePrice
        self.multipleThousandths = multipleThousandths
        self.interruptionClass = interruptionClass
        self.listedShares = listedShares
        self.listing = listing
    }
}
