import Glibc
import KraderJSON
import KraderModel

/// Watches the times of one series' rows, day by day: holes, late beginnings, early ends, missing
/// crosses. How long a hole must be follows from the series' own pace on that day: so long that
/// rows coming at random at that pace leave one such hole in a hundred days, and then more than
/// twice that, since noon is quieter than the morning.
struct SessionWatch {
    /// The least number of a day's rows from which its pace says anything.
    private static let rowsMin = 20
    private static let holeOfPrints: Int64 = 300_000_000_000
    /// Quotes and books stand still while nobody changes them.
    private static let holeOfBooks: Int64 = 1_800_000_000_000
    private static let burst: Int64 = 1_000_000_000
    private static let holesMax = 64
    private static let slack = 3.0
    /// The least number of a day's prints from which an opening cross is expected, and the share of
    /// all bars from which one is.
    private static let livelyPrints = 500
    private static let livelyShare = 0.8

    private struct Tally {
        var days = 0
        var first: CalendarDate?
        var example: Int64 = 0

        mutating func note(_ day: CalendarDate, _ time: Int64) {
            if first == nil { (first, example) = (day, time) }
            days += 1
        }
    }

    private let symbol: IssueCode
    private let series: String
    /// The length of a bar in nanoseconds; 0 for prints and books.
    private let barLength: Int64
    private let hasCrosses: Bool
    /// The shortest hole, in nanoseconds.
    private let holeMin: Int64

    private var day = CalendarDate(dayNumber: 0)
    // These are nanoseconds since midnight KST.
    private(set) var open: Int64 = 0
    private(set) var closingAuction: Int64 = 0
    private(set) var close: Int64 = 0
    private var crossEnd: Int64 = 0
    private var rows = 0
    /// The number of bursts in which prints come: the pace of prints is that of their bursts.
    private var bursts = 0
    private var first: Int64 = .max
    private var last: Int64 = .min
    private var holes: [(from: Int64, to: Int64)] = []
    private var pauses: [(from: Int64, to: Int64)] = []
    private var hasOpeningCross = false
    private var hasClosingCross = false

    private var days = 0
    private var noOpening = Tally()
    private var noClosing = Tally()
    private var late = Tally()
    private var early = Tally()

    /// - Parameter bars: the length of bars; `nil` for rows of one moment each.
    init(
        _ symbol: IssueCode, series: String, bars timeframe: Timeframe?, hasCrosses: Bool,
        isBooks: Bool = false
    ) {
        holeMin = isBooks ? SessionWatch.holeOfBooks : SessionWatch.holeOfPrints
        self.symbol = symbol
        self.series = series
        barLength = timeframe?.interval.nanoseconds ?? 0
        self.hasCrosses = hasCrosses
    }

    /// - Parameter pauses: the times at which the issue did not trade on that day.
    mutating func begin(_ day: CalendarDate, pauses: [MomentSpan]) {
        self.day = day
        self.pauses = pauses.map { span in
            ((span.start - day.midnight).nanoseconds, (span.end - day.midnight).nanoseconds)
        }
        let hours = SessionHours.on(day)
        let midnight = day.midnight
        open = (hours.open - midnight).nanoseconds
        closingAuction = (hours.closingAuctionStart - midnight).nanoseconds
        close = (hours.close - midnight).nanoseconds
        // A cross is stamped a few seconds after the hour, and arrives a little later.
        crossEnd = close + 60_000_000_000
        (rows, first, last) = (0, .max, .min)
        holes.removeAll(keepingCapacity: true)
        (hasOpeningCross, hasClosingCross) = (false, false)
    }

    /// Takes a row of prices, in order of time. It lasts from its stamp to the end of its bar.
    @inline(__always)
    mutating func see(_ time: Int64) {
        if time >= open, time < closingAuction {
            rows += 1
            if first == .max {
                first = time
                bursts = 1
            } else if time - last >= SessionWatch.burst {
                bursts += 1
                if time - last > holeMin { note(hole: time) }
            }
            last = time + barLength
        } else {
            seeOutside(time)
        }
    }

    private mutating func seeOutside(_ time: Int64) {
        if time + barLength > closingAuction, time < crossEnd, time >= close || barLength > 0 {
            hasClosingCross = true
        }
    }

