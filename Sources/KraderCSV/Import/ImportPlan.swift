import KraderJSON
import KraderModel

/// What the first row of a file says: which column is what.
struct ImportPlan {
    /// What keeps a first row from being understood.
    struct Fault: Error {
        var message: String
        var allowed: String
    }

    let content: ImportContent
    let hasHeader: Bool
    private(set) var hasAssumedColumns = false
    private(set) var places = ColumnPlaces()
    /// How many rows of the file are titles.
    let titleRows: Int
    /// The ticker of all rows, where a line of titles says it: `005930.KS`.
    let ticker: String?
    /// Whether the first column has no title and its rows are times: pandas writes an index so.
    private(set) var isTimeUntitled = false
    /// Levels a side of books whose levels stand in columns of their own.
    private(set) var levels: BookPlaces?
    /// What each column is called: by the header, or by its number.
    let titles: [String]
    var roles: [FieldRole]
    var meanings: [String?]

    /// The last column that is looked at, from 0.
    var lastPlace: Int { meanings.lastIndex { $0 != nil } ?? 0 }

    /// The title of a column that is looked at.
    func title(_ column: MarketColumn) -> String {
        let place = places[column]
        return titles.indices.contains(place) ? titles[place] : column.rawValue
    }

    /// - Parameters:
    ///   - rows: the first row, or the first rows where it doesn't say all.
    ///   - time: the time that a text says, in nanoseconds; `nil` for a text that says none.
    init(
        rows: [[String]], options: ImportOptions, time: (String) -> Int64?
    ) throws(Fault) {
        hasHeader = ImportPlan.isHeader(rows[0], options, time)
        let lines = try hasHeader ? TitleLines(rows) : nil
        let firstRow = lines?.titles ?? rows[0]
        titleRows = lines?.count ?? 0
        ticker = lines?.ticker
        titles = hasHeader ? firstRow : firstRow.indices.map { String($0 + 1) }
        let names = hasHeader ? firstRow.map(ColumnMap.normal) : []
        roles = Array(repeating: .ignored, count: titles.count)
        meanings = Array(repeating: nil, count: titles.count)
        if ImportPlan.mustTellColumns(rows[0], options, time) {
            let told = HeaderlessColumns(rows, time: time)
            guard options.content ?? .candles == .candles, let columns = told.columns else {
                throw ImportPlan.untold(firstRow, told.suggestion)
            }
            content = .candles
            hasAssumedColumns = true
            for (column, place) in columns { places[column] = place }
        } else {
            guard let found = options.content ?? ImportPlan.content(names, options) else {
                throw ImportPlan.unrecognised(titles: firstRow)
            }
            content = found
            try find(firstRow, options)
            takeUntitledTime(rows.dropFirst(titleRows), options, time)
        }
        try require(firstRow, options)
        assignRoles(options)
    }

    /// Whether the file has no header and nobody says what its columns are, so that its rows must.
    static func mustTellColumns(
        _ firstRow: [String], _ options: ImportOptions, _ time: (String) -> Int64?
    ) -> Bool {
        options.columns.isEmpty && options.bookColumns.isEmpty && firstRow.count > 1
            && !isHeader(firstRow, options, time)
    }

    /// Whether the first row doesn't say alone what the columns are: more may be lines of titles,
    /// or show that a column without a title holds times.
    static func needsRows(
        _ firstRow: [String], _ options: ImportOptions, _ time: (String) -> Int64?
    ) -> Bool {
        if mustTellColumns(firstRow, options, time) { return true }
        let names = Set(firstRow.map(ColumnMap.normal))
        let isTimeNamed = [MarketColumn.time, .date].contains { column in
            options.columns[column] != nil || column.names.contains(where: names.contains)
        }
        return !isTimeNamed && firstRow.count > 1 && isHeader(firstRow, options, time)
    }

    /// Whether titles are those of a table that can be read.
    static func knows(_ titles: [String], _ options: ImportOptions) -> Bool {
        let found = content(titles.map(ColumnMap.normal), options)
        return found != nil && (options.content == nil || options.content == found)
    }

    private static func untold(_ firstRow: [String], _ suggestion: String) -> Fault {
        Fault(
            message:
                "The columns are neither named, as the file has no header, nor told by its rows",
            allowed: "the first row is \(shownHeader(firstRow)); say it, if this is right with "
                + "--columns \(suggestion)")
    }

    /// Whether the first row is a header: it calls a column by a name that is known, or it has no
    /// time where one belongs.
    private static func isHeader(
        _ titles: [String], _ options: ImportOptions, _ time: (String) -> Int64?
    ) -> Bool {
        func isTime(_ text: String) -> Bool { time(text) != nil }
        let names = Set(titles.map(ColumnMap.normal))
        if MarketColumn.allCases.contains(where: { $0.names.contains(where: names.contains) })
            || BookColumn.allCases.contains(where: { $0.names.contains(where: names.contains) })
        {
            return true
        }
        if case .number(let number)? = options.columns[.time] ?? options.columns[.date],
            number >= 1
        {
            return !titles.indices.contains(number - 1) || !isTime(titles[number - 1])
        }
        guard let first = titles.first, !isTime(first) else { return titles.isEmpty }
        // Numbers alone, a time among them, are a row of data.
        return !titles.contains(where: isTime)
            || titles.contains { $0.contains(where: \.isLetter) && (try? IssueCode($0)) == nil }
    }

