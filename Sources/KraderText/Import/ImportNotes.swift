public import KraderModel

/// What was found while a file was read, however long it is: nothing is left out or mended without
/// being counted here.
public struct ImportNotes: Hashable, Sendable {
    /// Rows that hold data: the header and blank rows apart, rejected ones included.
    public var rows = 0
    /// Rows without any text in any field.
    public var blank = 0
    public var rejected = 0
    /// Candle rows of a halted day (no volume; open, high and low 0), delivered as they stand.
    public var halted = 0
    /// Candle rows of zeros only, left out: days of a padded calendar.
    public var emptyDays = 0
    /// Candles delivered that traded nothing, halted ones apart.
    public var withoutVolume = 0
    /// Candles whose high or low did not reach open and close, widened.
    public var widened = 0
    /// Tick rows of no shares, left out.
    public var withoutSize = 0
    /// Books that displayed nothing, delivered.
    public var withoutLevels = 0
    /// Fields that name a taker, a venue or a board that is not known; their rows are delivered.
    public var unknownTakers = 0
    public var unknownVenues = 0
    public var unknownBoards = 0
    /// Candles whose change is there and no whole number; delivered without a base price.
    public var unreadChanges = 0
    /// Whether the file has no header and its columns were taken to be time, open, high, low,
    /// close, volume.
    public var hasAssumedColumns = false
    /// The earliest and the latest time of the rows delivered.
    public var first: Moment?
    public var last: Moment?
    /// The coarsest of 1 s, 1 ms, 1 µs, 1 ns of which all stamps are multiples (semantics.md §1).
    public var stampUnit = Interval.seconds(1)
    /// Whether every time is a date alone.
    public var areDates = true
    /// Steps from one row of a series to its next: later, and earlier than the row before.
    public var forwardSteps = 0
    public var backSteps = 0
    /// The smallest distance of two neighbouring candles of a series, repeats apart.
    public var distanceMin: Interval?
    /// Days of a series whose first stamp is 09:00.
    public var daysFromOpen = 0
    /// By timeframe: days of a series that begin a candle's length after 09:00 and end at 15:20 or
    /// 15:30.
    public var daysOfEnds = InlineCounts()

    public init() {}

    /// A count for each timeframe.
    public struct InlineCounts: Hashable, Sendable {
        private var counts: [Int] = Array(repeating: 0, count: Timeframe.allCases.count)

        public init() {}

        public subscript(_ timeframe: Timeframe) -> Int {
            get { counts[Int(timeframe.rawValue)] }
            set { counts[Int(timeframe.rawValue)] = newValue }
        }
    }

    /// Most rows are earlier than the one before them.
    public var isNewestFirst: Bool { backSteps > forwardSteps }

    /// The length of the candles: a day when no row says more than a date; else the smallest
    /// distance of two rows, when it is one. `nil` when neither.
    public func timeframe() -> Timeframe? {
        if areDates { return .d1 }
        guard let distanceMin else { return nil }
        return Timeframe.allCases.first { $0.interval == distanceMin }
    }

    /// What the stamps of candles are: of days their date; where days begin at 09:00, starts; where
    /// they begin a candle's length later and end at 15:20 or 15:30, ends. `nil` when neither.
    public func stamp(for timeframe: Timeframe) -> CandleStamp? {
        if timeframe == .d1 || daysFromOpen > 0 { return .start }
        return daysOfEnds[timeframe] > 0 ? .end : nil
    }

    /// A sentence for each thing worth telling.
    public var sentences: [String] {
        var result: [String] = []
        func tell(_ count: Int, _ what: String) {
            if count > 0 { result.append("\(count) \(what)") }
        }
        tell(blank, "blank rows were skipped")
        tell(rejected, "rows were rejected")
        tell(halted, "rows of halted days were kept as such")
        tell(emptyDays, "rows of zeros only were left out")
        tell(withoutSize, "rows of no shares were left out")
        tell(withoutLevels, "books displayed nothing")
        tell(widened, "candles were widened: high or low did not reach open and close")
        tell(withoutVolume, "candles traded nothing")
        tell(unknownTakers, "fields named no taker that is known")
        tell(unknownVenues, "fields named no venue that is known")
        tell(unknownBoards, "fields named no board that is known")
        tell(unreadChanges, "changes could not be read; those rows have no base price")
        if isNewestFirst { result.append("rows went newest first") }
        if hasAssumedColumns {
            result.append("no header: columns taken as time, open, high, low, close, volume")
        }
        return result
    }
}
