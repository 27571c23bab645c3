import KraderJSON
import KraderReport

/// The rows of one of a run's CSV files, by the names of their columns. A folder may come from
/// anybody: a file with a row of another length, or without an end to a quote, is refused.
struct KeptTable {
    struct Row {
        fileprivate let columns: [String: Int]
        fileprivate let fields: [String]

        /// A field; empty where the file has no such column.
        subscript(_ column: String) -> String {
            guard let place = columns[column], place < fields.count else { return "" }
            return fields[place]
        }
    }

    private(set) var rows: [Row] = []

    /// Reads a table of a folder; it has no rows where the folder has no such file. Throws
    /// `ExitFault` with exit code 3 where the file can't be read.
    ///
    /// - Parameter keeps: which rows are wanted, so that a long run's table is not kept whole
    init(_ table: Table, in folder: String, where keeps: (Row) -> Bool) throws {
        guard let bytes = try ResultFiles.bytes("\(folder)/\(table.fileName)") else { return }
        var columns: [String: Int] = [:]
        var width = 0
        var damaged = 0
        var fields: [String] = []
        let isWhole = KeptTable.read(bytes) { field, endsRow in
            fields.append(field)
            guard endsRow else { return }
            if width == 0 {
                width = fields.count
                for (place, name) in fields.enumerated() where columns[name] == nil {
                    columns[name] = place
                }
            } else if fields.count == width {
                let row = Row(columns: columns, fields: fields)
                if keeps(row) { rows.append(row) }
            } else {
                damaged += 1
            }
            fields.removeAll(keepingCapacity: true)
        }
        guard isWhole, damaged == 0 else {
            throw ExitFault(
                status: .data,
                message:
                    "'\(shown("\(folder)/\(table.fileName)", charactersMax: 200))' is damaged: "
                    + (damaged > 0
                        ? "\(damaged) of its rows have another number of fields than its first."
                        : "a quote in it has no end."))
        }
    }

    /// Tells each field, and whether it is its row's last; gives whether all quotes end. Quotes
    /// stand around fields that need them, and twice for one (RFC 4180).
    private static func read(_ bytes: [UInt8], _ tell: (String, Bool) -> Void) -> Bool {
        var field: [UInt8] = []
        var isQuoted = false
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if isQuoted {
                let isDoubled = place < bytes.count && bytes[place] == 0x22
                if byte != 0x22 {
                    field.append(byte)
                } else if isDoubled {
                    field.append(byte)
                    place += 1
                } else {
                    isQuoted = false
                }
            } else if byte == 0x22 {
                isQuoted = true
            } else if byte == 0x2C || byte == 0x0A {
                tell(String(decoding: field, as: UTF8.self), byte == 0x0A)
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
        }
        if !field.isEmpty { tell(String(decoding: field, as: UTF8.self), true) }
        return !isQuoted
    }
}
