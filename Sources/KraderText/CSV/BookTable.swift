public import KraderModel

/// The books of a file, a series for each code.
public struct BookTable: Sendable {
    public struct Series: Sendable {
        /// `nil` when the file has no code column.
        public var code: IssueCode?
        /// In order of time; books of one stamp in the order of the file.
        public var books: [Book]
    }

    public var series: [Series]
    public var notes: TableNotes
}

/// Reads books from a CSV text, piece by piece: a row a book, of one level (best quotes) to ten.
///
/// Columns are time, the price and quantity of each level of both sides, and perhaps date and code,
/// by their names or by `TableOptions`. The signs of prices and quantities are dropped. A level of
/// no price or no quantity is none: issues at their limit display one side only. Rows of a code may
/// go newest first; else a row earlier than the one before it is a fault.
public struct BookTableReader: ~Copyable {
    private var csv: CSVReader
    private var rows: RowReader
    private var places: BookPlaces?
    private var series: [(books: [Book], order: RowOrder)] = []

    public init(_ options: TableOptions) {
        csv = CSVReader(file: options.file)
        rows = RowReader(
            options: options, wanted: [.time, .date, .code], required: [.time], assumed: [])
    }

    public mutating func read(_ piece: UnsafeRawBufferPointer) {
        csv.read(piece) { row in BookTableReader.take(row, &rows, &places, &series) }
    }

    public mutating func read(_ piece: [UInt8]) { piece.withUnsafeBytes { read($0) } }

    /// - Throws: everything that could not be understood, by line.
    public mutating func finish() throws(TextFaults) -> BookTable {
        csv.finish { row in BookTableReader.take(row, &rows, &places, &series) }
        for index in series.indices {
            rows.checkOrder(series[index].order)
            if series[index].order.isReversed {
                series[index].books.reverse()
                rows.notes.isReversed = true
            }
        }
        try rows.finish(fault: csv.fault, usable: series.reduce(0) { $0 + $1.books.count })
        return BookTable(
            series: series.enumerated().map { index, series in
                BookTable.Series(
                    code: rows.codes.isEmpty ? nil : rows.codes[index], books: series.books)
            },
            notes: rows.notes)
    }

    private static func take(
        _ row: CSVRow, _ rows: inout RowReader, _ places: inout BookPlaces?,
        _ series: inout [(books: [Book], order: RowOrder)]
    ) {
        let isData = rows.accepts(row)
        if places == nil, !rows.isBroken, let columns = rows.columns {
            do throws(BookPlaces.Fault) {
                places = try BookPlaces(
                    titles: columns.titles, hasHeader: columns.hasHeader,
                    choices: rows.options.bookColumns)
            } catch {
                rows.giveUp(error.message, line: row.line, allowed: error.allowed)
            }
        }
        guard isData, let places, let index = rows.series(row), let time = rows.time(row) else {
            return
        }
        guard !time.isDate else {
            rows.refuse(row, .time, row[rows.places[.time]], "a book needs the time of day")
            return
        }
        guard row.count > places.last else {
            rows.add(
                "The row has \(row.count) fields", line: row.line,
                allowed: "levels stand in up to column \(places.last + 1)")
            return
        }
        while index >= series.count { series.append(([], RowOrder())) }
        var book = Book(
            time: Moment(nanoseconds: time.nanoseconds),
            symbol: SymbolIndex(rows.options.symbol.int + index))
        guard add(places.asks, .sell, of: row, to: &book, &rows),
            add(places.bids, .buy, of: row, to: &book, &rows)
        else { return }
        if book.count(.sell) + book.count(.buy) == 0 { rows.notes.withoutLevels += 1 }
        series[index].order.add(time.nanoseconds, line: row.line)
        series[index].books.append(book)
    }

    /// Adds the levels of a side; `false` when one is wrong, which is then noted.
    private static func add(
        _ levels: [BookPlaces.Level], _ side: Side, of row: CSVRow, to book: inout Book,
        _ rows: inout RowReader
    ) -> Bool {
        for level in levels {
            guard let price = number(row, level.price, rows, decimals: rows.options.decimals),
                let quantity = number(row, level.quantity, rows, decimals: 0)
            else { return false }
            if price == 0 || quantity == 0 { continue }
            guard ValueReader.prices.contains(price) else {
                refuse(
                    row, level.price, rows,
                    "it must be between 1 and \(ValueReader.prices.upperBound)")
                return false
            }
            guard ValueReader.shareCounts.contains(quantity) else {
                refuse(
                    row, level.quantity, rows,
                    "it must be at most \(ValueReader.shareCounts.upperBound)")
                return false
            }
            let count = book.count(side)
            if count > 0 {
                let better = book.level(side, count - 1).price
                if side == .sell ? Price(price) <= better : Price(price) >= better {
                    refuse(
                        row, level.price, rows,
                        "it must lie \(side == .sell ? "above" : "below") the level before it, "
                            + "\(better)")
                    return false
                }
            }
            book.append(PriceLevel(Price(price), Shares(quantity)), to: side)
        }
        return true
    }

    /// A number without its sign; 0 where the field is empty, `nil` is noted.
    @inline(__always)
    private static func number(
        _ row: CSVRow, _ place: Int, _ rows: RowReader, decimals: Int
    ) -> Int64? {
        let field = row[place]
        if field.isEmpty { return 0 }
        do throws(NumberField.Fault) {
            return try NumberField.read(field, decimals: decimals).magnitude
        } catch {
            refuse(row, place, rows, rows.explanation(error, decimals: decimals))
            return nil
        }
    }

    private static func refuse(
        _ row: CSVRow, _ place: Int, _ rows: RowReader, _ allowed: String
    ) {
        rows.refuse(row, rows.columns?.titles[place] ?? "\(place + 1)", row[place], allowed)
    }
}
