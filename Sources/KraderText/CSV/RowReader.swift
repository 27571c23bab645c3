import KraderModel

/// What tick and candle rows have in common: columns, times, numbers, codes, and the faults of
/// each.
struct RowReader {
    /// More than the exchange has ever listed; beyond it the column is not one of codes.
    static let codesMax = 20_000

    let options: TableOptions
    let wanted: [MarketColumn]
    let required: [MarketColumn]
    /// The columns of a file without header, when it has so many.
    let assumed: [MarketColumn]
    let collector: FaultCollector
    var notes = TableNotes()
    private(set) var columns: ColumnMap?
    private(set) var places = ColumnPlaces()
    private(set) var codes: [IssueCode] = []
    private var times: TimeField
    private var isBroken = false
    /// The code column's bytes as they stand, and which series they are.
    private var seriesOfCode: [String: Int] = [:]
    private var lastCode: (bytes: UInt64, length: Int, series: Int) = (0, -1, 0)

    init(
        options: TableOptions, wanted: [MarketColumn], required: [MarketColumn],
        assumed: [MarketColumn]
    ) {
        self.options = options
        self.wanted = wanted
        self.required = required
        self.assumed = assumed
        collector = FaultCollector(file: options.file)
        times = TimeField(zone: options.zone, epochUnit: options.epochUnit)
    }

    /// Whether a row holds data; counts it. The first row is looked at for the columns.
    mutating func accepts(_ row: CSVRow) -> Bool {
        if isBroken { return false }
        if row.isBlank {
            notes.blank += 1
            return false
        }
        if columns == nil {
            begin(row)
            guard columns?.hasHeader == false else { return false }
        }
        notes.rows += 1
        return true
    }

    /// The time of a row; a date alone is its midnight in KST.
    mutating func time(_ row: CSVRow) -> (
        nanoseconds: Int64, isDate: Bool
    )? {
        if places[.time] < 0, let date = options.date { return (date.midnight.nanoseconds, true) }
        let field = row[places[.time]]
        switch times.read(field) {
        case .moment(let nanoseconds): return (nanoseconds, false)
        case .date(let date): return (date.midnight.nanoseconds, true)
        case .timeOfDay(let since):
            guard let date = date(row) else { return nil }
            return (times.moment(date, since), false)
        case nil:
            refuse(
                row, .time, field,
                "it must be a time such as 2026-03-03T09:00:58, 20260303, 090058 or a count "
                    + "since 1970"
            )
            return nil
        }
    }

    private mutating func date(_ row: CSVRow) -> CalendarDate? {
        let place = places[.date]
        guard place >= 0 else {
            if options.date == nil {
                refuse(row, .time, row[places[.time]], "it is a time of day: say the date")
            }
            return options.date
        }
        switch times.read(row[place]) {
        case .date(let date): return date
        case .moment(let nanoseconds):
            // The date that the file's own zone shows.
            let shift = options.zone - .hours(9)
            return CalendarDate(Moment(nanoseconds: nanoseconds) + shift)
        case .timeOfDay, nil:
            refuse(row, .date, row[place], "it must be a date such as 2026-03-03 or 20260303")
            return nil
        }
    }

    /// A whole number; `nil` is noted.
    @inline(__always)
    func number(
        _ row: CSVRow, _ column: MarketColumn, decimals: Int = 0
    ) -> NumberField? {
        let field = row[places[column]]
        do throws(NumberField.Fault) {
            return try NumberField.read(field, decimals: decimals)
        } catch {
            refuse(row, column, field, explanation(error, decimals: decimals))
            return nil
        }
    }

    /// Shares or won traded: never negative.
    func amount(_ row: CSVRow, _ column: MarketColumn) -> Int64? {
        guard let number = number(row, column) else { return nil }
        guard number.sign != .minus || number.magnitude == 0 else {
            refuse(row, column, row[places[column]], "it must not be negative")
            return nil
        }
        return number.magnitude
    }

    /// A price without its sign, which shows only the side of the previous close.
    @inline(__always)
    func price(_ row: CSVRow, _ column: MarketColumn) -> Price? {
        guard let number = number(row, column, decimals: options.decimals) else {
            return nil
        }
        guard ValueReader.prices.contains(number.magnitude) else {
            refuse(
                row, column, row[places[column]],
                "it must be between 1 and \(ValueReader.prices.upperBound)")
            return nil
        }
        return Price(number.magnitude)
    }

