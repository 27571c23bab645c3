public import KraderModel

/// A made-up market: prints of some issues over some days that look like KRX's and obey its rules,
/// the same for the same settings and seed on every machine.
///
/// A day of all issues is drawn at a time, then merged; memory does not grow with the number of
/// days.
///
/// What holds, by krx-market.md §1 to §3: trading days and hours of the calendar, special days
/// included; prices on the grid and inside the limits around the previous close; an opening cross
/// within 30 s after the open, nothing from the closing auction's start until its cross within 30 s
/// after the close. What is imitated, by §9: the U of turnover by half hours, sizes, bursts,
/// crosses of 2–4 % and 6–10 % (KOSDAQ 3–5 %) of the day's volume.
///
/// What differs from the real market: large caps print two to six times less often; stamps are
/// whole milliseconds where brokers send seconds; the spread is always one step; no volatility
/// interruption, halt, midpoint print, NXT or after-market; a limit that is reached does not hold
/// the price.
public final class SyntheticMarket: TickSource {
    /// The issues in the order of their symbol index, base prices of the first day included.
    public let instruments: [Instrument]

    private let days: [TradingDay]
    private var nextDay = 0
    private var paths: [IssuePath]
    private var commonGenerator: SeededGenerator
    private let sizes = TradeSizes()
    /// A day's prints, each issue in its own stretch from `firsts` on.
    private let prints: FixedBuffer<Tick>
    private let firsts: [Int]
    private var merge = Merge<Tick>([])
    private let batch = FixedBuffer(repeating: Tick.blank, count: Merge<Tick>.batch)

    /// The settings must be in their ranges: `settings.faults` is empty.
    public init(settings: SyntheticSettings, seed: UInt64) {
        precondition(settings.faults.isEmpty, "Synthetic settings are in their ranges")
        days = settings.tradingDays
        paths = settings.issues.indices.map {
            IssuePath(index: $0, settings: settings, seed: seed)
        }
        commonGenerator = SeededGenerator(seed: seed, stream: "synthetic common factor")
        instruments = settings.issues.map { issue in
            let table = PriceStepTable.table(board: issue.board, on: settings.from)
            return Instrument(
                code: issue.code, board: issue.board,
                basePrice: table.roundedDown(issue.basePrice) ?? table.lowest)
        }
        var firsts: [Int] = []
        var count = 0
        for issue in settings.issues {
            firsts.append(count)
            count += IssuePath.capacity(issue)
        }
        self.firsts = firsts
        prints = FixedBuffer(repeating: .blank, count: count)
    }

    /// At most 4,096 prints, all of one day.
    public func nextTicks() -> BufferView<Tick> {
        var count = fillBatch()
        while count == 0, nextDay < days.count {
            drawDay(days[nextDay].date)
            nextDay += 1
            count = fillBatch()
        }
        return batch.view(of: 0..<count)
    }

    private func fillBatch() -> Int {
        let none = prints.view(of: 0..<0)
        return merge.fill(batch) { _ in none }
    }

    private func drawDay(_ date: CalendarDate) {
        let hours = SessionHours.on(date)
        let common = CommonFactor(hours: hours, generator: &commonGenerator)
        let day = SyntheticDay(date: date, hours: hours, common: common)
        var runs: [BufferView<Tick>] = []
        for index in paths.indices {
            let first = firsts[index]
            let space = first..<(first + IssuePath.capacity(paths[index].issue))
            let count = paths[index].trade(day, sizes: sizes, into: prints.view(of: space))
            runs.append(prints.view(of: first..<(first + count)))
        }
        merge = Merge(runs)
    }
}