    private mutating func note(hole time: Int64) {
        if holes.count < SessionWatch.holesMax { holes.append((last, time)) }
    }

    mutating func end(to log: inout FindingLog) {
        days += 1
        if barLength > 0, last > closingAuction { hasClosingCross = true }
        if barLength == 0, first <= open + 60_000_000_000 { hasOpeningCross = true }
        if barLength > 0, first < open + barLength { hasOpeningCross = true }
        guard rows > 0 else {
            if hasCrosses, !hasClosingCross { noClosing.note(day, close) }
            return
        }
        let bound = bound
        if hasCrosses {
            if !hasClosingCross { noClosing.note(day, last) }
            if !hasOpeningCross, isLively { noOpening.note(day, first) }
        }
        guard rows >= SessionWatch.rowsMin else { return }
        let edge = max(bound, 600_000_000_000)
        if first - open > edge { late.note(day, first) }
        if closingAuction - last > edge { early.note(day, last) }
        report(holes.filter { $0.to - $0.from - paused($0) > bound }, to: &log)
    }

    /// How much of a hole an interruption or a halt explains.
    private func paused(_ hole: (from: Int64, to: Int64)) -> Int64 {
        pauses.reduce(0) { $0 + max(0, min($1.to, hole.to) - max($1.from, hole.from)) }
    }

    /// The longest time, in nanoseconds, in which nothing may come without being a hole.
    private var bound: Int64 {
        let longest = holes.map { $0.to - $0.from }.max() ?? 0
        let span = Double(max(last - first - longest, 1))
        let count = Double(barLength > 0 ? rows : bursts)
        let logarithm = logarithmOf(100 * count)
        guard barLength > 0 else {
            return max(holeMin, Int64(span / count * logarithm * SessionWatch.slack))
        }
        let share = min(1, count * Double(barLength) / span)
        if share > 0.97 { return max(holeMin, barLength) - 1 }
        let bars = logarithm / -Glibc.log(1 - share) * SessionWatch.slack
        return max(holeMin, Int64(bars * Double(barLength)))
    }

    private func logarithmOf(_ number: Double) -> Double { max(1, Glibc.log(number)) }

    private var isLively: Bool {
        guard barLength > 0 else { return rows >= SessionWatch.livelyPrints }
        let all = Double((closingAuction - open) / barLength)
        return Double(rows) >= all * SessionWatch.livelyShare
    }

    private func report(_ holes: [(from: Int64, to: Int64)], to log: inout FindingLog) {
        guard let longest = holes.max(by: { $0.to - $0.from < $1.to - $1.from }) else { return }
        let length = ValidationText.length(longest.to - longest.from)
        let text =
            "no row from \(ValidationText.clock(longest.from)) to "
            + "\(ValidationText.clock(longest.to)) (\(length))"
        log.add(
            Finding(
                .gapSession, .warning, symbol: symbol, series: series, day: day,
                time: Moment(nanoseconds: day.midnight.nanoseconds + longest.from),
                count: holes.count,
                text: "\(day): \(text)"
                    + (holes.count > 1 ? ", the longest of \(holes.count) holes." : ".")))
    }

    /// Reports what holds for many days as one finding.
    func finish(to log: inout FindingLog) {
        func add(_ code: FindingCode, _ severity: Finding.Severity, _ tally: Tally, _ text: String)
        {
            guard let day = tally.first else { return }
            log.add(
                Finding(
                    code, severity, symbol: symbol, series: series, day: day,
                    time: Moment(nanoseconds: day.midnight.nanoseconds + tally.example),
                    count: tally.days, text: text))
        }
        func ofDays(_ tally: Tally) -> String {
            "on \(grouped(tally.days)) of \(ValidationText.count(days, "day")), "
                + "first on \(tally.first.map(\.description) ?? "")"
        }
        add(
            .sessionCut, .warning, late,
            "Rows begin late \(ofDays(late)) at \(ValidationText.clock(late.example)).")
        add(
            .sessionCut, .warning, early,
            "Rows end early \(ofDays(early)) at \(ValidationText.clock(early.example)).")
        add(.noOpeningAuction, .warning, noOpening, "No opening cross \(ofDays(noOpening)).")
        add(.noClosingAuction, .warning, noClosing, "No closing cross \(ofDays(noClosing)).")
    }
}
