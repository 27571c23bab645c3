public import KraderJSON
public import KraderModel

/// A list of issues: when each was listed or removed, such as KRX's lists of listed and delisted
/// issues.
public struct ListingTable: Hashable, Sendable {
    public struct Row: Hashable, Sendable {
        public var code: IssueCode
        public var listed: CalendarDate?
        public var delisted: CalendarDate?
    }

    public private(set) var rows: [Row] = []
    /// The number of rows without a code of six characters or without a date: warrants, funds,
    /// names.
    public private(set) var skipped = 0

    /// The titles of the columns, in lower case, without blanks.
    private static let codeTitles = ["code", "symbol", "종목코드", "단축코드"]
    private static let listedTitles = ["listingdate", "상장일"]
    private static let delistedTitles = ["delistingdate", "폐지일", "상장폐지일"]
    /// Titles of closing prices, which a list of issues does not have.
    private static let priceTitles = ["close", "종가", "현재가"]

    /// Whether a text, by its first line, is such a list and not one of prices.
    ///
    /// - Parameter head: at least the first line, in UTF-8.
    public static func recognises(_ head: some Collection<UInt8>) -> Bool {
        let line = String(decoding: head.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
        let titles = line.split(separator: ",").map { normal(String($0)) }
        return titles.contains(where: codeTitles.contains)
            && titles.contains { listedTitles.contains($0) || delistedTitles.contains($0) }
            && !titles.contains(where: priceTitles.contains)
    }

    /// Reads a list whose first line is `recognised`.
    ///
    /// - Throws: why it is no CSV.
    public init(_ text: [UInt8], file: String) throws(TextFaults) {
        if let fault = TextEncoding.fault(in: text, file: file) { throw TextFaults([fault]) }
        var places: (code: Int, listed: Int?, delisted: Int?)?
        var reader = CSVReader(file: file)
        var rows: [Row] = []
        var skipped = 0
        func take(_ row: CSVRow) {
            if row.isBlank { return }
            guard let found = places else {
                let titles = row.texts.map(ListingTable.normal)
                places = (
                    titles.firstIndex(where: ListingTable.codeTitles.contains) ?? 0,
                    titles.firstIndex(where: ListingTable.listedTitles.contains),
                    titles.firstIndex(where: ListingTable.delistedTitles.contains)
                )
                return
            }
            let listed = found.listed.flatMap { ListingTable.date(row[$0]) }
            let delisted = found.delisted.flatMap { ListingTable.date(row[$0]) }
            let code = try? IssueCode(String(decoding: row[found.code], as: UTF8.self))
            guard let code, listed != nil || delisted != nil else {
                skipped += 1
                return
            }
            rows.append(Row(code: code, listed: listed, delisted: delisted))
        }
        text.withUnsafeBytes { bytes in reader.read(bytes) { take($0) } }
        reader.finish { take($0) }
        if let fault = reader.fault { throw TextFaults([fault]) }
        self.rows = rows
        self.skipped = skipped
    }

    private static func normal(_ title: String) -> String {
        String(title.unicodeScalars.filter { !"\u{FEFF} \"_-".unicodeScalars.contains($0) })
            .lowercased()
    }

    /// The date that is written as `2002-04-23`, `2002/04/23` or `20020423`.
    private static func date(_ field: CSVField) -> CalendarDate? {
        let digits = field.filter { (0x30...0x39).contains($0) }.map { Int($0 - 0x30) }
        guard digits.count == 8, field.count <= 10 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        return CalendarDate(year: number(0..<4), month: number(4..<6), day: number(6..<8))
    }
}
