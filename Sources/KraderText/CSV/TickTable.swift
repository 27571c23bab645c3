public import KraderModel

/// The prints of a file, a series for each code.
public struct TickTable: Sendable {
    public struct Series: Sendable {
        /// `nil` when the file has no code column.
        public var code: IssueCode?
        /// In order of time; prints of one stamp in the order of the file.
        public var ticks: [Tick]
    }

    public var series: [Series]
    /// The coarsest of 1 s, 1 ms, 1 µs, 1 ns of which all stamps are multiples (semantics.md §1).
    public var stampUnit: Interval
    public var notes: TableNotes
}

/// Reads prints from a CSV text, piece by piece.
///
/// Columns are time, price and size, and perhaps date, code and the best prices just after the
/// print, by their names or by `TableOptions.columns`. The sign of a price is dropped,
/// that of a size is the taker's side. Rows of a code may go newest first; else a row earlier than
/// the one before it is a fault.
public struct TickTableReader: ~Copyable {
    private var csv: CSVReader
    private var rows: RowReader
    private var series: [(ticks: [Tick], order: RowOrder)] = []
    /// All stamps or-ed as multiples of the finer units: which of them have a remainder.
    private var unit: Int64 = 1_000_000_000

    public init(_ options: TableOptions) {
        csv = CSVReader(file: options.file)
        rows = RowReader(
            options: options, wanted: [.time, .date, .code, .price, .size, .ask, .bid],
            required: [.time, .price, .size], assumed: [])
    }

    public mutating func read(_ piece: UnsafeRawBufferPointer) {
        csv.read(piece) { row in
            TickTableReader.take(row, &rows, &series, &unit)
        }
    }

    public mutating func read(_ piece: [UInt8]) { piece.withUnsafeBytes { read($0) } }

    /// - Throws: everything that could not be understood, by line.
    public mutating func finish() throws(TextFaults) -> TickTable {
        csv.finish { row in TickTableReader.take(row, &rows, &series, &unit) }
        for index in series.indices {
            rows.checkOrder(series[index].order)
            if series[index].order.isReversed {
                series[index].ticks.reverse()
                rows.notes.isReversed = true
            }
        }
        try rows.finish(fault: csv.fault, usable: series.reduce(0) { $0 + $1.ticks.count })
        return TickTable(
            series: series.enumerated().map { index, series in
                TickTable.Series(
                    code: rows.codes.isEmpty ? nil : rows.codes[index], ticks: series.ticks)
            },
            stampUnit: Interval(nanoseconds: unit), notes: rows.notes)
    }

    private static func take(
        _ row: CSVRow, _ rows: inout RowReader, _ series: inout [(ticks: [Tick], order: RowOrder)],
        _ unit: inout Int64
    ) {
        guard rows.accepts(row) else { return }
        guard let index = rows.series(row), let time = rows.time(row)
        else { return }
        guard !time.isDate else {
            rows.refuse(row, .time, row[rows.places[.time]], "a print needs the time of day")
            return
        }
        guard let price = rows.price(row, .price),
            let size = rows.number(row, .size)
        else { return }
        guard size.magnitude > 0 else {
            rows.notes.withoutSize += 1
            return
        }
        let value = price.won.multipliedReportingOverflow(by: size.magnitude)
        guard !value.overflow, value.partialValue <= ValueReader.printValueMax else {
            rows.refuse(
                row, .size, row[rows.places[.size]],
                "price × size must not exceed \(ValueReader.printValueMax) won")
            return
        }
        guard let quote = quote(row, at: price, rows) else { return }
        while time.nanoseconds % unit != 0 { unit /= 1_000 }
        while index >= series.count { series.append(([], RowOrder())) }
        let taker: Tick.Taker =
            switch size.sign {
            case .none: .unknown
            case .plus: .buyer
            case .minus: .seller
            }
        series[index].order.add(time.nanoseconds, line: row.line)
        series[index].ticks.append(
            Tick(
                time: Moment(nanoseconds: time.nanoseconds),
                symbol: SymbolIndex(rows.options.symbol.int + index), price: price,
                size: Shares(size.magnitude), taker: taker, quote: quote))
    }

    /// The best prices of a row; an empty field and 0 say nothing. `nil` is noted.
    private static func quote(
        _ row: CSVRow, at price: Price, _ rows: borrowing RowReader
    ) -> CarriedQuote? {
        if rows.places[.ask] < 0, rows.places[.bid] < 0 { return CarriedQuote.none }
        guard let ask = rows.priceIfSaid(row, .ask), let bid = rows.priceIfSaid(row, .bid) else {
            return nil
        }
        return CarriedQuote(ask: ask, bid: bid, at: price)
    }
}
