import KraderCSV
import KraderJSON
import KraderMarket
import KraderModel

/// The candle rows of one symbol, which are put in their places: rows of files of one timeframe
/// together, in order of time, each candle once.
struct PooledCandles {
    /// What the rows of a file are, once it is read.
    struct Reading {
        var timeframe: Timeframe
        var stamp: CandleStamp
        var isNewestFirst: Bool
        var changes: ChangeReadings
        var valueUnit: ValueUnit
        /// The file's title of the column of times.
        var timeTitle: String
    }

    struct Outcome {
        var rows = 0
        var outOfOrder = 0
        /// Rows that were left out because they say again what another says.
        var repeated = 0
        var rejects: [(file: Int, reject: ImportReject)] = []
        /// Boards and listed shares from the day on which a row first says them.
        var boards: [Dated<Board>] = []
        var listedShares: [Dated<Shares>] = []
        var firstDay: CalendarDate?
        /// The times of the first and the last candle.
        var first: Moment?
        var last: Moment?
    }

    private struct Placed {
        var start: Int64
        var file: Int32
        var row: PooledCandle
    }

    /// The candles of one length.
    private struct Series {
        var placed: [Placed] = []
        /// The candles told by their ends that end with the closing call, and the days on which one
        /// ends later.
        var endsWithCall: [Int] = []
        var daysWithLaterEnds: Set<CalendarDate> = []

        /// A candle that lies in the closing call and ends with it holds the cross, which belongs
        /// to the bucket that begins there (semantics.md §2): unless nothing traded in it, or
        /// another candle of the day ends later, which is the cross's own.
        mutating func moveCrosses() {
            for place in endsWithCall where placed[place].row.volume > 0 {
                let end = Moment(nanoseconds: placed[place].row.time)
                guard !daysWithLaterEnds.contains(CalendarDate(end)) else { continue }
                placed[place].start = end.nanoseconds
            }
        }
    }

    let symbol: IssueCode
    let sink: any RowSink
    /// The values that all headers of the dataset share.
    let header: RowHeader
    /// The reading of each file, by its place.
    let readings: [Reading?]
    let names: [String]

