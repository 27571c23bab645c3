import KraderModel

/// Fields that are words or lists.
extension ImportDecoder {
    private static let takers: [(names: [String], taker: Tick.Taker)] = [
        (["BUY", "B", "BUYER", "BID", "매수", "+", "매수체결"], .buyer),
        (["SELL", "S", "SELLER", "ASK", "매도", "-", "매도체결"], .seller),
    ]

    private static let venues: [(names: [String], venue: PrintVenue)] = [
        (["KRX", "KRX거래소", "한국거래소"], .krx), (["NXT", "NEXTRADE", "넥스트레이드"], .nxt),
    ]

    private static let boards: [(names: [String], board: Board)] = [
        (["KOSPI", "유가증권", "유가증권시장", "코스피", "STK", "KRX:STK"], .kospi),
        (["KOSDAQ", "코스닥", "코스닥시장", "KSQ", "KOSDAQ GLOBAL", "코스닥글로벌"], .kosdaq),
        (["KONEX", "코넥스", "코넥스시장", "KNX"], .konex),
        (["ETF"], .etf), (["ETN"], .etn), (["ELW"], .elw), (["INDEX", "지수"], .index),
    ]

    /// Reads who crossed the spread. Codes of one digit are not guessed at: sources number the
    /// sides differently.
    mutating func decodeTaker(_ field: CSVField) {
        if field.isEmpty || !words.takers.isLast(field) {
            let word = words.takers.remember(field, text(field))
            row.taker = ImportDecoder.takers.first { $0.names.contains(word) }?.taker ?? .unknown
        }
        if row.taker == .unknown, !field.isEmpty { notes.unknownTakers += 1 }
    }

    mutating func decodeVenue(_ field: CSVField) {
        if field.isEmpty || !words.venues.isLast(field) {
            let word = words.venues.remember(field, text(field))
            row.venue = ImportDecoder.venues.first { $0.names.contains(word) }?.venue ?? .unknown
        }
        if row.venue == .unknown, !field.isEmpty { notes.unknownVenues += 1 }
    }

    mutating func decodeBoard(_ field: CSVField) {
        if field.isEmpty || !words.boards.isLast(field) {
            let word = words.boards.remember(field, text(field))
            row.board = ImportDecoder.boards.first { $0.names.contains(word) }?.board
        }
        if row.board == nil, !field.isEmpty { notes.unknownBoards += 1 }
    }

    mutating func decodeName(_ field: CSVField) {
        row.name.removeAll(keepingCapacity: true)
        row.name.append(contentsOf: field)
    }

    /// Reads numbers between brackets, with or without quotes: `['1', '-40', ' 3']`, `[1, 40]`. The
    /// signs are dropped. A fault is noted, and the answer is then 0.
    mutating func decodeList(
        _ field: CSVField, _ place: Int,
        _ put: (inout ImportFields, Int, Int64) -> Void
    ) -> Int {
        var count = 0
        var index = 1
        let end = field.count - 1
        guard end > 1, field[0] == 0x5B, field[end] == 0x5D else {
            refuse(.badList, place: place, field, "it must be a list such as ['1', '40']")
            return 0
        }
        while index < end {
            var next = index
            while next < end, field[next] != 0x2C { next += 1 }
            var from = index
            var to = next
            while from < to, ImportDecoder.isListPadding(field[from]) { from += 1 }
            while from < to, ImportDecoder.isListPadding(field[to - 1]) { to -= 1 }
            let element = CSVField(rebasing: field[from..<to])
            guard count < ImportDecoder.listMax,
                let number = try? NumberField.read(element),
                number.magnitude <= ImportDecoder.sizeMax
            else {
                refuse(
                    .badList, place: place, field,
                    "it must hold up to \(ImportDecoder.listMax) numbers, each at most "
                        + "\(ImportDecoder.sizeMax)")
                return 0
            }
            put(&row, count, number.magnitude)
            count += 1
            index = next + 1
        }
        return count
    }

    /// Whether a byte is a blank or a quote.
    private static func isListPadding(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x27 || byte == 0x22
    }
}

/// The words of the row before: mostly this row has the same, and then nothing is looked up.
struct LastWords {
    /// The last word of one column.
    struct Word {
        private var bytes: [UInt8] = []

        /// Whether the field is the same word, so that what it said before still stands.
        func isLast(_ field: CSVField) -> Bool {
            field.count == bytes.count && field.elementsEqual(bytes)
        }

        /// Remembers the field, and answers its word in capitals.
        mutating func remember(_ field: CSVField, _ text: String) -> String {
            bytes.removeAll(keepingCapacity: true)
            bytes.append(contentsOf: field.prefix(100))
            return text.uppercased()
        }
    }

    var takers = Word()
    var venues = Word()
    var boards = Word()
}
