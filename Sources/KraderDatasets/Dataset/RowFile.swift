public import KraderMarket
public import KraderModel

/// A line of a dataset's `index.csv`: one row file.
public struct RowFile: Hashable, Sendable {
    /// The path below the dataset's folder: `ticks/005930/2026-03-03.ticks`.
    public var path: String
    public var kind: RowKind
    public var symbol: IssueCode
    /// The timeframe of candles; `nil` for other kinds.
    public var timeframe: Timeframe?
    /// The day (KST) of the rows; `nil` for candles.
    public var day: CalendarDate?
    public var rows: Int
    public var first: Moment
    public var last: Moment
    /// The number of bytes of the whole file.
    public var bytes: Int
    /// The quick hash, which is compared when the file is read.
    public var sum: UInt64
    /// The SHA-256 of all that a run can see of the file (`RowIdentity`); `nil` in a dataset of
    /// the old version.
    public var identity: ContentHash?

    public init(_ header: RowHeader, identity: ContentHash? = nil) {
        path = header.path
        kind = header.kind
        symbol = header.symbol
        timeframe = header.timeframe
        day = header.day
        rows = header.count
        first = header.first
        last = header.last
        bytes = header.fileBytes
        sum = header.sum
        self.identity = identity
    }

    /// Whether a file's header is that of the file that was listed.
    func isListed(by header: RowHeader) -> Bool {
        RowFile(header, identity: identity) == self
    }

    /// The text of an `index.csv`. It is that of the old version when a file's SHA-256 is not
    /// known.
    static func index(of files: [RowFile]) -> [UInt8] {
        let proves = files.allSatisfy { $0.identity != nil }
        let head = proves ? columns : oldColumns
        var text = head + "\n"
        for file in files {
            text += file.line
            if proves, let identity = file.identity { text += ",\(identity)" }
            text += "\n"
        }
        return Array(text.utf8)
    }

    static let columns = oldColumns + ",sha256"
    static let oldColumns = "file,rows,first,last,bytes,sum"

    private var line: String {
        let hash = String(sum, radix: 16)
        return "\(path),\(rows),\(first.nanoseconds),\(last.nanoseconds),\(bytes),"
            + String(repeating: "0", count: 16 - hash.count) + hash
    }

    /// Reads a line of the index; `nil` for a line that no krader wrote.
    init?(line: Substring) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 6 || fields.count == 7, let rows = Int(fields[1]),
            let first = Int64(fields[2]),
            let last = Int64(fields[3]), let bytes = Int(fields[4]),
            let sum = UInt64(fields[5], radix: 16)
        else { return nil }
        let parts = fields[0].split(separator: "/")
        guard parts.count == 3, let kind = RowKind(rawValue: String(parts[0])) else {
            return nil
        }
        let isCandles = kind == .candles
        let name = parts[2].split(separator: ".")
        guard name.count == 2, name[1] == parts[0],
            let symbol = try? IssueCode(index: isCandles ? name[0] : parts[1])
        else { return nil }
        path = String(fields[0])
        self.kind = kind
        self.symbol = symbol
        timeframe = isCandles ? Timeframe(parts[1]) : nil
        day = isCandles ? nil : CalendarDate(name[0])
        guard (timeframe == nil) != (day == nil) else { return nil }
        self.rows = rows
        self.first = Moment(nanoseconds: first)
        self.last = Moment(nanoseconds: last)
        self.bytes = bytes
        self.sum = sum
        if fields.count == 7 {
            guard let identity = ContentHash(fields[6]) else { return nil }
            self.identity = identity
        }
    }
}
