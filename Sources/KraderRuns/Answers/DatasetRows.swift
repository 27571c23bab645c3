public import KraderDatasets
import KraderJSON
import KraderMarket
public import KraderModel
public import KraderReport

/// The rows of one file around a time.
public struct DatasetRows {
    let file: RowFile
    private let midnight: Moment
    /// The time that was asked for.
    private let asked: Moment
    private let names: IssueNames
    private var ticks: [TickRow] = []
    private var candles: [CandleRow] = []
    private var books: [Book] = []
    private var statuses: [StatusChange] = []
    /// The place among the file's rows of the first one shown, and of the one nearest to the time.
    private let first: Int
    private let nearest: Int

    /// - Parameter count: the number of rows to show, the nearest in the middle.
    /// Throws `DatasetFault` when the file is damaged.
    public init(
        _ dataset: Dataset, _ file: RowFile, around time: Moment, count: Int
    ) throws(DatasetFault) {
        self.file = file
        asked = time
        names = IssueNames(of: dataset)
        midnight = (file.day ?? CalendarDate(time)).midnight
        var records = try dataset.open(file)
        let header = records.header
        let bytes = try records.bytes(of: 0..<header.count)
        var (low, high) = (0, header.count)
        while low < high {
            let middle = (low + high) / 2
            if header.time(ofRowAt: middle * header.rowLength, in: bytes) < time {
                low = middle + 1
            } else {
                high = middle
            }
        }
        func distance(_ place: Int) -> Interval {
            let stamp = header.time(ofRowAt: place * header.rowLength, in: bytes)
            return stamp < time ? time - stamp : stamp - time
        }
        let after = min(low, header.count - 1)
        nearest = low > 0 && distance(low - 1) <= distance(after) ? low - 1 : after
        let from = max(0, min(nearest - (count - 1) / 2, header.count - count))
        first = from
        for place in from..<min(from + count, header.count) {
            guard let base = bytes.baseAddress, read(base + place * header.rowLength, header)
            else { throw records.fault(.impossible, row: place) }
        }
    }

    private mutating func read(_ bytes: UnsafeRawPointer, _ header: RowHeader) -> Bool {
        switch header.kind {
        case .ticks:
            guard let row = TickRow(bytes, isLong: header.rowLength == TickRow.longLength)
            else { return false }
            ticks.append(row)
        case .candles:
            guard let row = CandleRow(bytes) else { return false }
            candles.append(row)
        case .quotes, .books:
            var book = Book(time: .distantPast, symbol: SymbolIndex(0))
            guard
                BookRow.read(
                    bytes, depth: header.depth, midnight: midnight, symbol: SymbolIndex(0),
                    into: &book)
            else { return false }
            books.append(book)
        case .statuses:
            guard
                let change = StatusRow.read(bytes, midnight: midnight, symbol: SymbolIndex(0))
            else { return false }
            statuses.append(change)
        }
        return true
    }

    private var times: [Moment] {
        ticks.map { Moment(nanoseconds: midnight.nanoseconds + $0.sinceMidnight) }
            + candles.map(\.start) + books.map(\.time) + statuses.map(\.time)
    }

    /// The names of the columns, and the cells of each row; `nil` where nothing is said.
    private var table: (columns: [String], rows: [[Int64?]]) {
        func said(_ number: UInt32) -> Int64? { number == 0 ? nil : Int64(number) }
        switch file.kind {
        case .ticks:
            return (
                ["price", "size", "ask", "bid"],
                ticks.map { [Int64($0.price), Int64($0.size), said($0.ask), said($0.bid)] }
            )
        case .candles:
            return (
                ["open", "high", "low", "close", "volume", "value", "base_price"],
                candles.map {
                    [
                        said($0.open), said($0.high), said($0.low), Int64($0.close), $0.volume,
                        $0.value, said($0.basePrice),
                    ]
                }
            )
        case .quotes, .books:
            return (
                ["bid_quantity", "bid", "ask", "ask_quantity"],
                books.map { book in
                    let (ask, bid) = (book.best(.sell), book.best(.buy))
                    return [
                        bid?.quantity.count, bid?.price.won, ask?.price.won, ask?.quantity.count,
                    ]
                }
            )
        case .statuses: return ([], statuses.map { _ in [] })
        }
    }

    /// The words of a row: for a print who crossed the spread, and where.
    private func words(_ place: Int) -> [String] {
        switch file.kind {
        case .ticks:
            let row = ticks[place]
            let taker =
                switch row.taker {
                case .unknown: ""
                case .buyer: "buyer"
                case .seller: "seller"
                }
            let venue =
                switch row.venue {
                case .unknown: ""
                case .krx: "KRX"
                case .nxt: "NXT"
                }
            return [taker, venue]
        case .candles: return [candles[place].isHalted ? "halted" : ""]
        case .statuses: return ["\(statuses[place].status)", "\(statuses[place].cause)"]
        case .quotes, .books: return []
        }
    }

    private var wordNames: [String] {
        switch file.kind {
        case .ticks: ["taker", "venue"]
        case .candles: ["halted"]
        case .statuses: ["status", "cause"]
        case .quotes, .books: []
        }
    }

