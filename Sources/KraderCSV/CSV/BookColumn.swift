import KraderJSON
public import KraderModel

/// A column of a file of books: the price or the quantity of one level.
public struct BookColumn: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    public enum Content: String, Hashable, Sendable, CaseIterable { case price, quantity }

    /// The side whose orders the column tells of: asks to sell, bids to buy.
    public let side: Side
    public let content: Content
    /// The level, from 1, the best, to 10.
    public let level: Int

    public init(side: Side, content: Content, level: Int) {
        precondition((1...Book.depthMax).contains(level), "A book has ten levels a side")
        self.side = side
        self.content = content
        self.level = level
    }

    /// All columns, level by level: the asks before the bids, prices before quantities.
    public static let allCases: [BookColumn] = (1...Book.depthMax).flatMap { level in
        [Side.sell, .buy].flatMap { side in
            Content.allCases.map { BookColumn(side: side, content: $0, level: level) }
        }
    }

    /// The name that scenarios use: `ask_price_1`, `bid_quantity_10`.
    public var description: String { "\(side == .sell ? "ask" : "bid")_\(content)_\(level)" }

    /// The names by which files call the column, in small letters, without spaces and underscores.
    /// The surest comes first.
    var names: [String] {
        let (english, korean) = side == .sell ? ("ask", "매도") : ("bid", "매수")
        switch content {
        case .price:
            let names = [english + "price", english, english + "p", korean + "호가"]
            let best = [english + "price", english, "best" + english, korean + "호가"]
            return names.map { "\($0)\(level)" } + [korean + "\(level)호가"]
                + (level == 1 ? best + ["최우선" + korean + "호가"] : [])
        case .quantity:
            let names = ["quantity", "qty", "size", "volume", "q"].map { english + $0 }
            let ours = ["호가수량", "잔량", "호가잔량", "수량"].map { korean + $0 }
            return (names + ours).map { "\($0)\(level)" } + [korean + "\(level)잔량"]
                + (level == 1 ? names + ours : [])
        }
    }
}

/// Where the levels of books stand in a file, the best first, as deep as the file goes.
struct BookPlaces {
    struct Level {
        var price: Int
        var quantity: Int
    }

    private(set) var asks: [Level] = []
    private(set) var bids: [Level] = []

    /// The last column that holds anything of a level.
    var last: Int { (asks + bids).reduce(0) { max($0, $1.price, $1.quantity) } }

    /// What keeps a first row from being understood.
    struct Fault: Error {
        var message: String
        var allowed: String
    }

    init(titles: [String], hasHeader: Bool, choices: [BookColumn: ColumnChoice]) throws(Fault) {
        let names = hasHeader ? titles.map(ColumnMap.normal) : []
        var places: [BookColumn: Int] = [:]
        for column in BookColumn.allCases {
            if let choice = choices[column] {
                places[column] = try BookPlaces.place(of: choice, column, names, titles)
            } else if let name = column.names.first(where: names.contains) {
                places[column] = names.firstIndex(of: name)
            }
        }
        let header = BookPlaces.shownHeader(titles)
        for column in BookColumn.allCases where places[column] == nil {
            // A side ends where neither price nor quantity of a level is there.
            let other = BookColumn(
                side: column.side, content: column.content == .price ? .quantity : .price,
                level: column.level)
            let isDeeper = places.keys.contains {
                $0.side == column.side && $0.level > column.level
            }
            guard column.level == 1 || places[other] != nil || isDeeper else { continue }
            throw Fault(
                message: "No column is known as \(column)",
                allowed: "the first row is \(header); say which one is \(column)")
        }
        for column in BookColumn.allCases where column.content == .price {
            let quantity = BookColumn(side: column.side, content: .quantity, level: column.level)
            guard let price = places[column], let quantity = places[quantity] else { continue }
            let level = Level(price: price, quantity: quantity)
            if column.side == .sell { asks.append(level) } else { bids.append(level) }
        }
    }

    /// Drops all levels but the best: best quotes are all that is wanted.
    mutating func keepBest() {
        asks = Array(asks.prefix(1))
        bids = Array(bids.prefix(1))
    }

    private static func place(
        of choice: ColumnChoice, _ column: BookColumn, _ names: [String], _ titles: [String]
    ) throws(Fault) -> Int {
        switch choice {
        case .number(let number):
            if number >= 1, number <= titles.count { return number - 1 }
            throw Fault(
                message: "There is no column \(number) for \(column)",
                allowed: "there are \(titles.count) columns")
        case .name(let name):
            if let place = names.firstIndex(of: ColumnMap.normal(name)) { return place }
            throw Fault(
                message: "There is no column '\(shown(name))' for \(column)",
                allowed: "the first row is \(shownHeader(titles))")
        }
    }

    private static func shownHeader(_ titles: [String]) -> String {
        titles.prefix(30).map { "'\(shown($0))'" }.joined(separator: ", ")
    }
}