    /// The series of a row: which of the codes, in the order of their appearance; 0 without a code
    /// column.
    mutating func series(_ row: CSVRow) -> Int? {
        let place = places[.code]
        guard place >= 0 else { return 0 }
        let field = row[place]
        var bytes: UInt64 = 0
        for byte in field { bytes = bytes << 8 | UInt64(byte) }
        if field.count <= 8, field.count == lastCode.length, bytes == lastCode.bytes {
            return lastCode.series
        }
        let text = String(decoding: field, as: UTF8.self)
        let series: Int
        if let known = seriesOfCode[text] {
            series = known
        } else {
            guard let code = try? IssueCode(text) else {
                refuse(
                    row, .code, field, "it must be an issue code of six digits and capital letters")
                return nil
            }
            guard codes.count < RowReader.codesMax else {
                refuse(row, .code, field, "a file may have at most \(RowReader.codesMax) codes")
                return nil
            }
            series = codes.firstIndex(of: code) ?? codes.count
            if series == codes.count { codes.append(code) }
            seriesOfCode[text] = series
        }
        lastCode = (bytes, field.count, series)
        return series
    }

    /// Notes that a field is not what it must be.
    func refuse(_ row: CSVRow, _ column: MarketColumn, _ field: CSVField, _ allowed: String) {
        let text = shown(String(decoding: field.prefix(100), as: UTF8.self))
        let title = shown(columns?.title(column) ?? column.rawValue)
        add(
            "Column '\(title)' is " + (text.isEmpty ? "empty" : "'\(text)'"), line: row.line,
            value: text, allowed: allowed)
    }

    func add(_ message: String, line: Int?, value: String? = nil, allowed: String? = nil) {
        collector.add(
            TextFault(
                file: options.file, position: line.map { TextPosition(line: $0, column: 0) },
                message: message, value: value, allowed: allowed))
    }

    private func explanation(_ fault: NumberField.Fault, decimals: Int) -> String {
        switch fault {
        case .empty, .notANumber: "it must be a number"
        case .notWhole:
            decimals == 0
                ? "it must be a whole number" : "it must have at most \(decimals) decimals"
        case .tooLarge: "it does not fit 64 bits"
        }
    }

    /// Finds the columns in the first row.
    private mutating func begin(_ row: CSVRow) {
        let titles = row.texts
        var isHeader = ColumnMap.isHeader(titles, wanted: wanted)
        if !isHeader {
            // A row of data has a time where the time should be.
            var probe = 0
            let choice = options.columns[.time] ?? options.columns[.date]
            if case .number(let number)? = choice, number >= 1 { probe = number - 1 }
            isHeader = times.read(row[probe]) == nil
        }
        do throws(ColumnMap.Fault) {
            var map = try ColumnMap(
                titles: titles, isData: !isHeader, choices: options.columns, wanted: wanted)
            if !isHeader, options.columns.isEmpty, titles.count >= assumed.count, !assumed.isEmpty {
                map.assume(assumed)
                notes.hasAssumedColumns = true
            }
            map.takeDateAsTime()
            // A file of one day's candles, a row for each code, may leave the day to the options.
            let dayIsKnown = options.date != nil && !assumed.isEmpty
            let needed = required.filter { !($0 == .time && dayIsKnown) }
            if let missing = map.missing(of: needed) { throw .missing(missing) }
            columns = map
            places = map.places
        } catch {
            isBroken = true
            note(error, titles: titles, line: row.line)
        }
    }

    private func note(_ fault: ColumnMap.Fault, titles: [String], line: Int) {
        let names = titles.prefix(30).map { "'\(shown($0))'" }.joined(separator: ", ")
        switch fault {
        case .noSuchColumn(let column, let name):
            add(
                "There is no column '\(shown(name))' for \(column.rawValue)", line: line,
                allowed: "the first row is \(names)")
        case .numberBeyond(let column, let number, let count):
            add(
                "There is no column \(number) for \(column.rawValue)", line: line,
                allowed: "there are \(count) columns")
        case .twice(let column, let name):
            add(
                "Column '\(shown(name))' stands twice", line: line,
                allowed: "say by number which one is \(column.rawValue)")
        case .missing(let column):
            add(
                "No column is known as \(column.rawValue)", line: line,
                allowed: "the first row is \(names); say which one is \(column.rawValue)")
        }
    }

    /// Notes the rows of a series that go against the direction of the file.
    func checkOrder(_ order: RowOrder) {
        let wrong = order.wrong
        for step in wrong.first {
            let relation = order.isReversed ? "later" : "earlier"
            add(
                "The row is \(relation) than the one in line \(step.previousLine)", line: step.line,
                allowed: "rows must go " + (order.isReversed ? "newest first" : "forward in time")
                    + (wrong.count == 1 ? "" : ", and \(wrong.count) do not"))
        }
    }

    /// Throws: everything noted; or that nothing was left to use.
    mutating func finish(fault: TextFault?, usable: Int) throws(TextFaults) {
        if let fault { collector.add(fault) }
        if usable == 0, collector.isEmpty {
            let skipped = notes.sentences.joined(separator: ", ")
            add(
                "There is no usable row", line: nil,
                allowed: skipped.isEmpty ? nil : skipped)
        }
        try collector.throwIfAny()
    }
}
