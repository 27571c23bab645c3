public import KraderCSV
import KraderMarket
public import KraderModel

/// Which rows of a dataset a run plays, worked out before it begins: the finest rows that each
/// symbol has on each day. A day that prints tell of is left out of all candles, a day of finer
/// candles out of the coarser ones, which the engine makes of the finer data itself. So daily
/// candles of years can lead up to a week of prints, each day told once.
///
/// It holds days, never rows: of candles finer than a day only their days are looked up, daily
/// ones are read through once for the days, halts and base prices that they tell of.
public struct DatasetPlan: Sendable {
    /// What is played of one symbol.
    public struct Series: Sendable {
        public let code: IssueCode
        /// The candles, the finest first, each with the days that finer data tell of.
        var candles: [(timeframe: Timeframe, daysLeftOut: Set<CalendarDate>)] = []
        /// The days on which the issue did not trade though it was listed, by its daily rows.
        public internal(set) var halts: [CalendarDate] = []
        /// The base prices that daily rows say, where they are not the close before.
        public internal(set) var basePrices: [Dated<Price>] = []
        /// The days with rows that are played, halted ones included.
        var days: Set<CalendarDate> = []
        public internal(set) var hasPrints = false
        /// Whether books are played. Quotes count as books of one level.
        public internal(set) var hasBooks = false
        /// The lengths of the candles that are played, each on some day.
        public internal(set) var timeframes: Set<Timeframe> = []
    }

    public let dataset: Dataset
    public let selection: DatasetSelection
    public let period: MomentSpan
    /// The series by code, for symbols that have any row.
    public private(set) var series: [Series] = []
    /// All days that have rows, in order.
    public private(set) var days: [CalendarDate] = []
    /// What `instruments.csv` says.
    public let table: InstrumentTable

    /// Reads what must be known of the rows.
    public init(
        _ dataset: Dataset, _ selection: DatasetSelection, in period: MomentSpan
    ) throws(DatasetFault) {
        self.dataset = dataset
        self.selection = selection
        self.period = period
        table = try dataset.instrumentTable()
        var seen: Set<CalendarDate> = []
        for code in dataset.symbols where selection.symbols?.contains(code) ?? true {
            let series = try series(of: code)
            if series.days.isEmpty { continue }
            seen.formUnion(series.days)
            self.series.append(series)
        }
        days = seen.sorted()
    }

    private func series(of code: IssueCode) throws(DatasetFault) -> Series {
        var series = Series(code: code)
        var finer: Set<CalendarDate> = []
        for file in dataset.files(.ticks, of: code, in: period) where selection.has(file) {
            if let day = file.day { finer.insert(day) }
        }
        series.hasPrints = !finer.isEmpty
        let files = dataset.files(.candles, of: code, in: period)
            .sorted { ($0.timeframe?.minutes ?? 0) < ($1.timeframe?.minutes ?? 0) }
        for file in files {
            guard let timeframe = file.timeframe else { continue }
            let isPlayed = selection.has(file)
            if isPlayed { series.candles.append((timeframe, finer)) }
            if timeframe == .d1, selection.scope != .nxt {
                let daily = try DailyReading(
                    dataset.open(file), in: period, keepsAllBases: series.hasPrints)
                series.halts = daily.halts.filter { !finer.contains($0) }
                series.basePrices = daily.basePrices
                if isPlayed { series.play(daily.days + daily.halts, of: timeframe, but: &finer) }
            } else if isPlayed {
                series.play(
                    try dataset.open(file).days(in: period), of: timeframe, but: &finer)
            }
        }
        series.days = finer
        for kind in [RowKind.quotes, .books] {
            for file in dataset.files(kind, of: code, in: period) where selection.has(file) {
                guard let day = file.day else { continue }
                series.days.insert(day)
                series.hasBooks = true
            }
        }
        return series
    }
}

extension DatasetPlan.Series {
    /// Plays candles on the days that nothing finer tells of.
    fileprivate mutating func play(
        _ days: [CalendarDate], of timeframe: Timeframe, but finer: inout Set<CalendarDate>
    ) {
        if days.contains(where: { !finer.contains($0) }) { timeframes.insert(timeframe) }
        finer.formUnion(days)
    }
}

/// What the daily rows of a symbol tell of its days.
private struct DailyReading {
    /// The days on which the symbol traded.
    var days: [CalendarDate] = []
    var halts: [CalendarDate] = []
    var basePrices: [Dated<Price>] = []

    /// - Parameter keepsAllBases: whether other data are played on some days, whose closes aren't
    ///   known here; else a base price that is the close before needs no saying.
    init(
        _ rows: consuming OpenRows, in period: MomentSpan, keepsAllBases: Bool
    ) throws(DatasetFault) {
        var rows = rows
        /// The day that traded last, and whether it is played.
        var before: (day: CalendarDate, close: UInt32, isPlayed: Bool)?
        let piece = 1_024
        for from in stride(from: 0, to: rows.header.count, by: piece) {
            let bytes = try rows.bytes(of: from..<min(from + piece, rows.header.count))
            guard let base = bytes.baseAddress else { return }
            for index in 0..<bytes.count / CandleRow.length {
                guard let row = CandleRow(base + index * CandleRow.length) else {
                    throw rows.fault(.impossible, row: from + index)
                }
                let day = CalendarDate(row.start)
                let isPlayed = period.contains(SessionHours.on(day).open)
                if isPlayed {
                    let known = before.flatMap { $0.isPlayed && !keepsAllBases ? $0.close : nil }
                    if row.basePrice > 0, row.basePrice != known {
                        basePrices.append(Dated(day, Price(Int64(row.basePrice))))
                    } else if row.basePrice == 0, let before, !before.isPlayed,
                        TradingCalendar.krx.next(after: before.day).date == day
                    {
                        // The close before the period is the base price of its first day.
                        basePrices.append(Dated(day, Price(Int64(before.close))))
                    }
                    if row.isHalted { halts.append(day) } else { days.append(day) }
                }
                if !row.isHalted { before = (day, row.close, isPlayed) }
            }
        }
    }
}

extension OpenRows {
    /// The days on which candles finer than a day stand. They are found without reading the rows
    /// between, whose hashes are compared when they are played.
    fileprivate func days(in period: MomentSpan) -> [CalendarDate] {
        var days: [CalendarDate] = []
        var next = first(notBefore: period.start, from: 0)
        while next < header.count, rows.time(of: next) < period.end {
            let day = CalendarDate(rows.time(of: next))
            days.append(day)
            next = first(notBefore: day.advanced(by: 1).midnight, from: next)
        }
        return days
    }

    /// The place of the first row that does not stand before a moment.
    private func first(notBefore moment: Moment, from place: Int) -> Int {
        var (low, high) = (place, header.count)
        while low < high {
            let middle = (low + high) / 2
            if rows.time(of: middle) < moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
