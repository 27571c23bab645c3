import KraderModel

/// The candle rows of one code: first as they stand, with the stamp as start and end, then in their
/// place.
struct CandleRows {
    private(set) var candles: [Candle] = []
    private var lines: [Int32] = []
    private var order = RowOrder()
    /// Whether all stamps so far were dates without a time.
    private(set) var areDates = true

    mutating func add(_ candle: Candle, line: Int, isDate: Bool) {
        order.add(candle.start.nanoseconds, line: line)
        candles.append(candle)
        lines.append(Int32(clamping: line))
        if !isDate { areDates = false }
    }

    /// Puts the rows in order of time and takes out those that stand twice.
    mutating func settle(_ rows: inout RowReader) {
        rows.checkOrder(order)
        if order.isReversed {
            candles.reverse()
            lines.reverse()
            rows.notes.isReversed = true
        }
        guard !candles.isEmpty else { return }
        var kept = 0
        for index in 1..<candles.count {
            if candles[index].start != candles[kept].start {
                kept += 1
                candles[kept] = candles[index]
                lines[kept] = lines[index]
            } else if candles[index] == candles[kept] {
                rows.notes.repeated += 1
            } else {
                rows.add(
                    "The row has the time of the one in line \(lines[kept]) and other values",
                    line: Int(lines[index]), allowed: "a candle may stand once")
            }
        }
        candles.removeSubrange((kept + 1)...)
        lines.removeSubrange((kept + 1)...)
    }

    /// Gives each candle its start and end.
    mutating func place(_ timeframe: Timeframe, _ stamp: CandleStamp, _ rows: inout RowReader) {
        for index in candles.indices {
            let said = candles[index].start
            if timeframe == .d1 {
                candles[index].start = CalendarDate(said).midnight
                candles[index].end = candles[index].start + .day
            } else {
                candles[index].start = stamp == .start ? said : said - timeframe.interval
                candles[index].end = candles[index].start + timeframe.interval
                if timeframe.bucketStart(of: candles[index].start) != candles[index].start {
                    rows.add(
                        "The time is \(said)", line: Int(lines[index]),
                        allowed: "no \(timeframe) candle has this \(stamp.rawValue)")
                }
            }
            if index > 0, candles[index].start == candles[index - 1].start {
                rows.add(
                    "The row is of the same day as the one in line \(lines[index - 1])",
                    line: Int(lines[index]), allowed: "a daily candle may stand once")
            }
        }
    }
}

/// What the times of the rows say about the candles.
struct CandleTimes {
    private let options: TableOptions
    private let series: [CandleRows]

    init(options: TableOptions, series: [CandleRows]) {
        self.options = options
        self.series = series
    }

    /// Told; or a day when no row says more than a date; or the smallest distance of two rows, when
    /// it is a timeframe. `nil` when none of these.
    var timeframe: Timeframe? {
        if let told = options.timeframe { return told }
        if series.allSatisfy(\.areDates) { return .d1 }
        var smallest = Interval(nanoseconds: .max)
        for rows in series where rows.candles.count > 1 {
            for index in 1..<rows.candles.count {
                let distance = rows.candles[index].start - rows.candles[index - 1].start
                if distance < smallest { smallest = distance }
            }
        }
        return Timeframe.allCases.first { $0.interval == smallest }
    }

    /// Told; or recognised where days begin: at 09:00 stamps are starts; a candle's length after
    /// 09:00, the day ending at 15:20 or 15:30, they are ends. Daily candles have a date, whatever
    /// it is called.
    func stamp(_ timeframe: Timeframe) -> CandleStamp? {
        if let told = options.stamp { return told }
        if timeframe == .d1 { return .start }
        let open = TimeOfDay(9, 0)
        let firstEnd = TimeOfDay(sinceMidnight: open.sinceMidnight + timeframe.interval)
        let lastEnds = [TimeOfDay(15, 20), TimeOfDay(15, 30)]
        var endDays = 0
        for rows in series {
            for day in days(of: rows.candles) {
                let first = TimeOfDay(rows.candles[day.lowerBound].start)
                let last = TimeOfDay(rows.candles[day.upperBound - 1].start)
                if first == open { return .start }
                if first == firstEnd, lastEnds.contains(last) { endDays += 1 }
            }
        }
        return endDays > 0 ? .end : nil
    }

    private func days(of candles: [Candle]) -> [Range<Int>] {
        var days: [Range<Int>] = []
        var start = 0
        for index in candles.indices
        where index + 1 == candles.count
            || CalendarDate(candles[index + 1].start) != CalendarDate(candles[index].start)
        {
            days.append(start..<index + 1)
            start = index + 1
        }
        return days
    }
}
