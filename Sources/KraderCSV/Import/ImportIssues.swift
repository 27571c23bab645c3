import KraderModel

/// The codes of a file, as series in the order of their appearance.
struct ImportIssues: ~Copyable {
    /// A number of issues above what the exchange has ever listed: beyond it the column is not one
    /// of codes.
    static let codesMax = 20_000

    enum Answer { case series(Int32), bad, tooMany }

    private(set) var codes: [IssueCode] = []
    /// What the suffix of each code says; rows of one code and different suffixes are different
    /// series.
    private(set) var scopes: [MarketScope?] = []
    /// The venue of prints by series.
    private(set) var venues: [PrintVenue] = []
    /// Whether any code has a suffix.
    private(set) var hasScopes = false
    private let allowsIndexCodes: Bool
    /// The series by code, with the suffix in the highest byte.
    private var seriesOfCode: [UInt64: Int32] = [:]
    /// The series of spellings of up to seven bytes, or of six and a suffix, which are packed with
    /// their length.
    private var seriesOfSpelling = IntegerMap(capacity: 1 << 12)
    private var last: (spelling: Int64, series: Int32) = (0, 0)

    init(allowsIndexCodes: Bool) { self.allowsIndexCodes = allowsIndexCodes }

    /// The series of a short spelling that was seen before.
    @inline(__always)
    mutating func known(_ field: CSVField) -> Int32? {
        let spelling = ImportIssues.spelling(field)
        if spelling == 0 { return nil }
        if spelling == last.spelling { return last.series }
        guard let series = seriesOfSpelling[spelling] else { return nil }
        last = (spelling, Int32(truncatingIfNeeded: series))
        return last.series
    }

    /// The series of a code as it is written; a new code gets a new one.
    mutating func series(of field: CSVField) -> Answer {
        guard field.count <= 16 else { return .bad }
        let text = String(decoding: field, as: UTF8.self)
        let index = allowsIndexCodes ? try? IssueCode(index: text) : nil
        guard let code = (try? IssueCode(text)) ?? index else { return .bad }
        let scope = IssueCode.scope(of: field)
        let mark: UInt64 = scope == .nxt ? 1 : scope == .consolidated ? 2 : 0
        let key = code.packed | mark << 56
        let series: Int32
        // Two ways of writing a code are one series.
        if let known = seriesOfCode[key] {
            series = known
        } else {
            guard codes.count < ImportIssues.codesMax else { return .tooMany }
            series = Int32(codes.count)
            codes.append(code)
            scopes.append(scope)
            venues.append(scope == .nxt ? .nxt : .unknown)
            hasScopes = hasScopes || scope != nil
            seriesOfCode[key] = series
        }
        let spelling = ImportIssues.spelling(field)
        if spelling != 0 { seriesOfSpelling.set(spelling, Int(series)) }
        return .series(series)
    }

    /// One to seven bytes and their number, or six bytes and their suffix, in a positive integer; 0
    /// for other spellings.
    @inline(__always)
    private static func spelling(_ field: CSVField) -> Int64 {
        guard let start = field.baseAddress else { return 0 }
        if field.count == 6 {
            let raw = UnsafeRawPointer(start)
            let first = raw.loadUnaligned(as: UInt32.self)
            let second = raw.loadUnaligned(fromByteOffset: 4, as: UInt16.self)
            return Int64(first) | Int64(second) << 32 | 6 << 56
        }
        if field.count == 9, field[6] == 0x5F {
            let mark: Int64 =
                field[7] == 0x4E && field[8] == 0x58
                ? 9 : field[7] == 0x41 && field[8] == 0x4C ? 10 : 0
            guard mark > 0 else { return 0 }
            var packed: Int64 = 0
            for index in 0..<6 { packed |= Int64(field[index]) << Int64(8 * index) }
            return packed | mark << 56
        }
        guard (1...7).contains(field.count) else { return 0 }
        var packed: Int64 = 0
        for index in 0..<field.count { packed |= Int64(field[index]) << Int64(8 * index) }
        return packed | Int64(field.count) << 56
    }
}
