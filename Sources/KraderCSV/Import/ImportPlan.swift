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
    /// Levels a side of books whose levels stand in columns of their own.
    private(set) var levels: BookPlaces?
    /// What each column is called: by the header, or by its number.
    let titles: [String]
    private(set) var roles: [FieldRole]
    private(set) var meanings: [String?]

    /// The last column that is looked at, from 0.
    var lastPlace: Int { meanings.lastIndex { $0 != nil } ?? 0 }

    /// The title of a column that is looked at.
    func title(_ column: MarketColumn) -> String {
        let place = places[column]
        return titles.indices.contains(place) ? titles[place] : column.rawValue
    }

    /// - Parameters:
    ///   - rows: the first row; of a file without header the first rows.
    ///   - isTime: whether a text is a time.
    init(
        rows: [[String]], options: ImportOptions, isTime: (String) -> Bool
    ) throws(Fault) {
        let firstRow = rows[0]
        hasHeader = ImportPlan.isHeader(firstRow, options, isTime)
        titles = hasHeader ? firstRow : firstRow.indices.map { String($0 + 1) }
        let names = hasHeader ? firstRow.map(ColumnMap.normal) : []
        roles = Array(repeating: .ignored, count: titles.count)
        meanings = Array(repeating: nil, count: titles.count)
        if ImportPlan.mustTellColumns(firstRow, options, isTime) {
            let told = HeaderlessColumns(rows, isTime: isTime)
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
        }
        try require(firstRow, options)
        assignRoles()
    }

    /// Whether the file has no header and nobody says what its columns are, so that its rows must.
    static func mustTellColumns(
        _ firstRow: [String], _ options: ImportOptions, _ isTime: (String) -> Bool
    ) -> Bool {
        options.columns.isEmpty && options.bookColumns.isEmpty && firstRow.count > 1
            && !isHeader(firstRow, options, isTime)
    }

    private static func untold(_ firstRow: [String], _ suggestion: String) -> Fault {
        Fault(
            message:
                "The columns are neither named, as the file has no header, nor told by its rows",
            allowed: "the first row is \(shownHeader(firstRow)); say it, if this is right with "
                + "--columns \(suggestion)")
    }

    /// The first row calls a column by a name that is known, or it has no time where one belongs.
    private static func isHeader(
        _ titles: [String], _ options: ImportOptions, _ isTime: (String) -> Bool
    ) -> Bool {
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

    /// What a header is the header of.
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

    private var wanted: [MarketColumn] {
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

    /// A column is one thing: what was told counts before what its name says.
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

extension ImportPlan {
    private mutating func assignRoles() {
        for column in wanted where places[column] >= 0 {
            roles[places[column]] = column.role
            meanings[places[column]] = column.rawValue
        }
        guard let levels else { return }
        for (side, list) in [(Side.sell, levels.asks), (.buy, levels.bids)] {
            for (index, level) in list.enumerated() {
                let isAsk = side == .sell
                roles[level.price] = FieldRole(
                    kind: .optionalPrice,
                    slot: (isAsk ? NumberSlot.askPrices : NumberSlot.bidPrices) + index)
                roles[level.quantity] = FieldRole(
                    kind: .levelQuantity,
                    slot: (isAsk ? NumberSlot.askQuantities : NumberSlot.bidQuantities) + index)
                for content in BookColumn.Content.allCases {
                    meanings[content == .price ? level.price : level.quantity] =
                        BookColumn(side: side, content: content, level: index + 1).description
                }
            }
        }
    }

    /// What is shown of the file.
    func recognised(_ encoding: RecognisedTable.Encoding, delimiter: UInt8) -> RecognisedTable {
        let isBook = content == .books || content == .quotes
        let depth = levels.map { max($0.asks.count, $0.bids.count) } ?? Book.depthMax
        return RecognisedTable(
            content: content, encoding: encoding,
            delimiter: Character(Unicode.Scalar(delimiter)), hasHeader: hasHeader,
            hasAssumedColumns: hasAssumedColumns, depth: isBook ? depth : 0,
            columns: titles.indices.compactMap { place in
                meanings[place].map {
                    RecognisedTable.Column(meaning: $0, title: titles[place], number: place + 1)
                }
            },
            ignored: titles.indices.filter { meanings[$0] == nil }.map { titles[$0] })
    }
}
