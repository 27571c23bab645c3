import KraderJSON
public import KraderModel
public import KraderReport

/// A CSV file of questions, one a row, in the plain form that people type: a header, commas, no
/// quotes. A UTF-8 mark, Windows line ends and blank lines do no harm. Everything is read and
/// answered before anything is written.
public struct MarketBatch {
    /// The most bytes and rows: a batch is held in memory with its answers.
    private static let bytesMax = 16_000_000
    private static let rowsMax = 100_000

    private let file: String
    private let header: [String]
    private let rows: [(line: Int, cells: [String])]
    /// What the flags say for every row.
    private let flags: [MarketQuestion.Field]

    /// - Parameter columns: the names that the header may use, where `_` counts as `-`.
    public init(path: String, columns: [String], flags: [MarketQuestion.Field]) throws {
        file = path == "-" ? "standard input" : shown(path, charactersMax: 200)
        self.flags = flags
        var lines = try MarketBatch.lines(
            of: try readWholeFile(path, bytesMax: MarketBatch.bytesMax), file: file)
        guard !lines.isEmpty else {
            throw MarketBatch.fault("\(file) is empty; its first line must name columns.")
        }
        let head = lines.removeFirst()
        header = head.cells
        let names = header.map(MarketBatch.normalised)
        for (index, name) in names.enumerated() {
            let place = "\(file), line \(head.line)"
            guard columns.contains(name) else {
                let nearest = nearestSpelling(of: name, among: columns)
                let hint = nearest.map { " Did you mean '\($0)'?" } ?? ""
                throw MarketBatch.fault(
                    "\(place): unknown column '\(shown(header[index]))'; it must be one of "
                        + "\(columns.joined(separator: ", ")).\(hint)")
            }
            if names[..<index].contains(name) {
                throw MarketBatch.fault("\(place): column '\(shown(name))' appears twice.")
            }
            if flags.contains(where: { $0.name == name }) {
                throw MarketBatch.fault("\(place): column '\(name)' is also given as --\(name).")
            }
        }
        for row in lines where row.cells.count != names.count {
            throw MarketBatch.fault(
                "\(file), line \(row.line) has \(row.cells.count) cells; "
                    + "the header names \(names.count) columns.")
        }
        guard lines.count <= MarketBatch.rowsMax else {
            throw MarketBatch.fault(
                "\(file) has \(lines.count) rows of questions; a batch may have "
                    + "\(MarketBatch.rowsMax).")
        }
        rows = lines
    }

    /// The rows as questions. An empty cell says nothing.
    public func questions(today: CalendarDate) -> [MarketQuestion] {
        rows.map { row in
            var fields = flags
            for (name, text) in zip(header, row.cells) where !text.isEmpty {
                fields.append(
                    MarketQuestion.Field(
                        name: MarketBatch.normalised(name), text: text,
                        place: .cell(file: file, line: row.line)))
            }
            return MarketQuestion(fields: fields, today: today, row: (file, row.line))
        }
    }

    /// The CSV text: the file's columns, then those of the answers.
    public func csv(_ answers: [Answer]) -> String {
        // All answers of a command carry the same facts; without rows there are none to name.
        let names = answers.first?.facts.filter { !$0.isAsked }.map(\.name) ?? []
        var text = (header.map(SpreadsheetText.cell) + names).joined(separator: ",") + "\n"
        for (row, answer) in zip(rows, answers) {
            let cells = answer.facts.filter { !$0.isAsked }.map(\.value.csv)
            text += (row.cells.map(SpreadsheetText.cell) + cells).joined(separator: ",") + "\n"
        }
        return text
    }

    public func json(_ answers: [Answer], command: String) -> String {
        Answer.json(command: command) {
            $0.member("rows") { list in
                list.array {
                    for answer in answers {
                        $0.element { writer in writer.object { answer.write(to: &$0) } }
                    }
                }
            }
        }
    }

    private static func normalised(_ name: String) -> String {
        String(name.lowercased().map { $0 == "_" ? "-" : $0 })
    }

    private static func fault(_ message: String) -> ExitFault {
        ExitFault(status: .usage, message: message)
    }

    /// The lines that are not blank, split at commas, with their numbers from 1.
    private static func lines(
        of bytes: [UInt8], file: String
    ) throws -> [(line: Int, cells: [String])] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard
            let text = String(
                validating: bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes[...],
                as: UTF8.self)
        else { throw fault("\(file) is not UTF-8 text.") }
        var result: [(line: Int, cells: [String])] = []
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.contains(0x22) {
                throw fault("\(file), line \(index + 1): quotes are not supported in a batch.")
            }
            let cells = line.split(separator: 0x2C, omittingEmptySubsequences: false).map {
                trimmed(Substring($0))
            }
            if cells.contains(where: { !$0.isEmpty }) { result.append((index + 1, cells)) }
        }
        return result
    }

    /// The text without blanks, tabs and carriage returns at its ends.
    private static func trimmed(_ text: Substring) -> String {
        let blanks: [UInt8] = [0x20, 0x09, 0x0D]
        var bytes = text.utf8
        while let first = bytes.first, blanks.contains(first) { bytes.removeFirst() }
        while let last = bytes.last, blanks.contains(last) { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