    func write(_ rows: borrowing ImportedRows, _ partition: Int) throws -> Outcome {
        var outcome = Outcome()
        var byTimeframe = Timeframe.allCases.map { _ in Series() }
        let chain = rows.partitions[partition].chain
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 192 << 10, alignment: 16)
        defer { piece.deallocate() }
        for run in rows.runs(of: partition) {
            guard let reading = readings[Int(run.file)] else { continue }
            var all: [PooledCandle] = []
            all.reserveCapacity(run.count)
            try rows.pool.read(
                chain, from: run.start * PooledCandle.length,
                bytes: run.count * PooledCandle.length,
                through: piece
            ) { bytes in
                guard let base = bytes.baseAddress else { return }
                for at in stride(from: 0, to: bytes.count, by: PooledCandle.length) {
                    all.append(PooledCandle(base + at))
                }
            }
            outcome.outOfOrder += reading.isNewestFirst ? run.forward : run.back
            if reading.isNewestFirst { all.reverse() }
            for row in all { place(row, run.file, reading, &byTimeframe, &outcome) }
        }
        for timeframe in Timeframe.allCases {
            byTimeframe[Int(timeframe.rawValue)].moveCrosses()
            try write(&byTimeframe[Int(timeframe.rawValue)].placed, timeframe, &outcome)
        }
        return outcome
    }

    private func place(
        _ row: PooledCandle, _ file: Int32, _ reading: Reading, _ places: inout [Series],
        _ outcome: inout Outcome
    ) {
        var row = row
        row.basePrice = UInt32(
            reading.changes.basePrice(close: Int64(row.close), row.change))
        let (value, overflow) = row.value.multipliedReportingOverflow(
            by: reading.valueUnit.rawValue)
        if !overflow, value <= ValueReader.candleValueMax { row.value = value }
        let said = Moment(nanoseconds: row.time)
        let timeframe = reading.timeframe
        var start = said
        if timeframe == .d1 {
            start = CalendarDate(said).midnight
        } else {
            if reading.stamp == .end { start = said - timeframe.interval }
            guard timeframe.bucketStart(of: start) == start else {
                outcome.rejects.append(
                    (
                        Int(file),
                        ImportReject(
                            line: row.line, code: "off_timeframe", column: reading.timeTitle,
                            value: "\(said)",
                            reason: "no \(timeframe) candle has this \(reading.stamp.rawValue)")
                    ))
                return
            }
        }
        let place = Int(timeframe.rawValue)
        if timeframe != .d1, reading.stamp == .end { noteEnd(said, start, &places[place]) }
        places[place].placed.append(Placed(start: start.nanoseconds, file: file, row: row))
    }

    /// Notes the end of a candle before the candle takes its place.
    private func noteEnd(_ end: Moment, _ start: Moment, _ series: inout Series) {
        let day = CalendarDate(end)
        // No close is earlier than 15:00.
        guard end - day.midnight >= .hours(15) else { return }
        let hours = SessionHours.on(day)
        if end > hours.close {
            series.daysWithLaterEnds.insert(day)
        } else if end == hours.close, start >= hours.closingAuctionStart {
            series.endsWithCall.append(series.placed.count)
        }
    }

    /// Writes each candle once, in order of time.
    private func write(
        _ placed: inout [Placed], _ timeframe: Timeframe, _ outcome: inout Outcome
    ) throws {
        guard !placed.isEmpty else { return }
        let isOrdered = zip(placed, placed.dropFirst()).allSatisfy { $0.start <= $1.start }
        // The sort is stable: of equal times the first file's row comes first.
        if !isOrdered { placed.sort { $0.start < $1.start } }
        let storedRows = UnsafeMutableRawBufferPointer.allocate(
            byteCount: placed.count * CandleRow.length, alignment: 16)
        defer { storedRows.deallocate() }
        var count = 0
        var kept = placed[0]
        for (index, next) in placed.enumerated() {
            if index > 0, next.start == kept.start {
                add(next, like: kept, timeframe, &outcome)
                continue
            }
            kept = next
            let row = next.row
            let stored = CandleRow(
                start: Moment(nanoseconds: next.start), open: row.open, high: row.high,
                low: row.low, close: row.close, volume: row.volume, value: row.value,
                basePrice: row.basePrice, isHalted: row.isHalted)
            guard stored.isPossible else {
                outcome.rejects.append(
                    (
                        Int(next.file),
                        ImportReject(
                            line: row.line, code: "bad_candle", column: "", value: "",
                            reason: "its prices and amounts cannot be those of a candle")
                    ))
                continue
            }
            if let base = storedRows.baseAddress {
                stored.write(to: base + count * CandleRow.length)
            }
            count += 1
            noteFacts(next, &outcome)
        }
        guard count > 0 else { return }
        var header = header
        header.kind = .candles
        header.timeframe = timeframe
        header.day = nil
        try sink.write(
            header,
            UnsafeRawBufferPointer(rebasing: storedRows[..<(count * CandleRow.length)]))
        outcome.rows += count
    }

    /// Adds a second row of one candle.
    private func add(
        _ next: Placed, like kept: Placed, _ timeframe: Timeframe, _ outcome: inout Outcome
    ) {
        if next.row.says(sameAs: kept.row) {
            outcome.repeated += 1
            return
        }
        let place =
            next.file == kept.file
            ? "line \(kept.row.line)" : "line \(kept.row.line) of \(names[Int(kept.file)])"
        outcome.rejects.append(
            (
                Int(next.file),
                ImportReject(
                    line: next.row.line, code: "other_values",
                    column: readings[Int(next.file)]?.timeTitle ?? "",
                    value: timeframe == .d1
                        ? "\(CalendarDate(Moment(nanoseconds: next.start)))"
                        : "\(Moment(nanoseconds: next.row.time))",
                    reason: "\(place) has the same \(timeframe) candle with other values")
            ))
    }

    private func noteFacts(_ placed: Placed, _ outcome: inout Outcome) {
        let moment = Moment(nanoseconds: placed.start)
        let day = CalendarDate(moment)
        outcome.firstDay = outcome.firstDay.map { min($0, day) } ?? day
        outcome.first = outcome.first.map { min($0, moment) } ?? moment
        outcome.last = outcome.last.map { max($0, moment) } ?? moment
        if let board = placed.row.board, outcome.boards.last?.value != board,
            outcome.boards.last.map({ $0.day < day }) ?? true
        {
            outcome.boards.append(Dated(day, board))
        }
        let shares = Shares(placed.row.listedShares)
        if shares > .zero, outcome.listedShares.last?.value != shares,
            outcome.listedShares.last.map({ $0.day < day }) ?? true
        {
            outcome.listedShares.append(Dated(day, shares))
        }
    }
}
