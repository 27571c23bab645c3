import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

/// Follows an issue's daily prices: whether a day can follow the one before.
struct DailyPriceCheck {
    /// The factors of splits, bonus issues and reductions: a number ÷ 1, 1 ÷ a number, and a few
    /// more.
    private static let simple: [(factor: Double, name: String)] =
        [
            2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 25, 30, 40, 50, 100,
        ].flatMap { (number: Int) -> [(Double, String)] in
            [(Double(number), "\(number)"), (1 / Double(number), "1/\(number)")]
        } + [
            (1.5, "3/2"), (2.0 / 3, "2/3"), (2.5, "5/2"), (0.4, "2/5"), (4.0 / 3, "4/3"),
            (0.75, "3/4"),
        ]
    /// How far from a simple ratio a day may open, as a share of the ratio.
    private static let nearness = 0.06
    /// The least factor that is a jump: less is a day's move, or a bonus issue that limits cannot
    /// tell from one.
    private static let jumpMin = 1.3
    /// The factor beyond the limits at which a whole day is no stray price.
    private static let beyond = 1.02

    let series: String
    private var previous: CandleRow?
    /// The number of rows that say a base price and have a predecessor, and findings on those that
    /// contradict it.
    private var said = 0
    private var mismatches: [Finding] = []
    private var jumps: [Finding] = []
    private var mismatchCount = 0

    init(series: String) { self.series = series }

    /// Takes a daily row, halted or not. Rows come in order.
    mutating func see(_ row: CandleRow, _ facts: IssueFacts, to log: inout FindingLog) {
        defer { previous = row }
        guard !row.isHalted, let previous else { return }
        let day = CalendarDate(row.start)
        let before = CalendarDate(previous.start)
        guard facts.board(on: day) != .index, !facts.isListingDay(day) else { return }
        let follows = DailyPriceCheck.follows(day, before) && !previous.isHalted
        let expected = Double(previous.close) * facts.priceFactor(after: before, through: day)
        let isAdjusted = expected != Double(previous.close)
        let said = facts.saidBase(on: day).map { UInt32(clamping: $0.won) } ?? row.basePrice
        if checkAction(row, said, expected, (previous, before), facts, to: &log) { return }
        if said > 0 {
            self.said += 1
            let band = facts.band(on: day, base: Price(Int64(said)), isSaid: true)
            if !DailyPriceCheck.explains(expected, said, day, facts, hasAction: isAdjusted) {
                noteBase(said, expected, (previous, before), row, facts)
            }
            if let band { checkBand(row, band, day, facts, to: &log) }
            return
        }
        if !isAdjusted { checkShares(row, (previous, before), facts, to: &log) }
        guard expected >= 1,
            let band = facts.band(
                on: day, base: Price(Int64(expected.rounded())), isSaid: false)
        else { return }
        if band.contains(row.open), band.contains(row.low), band.contains(row.high) { return }
        let jump = Double(row.open) / expected
        let near = DailyPriceCheck.nearest(jump)
        let isWhole =
            Double(row.low) > Double(band.upper) * DailyPriceCheck.beyond
            || Double(row.high) * DailyPriceCheck.beyond < Double(band.lower)
        let isJump = jump > DailyPriceCheck.jumpMin || jump < 1 / DailyPriceCheck.jumpMin
        // Prices may have gone further than a day's limits after days without trading.
        let isLarge = jump > 1.8 || jump < 1 / 1.8
        if isWhole, isJump, follows || isLarge || near != nil {
            reportJump(
                jump, near, (previous, before), row, facts,
                severity: follows || isLarge ? .error : .warning, to: &log)
        } else if follows {
            checkBand(row, band, day, facts, to: &log)
        }
    }

    /// Whether no trading day lies between two days. Where the calendar knows nothing, up to four
    /// days apart count as following.
    private static func follows(_ day: CalendarDate, _ before: CalendarDate) -> Bool {
        let calendar = TradingCalendar.krx
        guard calendar.isCovered(before) else { return day.dayNumber - before.dayNumber <= 4 }
        return calendar.next(after: before).date >= day
    }

