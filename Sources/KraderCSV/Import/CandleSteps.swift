public import KraderModel

/// How far the candles of a file are from their neighbours: what says how long they are.
///
/// Candles of a length start at its multiples, so that every step within a day is one too; how many
/// are of the length itself says whether it is more than a divisor by chance.
public struct CandleSteps: Hashable, Sendable {
    /// What lies between rows of whole days.
    public enum Spacing: String, Hashable, Sendable {
        case days, weeks, months
        /// Rows that are none of these: two weeks, quarters or years apart.
        case longer = "many days"
    }

    /// The number of steps of one length that is needed to say it. Nothing is shorter than a
    /// minute, so that one step of a minute is enough.
    private static let seenMin = 4
    /// The share of steps that must be multiples: the others are stray rows.
    private static let shareMin = 0.8
    private static let day: Int64 = 86_400_000_000_000

    /// The number of steps within a day.
    public private(set) var inDay = 0
    /// The number of steps of whole days; those of less than four days, and of about a week or a
    /// month, are counted apart.
    public private(set) var ofDays = 0
    private var close = 0
    private var weeks = 0
    private var sevens = 0
    private var months = 0
    /// The number of series whose newest step is a short one: a week or month that is not over has
    /// its row already.
    private var closeEnds = 0
    /// The number of steps by length, in four classes from one power of two to the next.
    private var classes = [Int](repeating: 0, count: 64)
    private var exact = [Int](repeating: 0, count: Timeframe.allCases.count)
    private var multiples = [Int](repeating: 0, count: Timeframe.allCases.count)
    // The last step and how often it came: most steps are like the one before.
    private var last: Int64 = 0
    private var repeats = 0

    public init() {}

    /// - Parameters:
    ///   - distance: how far two neighbours are apart, in nanoseconds, more than 0.
    ///   - isWithinDay: whether both are of one KST day.
    public mutating func add(_ distance: Int64, isWithinDay: Bool) {
        guard isWithinDay else {
            if distance % CandleSteps.day == 0 { addDays(distance / CandleSteps.day) }
            return
        }
        if distance != last {
            settle()
            last = distance
        }
        repeats += 1
    }

    /// Counts the last steps once no more come.
    public mutating func settle() {
        guard repeats > 0 else { return }
        inDay += repeats
        for timeframe in Timeframe.allCases where last % timeframe.interval.nanoseconds == 0 {
            multiples[Int(timeframe.rawValue)] += repeats
            if last == timeframe.interval.nanoseconds { exact[Int(timeframe.rawValue)] += repeats }
        }
        repeats = 0
    }

    private mutating func addDays(_ days: Int64) {
        ofDays += 1
        if days < 4 {
            close += 1
            return
        }
        if (4...10).contains(days) { weeks += 1 }
        if days == 7 { sevens += 1 }
        if (25...35).contains(days) { months += 1 }
        let power = 63 - days.leadingZeroBitCount
        let place = 4 * power + Int(days >> Int64(power - 2) & 3)
        classes[min(place, classes.count - 1)] += 1
    }

    /// Ends a series.
    /// - Parameter newestStep: how far its newest row is from the next, in nanoseconds; 0 when it
    ///   has one row.
    public mutating func end(newestStep: Int64) {
        if newestStep > 0, newestStep % CandleSteps.day == 0, newestStep < 4 * CandleSteps.day {
            closeEnds += 1
        }
    }

    /// The longest timeframe of which nearly all steps within a day are multiples; `nil` without
    /// any.
    public var longest: Timeframe? {
        guard inDay > 0 else { return nil }
        return Timeframe.allCases.last {
            $0 != .d1
                && Double(multiples[Int($0.rawValue)]) >= CandleSteps.shareMin * Double(inDay)
        }
    }

    /// The number of steps of exactly this length.
    public func count(of timeframe: Timeframe) -> Int { exact[Int(timeframe.rawValue)] }

    /// The length that the steps within a day show; `nil` when too few do.
    public var length: Timeframe? {
        guard let longest else { return nil }
        let seen = count(of: longest)
        return seen >= CandleSteps.seenMin || longest == .m1 && seen > 0 ? longest : nil
    }

    /// How far apart rows of days are. A single step says nothing.
    ///
    /// Rows of weeks, months and more are one distance apart, more or less. Those of an issue that
    /// hardly trades are far apart too, but some of its days follow each other, or the distances
    /// are of all kinds.
    public var spacing: Spacing {
        let far = ofDays - close
        func isMost(_ count: Int) -> Bool {
            far > 0 && Double(count) >= CandleSteps.shareMin * Double(far)
        }
        // The steps to a week that is not over are short, and a stray one or two among rows of
        // weeks may be.
        let isUnfinished = close <= closeEnds && 2 * close < ofDays
        let isStray = 20 * close <= ofDays && isMost(sevens)
        guard ofDays >= 2, isUnfinished || isStray else { return .days }
        if isMost(weeks), 2 * sevens >= weeks { return .weeks }
        if isMost(months) { return .months }
        return isMost(zip(classes, classes.dropFirst()).map(+).max() ?? 0) ? .longer : .days
    }
}