    private func shown(_ time: Moment) -> String {
        switch file.timeframe {
        case nil: "\(TimeOfDay(time))"
        case .d1: "\(CalendarDate(time))"
        case .some: "\(CalendarDate(time)) \(TimeOfDay(time))"
        }
    }

    public func text(_ style: TextStyle) -> String {
        let (columns, rows) = table
        let kind = file.kind.rawValue + (file.timeframe.map { " \($0)" } ?? "")
        let day = file.day.map { " on \($0)" } ?? ""
        let places = "\(grouped(first + 1))–\(grouped(first + rows.count))"
        let title = style.lines(
            "\(names.shown(file.symbol)): \(kind)\(day), rows \(places) of \(grouped(file.rows))"
        ).map { style($0, .bold) }
        var shownTable = TextTable(
            columns: [("", .left), ("row", .right), ("time", .left)]
                + columns.map { ($0.replacing("_", with: " "), .right) }
                + wordNames.map { (($0 == "halted" ? "" : $0), .left) })
        for (place, (time, row)) in zip(times, rows).enumerated() {
            shownTable.rows.append(
                [
                    first + place == nearest ? "▶" : "", grouped(Int64(first + place + 1)),
                    shown(time),
                ]
                    + row.map { $0.map { grouped($0) } ?? "–" } + words(place))
        }
        let marked = nearest - first
        shownTable.ink = { row, column in row == marked ? .bold : column == 1 ? .faint : nil }
        var lines = title + [""] + shownTable.lines(style)
        if let book = file.kind == .books ? books[marked] : nil {
            lines += [""] + ladder(book, style)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The lines of a book: asks above bids, the best of both in the middle.
    private func ladder(_ book: Book, _ style: TextStyle) -> [String] {
        let levels = Side.allCases.flatMap { side in
            (0..<book.count(side)).map { book.level(side, $0).quantity.count }
        }
        let most = max(1, levels.max() ?? 1)
        let barMax = min(24, max(4, style.columns - 50))
        func bar(_ quantity: Int64) -> String {
            String(repeating: "█", count: Int(Double(quantity) / Double(most) * Double(barMax)))
        }
        var table = TextTable(columns: [
            ("bid quantity", .right), ("price", .right), ("ask quantity", .right), ("", .left),
        ])
        for index in (0..<book.count(.sell)).reversed() {
            let level = book.level(.sell, index)
            table.rows.append([
                "", grouped(level.price.won), grouped(level.quantity.count),
                bar(level.quantity.count),
            ])
        }
        let asks = table.rows.count
        for index in 0..<book.count(.buy) {
            let level = book.level(.buy, index)
            table.rows.append([
                grouped(level.quantity.count), grouped(level.price.won), "",
                bar(level.quantity.count),
            ])
        }
        // Offers are blue and bids red on Korean screens.
        table.ink = { row, column in column == 1 ? .bold : row < asks ? .blue : .red }
        return ["  Book of \(TimeOfDay(book.time))", ""] + table.lines(style)
    }

    public func json(of dataset: Dataset) -> String {
        let (columns, rows) = table
        return Answer.json(command: "data inspect") {
            $0.member("dataset", JSONValue(.string(dataset.name)))
            $0.member("symbol", JSONValue(.string("\(file.symbol)")))
            $0.member("kind", JSONValue(.string(file.kind.rawValue)))
            if let timeframe = file.timeframe {
                $0.member("timeframe", JSONValue(.string("\(timeframe)")))
            }
            $0.member("at", JSONValue(.string("\(asked)")))
            $0.member("rows_of_file", JSONValue(.integer(Int64(file.rows))))
            $0.member("rows") { writer in
                writer.array {
                    for (place, (time, row)) in zip(times, rows).enumerated() {
                        $0.element { writer in
                            writer.object {
                                $0.member("row", JSONValue(.integer(Int64(first + place + 1))))
                                $0.member("nearest", JSONValue(.boolean(first + place == nearest)))
                                $0.member("time", JSONValue(.string("\(time)")))
                                write(place, columns, row, to: &$0)
                            }
                        }
                    }
                }
            }
        }
    }

    private func write(
        _ place: Int, _ columns: [String], _ row: [Int64?], to writer: inout JSONWriter
    ) {
        for (name, word) in zip(wordNames, words(place)) where !word.isEmpty {
            writer.member(
                name, name == "halted" ? JSONValue(.boolean(true)) : JSONValue(.string(word)))
        }
        guard file.kind == .books || file.kind == .quotes else {
            for (name, number) in zip(columns, row) {
                if let number { writer.member(name, JSONValue(.integer(number))) }
            }
            return
        }
        for (name, side) in [("asks", Side.sell), ("bids", Side.buy)] {
            let book = books[place]
            writer.member(name) { writer in
                writer.array {
                    for index in 0..<book.count(side) {
                        let level = book.level(side, index)
                        $0.element { writer in
                            writer.array {
                                $0.element(JSONValue(.integer(level.price.won)))
                                $0.element(JSONValue(.integer(level.quantity.count)))
                            }
                        }
                    }
                }
            }
        }
    }
}
