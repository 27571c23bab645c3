import KraderCSV
import KraderMarket
import KraderModel

/// Checks whether the candles of a series are what they are called: what an import refuses shows in
/// a dataset too, whoever made it.
struct CandleFormCheck {
    /// The least number of rows from which anything is concluded.
    private static let rowsMin = 5
    private static let stepsMin = 20
    /// The share of candles that open at one end and close at the other from which the columns are
    /// doubtful; in real series up to a quarter do.
    private static let edgeShareMin = 0.8
    /// The widest range of a day (krx-market.md §3.1) with room to spare.
    private static let ratioMax: Int64 = 10
    private static let mirroredShareMax = 0.02

    private let symbol: IssueCode
    private let series: String
    private let timeframe: Timeframe
    private var steps = CandleSteps()
    private var lastStep: Int64 = 0
    private var previous: CandleRow?
    private var moved = 0
    private var fromEdgeToEdge = 0
    private var torn = (count: 0, first: Moment?.none)
    private var fitting = 0
    private var mirrored = (count: 0, first: Moment?.none)

    init(_ symbol: IssueCode, series: String, _ timeframe: Timeframe) {
        self.symbol = symbol
        self.series = series
        self.timeframe = timeframe
    }

    mutating func see(_ row: CandleRow) {
        defer { previous = row }
        if let previous {
            lastStep = (row.start - previous.start).nanoseconds
            steps.add(
                lastStep,
                isWithinDay: timeframe != .d1
                    && CalendarDate(row.start) == CalendarDate(previous.start))
            if timeframe == .d1 { checkBase(row, after: previous) }
        }
        guard !row.isHalted else { return }
        if Int64(row.high) > Int64(row.low) * CandleFormCheck.ratioMax {
            if torn.count == 0 { torn.first = row.start }
            torn.count += 1
        }
        guard row.open != row.close else { return }
        moved += 1
        if row.high == max(row.open, row.close), row.low == min(row.open, row.close) {
            fromEdgeToEdge += 1
        }
    }

    /// Checks that the base lies on the side of the close where the previous close does.
    private mutating func checkBase(_ row: CandleRow, after previous: CandleRow) {
        let (base, close, before) = (Int64(row.basePrice), Int64(row.close), Int64(previous.close))
        guard base > 0, base != close else { return }
        if base == before {
            fitting += 1
        } else if 2 * close - base == before {
            if mirrored.count == 0 { mirrored.first = row.start }
            mirrored.count += 1
        }
    }

    mutating func finish(to log: inout FindingLog) {
        steps.settle()
        steps.end(newestStep: lastStep)
        func add(
            _ code: FindingCode, _ severity: Finding.Severity, _ count: Int, _ first: Moment?,
            _ text: String
        ) {
            log.add(
                Finding(
                    code, severity, symbol: symbol, series: series,
                    day: first.map { CalendarDate($0) }, count: count, text: text))
        }
        if torn.count > 0 {
            add(
                .swappedColumns, .error, torn.count, torn.first,
                "The high is more than \(CandleFormCheck.ratioMax) times the low: "
                    + "\(ValidationText.count(torn.count, "row")); are columns swapped?")
        }
        if moved >= CandleFormCheck.rowsMin,
            Double(fromEdgeToEdge) > CandleFormCheck.edgeShareMin * Double(moved)
        {
            add(
                .swappedColumns, .warning, fromEdgeToEdge, nil,
                "\(ValidationText.share(fromEdgeToEdge, of: moved)) of the candles that moved open "
                    + "at their high or low and close at the other, as where an import had to "
                    + "widen them; are columns swapped?")
        }
        if Double(mirrored.count)
            > CandleFormCheck.mirroredShareMax * Double(mirrored.count + fitting)
        {
            add(
                .wrongDirection, .error, mirrored.count, mirrored.first,
                "The base price lies on the wrong side of the close: "
                    + "\(ValidationText.count(mirrored.count, "day")), so that the change led away "
                    + "from the row before; import again.")
        }
        addLength(add)
    }

    private func addLength(
        _ add: (FindingCode, Finding.Severity, Int, Moment?, String) -> Void
    ) {
        if timeframe == .d1 {
            guard steps.spacing != .days else { return }
            add(
                .wrongLength, .warning, steps.ofDays, nil,
                "Rows are \(steps.spacing.rawValue) apart: these are no daily candles.")
        } else if let longest = steps.longest, longest > timeframe,
            steps.count(of: longest) >= CandleFormCheck.stepsMin
        {
            add(
                .wrongLength, .warning, steps.inDay, nil,
                "Rows are \(longest) and its multiples apart: are these candles of \(longest)? "
                    + "Then strategies see them too early.")
        }
    }
}