    /// The kind of rows that a header stands above.
    private static func content(_ names: [String], _ options: ImportOptions) -> ImportContent? {
        func has(_ columns: MarketColumn...) -> Bool {
            columns.allSatisfy {
                options.columns[$0] != nil || $0.names.contains(where: names.contains)
            }
        }
        func has(level: Int) -> Bool {
            Side.allCases.allSatisfy { side in
                BookColumn.Content.allCases.allSatisfy { content in
                    let column = BookColumn(side: side, content: content, level: level)
                    return options.bookColumns[column] != nil
                        || column.names.contains(where: names.contains)
                }
            }
        }
        if has(.open, .high, .low, .close) { return .candles }
        if has(.quantities, .prices) || has(level: 2) { return .books }
        if has(.price, .size) { return .ticks }
        return has(level: 1) ? .quotes : nil
    }

    private static func unrecognised(titles: [String]) -> Fault {
        Fault(
            message: "The columns are neither those of ticks nor of candles nor of books",
            allowed: "the first row is \(shownHeader(titles)); ticks need time, price and size, "
                + "candles time, open, high, low, close and volume, books time and the price and "
                + "quantity of each level: say which column is which")
    }

    private static func shownHeader(_ titles: [String]) -> String {
        titles.prefix(30).map { "'\(shown($0))'" }.joined(separator: ", ")
    }

    var wanted: [MarketColumn] {
        switch content {
        case .ticks: [.time, .date, .code, .price, .size, .ask, .bid, .taker, .venue]
        case .candles:
            [
                .time, .date, .code, .open, .high, .low, .close, .volume, .value, .change,
                .changeCode, .listedShares, .board, .name,
            ]
        case .quotes: [.time, .date, .code]
        case .books: [.time, .date, .code, .quantities, .prices]
        }
    }

    private mutating func find(
        _ firstRow: [String], _ options: ImportOptions
    ) throws(Fault) {
        do throws(ColumnMap.Fault) {
            var map = try ColumnMap(
                titles: firstRow, isData: !hasHeader, choices: options.columns, wanted: wanted)
            map.takeDateAsTime()
            places = map.places
        } catch {
            throw ImportPlan.fault(error, titles: firstRow)
        }
        try separate(options)
        let isList = places[.quantities] >= 0 && places[.prices] >= 0
        guard content == .books || content == .quotes, !isList else { return }
        do throws(BookPlaces.Fault) {
            levels = try BookPlaces(
                titles: firstRow, hasHeader: hasHeader, choices: options.bookColumns)
        } catch {
            throw Fault(message: error.message, allowed: error.allowed)
        }
        if content == .quotes { levels?.keepBest() }
    }

    private mutating func takeUntitledTime(
        _ rows: ArraySlice<[String]>, _ options: ImportOptions, _ time: (String) -> Int64?
    ) {
        guard hasHeader, places[.time] < 0, TitleLines.isBlank(titles[0]),
            !wanted.contains(where: { places[$0] == 0 }),
            let first = rows.first?.first, time(first) != nil
        else { return }
        // A line after the table may be among them.
        let times = rows.count { $0.first.map { time($0) != nil } ?? false }
        guard times * 2 > rows.count else { return }
        places[.time] = 0
        isTimeUntitled = true
    }

    /// Gives each column one meaning: what was told counts before what its name says.
    private mutating func separate(_ options: ImportOptions) throws(Fault) {
        for column in wanted where places[column] >= 0 {
            for other in wanted where other != column && places[other] == places[column] {
                if options.columns[other] == nil {
                    places[other] = -1
                } else if options.columns[column] != nil {
                    throw Fault(
                        message: "Column '\(shown(titles[places[column]]))' is said to be "
                            + "\(column.rawValue) and \(other.rawValue)",
                        allowed: "say for each of them which column it is")
                }
            }
        }
    }

    private mutating func require(
        _ firstRow: [String], _ options: ImportOptions
    ) throws(Fault) {
        let dayIsKnown = options.date != nil && content == .candles
        let needed: [MarketColumn] =
            switch content {
            case .ticks: [.time, .price, .size]
            case .candles: (dayIsKnown ? [] : [.time]) + [.open, .high, .low, .close, .volume]
            case .quotes, .books: [.time]
            }
        if let missing = needed.first(where: { places[$0] < 0 }) {
            throw ImportPlan.fault(.missing(missing), titles: firstRow)
        }
    }

    private static func fault(_ fault: ColumnMap.Fault, titles: [String]) -> Fault {
        let header = "the first row is \(shownHeader(titles))"
        return switch fault {
        case .noSuchColumn(let column, let name):
            Fault(
                message: "There is no column '\(shown(name))' for \(column.rawValue)",
                allowed: header)
        case .numberBeyond(let column, let number, let count):
            Fault(
                message: "There is no column \(number) for \(column.rawValue)",
                allowed: "there are \(count) columns")
        case .twice(let column, let name):
            Fault(
                message: "Column '\(shown(name))' stands twice",
                allowed: "say by number which one is \(column.rawValue)")
        case .missing(let column):
            Fault(
                message: "No column is known as \(column.rawValue)",
                allowed: "\(header); say which one is \(column.rawValue)")
        }
    }
}
