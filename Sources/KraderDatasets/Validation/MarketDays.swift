import KraderJSON
import KraderModel

/// A set of days that are added in growing order, with a bit for each from the first.
struct DaySet {
    private(set) var first: CalendarDate?
    private(set) var last: CalendarDate?
    private var words: [UInt64] = []

    mutating func insert(_ day: CalendarDate) {
        let start = first ?? day
        guard day >= start else { return }
        first = start
        last = max(last ?? day, day)
        let offset = Int(day.dayNumber - start.dayNumber)
        while words.count <= offset / 64 { words.append(0) }
        words[offset / 64] |= 1 << UInt64(offset % 64)
    }

    func contains(_ day: CalendarDate) -> Bool {
        guard let first, let last, first <= day, day <= last else { return false }
        let offset = Int(day.dayNumber - first.dayNumber)
        return words[offset / 64] >> UInt64(offset % 64) & 1 == 1
    }
}

/// The days on which the issues of a dataset have rows of one kind, to find those that are missing.
///
/// In the years that the exchange's calendar covers it says which days trade. Before those years a
/// weekday trades if at least half of the issues whose own rows lie around it have rows on it.
struct MarketDays {
    private static let saturdaysEnd = CalendarDate(1998, 12, 5)
    /// The number of days before the others' end from which rows end early.
    private static let earlyDays = 10

    let series: String
    private(set) var issues: [(symbol: IssueCode, days: DaySet)] = []

    init(series: String) { self.series = series }

    mutating func add(_ symbol: IssueCode, _ days: DaySet) {
        if days.first != nil { issues.append((symbol, days)) }
    }

    /// Why the exchange was closed on a day with rows; `nil` when it may have been open. It traded
    /// on Saturdays until 1998-12-05.
    static func closure(on day: CalendarDate) -> String? {
        switch TradingCalendar.krx.standing(of: day) {
        case .closed(let name): name
        case .weekend: day.weekday == 6 && day <= saturdaysEnd ? nil : "a weekend"
        case .trading, .tradingByData, .tradingAssumed, .closedByData: nil
        }
    }

    func report(_ facts: (IssueCode) -> IssueFacts?, to log: inout FindingLog) {
        guard let first = issues.compactMap(\.days.first).min(),
            let last = issues.compactMap(\.days.last).max()
        else { return }
        let count = Int(last.dayNumber - first.dayNumber) + 1
        var around = [Int32](repeating: 0, count: count)
        var having = [Int32](repeating: 0, count: count)
        for issue in issues {
            guard let from = issue.days.first, let to = issue.days.last else { continue }
            for number in from.dayNumber...to.dayNumber {
                let place = Int(number - first.dayNumber)
                around[place] += 1
                if issue.days.contains(CalendarDate(dayNumber: number)) { having[place] += 1 }
            }
        }
        let calendar = TradingCalendar.krx
        // These tell whether the day trades, and whether nearly all issues miss it.
        let days = (0..<count).map { place -> (trades: Bool, isCommon: Bool) in
            let day = CalendarDate(dayNumber: first.dayNumber + Int32(place))
            let trades =
                calendar.isCovered(day)
                ? calendar.isTradingDay(day)
                : MarketDays.closure(on: day) == nil && having[place] > 0
                    && having[place] * 2 >= around[place]
            return (trades, around[place] >= 2 && having[place] * 10 <= around[place])
        }
        reportCommon(days, from: first, around, having, to: &log)
        for issue in issues { report(issue, days, from: first, to: &log) }
        reportEnds(last, facts, to: &log)
    }

    /// Reports days that nearly nobody has: they are one finding, not one an issue, and neighbours
    /// are one too.
    private func reportCommon(
        _ days: [(trades: Bool, isCommon: Bool)], from first: CalendarDate, _ around: [Int32],
        _ having: [Int32], to log: inout FindingLog
    ) {
        var run: [Int] = []
        func flush() {
            guard let start = run.first, let end = run.last else { return }
            let from = CalendarDate(dayNumber: first.dayNumber + Int32(start))
            let to = CalendarDate(dayNumber: first.dayNumber + Int32(end))
            let missing = run.map { around[$0] - having[$0] }.max() ?? 0
            let issues = grouped(run.map { around[$0] }.max() ?? 0)
            let text =
                run.count == 1
                ? "\(from) was a trading day"
                : "\(from) to \(to) were \(ValidationText.count(run.count, "trading day"))"
            log.add(
                Finding(
                    .gapDay, .warning, series: series, day: from, count: run.count,
                    text: "\(text), and \(grouped(missing)) of \(issues) issues "
                        + "have no rows."))
            run = []
        }
        for (place, day) in days.enumerated() where day.trades {
            if day.isCommon { run.append(place) } else { flush() }
        }
        flush()
    }

    private func report(
        _ issue: (symbol: IssueCode, days: DaySet), _ days: [(trades: Bool, isCommon: Bool)],
        from first: CalendarDate, to log: inout FindingLog
    ) {
        guard let from = issue.days.first, let to = issue.days.last else { return }
        var missing: [CalendarDate] = []
        func flush() {
            guard let start = missing.first, let end = missing.last else { return }
            let span = missing.count == 1 ? "\(start)" : "\(start) to \(end)"
            log.add(
                Finding(
                    .gapDay, .warning, symbol: issue.symbol, series: series, day: start,
                    count: missing.count,
                    text: "\(span): \(ValidationText.count(missing.count, "trading day")) without "
                        + "a row, halted or lost."))
            missing = []
        }
        for number in from.dayNumber...to.dayNumber {
            let day = CalendarDate(dayNumber: number)
            let known = days[Int(number - first.dayNumber)]
            guard known.trades else { continue }
            // A day that all miss ends a run: it has a finding of its own.
            if known.isCommon {
                flush()
                continue
            }
            if issue.days.contains(day) { flush() } else { missing.append(day) }
        }
        flush()
    }

    private func reportEnds(
        _ last: CalendarDate, _ facts: (IssueCode) -> IssueFacts?, to log: inout FindingLog
    ) {
        for issue in issues {
            guard let end = issue.days.last,
                Int(last.dayNumber - end.dayNumber) > MarketDays.earlyDays,
                facts(issue.symbol)?.history.delisted == nil
            else { continue }
            log.add(
                Finding(
                    .endsEarly, .note, symbol: issue.symbol, series: series, day: end,
                    text: "The last row is of \(end), other issues go on until \(last); "
                        + "instruments.csv says no delisting."))
        }
    }
}
