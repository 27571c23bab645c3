import KraderModel

/// What the times of the rows say, series by series: direction, distance, unit, and where days
/// begin and end.
struct StampSpan: ~Copyable {
    private var series = AppendBuffer<StampSeries>(capacity: 16)
    private var first: Int64 = .max
    private var last: Int64 = .min
    private var unit: Int64 = 1_000_000_000
    private var forwardSteps = 0
    private var backSteps = 0
    private var steps = CandleSteps()
    private var areDates = true
    private var daysFromOpen = 0
    private var daysOfEnds = ImportNotes.InlineCounts()

    private static let open: Int64 = 9 * 3_600_000_000_000
    private static let lastEnds = (
        (15 * 60 + 20) * 60_000_000_000 as Int64, (15 * 60 + 30) * 60_000_000_000 as Int64
    )

    @inline(__always)
    private mutating func reach(_ index: Int) {
        while index >= series.count { series.append(StampSeries()) }
    }

    /// Adds a row with a time of day that is no candle.
    @inline(__always)
    mutating func add(tick time: Int64, series number: Int32) {
        let index = Int(number)
        reach(index)
        if time > last { last = time }
        if time < first { first = time }
        narrow(time)
        let before = series[index].last
        if time > before {
            forwardSteps += before == .min ? 0 : 1
        } else if time < before {
            backSteps += 1
        }
        series[index].last = time
        areDates = false
    }

    /// Narrows the unit of the stamps. Remainders by constants need no division.
    @inline(__always)
    private mutating func narrow(_ time: Int64) {
        if unit == 1_000_000 {
            if time % 1_000_000 != 0 { narrowSlowly(time) }
        } else if unit == 1_000_000_000 {
            if time % 1_000_000_000 != 0 { narrowSlowly(time) }
        } else if unit == 1_000 {
            if time % 1_000 != 0 { narrowSlowly(time) }
        }
    }

    private mutating func narrowSlowly(_ time: Int64) {
        while time % unit != 0 { unit /= 1_000 }
    }

    mutating func add(candle time: Int64, series number: Int32, isDate: Bool) {
        let wereDates = areDates
        let day = isDate ? 0 : CalendarDate(Moment(nanoseconds: time)).dayNumber
        let index = Int(number)
        reach(index)
        let before = series[index].last
        add(tick: time, series: number)
        areDates = wereDates && isDate
        if before != .min, before != time {
            let (distance, overflow) = max(time, before)
                .subtractingReportingOverflow(min(time, before))
            if !overflow {
                let isWithinDay = !isDate && day == series[index].day
                steps.add(distance, isWithinDay: isWithinDay)
                if !isWithinDay {
                    if series[index].firstStep == 0 { series[index].firstStep = distance }
                    series[index].lastStep = distance
                    series[index].isForward = time > before
                }
            }
        }
        if isDate { return }
        let isCall =
            time - CalendarDate(dayNumber: day).midnight.nanoseconds == StampSpan.lastEnds.0
        if day == series[index].day {
            series[index].dayHasCall = series[index].dayHasCall || isCall
            series[index].dayFirst = min(series[index].dayFirst, time)
            series[index].dayLast = max(series[index].dayLast, time)
        } else {
            closeDay(index)
            series[index].day = day
            series[index].dayHasCall = isCall
            series[index].dayFirst = time
            series[index].dayLast = time
        }
    }

    /// Counts what a day that is over says about starts and ends.
    private mutating func closeDay(_ index: Int) {
        let day = series[index].day
        guard day != .min else { return }
        let midnight = CalendarDate(dayNumber: day).midnight.nanoseconds
        let first = series[index].dayFirst - midnight
        let last = series[index].dayLast - midnight
        if first == StampSpan.open { daysFromOpen += 1 }
        guard last == StampSpan.lastEnds.0 || last == StampSpan.lastEnds.1 else { return }
        for timeframe in Timeframe.allCases
        where first == StampSpan.open + timeframe.interval.nanoseconds {
            // An end at 15:30 alone is the cross, where a candle may start too. Where a candle can
            // end as the call begins, only a day with such a stamp tells ends from starts of a day
            // that began late.
            let length = timeframe.interval.nanoseconds
            let endsThere = (StampSpan.lastEnds.0 - StampSpan.open) % length == 0
            if endsThere && !series[index].dayHasCall { continue }
            daysOfEnds[timeframe] += 1
        }
    }

    /// Whether a series had another name before, or none; remembers it.
    mutating func isNewName(_ hash: UInt64, series number: Int32) -> Bool {
        let index = Int(number)
        reach(index)
        defer { series[index].name = hash }
        return series[index].name != hash
    }

    /// Ends all series: no more rows come.
    mutating func settle() {
        steps.settle()
        for index in 0..<series.count {
            closeDay(index)
            series[index].day = .min
            steps.end(
                newestStep: series[index].isForward
                    ? series[index].lastStep : series[index].firstStep)
        }
    }

    func write(to notes: inout ImportNotes) {
        notes.first = first <= last ? Moment(nanoseconds: first) : nil
        notes.last = first <= last ? Moment(nanoseconds: last) : nil
        notes.stampUnit = Interval(nanoseconds: unit)
        notes.areDates = areDates
        notes.forwardSteps = forwardSteps
        notes.backSteps = backSteps
        notes.steps = steps
        notes.daysFromOpen = daysFromOpen
        notes.daysOfEnds = daysOfEnds
    }
}

/// The last row of a series, and its day. It is not private: the debug compiler does not bear a
/// private type in a buffer.
struct StampSeries {
    var last: Int64 = .min
    var name: UInt64 = 0
    /// The day of the last row, and its earliest and latest time so far.
    var day: Int32 = .min
    var dayFirst: Int64 = 0
    var dayLast: Int64 = 0
    /// Whether a row of that day is stamped with the moment at which the closing call begins.
    var dayHasCall = false
    /// The first and the last step from one day to another, in nanoseconds, and whether it led to a
    /// later day.
    var firstStep: Int64 = 0
    var lastStep: Int64 = 0
    var isForward = true
}
