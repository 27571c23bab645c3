public import KraderJSON
public import KraderMarket
public import KraderModel

/// All that a dataset holds of one kind, candles by timeframe.
public struct DatasetContent: Hashable, Sendable {
    public var kind: RowKind
    public var timeframe: Timeframe?
    public var symbols: Int
    public var files: Int
    public var rows: Int
    public var bytes: Int
    /// The first and the last day, in KST.
    public var from: CalendarDate
    public var to: CalendarDate

    /// The contents of some files, by kind, then timeframe.
    public static func of(_ files: [RowFile]) -> [DatasetContent] {
        var contents: [DatasetContent] = []
        var symbols: [Set<IssueCode>] = []
        for file in files {
            let (from, to) = (CalendarDate(file.first), CalendarDate(file.last))
            if let index = contents.firstIndex(where: {
                $0.kind == file.kind && $0.timeframe == file.timeframe
            }) {
                contents[index].files += 1
                contents[index].rows += file.rows
                contents[index].bytes += file.bytes
                contents[index].from = min(contents[index].from, from)
                contents[index].to = max(contents[index].to, to)
                symbols[index].insert(file.symbol)
            } else {
                contents.append(
                    DatasetContent(
                        kind: file.kind, timeframe: file.timeframe, symbols: 0, files: 1,
                        rows: file.rows, bytes: file.bytes, from: from, to: to))
                symbols.append([file.symbol])
            }
        }
        for index in contents.indices { contents[index].symbols = symbols[index].count }
        return contents.sorted { a, b in
            a.kind != b.kind
                ? a.kind < b.kind : (a.timeframe?.minutes ?? 0) < (b.timeframe?.minutes ?? 0)
        }
    }

    /// The name of the content: `ticks`, `candles 1d`.
    public var name: String { kind.rawValue + (timeframe.map { " \($0)" } ?? "") }

    /// Writes the content as `dataset.json` says it.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("kind", JSONValue(.string(kind.rawValue)))
            if let timeframe { $0.member("timeframe", JSONValue(.string("\(timeframe)"))) }
            $0.member("symbols", JSONValue(.integer(Int64(symbols))))
            $0.member("files", JSONValue(.integer(Int64(files))))
            $0.member("rows", JSONValue(.integer(Int64(rows))))
            $0.member("bytes", JSONValue(.integer(Int64(bytes))))
            $0.member("from", JSONValue(.string("\(from)")))
            $0.member("to", JSONValue(.string("\(to)")))
        }
    }
}
