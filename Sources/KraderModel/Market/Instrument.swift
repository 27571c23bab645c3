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
    /// The day and the price of its first listing, if that lies in the run.
    public var listing: Listing?
    private var kept: Kept

    /// The history behind a pointer: few runs have any, and copies of an instrument stay cheap.
    private indirect enum Kept: Hashable, Sendable {
        case nothing
        case history(InstrumentHistory)
    }

    /// What is known of the issue over time; where it says nothing of a day, the values above hold.
    /// The base price above and the account of a run are those of its first day: what changed until
    /// then is in them.
    public var history: InstrumentHistory? {
        get {
            switch kept {
            case .nothing: nil
            case .history(let history): history
            }
        }
        set { kept = newValue.map { .history($0) } ?? .nothing }
    }

    /// Whether anything is known of it over time.
    public var hasHistory: Bool {
        switch kept {
        case .nothing: false
        case .history: true
        }
    }

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
        listing: Listing? = nil, history: InstrumentHistory? = nil
    ) {
        self.code = code
        self.board = board
        self.basePrice = basePrice
        self.multipleThousandths = multipleThousandths
        self.interruptionClass = interruptionClass
        self.listedShares = listedShares
        self.listing = listing
        kept = history.map { .history($0) } ?? .nothing
    }
}

extension Instrument {
    /// Whether it is a preferred share: the short code of a common one ends in 0 (`005930`), those
    /// of its preferred ones in another digit or a letter (`005935`, `00088K`). The last place says
    /// nothing of funds and warrants.
    public var isPreferred: Bool {
        switch board {
        case .kospi, .kosdaq, .konex: code.packed & 0xFF != 0x30
        case .etf, .etn, .elw, .index: false
        }
    }

    /// The day on which it is first listed, if that is known. Before a listing's day it may be
    /// known for other reasons.
    public var listingDay: CalendarDate? { listing?.day ?? history?.listed }

    /// The class on a day; the board is that of the run's first day for every day.
    public func interruptionClass(on day: CalendarDate) -> InterruptionClass {
        guard hasHistory else { return interruptionClass }
        return history?.interruptionClasses.value(on: day) ?? interruptionClass
    }

    public func listedShares(on day: CalendarDate) -> Shares? {
        guard hasHistory else { return listedShares }
        return history?.listedShares.value(on: day) ?? listedShares
    }

    /// Whether the listed shares changed by more than 5 % between two days and a price by the
    /// inverse, within 5 points (semantics.md §6).
    public func sharesMoved(
        from last: CalendarDate, to day: CalendarDate, against price: Price, _ close: Price
    ) -> Bool {
        guard let before = listedShares(on: last), let after = listedShares(on: day),
            before > .zero, after > .zero,
            Int128(abs(after.count - before.count)) * 20 > Int128(before.count)
        else { return false }
        let shares = Double(after.count) / Double(before.count)
        let change = Double(price.won) / Double(close.won)
        return (shares > 1) == (change < 1) && abs(change - 1 / shares) <= 0.05
    }

    /// The instrument as a run that begins on a day knows it: board, class, listed shares and base
    /// price are that day's where its history says them.
    public func asOf(_ day: CalendarDate) -> Instrument {
        guard let history else { return self }
        var instrument = self
        instrument.board = history.boards.value(on: day) ?? board
        instrument.interruptionClass = interruptionClass(on: day)
        instrument.listedShares = listedShares(on: day)
        instrument.basePrice = history.basePrice(on: day) ?? basePrice
        return instrument
    }
}
