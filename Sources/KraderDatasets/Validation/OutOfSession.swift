import KraderModel

/// Counts the rows of a series that lie outside the regular session: in another session of the
/// day, or at a time at which nothing trades.
struct OutOfSession {
    /// The share beyond which rows are no stragglers.
    private static let stragglersShare = 0.05

    private let symbol: IssueCode
    private let series: String
    private let takesOtherVenues: Bool
    private var day = CalendarDate(dayNumber: 0)
    private var open: Int64 = 0
    private var end: Int64 = 0
    private var others: [ClosedRange<Int64>] = []
    private var other = (count: 0, first: Moment?.none)
    private var outside = (count: 0, first: Moment?.none)

    init(_ symbol: IssueCode, series: String, scope: MarketScope) {
        self.symbol = symbol
        self.series = series
        takesOtherVenues = scope == .nxt || scope == .consolidated
    }

    mutating func begin(_ day: CalendarDate) {
        self.day = day
        let hours = SessionHours.on(day)
        let midnight = day.midnight
        open = (hours.open - midnight).nanoseconds
        // A row that arrives a little after the cross still belongs to it.
        end = (hours.auctionEnd - midnight).nanoseconds + 30_000_000_000
        others = [hours.preOpenClosingPrice, hours.closingPrice, hours.offHoursSinglePrice]
            .filter { !$0.isEmpty }
            .map {
                ($0.start - midnight).nanoseconds...($0.end - midnight).nanoseconds + 30_000_000_000
            }
        if !hours.afterMarket.isEmpty {
            others.append(
                (hours.afterMarket.start - midnight).nanoseconds...72_030_000_000_000)
        }
    }

    @inline(__always)
    func isRegular(_ time: Int64) -> Bool { time >= open && time < end }

    mutating func note(_ time: Int64, isOtherVenue: Bool) {
        let moment = Moment(nanoseconds: day.midnight.nanoseconds + time)
        let isEvening = isOtherVenue || takesOtherVenues
        let isKnown =
            others.contains { $0.contains(time) }
            || isEvening && time >= 28_800_000_000_000 && time <= 72_030_000_000_000
        if isKnown {
            other.count += 1
            if other.first == nil { other.first = moment }
        } else {
            outside.count += 1
            if outside.first == nil { outside.first = moment }
        }
    }

    func finish(rows: Int, to log: inout FindingLog) {
        func add(
            _ code: FindingCode, _ severity: Finding.Severity,
            _ tally: (count: Int, first: Moment?), _ text: String
        ) {
            guard let first = tally.first else { return }
            let rows = ValidationText.count(tally.count, "row")
            log.add(
                Finding(
                    code, severity, symbol: symbol, series: series, day: CalendarDate(first),
                    time: first, count: tally.count,
                    text: "\(rows) \(text), the first on \(CalendarDate(first)) at "
                        + "\(TimeOfDay(first))."))
        }
        let isMuch = Double(outside.count) > Double(rows) * OutOfSession.stragglersShare
        add(
            .outsideSession, isMuch ? .error : .warning, outside,
            "at times at which nothing trades" + (isMuch ? " (is it another time zone?)" : ""))
        add(.otherSession, .note, other, "from before or after the regular session")
    }
}
