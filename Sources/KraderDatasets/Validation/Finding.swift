public import KraderModel

/// Something about a dataset that whoever backtests on it should know.
public struct Finding: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
        /// A result on these data would be wrong.
        case error
        /// A result may be wrong; a person must judge.
        case warning
        /// The finding is normal, and worth knowing.
        case note

        public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .note: 2
            }
        }
    }

    public var code: FindingCode
    public var severity: Severity
    /// The issue; `nil` when the finding is of the dataset as a whole.
    public var symbol: IssueCode?
    /// The kind of rows, `ticks` or `candles 1d`; empty when the finding is of no one kind.
    public var series: String
    /// The first day that it is about (KST), and the moment where one is meant.
    public var day: CalendarDate?
    public var time: Moment?
    /// The number of rows; for codes that tell of days the number of days.
    public var count: Int
    /// What was found, in one sentence for people.
    public var text: String
    /// The damaged file, and where in it, in bytes from its beginning.
    public var file: String?
    public var offset: Int?

    public init(
        _ code: FindingCode, _ severity: Severity, symbol: IssueCode? = nil, series: String = "",
        day: CalendarDate? = nil, time: Moment? = nil, count: Int = 1, text: String,
        file: String? = nil, offset: Int? = nil
    ) {
        self.code = code
        self.severity = severity
        self.symbol = symbol
        self.series = series
        self.day = day
        self.time = time
        self.count = count
        self.text = text
        self.file = file
        self.offset = offset
    }
}

/// What a finding is about: stable, documented in docs/reference/codes.md, never
/// reused.
public enum FindingCode: String, Hashable, Sendable, CaseIterable, Comparable {
    case damaged = "DAMAGED"
    case swappedColumns = "SWAPPED_COLUMNS"
    case wrongLength = "WRONG_LENGTH"
    case wrongDirection = "WRONG_DIRECTION"
    case splitLikeJump = "SPLIT_LIKE_JUMP"
    case actionAgainstPrices = "ACTION_AGAINST_PRICES"
    case outsideLimits = "OUTSIDE_LIMITS"
    case holiday = "HOLIDAY"
    case listed = "LISTED"
    case outsideSession = "OUTSIDE_SESSION"
    case baseMismatch = "BASE_MISMATCH"
    case gapDay = "GAP_DAY"
    case gapSession = "GAP_SESSION"
    case sessionCut = "SESSION_CUT"
    case noOpeningAuction = "NO_OPENING_AUCTION"
    case noClosingAuction = "NO_CLOSING_AUCTION"
    case duplicateRows = "DUPLICATE_ROWS"
    case zeroVolume = "ZERO_VOLUME"
    case valueMismatch = "VALUE_MISMATCH"
    case crossedBook = "CROSSED_BOOK"
    case stalePrice = "STALE_PRICE"
    case offStep = "OFF_STEP"
    case otherSession = "OTHER_SESSION"
    case halted = "HALTED"
    case endsEarly = "ENDS_EARLY"
    case unconfirmed = "UNCONFIRMED"
    case unknownBoard = "UNKNOWN_BOARD"

    /// The order in which codes are declared: what spoils a result most comes first.
    public static func < (a: FindingCode, b: FindingCode) -> Bool { a.place < b.place }

    private var place: Int { FindingCode.allCases.firstIndex(of: self) ?? 0 }

    /// What findings of the code have in common, in words for people.
    public var meaning: String {
        switch self {
        case .damaged: "a file is not what was written"
        case .swappedColumns: "candles that look like those of swapped columns"
        case .wrongLength: "candles that are not as long as they are called"
        case .wrongDirection: "base prices on the wrong side of the close"
        case .splitLikeJump: "a jump that no day's limits allow, as of an unadjusted split"
        case .actionAgainstPrices: "a confirmed action, and prices as if there had been none"
        case .outsideLimits: "prices beyond the day's limits"
        case .holiday: "rows on days on which the exchange was closed"
        case .listed: "rows before the listing or after the delisting"
        case .outsideSession: "rows at times at which nothing trades"
        case .baseMismatch: "a base price that is not the previous close, and no action says why"
        case .gapDay: "trading days without rows"
        case .gapSession: "holes inside a session"
        case .sessionCut: "sessions that begin late or end early"
        case .noOpeningAuction: "sessions without an opening cross"
        case .noClosingAuction: "sessions without a closing cross"
        case .duplicateRows: "rows that stand more than once"
        case .zeroVolume: "prices that move though nothing was traded"
        case .valueMismatch: "traded value that does not fit volume and prices"
        case .crossedBook: "books whose bid is not below the ask"
        case .stalePrice: "the same price for days, nothing traded"
        case .offStep: "prices off the price grid"
        case .otherSession: "rows from before or after the regular session"
        case .halted: "days on which the issue was halted"
        case .endsEarly: "issues whose rows end before the others'"
        case .unconfirmed: "actions that nobody confirmed yet"
        case .unknownBoard: "issues whose price steps and limits could not be checked"
        }
    }
}
