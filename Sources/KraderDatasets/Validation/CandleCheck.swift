import KraderJSON
import KraderMarket
import KraderModel

/// Checks of candles of any timeframe that need no day: grid, volume, repeats.
struct CandleCheck {
    /// The least number of daily rows in a row of one price and no volume that is worth a word.
    static let staleMin = 3

    private struct Tally {
        var count = 0
        var first: Moment?

        mutating func note(_ moment: Moment) {
            if first == nil { first = moment }
            count += 1
        }
    }

    private let symbol: IssueCode
    private let series: String
    private let isDaily: Bool
    private var rows = 0
    private var previous: CandleRow?
    private var offStep = Tally()
    private var offStepPrice: UInt32 = 0
    private var zeroVolume = Tally()
    private var repeats = Tally()
    private var value = Tally()
    private var halted = Tally()
    private var stale = Tally()
    private var staleLongest = 0
    private var staleRun = 0
    private var staleStart: Moment?

    init(_ symbol: IssueCode, series: String, isDaily: Bool) {
        self.symbol = symbol
        self.series = series
        self.isDaily = isDaily
    }

    mutating func see(_ row: CandleRow, steps: PriceStepTable?, isIndex: Bool) {
        defer { previous = row }
        rows += 1
        if row.isHalted {
            halted.note(row.start)
            endStale()
            return
        }
        if let steps { checkSteps(row, steps) }
        if row.volume > 0, !isIndex { checkValue(row) }
        guard let previous, !previous.isHalted else {
            if row.volume == 0, row.high != row.low, !isIndex { zeroVolume.note(row.start) }
            return
        }
        if row.volume == 0, !isIndex {
            if row.high != row.low || row.close != previous.close {
                zeroVolume.note(row.start)
                endStale()
            } else {
                if staleRun == 0 { staleStart = row.start }
                staleRun += 1
            }
        } else {
            endStale()
        }
        let isSame =
            row.volume > 0 && row.volume == previous.volume && row.open == previous.open
            && row.high == previous.high && row.low == previous.low && row.close == previous.close
        // Rows of a quiet issue may well be the same; rows whose price moved are not.
        if isSame, row.high != row.low { repeats.note(row.start) }
    }

    private mutating func checkSteps(_ row: CandleRow, _ steps: PriceStepTable) {
        for price in [row.open, row.high, row.low, row.close]
        where !steps.isOnGrid(Price(Int64(price))) {
            if offStep.count == 0 { offStepPrice = price }
            offStep.note(row.start)
            return
        }
    }

    /// Checks that the mean price paid lies between low and high. Trades after the close at up to
    /// 10 % from it, and prices that were adjusted with rounding, leave some room.
    private mutating func checkValue(_ row: CandleRow) {
        let mean = Double(row.value) / Double(row.volume)
        if mean < Double(row.low) * 0.8 || mean > Double(row.high) * 1.25 { value.note(row.start) }
    }

    private mutating func endStale() {
        if staleRun >= CandleCheck.staleMin, let staleStart {
            stale.note(staleStart)
            staleLongest = max(staleLongest, staleRun)
        }
        staleRun = 0
    }

    mutating func finish(to log: inout FindingLog) {
        endStale()
        let unit = isDaily ? "day" : "row"
        func add(_ code: FindingCode, _ severity: Finding.Severity, _ tally: Tally, _ text: String)
        {
            guard let first = tally.first else { return }
            log.add(
                Finding(
                    code, severity, symbol: symbol, series: series, day: CalendarDate(first),
                    time: isDaily ? nil : first, count: tally.count, text: text))
        }
        func many(_ tally: Tally) -> String {
            let first = tally.first.map { moment in
                isDaily ? "\(CalendarDate(moment))" : "\(CalendarDate(moment)) \(TimeOfDay(moment))"
            }
            return "\(ValidationText.count(tally.count, unit)), first \(first ?? "")"
        }
        let isMuch = offStep.count * 20 > rows
        add(
            .offStep, isMuch ? .warning : .note, offStep,
            "\(ValidationText.share(offStep.count, of: rows)) of rows have a price off the grid "
                + "(\(many(offStep)): \(grouped(offStepPrice)))"
                + (isMuch ? ", as adjusted prices do." : "."))
        add(
            .zeroVolume, .warning, zeroVolume,
            "Prices move though nothing was traded: \(many(zeroVolume)).")
        add(
            .duplicateRows, .warning, repeats,
            "The same numbers as the \(unit) before: \(many(repeats)).")
        add(
            .valueMismatch, value.count * 10 > rows ? .warning : .note, value,
            "Value ÷ volume lies far from the prices: \(many(value)); is it in thousands or "
                + "millions?")
        add(.halted, .note, halted, "Halted: \(many(halted)).")
        add(
            .stalePrice, .note, stale,
            "The same price and no volume for \(CandleCheck.staleMin) \(unit)s and more, "
                + "up to \(staleLongest): \(ValidationText.count(stale.count, "time")), "
                + "first from \(stale.first.map { "\(CalendarDate($0))" } ?? "").")
    }
}
