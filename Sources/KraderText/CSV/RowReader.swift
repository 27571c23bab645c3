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
    /// The first row could not be understood: nothing more is looked at.
    private(set) var isBroken = false
    /// The code column's bytes as they stand, and which series they are; `unwanted` for rows that
    /// are left out. Up to seven bytes and their number are packed into one word.
    private var seriesOfPacked: [UInt64: Int] = [:]
    private var seriesOfCode: [String: Int] = [:]
    private static let unwanted = -1
    private var lastCode: (packed: UInt64, series: Int) = (0, 0)

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

    /// A price that need not be there: 0 won when nothing or 0 is said; `nil` is noted.
    func priceIfSaid(_ row: CSVRow, _ column: MarketColumn) -> Price? {
        let place = places[column]
        guard place >= 0, row[place].count > 0 else { return Price(0) }
        guard let number = number(row, column, decimals: options.decimals) else { return nil }
        return number.magnitude == 0 ? Price(0) : price(row, column)
    }

    /// The series of a row: which of the codes, in the order of their appearance; 0 without a code
    /// column.
    mutating func series(_ row: CSVRow) -> Int? {
        let place = places[.code]
        guard place >= 0 else { return 0 }
        let field = row[place]
        let found: Int?
        if field.count <= 7 {
            var packed = UInt64(field.count)
            for byte in field { packed = packed << 8 | UInt64(byte) }
            if packed == lastCode.packed {
                found = lastCode.series
            } else {
                found = seriesOfPacked[packed] ?? newSeries(row, field)
                if let found {
                    seriesOfPacked[packed] = found
                    lastCode = (packed, found)
                }
            }
        } else {
            let text = String(decoding: field, as: UTF8.self)
            found = seriesOfCode[text] ?? newSeries(row, field)
            if let found { seriesOfCode[text] = found }
        }
        if found == RowReader.unwanted {
            notes.ofOthers += 1
            return nil
        }
        return found
    }

    /// The series of a code as it is written for the first time; `nil` is noted.
    private mutating func newSeries(_ row: CSVRow, _ field: CSVField) -> Int? {
        let text = String(decoding: field, as: UTF8.self)
        let index = try? IssueCode(index: text)
        let isWantedIndex = index.map { options.codes?.contains($0) ?? false } ?? false
        guard let code = (try? IssueCode(text)) ?? (isWantedIndex ? index : nil) else {
            refuse(
                row, .code, field, "it must be an issue code of six digits and capital letters")
            return nil
        }
        if let wanted = options.codes, !wanted.contains(code) { return RowReader.unwanted }
        guard codes.count < RowReader.codesMax else {
            refuse(row, .code, field, "a file may have at most \(RowReader.codesMax) codes")
            return nil
        }
        // Two ways of writing a code are one series.
        if let known = codes.firstIndex(of: code) { return known }
        codes.append(code)
        return codes.count - 1
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
            var needed = required.filter { !($0 == .time && dayIsKnown) }
            if options.codes != nil { needed.append(.code) }
            if let missing = map.missing(of: needed) { throw .missing(missing) }
            columns = map
            places = map.places
        } catch {
            isBroken = true
            note(error, titles: titles, line: row.line)
        }
    }

    /// Nothing of the file can be understood: the fault is noted, and no row looked at.
    mutating func giveUp(_ message: String, line: Int, allowed: String) {
        isBroken = true
        add(message, line: line, allowed: allowed)
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
        case .missing(.code):
            add(
                "No column is known as code", line: line,
                allowed: "the first row is \(names); say which one is code, or of which symbol "
                    + "the file is")
        case .missing(let column):
            add(
                "No column is known as \(column.rawValue)", line: line,
                allowed: "the first row is \(names); say which one is \(column.rawValue)")
        }
    }
}
