/// The number of each column from 0, and -1 for one that the file lacks. It is a plain value,
/// looked at for each field.
struct ColumnPlaces {
    private var places = InlineArray<22, Int>(repeating: -1)

    @inline(__always)
    subscript(_ column: MarketColumn) -> Int {
        get { places[column.order] }
        set { places[column.order] = newValue }
    }
}

extension MarketColumn {
    /// The place among all columns, from 0.
    @inline(__always)
    fileprivate var order: Int {
        switch self {
        case .time: 0
        case .date: 1
        case .code: 2
        case .open: 3
        case .high: 4
        case .low: 5
        case .close: 6
        case .volume: 7
        case .value: 8
        case .price: 9
        case .size: 10
        case .change: 11
        case .changeCode: 12
        case .ask: 13
        case .bid: 14
        case .taker: 15
        case .venue: 16
        case .listedShares: 17
        case .board: 18
        case .name: 19
        case .quantities: 20
        case .prices: 21
        }
    }
}

/// What the columns of a file are called, and where they are.
struct ColumnMap {
    /// The titles of the columns: those of the header, or numbers such as `3` without one.
    let titles: [String]
    let hasHeader: Bool
    private(set) var places = ColumnPlaces()

    /// What keeps a first row from being understood.
    enum Fault: Error {
        case noSuchColumn(MarketColumn, name: String)
        case numberBeyond(MarketColumn, number: Int, count: Int)
        case twice(MarketColumn, name: String)
        case missing(MarketColumn)
    }

    func title(_ column: MarketColumn) -> String {
        let place = places[column]
        return titles.indices.contains(place) ? titles[place] : column.rawValue
    }

    /// - Parameters:
    ///   - isData: whether the first row is data, so that the file has no header.
    ///   - wanted: the columns that this kind of file may have.
    init(
        titles: [String], isData: Bool, choices: [MarketColumn: ColumnChoice],
        wanted: [MarketColumn]
    ) throws(Fault) {
        self.titles = isData ? titles.indices.map { String($0 + 1) } : titles
        hasHeader = !isData
        let names = titles.map(ColumnMap.normal)
        for column in wanted {
            switch choices[column] {
            case .number(let number):
                guard number >= 1, number <= titles.count else {
                    throw .numberBeyond(column, number: number, count: titles.count)
                }
                places[column] = number - 1
            case .name(let name):
                guard !isData, let place = names.firstIndex(of: ColumnMap.normal(name)) else {
                    throw .noSuchColumn(column, name: name)
                }
                places[column] = place
            case nil:
                guard !isData else { continue }
                for name in column.names {
                    guard let place = names.firstIndex(of: name) else { continue }
                    if names[(place + 1)...].contains(name) {
                        throw .twice(column, name: titles[place])
                    }
                    places[column] = place
                    break
                }
            }
        }
    }

    /// Takes a date column for the time where the file has no time column.
    mutating func takeDateAsTime() {
        guard places[.time] < 0, places[.date] >= 0 else { return }
        places[.time] = places[.date]
        places[.date] = -1
    }

    /// The name in small letters, without spaces, underscores and hyphens.
    static func normal(_ name: String) -> String {
        String(name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" })
    }
}
