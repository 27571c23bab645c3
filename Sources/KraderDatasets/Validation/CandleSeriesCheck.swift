import KraderJSON
import KraderMarket
import KraderModel

/// Checks of one issue's candles of one timeframe.
struct CandleSeriesCheck {
    private let timeframe: Timeframe
    private let series: String
    private var watch: SessionWatch
    private var days: DayCheck
    private var sessions: OutOfSession
    private var candles: CandleCheck
    private var form: CandleFormCheck
    private var daily: DailyPriceCheck
    private var rows = 0
    private var latest = Moment.distantPast

    // These are of the day that is being read, for bars within a day.
    private var day: CalendarDate?
    private var steps: PriceStepTable?
    private var band: DayBand?
    private var outside = (count: 0, first: Moment?.none, price: UInt32(0))
    private var lastClose: (day: CalendarDate, price: UInt32)?

    init(_ symbol: IssueCode, _ timeframe: Timeframe, scope: MarketScope) {
        self.timeframe = timeframe
        series = "candles \(timeframe)"
        watch = SessionWatch(
            symbol, series: series, bars: timeframe, hasCrosses: scope != .nxt)
        days = DayCheck(symbol, series: series)
        sessions = OutOfSession(symbol, series: series, scope: scope)
        candles = CandleCheck(symbol, series: series, isDaily: timeframe == .d1)
        daily = DailyPriceCheck(series: series)
        form = CandleFormCheck(symbol, series: series, timeframe)
    }

    /// Reads the file through; daily rows also become the issue's official prices. Throws when a
    /// row can't be what was written.
    mutating func read(
        _ storedRows: inout OpenRows, _ facts: inout IssueFacts, to log: inout FindingLog,
        _ progress: (Int) -> Void
    ) throws(DatasetFault) {
        let count = storedRows.header.count
        var place = 0
        while place < count {
            let end = min(place + 1 << 12, count)
            let bytes = try storedRows.bytes(of: place..<end)
            guard let base = bytes.baseAddress else { break }
            for index in 0..<end - place {
                guard let row = CandleRow(base + index * CandleRow.length) else {
                    throw storedRows.fault(.impossible, row: place + index)
                }
                guard row.start > latest else {
                    throw storedRows.fault(.outOfOrder, row: place + index)
                }
                latest = row.start
                form.see(row)
                if timeframe == .d1 {
                    see(day: row, &facts, to: &log)
                } else {
                    see(bar: row, facts, to: &log)
                }
            }
            progress(end - place)
            place = end
        }
        rows += count
        if timeframe != .d1 { endDay(facts, to: &log) }
    }

    private mutating func see(
        day row: CandleRow, _ facts: inout IssueFacts, to log: inout FindingLog
    ) {
        let day = CalendarDate(row.start)
        days.see(day, facts, to: &log)
        candles.see(row, steps: facts.steps(on: day), isIndex: facts.board(on: day) == .index)
        daily.see(row, facts, to: &log)
        facts.add(IssueFacts.OfficialDay(day: day, base: row.basePrice, close: row.close))
    }

    private mutating func see(
        bar row: CandleRow, _ facts: IssueFacts, to log: inout FindingLog
    ) {
        let date = CalendarDate(row.start)
        if date != day {
            endDay(facts, to: &log)
            day = date
            days.see(date, facts, to: &log)
            watch.begin(date, pauses: facts.pauses(on: date))
            sessions.begin(date)
            steps = facts.steps(on: date)
            band = band(of: date, facts)
        }
        candles.see(row, steps: steps, isIndex: facts.board(on: date) == .index)
        guard !row.isHalted else { return }
        let since = (row.start - date.midnight).nanoseconds
        watch.see(since)
        // A bar may begin before the session that it holds, as the one of an hour from 15:00 on
        // does.
        let end = since + timeframe.interval.nanoseconds - 1
        if sessions.isRegular(since) || sessions.isRegular(end) {
            lastClose = (date, row.close)
        } else {
            sessions.note(since, isOtherVenue: false)
        }
        if let band, !band.contains(row.low) || !band.contains(row.high) {
            if outside.count == 0 {
                outside.first = row.start
                outside.price = band.contains(row.low) ? row.high : row.low
            }
            outside.count += 1
        }
    }

    private func band(of day: CalendarDate, _ facts: IssueFacts) -> DayBand? {
        guard facts.board(on: day) != .index else { return nil }
        if let base = facts.base(on: day) {
            return facts.band(on: day, base: base.price, isSaid: base.isSaid)
        }
        guard let lastClose, TradingCalendar.krx.isCovered(day),
            TradingCalendar.krx.next(after: lastClose.day).date >= day
        else { return nil }
        return facts.band(on: day, base: Price(Int64(lastClose.price)), isSaid: false)
    }

    private mutating func endDay(_ facts: IssueFacts, to log: inout FindingLog) {
        guard let day else { return }
        watch.end(to: &log)
        if let first = outside.first, let band {
            let bars = ValidationText.count(outside.count, "candle")
            let limits =
                "\(grouped(band.lower))…\(grouped(band.upper))"
            log.add(
                Finding(
                    .outsideLimits, .warning, symbol: facts.symbol,
                    series: series, day: day, time: first, count: outside.count,
                    text: "\(day): \(bars) outside \(limits), the first at \(TimeOfDay(first)) "
                        + "with \(grouped(outside.price))."))
        }
        outside = (0, nil, 0)
        self.day = nil
    }

    mutating func finish(_ facts: IssueFacts, to log: inout FindingLog) -> DaySet {
        days.finish(facts, to: &log)
        candles.finish(to: &log)
        form.finish(to: &log)
        if timeframe == .d1 {
            daily.finish(facts.symbol, to: &log)
        } else {
            watch.finish(to: &log)
            sessions.finish(rows: rows, to: &log)
        }
        return days.days
    }
}
