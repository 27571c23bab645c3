public import KraderModel

/// What was found while a file was read, however long it is: nothing is left out or mended without
/// being counted here.
public struct ImportNotes: Hashable, Sendable {
    /// Rows that hold data, rejected ones included, without the header and blank rows.
    public var rows = 0
    /// Rows without any text in any field.
    public var blank = 0
    public var rejected = 0
    /// The rejected rows that have no prices.
    public var rejectedWithoutPrices = 0
    /// The other rejected rows with which the file ends, with words in the place of a time.
    public var rejectedAtEnd = 0
    /// Rows without prices that were left out (`ImportForm.skipsEmpty`).
    public var withoutPrices = 0
    /// Lines before and after the table that were left out.
    public var linesBefore = 0
    public var linesAfter = 0
    /// The form of the file beside encoding and delimiter, where nobody told it.
    public var form: [String] = []
    /// Candle rows of a halted day (no volume; open, high and low 0), which are delivered as they
    /// stand.
    public var halted = 0
    /// Candle rows of zeros only, which were left out: days of a padded calendar.
    public var emptyDays = 0
    /// Candles without volume that were delivered, halted ones apart.
    public var withoutVolume = 0
    /// Candles delivered in which something traded.
    public var traded = 0
    /// Candles that were widened because high or low did not reach open and close.
    public var widened = 0
    /// The widened candles that lacked more than a hundredth of the price, and more than rounding
    /// does.
    public var widenedFar = 0
    /// Prices that had a fraction of a won and were rounded.
    public var rounded = 0
    /// Tick rows of no shares, which were left out.
    public var withoutSize = 0
    /// Books that displayed nothing, which were delivered.
    public var withoutLevels = 0
    /// Fields that name a taker, a venue or a board that is not known; their rows are delivered.
    public var unknownTakers = 0
    public var unknownVenues = 0
    public var unknownBoards = 0
    /// The number of prints by venue, where a column says their venue.
    public var venues = VenueCounts()
    /// Candles whose change is no whole number; they are delivered without a base price.
    public var unreadChanges = 0
    /// The unit of the file's traded values; candles are delivered with values as they stand.
    public var valueUnit = ValueUnit.won
    /// How the directions of its changes are meant.
    public var changes = ChangeReadings.none
    /// Whether the file has no header, so that its rows told what its columns are, and what.
    public var hasAssumedColumns = false
    var assumedColumns = ""
    /// The earliest and the latest time of the rows delivered.
    public var first: Moment?
    public var last: Moment?
    /// The coarsest of 1 s, 1 ms, 1 µs, 1 ns of which all stamps are multiples (semantics.md §1).
    public var stampUnit = Interval.seconds(1)
    /// Whether every time is a date alone.
    public var areDates = true
    /// Steps from one row of a series to its next: those to a later time, and those to an earlier
    /// one.
    public var forwardSteps = 0
    public var backSteps = 0
    /// The steps from a candle of a series to its next, without repeats.
    public var steps = CandleSteps()
    /// Days of a series whose first stamp is 09:00.
    public var daysFromOpen = 0
    /// Days of a series, by timeframe, that begin a candle's length after 09:00 and end at 15:20 or
    /// 15:30.
    public var daysOfEnds = InlineCounts()

    public init() {}

    /// The number of prints of each venue.
    public struct VenueCounts: Hashable, Sendable {
        public var unknown = 0
        public var krx = 0
        public var nxt = 0

        public init() {}

        public mutating func count(_ venue: PrintVenue) {
            switch venue {
            case .unknown: unknown += 1
            case .krx: krx += 1
            case .nxt: nxt += 1
            }
        }

        public mutating func add(_ other: VenueCounts) {
            unknown += other.unknown
            krx += other.krx
            nxt += other.nxt
        }
    }

    /// A count for each timeframe.
    public struct InlineCounts: Hashable, Sendable {
        private var counts: [Int] = Array(repeating: 0, count: Timeframe.allCases.count)

        public init() {}

        public subscript(_ timeframe: Timeframe) -> Int {
            get { counts[Int(timeframe.rawValue)] }
            set { counts[Int(timeframe.rawValue)] = newValue }
        }
    }

    /// The times of day of the first and the last row where both lie outside of all trading hours
    /// of KRX (08:00 to 18:00 KST, krx-market.md §1.2), as `00:00 and 06:24`; `nil` where they
    /// don't, and of rows that say dates, or one time of each day, as daily ones do.
    public var timesOutsideHours: String? {
        guard !areDates, steps.inDay > 0 || steps.ofDays == 0, let first, let last else {
            return nil
        }
        let hours = TimeOfDay(8, 0, 0)..<TimeOfDay(18, 0, 0)
        let times = [first, last].map { TimeOfDay($0) }
        guard times.allSatisfy({ !hours.contains($0) }) else { return nil }
        return times.map { String($0.description.prefix(5)) }.joined(separator: " and ")
    }

    /// Whether most rows are earlier than the one before them.
    public var isNewestFirst: Bool { backSteps > forwardSteps }

    /// The length of the candles. It is a day where rows say dates, or one time of each day, that
    /// are not weeks or months apart; else it is what the steps within a day show, and `nil` when
    /// they don't.
    public func timeframe() -> Timeframe? {
        if areDates || steps.inDay == 0 && steps.ofDays > 0 {
            return steps.spacing == .days ? .d1 : nil
        }
        return steps.length
    }

    /// What the stamps of candles are. Stamps of days are their date. Stamps are starts where most
    /// days begin at 09:00, and ends where all that tell begin a candle's length later and end at
    /// 15:20 or 15:30. `nil` when neither is so.
    public func stamp(for timeframe: Timeframe) -> CandleStamp? {
        if timeframe == .d1 { return .start }
        let ends = daysOfEnds[timeframe]
        // A quiet day of starts may begin late and look like one of ends; 09:00 ends nothing.
        if daysFromOpen > 0 { return daysFromOpen >= ends ? .start : nil }
        return ends > 0 ? .end : nil
    }

    /// A sentence for each thing worth telling.
    public var sentences: [String] {
        var result: [String] = []
        func tell(_ count: Int, _ what: String) {
            if count > 0 { result.append("\(count) \(what)") }
        }
        result += form
        tell(linesBefore, "lines before the table were skipped")
        tell(linesAfter, "lines after the table were skipped")
        tell(blank, "blank rows were skipped")
        tell(withoutPrices, "rows without prices were left out")
        tell(rejected, "rows were rejected")
        tell(halted, "rows of halted days were kept as such")
        tell(emptyDays, "rows of zeros only were left out")
        tell(withoutSize, "rows of no shares were left out")
        tell(withoutLevels, "books displayed nothing")
        tell(widened, "candles were widened: high or low did not reach open and close")
        tell(rounded, "prices had fractions and were rounded to won (--round-prices)")
        tell(withoutVolume, "candles traded nothing")
        tell(unknownTakers, "fields named no taker that is known")
        tell(unknownVenues, "fields named no venue that is known")
        tell(unknownBoards, "fields named no board that is known")
        tell(unreadChanges, "changes could not be read; those rows have no base price")
        if valueUnit != .won {
            result.append("traded values are \(valueUnit.name), as volume × price shows")
        }
        result += changes.sentences
        if isNewestFirst { result.append("rows went newest first") }
        if hasAssumedColumns {
            result.append("no header: columns taken as \(assumedColumns)")
        }
        return result
    }
}
