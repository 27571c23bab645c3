public import KraderModel

/// The candles of a file, a series for each code.
public struct CandleTable: Sendable {
    public struct Series: Sendable {
        /// `nil` when the file has no code column.
        public var code: IssueCode?
        /// In order of time, none twice. Daily candles run from midnight to midnight in KST:
        /// whoever knows the calendar moves them to the session.
        public var candles: [Candle]
    }

    public var series: [Series]
    public var timeframe: Timeframe
    /// What the stamps of the file were: told, or recognised.
    public var stamp: CandleStamp
    public var notes: TableNotes
}

/// Reads candles from a CSV text, piece by piece.
///
/// Columns are time (or date), open, high, low, close and volume, and perhaps value and code, by
/// their names or by `TableOptions.columns`. Rows of halted days and rows that repeat the one
/// before are left out, a high or low that does not reach open and close is widened; each is
/// counted in the notes.
public struct CandleTableReader: ~Copyable {
    private var csv: CSVReader
    private var rows: RowReader
    private var series: [CandleRows] = []

    public init(_ options: TableOptions) {
        csv = CSVReader(file: options.file)
        rows = RowReader(
            options: options,
            wanted: [.time, .date, .code, .open, .high, .low, .close, .volume, .value],
            required: [.time, .open, .high, .low, .close, .volume],
            assumed: [.time, .open, .high, .low, .close, .volume])
    }

    public mutating func read(_ piece: UnsafeRawBufferPointer) {
        csv.read(piece) { row in CandleTableReader.take(row, &rows, &series) }
    }

    public mutating func read(_ piece: [UInt8]) { piece.withUnsafeBytes { read($0) } }

    /// - Throws: everything that could not be understood, by line.
    public mutating func finish() throws(TextFaults) -> CandleTable {
        csv.finish { row in CandleTableReader.take(row, &rows, &series) }
        for index in series.indices { series[index].settle(&rows) }
        try rows.finish(fault: csv.fault, usable: series.reduce(0) { $0 + $1.candles.count })
        let times = CandleTimes(options: rows.options, series: series)
        guard let timeframe = times.timeframe else {
            rows.add(
                "The length of the candles cannot be recognised", line: nil,
                allowed: "say timeframe")
            throw TextFaults(rows.collector.faults)
        }
        guard let stamp = times.stamp(timeframe) else {
            rows.add(
                "Whether stamps are the start or the end of a candle cannot be recognised",
                line: nil, allowed: "say stamp")
            throw TextFaults(rows.collector.faults)
        }
        for index in series.indices { series[index].place(timeframe, stamp, &rows) }
        try rows.collector.throwIfAny()
        return CandleTable(
            series: series.enumerated().map { index, series in
                CandleTable.Series(
                    code: rows.codes.isEmpty ? nil : rows.codes[index], candles: series.candles)
            },
            timeframe: timeframe, stamp: stamp, notes: rows.notes)
    }

    private static func take(
        _ row: CSVRow, _ rows: inout RowReader, _ series: inout [CandleRows]
    ) {
        guard rows.accepts(row) else { return }
        guard let index = rows.series(row), let time = rows.time(row),
            let volume = rows.amount(row, .volume)
        else { return }
        while index >= series.count { series.append(CandleRows()) }
        if volume == 0, isHalted(row, rows.places) {
            rows.notes.halted += 1
            return
        }
        guard let open = rows.price(row, .open),
            let high = rows.price(row, .high),
            let low = rows.price(row, .low), let close = rows.price(row, .close),
            let value = value(row, rows, close: close, volume: volume)
        else { return }
        if volume == 0 { rows.notes.withoutVolume += 1 }
        let reached = (high: max(high, open, close), low: min(low, open, close))
        if reached.high != high || reached.low != low { rows.notes.widened += 1 }
        let moment = Moment(nanoseconds: time.nanoseconds)
        series[index].add(
            Candle(
                start: moment, end: moment, open: open, high: reached.high, low: reached.low,
                close: close, volume: Shares(volume), value: value),
            line: row.line, isDate: time.isDate)
    }

    /// A day on which nothing traded has only a close.
    private static func isHalted(_ row: CSVRow, _ places: ColumnPlaces) -> Bool {
        [.open, .high, .low].allSatisfy {
            (try? NumberField.read(row[places[$0]]))?.magnitude == 0
        }
    }

    private static func value(
        _ row: CSVRow, _ rows: RowReader, close: Price, volume: Int64
    ) -> Won? {
        let (value, overflow) = close.won.multipliedReportingOverflow(by: volume)
        guard !overflow, value <= ValueReader.candleValueMax else {
            rows.refuse(
                row, .volume, row[rows.places[.volume]],
                "close × volume must not exceed \(ValueReader.candleValueMax) won")
            return nil
        }
        guard rows.places[.value] >= 0 else { return Won(value) }
        guard let said = rows.amount(row, .value) else { return nil }
        guard said <= ValueReader.candleValueMax else {
            rows.refuse(
                row, .value, row[rows.places[.value]],
                "it must be at most \(ValueReader.candleValueMax)")
            return nil
        }
        return Won(said)
    }
}
