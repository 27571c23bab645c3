import KraderModel

/// The codes of a file, as series in the order of their appearance.
struct ImportIssues: ~Copyable {
    /// More than the exchange has ever listed; beyond it the column is not one of codes.
    static let codesMax = 20_000

    enum Answer { case series(Int32), bad, tooMany }

    private(set) var codes: [IssueCode] = []
    private let allowsIndexCodes: Bool
    private var seriesOfCode: [UInt64: Int32] = [:]
    /// Spellings of up to seven bytes, packed with their length, and their series.
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

    /// The series of a code as it is written; a new one for a new code.
    mutating func series(of field: CSVField) -> Answer {
        guard field.count <= 16 else { return .bad }
        let text = String(decoding: field, as: UTF8.self)
        let index = allowsIndexCodes ? try? IssueCode(index: text) : nil
        guard let code = (try? IssueCode(text)) ?? index else { return .bad }
        let series: Int32
        // Two ways of writing a code are one series.
        if let known = seriesOfCode[code.packed] {
            series = known
        } else {
            guard codes.count < ImportIssues.codesMax else { return .tooMany }
            series = Int32(codes.count)
            codes.append(code)
            seriesOfCode[code.packed] = series
        }
        let spelling = ImportIssues.spelling(field)
        if spelling != 0 { seriesOfSpelling.set(spelling, Int(series)) }
        return .series(series)
    }

    /// One to seven bytes and their number in a positive integer; 0 for others.
    @inline(__always)
    private static func spelling(_ field: CSVField) -> Int64 {
        guard let start = field.baseAddress else { return 0 }
        if field.count == 6 {
            let raw = UnsafeRawPointer(start)
            let first = raw.loadUnaligned(as: UInt32.self)
            let second = raw.loadUnaligned(fromByteOffset: 4, as: UInt16.self)
            return Int64(first) | Int64(second) << 32 | 6 << 56
        }
        guard (1...7).contains(field.count) else { return 0 }
        var packed: Int64 = 0
        for index in 0..<field.count { packed |= Int64(field[index]) << Int64(8 * index) }
        return packed | Int64(field.count) << 56
    }
}