    private static func nearest(_ jump: Double) -> String? {
        let best = simple.min { abs($0.factor / jump - 1) < abs($1.factor / jump - 1) }
        guard let best, abs(best.factor / jump - 1) <= nearness else { return nil }
        return best.name
    }

    private func checkBand(
        _ row: CandleRow, _ band: DayBand, _ day: CalendarDate, _ facts: IssueFacts,
        to log: inout FindingLog
    ) {
        let outside = [row.open, row.high, row.low, row.close].filter { !band.contains($0) }
        guard let price = outside.first else { return }
        let lower = grouped(band.lower)
        let upper = grouped(band.upper)
        log.add(
            Finding(
                .outsideLimits, .warning, symbol: facts.symbol,
                series: series, day: day,
                text: "\(day): \(grouped(price)) lies outside \(lower)…\(upper), "
                    + "from a base price of \(grouped(band.base))"
                    + (band.isExact ? "." : ", the close before.")))
    }

    private mutating func noteBase(
        _ said: UInt32, _ expected: Double, _ before: (row: CandleRow, day: CalendarDate),
        _ row: CandleRow, _ facts: IssueFacts
    ) {
        let day = CalendarDate(row.start)
        let ratio = Double(said) / expected
        let isJump = ratio > 1.35 || ratio < 0.65
        // The close of an earlier day than the last may differ by what traded in between.
        guard isJump || DailyPriceCheck.follows(day, before.day) else { return }
        mismatchCount += 1
        guard (isJump ? jumps : mismatches).count < FindingLog.ofOneSeriesMax else { return }
        let near = DailyPriceCheck.nearest(ratio).map { ", near \($0)" } ?? ""
        let advice =
            facts.proposal(after: before.day, through: day).map {
                "instruments.csv proposes \($0.kind.name) \($0.value.text)"
            } ?? "instruments.csv has no action that says why, so that holdings aren't adjusted"
        let finding = Finding(
            isJump ? .splitLikeJump : .baseMismatch, isJump ? .error : .warning,
            symbol: facts.symbol, series: series, day: day,
            text: "\(day): the base price \(grouped(said)) is "
                + "\(ValidationText.factor(ratio)) × the close of \(before.day) "
                + "(\(grouped(before.row.close)))\(near); \(advice).")
        if isJump { jumps.append(finding) } else { mismatches.append(finding) }
    }

    private func reportJump(
        _ jump: Double, _ near: String?, _ before: (row: CandleRow, day: CalendarDate),
        _ row: CandleRow, _ facts: IssueFacts, severity: Finding.Severity,
        to log: inout FindingLog
    ) {
        let day = CalendarDate(row.start)
        var text =
            "\(day): opens at \(grouped(row.open)), "
            + "\(ValidationText.factor(jump)) × the close of \(before.day) "
            + "(\(grouped(before.row.close)))"
        if let near { text += ", near \(near)" }
        if before.row.volume > 0 {
            let volume = Double(row.volume) / Double(before.row.volume)
            text += ", with \(ValidationText.factor(volume)) × the volume"
        }
        if let proposal = facts.proposal(after: before.day, through: day) {
            text += "; instruments.csv proposes \(proposal.kind.name) \(proposal.value.text)"
        } else {
            text += "; instruments.csv has no action that says why"
        }
        log.add(
            Finding(
                .splitLikeJump, severity, symbol: facts.symbol, series: series, day: day,
                text: text + "."))
    }

    /// Base prices that often contradict the closes say nothing about actions.
    func finish(_ symbol: IssueCode, to log: inout FindingLog) {
        for finding in jumps { log.add(finding) }
        guard mismatchCount > 10, mismatchCount * 20 > said, let first = mismatches.first else {
            for finding in mismatches { log.add(finding) }
            return
        }
        log.add(
            Finding(
                .baseMismatch, .warning, symbol: symbol, series: series, day: first.day,
                count: mismatchCount,
                text: "Base prices contradict the close before on "
                    + "\(ValidationText.share(mismatchCount, of: said)) of days, first on "
                    + "\(first.day.map(\.description) ?? ""): is the change that they were taken "
                    + "from signed, and of this price?"))
    }
}
