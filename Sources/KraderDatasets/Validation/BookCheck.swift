import Glibc
import KraderMarket
import KraderModel

/// Checks of the books, or best quotes, of one issue, day by day.
struct BookCheck {
    private let facts: IssueFacts
    private let series: String
    private var watch: SessionWatch
    private var days: DayCheck
    private var sessions: OutOfSession
    private var rows = 0
    private var crossed = (count: 0, first: Moment?.none)
    private var repeats = (count: 0, first: Moment?.none)
    private var offStep = (count: 0, first: Moment?.none)

    init(_ facts: IssueFacts, kind: RowKind, scope: MarketScope) {
        self.facts = facts
        series = kind.rawValue
        watch = SessionWatch(
            facts.symbol, series: series, bars: nil, hasCrosses: false, isBooks: true)
        days = DayCheck(facts.symbol, series: series)
        sessions = OutOfSession(facts.symbol, series: series, scope: scope)
    }

    mutating func read(
        _ storedRows: inout OpenRows, to log: inout FindingLog, _ progress: (Int) -> Void
    ) throws(DatasetFault) {
        let header = storedRows.header
        guard let day = header.day else { return }
        days.see(day, facts, to: &log)
        watch.begin(day, pauses: facts.pauses(on: day))
        sessions.begin(day)
        let steps = facts.steps(on: day)
        let midnight = day.midnight
        let hours = SessionHours.on(day)
        var latest = Moment.distantPast
        var book = Book(time: .distantPast, symbol: SymbolIndex(0))
        var previous: UnsafeRawBufferPointer?
        var place = 0
        while place < header.count {
            let end = min(place + 1 << 12, header.count)
            let bytes = try storedRows.bytes(of: place..<end)
            guard let base = bytes.baseAddress else { break }
            for index in 0..<end - place {
                let offset = index * header.rowLength
                let isPossible = BookRow.read(
                    base + offset, depth: header.depth, midnight: midnight, symbol: SymbolIndex(0),
                    into: &book)
                guard isPossible else {
                    throw storedRows.fault(.impossible, row: place + index)
                }
                guard book.time >= latest else {
                    throw storedRows.fault(.outOfOrder, row: place + index)
                }
                latest = book.time
                // The levels are prices and quantities, without the stamp.
                let levels = UnsafeRawBufferPointer(
                    rebasing: bytes[offset + 8..<offset + header.rowLength])
                if let previous, BookCheck.areEqual(previous, levels) {
                    BookCheck.note(book.time, &repeats)
                }
                previous = levels
                see(
                    book.time, ask: book.best(.sell)?.price, bid: book.best(.buy)?.price, steps,
                    hours)
            }
            progress(end - place)
            place = end
        }
        rows += header.count
        watch.end(to: &log)
    }

    private static func areEqual(
        _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer
    ) -> Bool {
        guard let first = a.baseAddress, let second = b.baseAddress else {
            return a.count == b.count
        }
        return a.count == b.count && memcmp(first, second, a.count) == 0
    }

    private static func note(_ time: Moment, _ tally: inout (count: Int, first: Moment?)) {
        if tally.first == nil { tally.first = time }
        tally.count += 1
    }

    private mutating func see(
        _ time: Moment, ask: Price?, bid: Price?, _ steps: PriceStepTable?, _ hours: SessionHours
    ) {
        let since = (time - CalendarDate(time).midnight).nanoseconds
        watch.see(since)
        let isAuction =
            hours.openingAuction.contains(time) || hours.closingAuction.contains(time)
        if !isAuction, !sessions.isRegular(since) { sessions.note(since, isOtherVenue: false) }
        // In auctions displays may show sides that meet.
        if let ask, let bid, bid >= ask, hours.continuous.contains(time) {
            BookCheck.note(time, &crossed)
        }
        guard let steps else { return }
        if let ask, !steps.isOnGrid(ask) {
            BookCheck.note(time, &offStep)
        } else if let bid, !steps.isOnGrid(bid) {
            BookCheck.note(time, &offStep)
        }
    }

    mutating func finish(to log: inout FindingLog) -> DaySet {
        watch.finish(to: &log)
        days.finish(facts, to: &log)
        sessions.finish(rows: rows, to: &log)
        func add(
            _ code: FindingCode, _ severity: Finding.Severity,
            _ tally: (count: Int, first: Moment?),
            _ text: String
        ) {
            guard let first = tally.first else { return }
            let share = ValidationText.share(tally.count, of: rows)
            log.add(
                Finding(
                    code, severity, symbol: facts.symbol, series: series,
                    day: CalendarDate(first), time: first, count: tally.count,
                    text: "\(share) of rows \(text), first on \(CalendarDate(first)) at "
                        + "\(TimeOfDay(first))."))
        }
        // Interruptions are call auctions too.
        add(
            .crossedBook, crossed.count * 50 > rows ? .warning : .note, crossed,
            "bid as much as they ask in continuous trading")
        add(.offStep, .warning, offStep, "quote prices off the grid, on which orders must lie")
        if repeats.count * 100 > rows {
            add(.duplicateRows, .note, repeats, "say the same book as the row before")
        }
        return days.days
    }
}
