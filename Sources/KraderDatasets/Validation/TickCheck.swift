import KraderJSON
import KraderMarket
import KraderModel

/// Checks of the prints of one issue, day by day.
struct TickCheck {
    /// The number of equal neighbours in a day from which on they are no coincidence.
    private static let runMax = 10
    private static let repeatsMin = 50
    private static let repeatsShare = 0.4

    private let facts: IssueFacts
    private let series = "ticks"
    private var watch: SessionWatch
    private var days: DayCheck
    private var sessions: OutOfSession
    private var offStep = 0
    private var offStepFirst: (time: Moment, price: UInt32)?
    private var rows = 0
    /// The price of the last day's last print in the regular session: the base price where nothing
    /// else says one.
    private var lastClose: (day: CalendarDate, price: UInt32)?

    init(_ facts: IssueFacts, scope: MarketScope) {
        self.facts = facts
        watch = SessionWatch(facts.symbol, series: series, bars: nil, hasCrosses: scope != .nxt)
        days = DayCheck(facts.symbol, series: series)
        sessions = OutOfSession(facts.symbol, series: series, scope: scope)
    }

    /// The sums of a day so far.
    private struct DaySums {
        var latest: Int64 = 0
        var outside = 0
        var outsideFirst: (time: Int64, price: UInt32) = (0, 0)
        var repeats = 0
        var run = 0
        var runLongest = 0
        var runTime: Int64 = 0
        var close: UInt32 = 0
    }

    /// Reads a day's file through. Throws when a row can't be what was written.
    mutating func read(
        _ storedRows: inout OpenRows, to log: inout FindingLog, _ progress: (Int) -> Void
    ) throws(DatasetFault) {
        let header = storedRows.header
        guard let day = header.day else { return }
        days.see(day, facts, to: &log)
        watch.begin(day, pauses: facts.pauses(on: day))
        sessions.begin(day)
        let band = band(of: day)
        // Every price is on the grid on boards without one, and where nobody knows the board.
        let steps = facts.steps(on: day)
        let isLong = header.rowLength == TickRow.longLength
        var sums = DaySums()
        var previous = TickRow(sinceMidnight: -1, price: 0, size: 0)
        var place = 0
        while place < header.count {
            let end = min(place + 1 << 15, header.count)
            let bytes = try storedRows.bytes(of: place..<end)
            guard let base = bytes.baseAddress else { break }
            for index in 0..<end - place {
                guard let tick = TickRow(base + index * header.rowLength, isLong: isLong)
                else { throw storedRows.fault(.impossible, row: place + index) }
                guard tick.sinceMidnight >= sums.latest else {
                    throw storedRows.fault(.outOfOrder, row: place + index)
                }
                sums.latest = tick.sinceMidnight
                if tick.price != previous.price {
                    if let steps, !steps.isOnGrid(Price(Int64(tick.price))) {
                        noteOffStep(tick, day)
                    }
                } else if tick == previous {
                    noteRepeat(tick, &sums)
                }
                if let band, !band.contains(tick.price) { noteOutside(tick, &sums) }
                if sessions.isRegular(tick.sinceMidnight) {
                    if tick.venue != .nxt {
                        watch.see(tick.sinceMidnight)
                        sums.close = tick.price
                    }
                } else {
                    sessions.note(tick.sinceMidnight, isOtherVenue: tick.venue == .nxt)
                }
                previous = tick
            }
            progress(end - place)
            place = end
        }
        rows += header.count
        watch.end(to: &log)
        report(sums, rows: header.count, day, band, to: &log)
        if sums.close > 0 { lastClose = (day, sums.close) }
    }

    private func band(of day: CalendarDate) -> DayBand? {
        guard facts.board(on: day) != .index else { return nil }
        if let base = facts.base(on: day) {
            return facts.band(on: day, base: base.price, isSaid: base.isSaid)
        }
        guard let lastClose, TradingCalendar.krx.next(after: lastClose.day).date >= day,
            TradingCalendar.krx.isCovered(day)
        else { return nil }
        return facts.band(on: day, base: Price(Int64(lastClose.price)), isSaid: false)
    }

    private mutating func noteOffStep(_ tick: TickRow, _ day: CalendarDate) {
        offStep += 1
        if offStepFirst == nil {
            let time = Moment(nanoseconds: day.midnight.nanoseconds + tick.sinceMidnight)
            offStepFirst = (time, tick.price)
        }
    }

    private func noteRepeat(_ tick: TickRow, _ sums: inout DaySums) {
        sums.repeats += 1
        sums.run = sums.runTime == tick.sinceMidnight ? sums.run + 1 : 2
        sums.runTime = tick.sinceMidnight
        sums.runLongest = max(sums.runLongest, sums.run)
    }

    private func noteOutside(_ tick: TickRow, _ sums: inout DaySums) {
        if sums.outside == 0 { sums.outsideFirst = (tick.sinceMidnight, tick.price) }
        sums.outside += 1
    }

    private func report(
        _ sums: DaySums, rows: Int, _ day: CalendarDate, _ band: DayBand?, to log: inout FindingLog
    ) {
        func add(
            _ code: FindingCode, _ severity: Finding.Severity, at time: Int64?, _ count: Int,
            _ text: String
        ) {
            log.add(
                Finding(
                    code, severity, symbol: facts.symbol, series: series, day: day,
                    time: time.map { Moment(nanoseconds: day.midnight.nanoseconds + $0) },
                    count: count, text: text))
        }
        if sums.outside > 0, let band {
            let price = grouped(sums.outsideFirst.price)
            let time = ValidationText.clock(sums.outsideFirst.time)
            let limits =
                "\(grouped(band.lower))…\(grouped(band.upper))"
            add(
                .outsideLimits, .warning, at: sums.outsideFirst.time,
                sums.outside,
                "\(day): \(ValidationText.count(sums.outside, "print")) outside "
                    + "\(limits), the first at \(time) for \(price).")
        }
        let isMuch =
            rows >= TickCheck.repeatsMin
            && Double(sums.repeats) >= Double(rows) * TickCheck.repeatsShare
        if sums.runLongest >= TickCheck.runMax || isMuch {
            let share = ValidationText.share(sums.repeats, of: rows)
            add(
                .duplicateRows, .warning, at: sums.runTime, sums.repeats,
                "\(day): \(share) of prints equal the one before, up to \(sums.runLongest) in a "
                    + "row" + (isMuch ? "; was a file taken twice?" : "."))
        }
    }

    mutating func finish(to log: inout FindingLog) -> DaySet {
        watch.finish(to: &log)
        days.finish(facts, to: &log)
        sessions.finish(rows: rows, to: &log)
        if let first = offStepFirst {
            let isMuch = offStep * 2 > rows
            log.add(
                Finding(
                    .offStep, isMuch ? .warning : .note, symbol: facts.symbol, series: series,
                    day: CalendarDate(first.time), time: first.time, count: offStep,
                    text: "\(ValidationText.count(offStep, "price")) off the grid, first "
                        + "\(grouped(first.price)) at \(TimeOfDay(first.time)) on "
                        + "\(CalendarDate(first.time))"
                        + (isMuch ? ", more than midpoint orders could." : ".")))
        }
        return days.days
    }
}
