public import KraderDatasets
import KraderMarket
public import KraderModel

/// A column of a chart: what was traded in a stretch of time.
struct ChartBar {
    var from: Moment
    var open: Int64
    var high: Int64
    var low: Int64
    var close: Int64
    var volume: Int64

    mutating func absorb(_ later: ChartBar) {
        high = max(high, later.high)
        low = min(low, later.low)
        close = later.close
        volume = Shares(volume).saturatedSum(Shares(later.volume)).count
    }
}

/// The columns of a chart of one issue, at most a given number of them.
public struct ChartBars {
    /// The title, which says what is shown: `daily candles`, `prints of 2026-03-03`.
    public private(set) var title = ""
    /// The bars in order of time; stretches without rows have none.
    private(set) var bars: [(column: Int, bar: ChartBar)] = []
    private(set) var columns = 0
    private(set) var isWithinDay = false

    private let dataset: Dataset
    private let files: [RowFile]

    /// - Parameter day: the day of a session; `nil` for the whole history of daily candles, or of
    ///   what there is where there are none.
    /// Throws `ExitFault` with exit code 3 when there is nothing to draw.
    public init(
        _ dataset: Dataset, _ symbol: IssueCode, day: CalendarDate?, columnsMax: Int
    ) throws(ExitFault) {
        self.dataset = dataset
        files = dataset.filesOf(symbol)
        do throws(DatasetFault) {
            if let day {
                try drawDay(day, columnsMax)
            } else if let file = files.first(where: { $0.timeframe == .d1 }) {
                try drawAll(file, columnsMax)
            } else if let file = files.last(where: { $0.kind == .candles }) {
                try drawAll(file, columnsMax)
            } else if let last = files.last(where: { $0.kind == .ticks })?.day {
                try drawDay(last, columnsMax)
                let days = files.count { $0.kind == .ticks }
                if days > 1 { title += ", the last of \(days) days (--day names another)" }
            }
        } catch {
            throw ExitFault(error)
        }
        guard !bars.isEmpty else {
            throw ExitFault(status: .data, message: nothing(symbol, day))
        }
    }

    private func nothing(_ symbol: IssueCode, _ day: CalendarDate?) -> String {
        guard let day else {
            return "\(dataset.name) has no prints or candles of \(symbol) to draw; --at shows its "
                + "rows."
        }
        let days =
            files.filter { $0.kind != .candles }.compactMap(\.day)
            + files.filter { $0.kind == .candles && $0.timeframe != .d1 }.flatMap {
                [CalendarDate($0.first), CalendarDate($0.last)]
            }
        let span = days.min().flatMap { first in
            days.max().map { "; there are some from \(first) to \($0)" }
        }
        return "\(dataset.name) has no prints or finer candles of \(symbol) on \(day)\(span ?? "")."
    }

    /// Draws all rows of a file of candles, several to a column when they are many.
    private mutating func drawAll(_ file: RowFile, _ columnsMax: Int) throws(DatasetFault) {
        var rows: [ChartBar] = []
        try candles(file) { rows.append($0) }
        let each = max(1, (rows.count + columnsMax - 1) / columnsMax)
        for (place, row) in rows.enumerated() {
            if place % each == 0 {
                bars.append((place / each, row))
            } else {
                bars[bars.count - 1].bar.absorb(row)
            }
        }
        columns = bars.count
        let name =
            file.timeframe == .d1
            ? "daily candles" : "candles of \(file.timeframe?.description ?? "")"
        title = each == 1 ? name : "\(name), \(each) a column"
    }

    private mutating func drawDay(_ day: CalendarDate, _ columnsMax: Int) throws(DatasetFault) {
        isWithinDay = true
        let hours = SessionHours.on(day)
        var rows: [ChartBar] = []
        if let file = files.first(where: { $0.kind == .ticks && $0.day == day }) {
            try prints(file, day) { rows.append($0) }
            title = "prints of \(day)"
        } else if let file = files.filter({ $0.kind == .candles && $0.timeframe != .d1 }).min(by: {
            ($0.timeframe ?? .d1) < ($1.timeframe ?? .d1)
        }) {
            try candles(file) { if CalendarDate($0.from) == day { rows.append($0) } }
            title = "candles of \(file.timeframe?.description ?? "") on \(day)"
        }
        guard let first = rows.first?.from, let last = rows.last?.from else { return }
        // The rows of a recorder that ran for some minutes fill the width as well as whole sessions
        // do.
        let isPart = last - first < .minutes(60)
        let from = isPart ? first : min(first, hours.open)
        let to = isPart ? last + .seconds(1) : max(last + .seconds(1), hours.auctionEnd)
        let unit: Int64 = isPart ? 1_000_000_000 : 60_000_000_000
        let span = (to - from).nanoseconds
        let each = max(1, (span / unit + Int64(columnsMax)) / Int64(columnsMax)) * unit
        columns = Int((span + each - 1) / each)
        for row in rows {
            let column = Int((row.from - from).nanoseconds / each)
            if bars.last?.column == column {
                bars[bars.count - 1].bar.absorb(row)
            } else {
                bars.append((column, row))
            }
        }
        let seconds = each / 1_000_000_000
        title += ", \(seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s") a column"
    }

    private func candles(
        _ file: RowFile, _ body: (ChartBar) -> Void
    ) throws(DatasetFault) {
        var records = try dataset.open(file)
        let bytes = try records.bytes(of: 0..<file.rows)
        guard let base = bytes.baseAddress else { return }
        for index in 0..<file.rows {
            guard let row = CandleRow(base + index * CandleRow.length) else {
                throw records.fault(.impossible, row: index)
            }
            if row.isHalted { continue }
            body(
                ChartBar(
                    from: row.start, open: Int64(row.open), high: Int64(row.high),
                    low: Int64(row.low), close: Int64(row.close), volume: row.volume))
        }
    }

    private func prints(
        _ file: RowFile, _ day: CalendarDate, _ body: (ChartBar) -> Void
    ) throws(DatasetFault) {
        var records = try dataset.open(file)
        let length = records.header.rowLength
        var place = 0
        while place < file.rows {
            let end = min(place + 1 << 15, file.rows)
            let bytes = try records.bytes(of: place..<end)
            guard let base = bytes.baseAddress else { return }
            for index in 0..<end - place {
                guard
                    let row = TickRow(
                        base + index * length, isLong: length == TickRow.longLength)
                else { throw records.fault(.impossible, row: place + index) }
                let price = Int64(row.price)
                body(
                    ChartBar(
                        from: Moment(
                            nanoseconds: day.midnight.nanoseconds + row.sinceMidnight),
                        open: price, high: price, low: price, close: price,
                        volume: Int64(row.size)))
            }
            place = end
        }
    }
}
