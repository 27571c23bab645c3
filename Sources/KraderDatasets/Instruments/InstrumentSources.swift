public import KraderCSV
public import KraderJSON
import KraderMarket
public import KraderModel

/// Reads whole-market files and lists of issues for `InstrumentBuilder`.
public struct InstrumentSources {
    public enum Fault: Error, Sendable {
        /// The data cannot be used; the text is a sentence without its full stop.
        case data(String)
        case text(TextFaults)
    }

    /// What one file was.
    public struct File: Hashable, Sendable {
        public enum Content: String, Sendable { case days, list }

        public var path: String
        public var content: Content
        public var rows = 0
        /// The number of rows that could not be read; in a list, of those without a code or a day.
        public var rejected = 0
        /// How the directions of the file's changes are meant, and how many base prices stay
        /// unknown for them, in sentences without full stops.
        public var changes: [String] = []
    }

    public private(set) var builder = InstrumentBuilder()
    public private(set) var files: [File] = []
    /// The first rejects, with their files.
    public private(set) var rejects: [(path: String, reject: ImportReject)] = []
    /// The only issues whose facts are wanted; `nil` for all.
    private let symbols: Set<IssueCode>?
    /// The day of files without a column of days.
    private let date: CalendarDate?
    private var lists: [ListingTable] = []

    private static let rejectsShown = 3
    /// The largest share of a file's rows that may be rejected.
    private static let rejectedShareMax = 0.001

    public init(symbols: Set<IssueCode>? = nil, date: CalendarDate? = nil) {
        self.symbols = symbols
        self.date = date
    }

    /// Reads a file, packed or not, in UTF-8 or CP949. Throws `Fault`.
    public mutating func read(_ path: String) throws(Fault) {
        do {
            try readPieces(path)
        } catch let fault as Fault {
            throw fault
        } catch let fault as FileFault {
            throw .data("can't read '\(shown(fault.path, charactersMax: 200))': \(fault.reason)")
        } catch let fault as ImportSource.Fault {
            throw .data("'\(shown(path, charactersMax: 200))': \(fault.reason)")
        } catch let faults as TextFaults {
            throw .text(faults)
        } catch {
            throw .data("can't read '\(shown(path, charactersMax: 200))'")
        }
    }

    /// Adds a row of a dataset's own candles.
    public mutating func add(_ code: IssueCode, _ row: DailyRow) { builder.add(code, row) }

    /// What all files say together; see `InstrumentBuilder.finish`.
    public mutating func finish(board: Board?, known: Set<IssueCode>) -> InstrumentFindings {
        for list in lists {
            for row in list.rows where symbols?.contains(row.code) ?? true {
                builder.life(row.code, listed: row.listed, delisted: row.delisted)
            }
        }
        return builder.finish(board: board, known: known)
    }

    private mutating func readPieces(_ path: String) throws {
        let source = try ImportSource(path)
        var rows: DailyFileReading?
        // A list is short, and read as a whole.
        var list: [UInt8]?
        _ = try source.read(pause: {}) { piece in
            if rows == nil, list == nil {
                let head = Array(piece.prefix(4_096).prefix { $0 != 0x0A })
                let isText = String(validating: head, as: UTF8.self) != nil
                let line = isText ? head : Array((TitleDecoder.decode(head) ?? "").utf8)
                if ListingTable.recognises(line) {
                    list = []
                } else {
                    rows = DailyFileReading(path, date: date ?? FileNameDate.find(in: path))
                }
            }
            list?.append(contentsOf: piece)
            rows?.read(piece, symbols)
        }
        var file = File(path: path, content: list == nil ? .days : .list)
        if let list {
            let table = try ListingTable(InstrumentSources.utf8(list), file: path)
            lists.append(table)
            file.rows = table.rows.count
            file.rejected = table.skipped
        } else {
            let reading = rows ?? DailyFileReading(path, date: date)
            let outcome = try reading.finish(into: &builder, symbols)
            file.rows = outcome.rows
            file.rejected = outcome.rejected
            file.changes = outcome.changes
            for reject in outcome.rejects.prefix(
                max(0, InstrumentSources.rejectsShown - rejects.count))
            {
                rejects.append((path, reject))
            }
            try check(file, outcome.rejects)
        }
        files.append(file)
    }

    private func check(_ file: File, _ rejects: [ImportReject]) throws(Fault) {
        guard Double(file.rejected) > InstrumentSources.rejectedShareMax * Double(file.rows) else {
            return
        }
        var lines = [
            "\(file.rejected) of \(file.rows) rows of '\(shown(file.path, charactersMax: 200))' "
                + "can't be read"
        ]
        for reject in rejects.prefix(InstrumentSources.rejectsShown) {
            let column = reject.column.isEmpty ? "" : ", \(shown(reject.column))"
            lines.append(
                "  line \(reject.line)\(column) is '\(shown(reject.value))': "
                    + "\(reject.reason) (\(reject.code))")
        }
        throw .data(lines.joined(separator: "\n"))
    }

    private static func utf8(_ text: [UInt8]) -> [UInt8] {
        guard String(validating: text, as: UTF8.self) == nil,
            let decoded = TitleDecoder.decode(text)
        else { return text }
        return Array(decoded.utf8)
    }
}
