import KraderModel

/// The days of a market, drawn one after the other: all issues of a day at a time. Whoever reads
/// prints, books or changes of status has one of its own; the same settings and seed give each the
/// same days.
final class SyntheticDays {
    let settings: SyntheticSettings
    private let days: [TradingDay]
    private var nextDay = 0
    private var paths: [IssuePath]
    private var commonGenerator: SeededGenerator
    private var crisis = Crisis()
    private var scratch = DayScratch()
    /// A day's prints, each issue in its own stretch from `firsts` on, and how many there are.
    private let prints: FixedBuffer<Tick>
    private let marks: FixedBuffer<QuoteMark>
    private let firsts: [Int]
    private var counts: [Int]
    /// The day that was drawn last.
    private(set) var date = CalendarDate(dayNumber: 0)
    private(set) var hours = SessionHours.on(CalendarDate(dayNumber: 0))

    /// - Parameter isMarked: Whether quotes are written beside the prints.
    init(settings: SyntheticSettings, seed: UInt64, isMarked: Bool) {
        precondition(settings.faults.isEmpty, "Synthetic settings are in their ranges")
        self.settings = settings
        days = settings.tradingDays
        paths = settings.issues.indices.map {
            IssuePath(index: $0, settings: settings, seed: seed)
        }
        commonGenerator = SeededGenerator(seed: seed, stream: "synthetic common factor")
        var firsts: [Int] = []
        var count = 0
        for issue in settings.issues {
            firsts.append(count)
            count += IssuePath.capacity(issue)
        }
        self.firsts = firsts
        counts = [Int](repeating: 0, count: firsts.count)
        prints = FixedBuffer(repeating: .blank, count: count)
        marks = FixedBuffer(repeating: QuoteMark(), count: isMarked ? count : 0)
    }

    /// Draws the next day. Returns: false when there is none.
    func drawNext() -> Bool {
        guard nextDay < days.count else { return false }
        date = days[nextDay].date
        hours = SessionHours.on(date)
        nextDay += 1
        let common = CommonFactor(
            hours: hours, crisis: &crisis, generator: &commonGenerator)
        let day = SyntheticDay(date: date, hours: hours, common: common)
        scratch.statuses.removeAll()
        for index in paths.indices {
            counts[index] = paths[index].trade(day, scratch: &scratch, into: sheet(index))
        }
        return true
    }

    private func sheet(_ index: Int) -> DaySheet {
        let space = firsts[index]..<(firsts[index] + IssuePath.capacity(paths[index].issue))
        return DaySheet(
            prints: prints.view(of: space),
            marks: marks.view(of: marks.count > 0 ? space : 0..<0))
    }

    /// What issue `index` traded on the day that was drawn.
    func day(of index: Int) -> DaySheet {
        let space = firsts[index]..<(firsts[index] + counts[index])
        return DaySheet(
            prints: prints.view(of: space),
            marks: marks.view(of: marks.count > 0 ? space : 0..<0))
    }

    /// The day's limits of issue `index`.
    func band(of index: Int) -> PriceBand { paths[index].band }

    /// The day's changes of status, by time, then symbol.
    func statuses() -> [StatusChange] {
        (0..<scratch.statuses.count).map { scratch.statuses[$0] }
            .sorted { ($0.time, $0.symbol) < ($1.time, $1.symbol) }
    }
}
