import KraderCSV
import KraderMarket
import KraderModel

/// What the checks know of one issue beside its rows: `instruments.csv`, and the official prices of
/// its daily candles once those were read.
struct IssueFacts {
    /// The official prices of a day, as its daily candle has them.
    struct OfficialDay {
        var day: CalendarDate
        /// The base price in won; 0 where it is not said.
        var base: UInt32
        var close: UInt32
    }

    let symbol: IssueCode
    private(set) var history = InstrumentHistory()
    private(set) var proposals: [InstrumentFact] = []
    private var offerPrice: Price?
    private var multiples: [Dated<Int>] = []
    /// The official prices in the order of days.
    private(set) var official: [OfficialDay] = []
    /// The spans in which, by its recorded statuses, the issue did not trade continuously.
    private(set) var pauses: [MomentSpan] = []

    /// - Parameter facts: the facts of this issue, in order.
    init(_ symbol: IssueCode, _ facts: some Sequence<InstrumentFact>) {
        self.symbol = symbol
        let facts = Array(facts)
        history = InstrumentTable(facts).histories.first?.history ?? InstrumentHistory()
        for fact in facts {
            if fact.isProposed {
                proposals.append(fact)
                continue
            }
            switch fact.value {
            case .listed(let price): offerPrice = price
            case .multiple(let thousandths): multiples.append(Dated(fact.day, thousandths))
            case .board, .name, .interruptionClass, .listedShares, .delisted, .basePrice,
                .adjustment:
                break
            }
        }
    }

    mutating func add(_ day: OfficialDay) { official.append(day) }

    /// Adds the changes of status of a day, in order.
    mutating func add(_ changes: [StatusChange]) {
        var since: Moment?
        for change in changes {
            if change.status == .normal {
                if let since { pauses.append(MomentSpan(start: since, end: change.time)) }
                since = nil
            } else if since == nil {
                since = change.time
            }
        }
        if let since {
            let end = CalendarDate(since).midnight + .day
            pauses.append(MomentSpan(start: since, end: end))
        }
    }

    func pauses(on day: CalendarDate) -> [MomentSpan] {
        pauses.isEmpty ? [] : pauses.filter { CalendarDate($0.start) == day }
    }

    func board(on day: CalendarDate) -> Board? { history.boards.value(on: day) }

    func steps(on day: CalendarDate) -> PriceStepTable? {
        board(on: day).map { PriceStepTable.table(board: $0, on: day) }
    }

    /// The price factor of all confirmed actions effective after one day and up to another.
    func priceFactor(after day: CalendarDate, through last: CalendarDate) -> Double {
        history.actions.reduce(1) { factor, action in
            guard action.day > day, action.day <= last else { return factor }
            return factor * Double(action.priceFactor.numerator)
                / Double(action.priceFactor.denominator)
        }
    }

    /// The action in these days that waits for a person.
    func proposal(after day: CalendarDate, through last: CalendarDate) -> InstrumentFact? {
        proposals.first { $0.day > day && $0.day <= last && $0.action != nil }
    }

    /// The base price that instruments.csv says for the day.
    func saidBase(on day: CalendarDate) -> Price? {
        history.basePrices.first { $0.day == day }?.value
    }

    /// The price from which a day's limits are computed (semantics.md §4): the one said for the
    /// day, or else the previous official close, which is not the base when something happened in
    /// between.
    func base(on day: CalendarDate) -> (price: Price, isSaid: Bool)? {
        if let price = saidBase(on: day) { return (price, true) }
        let next = official.partitioningIndex { $0.day >= day }
        if next < official.count, official[next].day == day, official[next].base > 0 {
            return (Price(Int64(official[next].base)), true)
        }
        guard next > 0 else { return nil }
        let before = official[next - 1]
        guard day.dayNumber - before.day.dayNumber <= 12 else { return nil }
        let factor = priceFactor(after: before.day, through: day)
        let price = Int64((Double(before.close) * factor).rounded())
        return price > 0 ? (Price(price), false) : nil
    }

    /// Whether the day is the one on which the issue was first traded: its limits are others.
    func isListingDay(_ day: CalendarDate) -> Bool { history.listed == day }

    /// The prices that are possible on a day, from its base price; `nil` where there are no limits.
    func band(on day: CalendarDate, base: Price, isSaid: Bool) -> DayBand? {
        let board = board(on: day)
        let multiple = multiples.value(on: day) ?? (board == .etf || board == .etn ? 2_000 : 1_000)
        if isListingDay(day) {
            guard let offerPrice, let board,
                let band = PriceLimit.band(
                    base: offerPrice, board: board, multipleThousandths: multiple,
                    basis: .offerPrice, on: day)
            else { return nil }
            return DayBand(
                lower: band.lower.won, upper: band.upper.won, base: offerPrice.won, isExact: true)
        }
        guard
            let width = PriceLimit.width(
                board: board ?? .kospi, multipleThousandths: multiple, on: day)
        else { return nil }
        if isSaid, let board,
            let band = PriceLimit.band(
                base: base, board: board, multipleThousandths: multiple, on: day)
        {
            return DayBand(
                lower: band.lower.won, upper: band.upper.won, base: base.won, isExact: true)
        }
        // Prices that were adjusted afterwards are rounded, so that a little more is possible.
        let slack = 2 + base.won / 100
        return DayBand(
            lower: base.won - base.won * width.down / 1_000_000 - slack,
            upper: base.won + base.won * width.up / 1_000_000 + slack, base: base.won,
            isExact: false)
    }
}

/// The prices between which an issue can have traded on a day.
struct DayBand {
    var lower: Int64
    var upper: Int64
    var base: Int64
    /// Whether both the base price and the board were said, not inferred.
    var isExact: Bool

    @inline(__always) func contains(_ price: UInt32) -> Bool {
        lower <= Int64(price) && Int64(price) <= upper
    }
}
