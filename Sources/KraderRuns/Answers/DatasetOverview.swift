import KraderCSV
public import KraderDatasets
import KraderJSON
import KraderMarket
public import KraderModel
public import KraderReport

/// Tells what a dataset is as a whole: its facts, contents, symbols, and where it came from.
public struct DatasetOverview {
    static let symbolsShown = 20

    private let dataset: Dataset
    private let table: InstrumentTable
    private let boards: [IssueCode: Board]
    private let names: IssueNames
    private let provenance: Provenance?

    /// Throws `DatasetFault` when a text file of the dataset is damaged.
    public init(_ dataset: Dataset) throws(DatasetFault) {
        self.dataset = dataset
        table = try dataset.instrumentTable()
        var boards: [IssueCode: Board] = [:]
        for (code, _, history) in table.histories {
            boards[code] = history.boards.last?.value
        }
        self.boards = boards
        names = IssueNames(table.names)
        provenance = try Provenance(of: dataset)
    }

    public func text(all: Bool, _ style: TextStyle) -> String {
        var title = shown(dataset.name, charactersMax: 100)
        if !dataset.description.about.isEmpty {
            title += ": " + shown(dataset.description.about, charactersMax: 300)
        }
        var lines = style.lines(title).map { style($0, .bold) }
        lines += [""] + facts(style) + [""] + contents(style) + [""]
        lines += symbols(all: all, style)
        if let provenance { lines += [""] + provenance.lines(style) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func facts(_ style: TextStyle) -> [String] {
        let said = dataset.description
        var facts = [("scope", said.scope.rawValue)]
        facts.append(("times cut to", length(said.stampUnit)))
        if said.dataLag != .zero { facts.append(("recorder's lag", length(said.dataLag))) }
        facts.append(("quotes and books", said.bookCoverage.rawValue))
        if !said.source.isEmpty { facts.append(("source", shown(said.source, charactersMax: 200))) }
        if !said.licence.isEmpty {
            facts.append(("licence", shown(said.licence, charactersMax: 200)))
        }
        let note = dataset.isProvable ? "" : " (unverified: of the old version)"
        facts.append(("hash", String(dataset.hash.prefix(12)) + note))
        let proposed = table.proposals.count
        facts.append(
            (
                "facts of issues",
                grouped(Int64(table.facts.count))
                    + (proposed > 0 ? ", \(proposed) of them proposed" : "")
            ))
        return TextTable.facts(facts.map { ($0.0, $0.1) }).lines(style)
    }

    private func length(_ interval: Interval) -> String {
        let nanoseconds = interval.nanoseconds
        for (unit, name) in [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs")]
            as [(Int64, String)]
        where nanoseconds % unit == 0 && nanoseconds >= unit {
            return "\(grouped(nanoseconds / unit)) \(name)"
        }
        return "\(nanoseconds) ns"
    }

    private func contents(_ style: TextStyle) -> [String] {
        var table = TextTable(columns: [
            ("contents", .left), ("symbols", .right), ("files", .right), ("rows", .right),
            ("size", .right), ("bytes/row", .right), ("from", .left), ("to", .left),
        ])
        for content in DatasetContent.of(dataset.files) {
            table.rows.append([
                content.name, grouped(Int64(content.symbols)), grouped(Int64(content.files)),
                grouped(Int64(content.rows)), byteSize(content.bytes),
                decimal(Double(content.bytes) / Double(max(1, content.rows)), 1),
                "\(content.from)", "\(content.to)",
            ])
        }
        return table.lines(style)
    }

    /// The issues by the number of their rows, the most first.
    private var issues: [DatasetIssue] {
        dataset.symbols.map { DatasetIssue($0, dataset.filesOf($0)) }
            .sorted { ($1.rows, $0.symbol) < ($0.rows, $1.symbol) }
    }

    private func symbols(all: Bool, _ style: TextStyle) -> [String] {
        var table = TextTable(columns: [
            ("symbol", .left), ("name", .left), ("board", .left), ("contents", .left),
            ("files", .right), ("rows", .right), ("size", .right), ("first", .left),
            ("last", .left),
        ])
        let issues = issues
        for issue in all ? issues[...] : issues.prefix(DatasetOverview.symbolsShown) {
            table.rows.append([
                "\(issue.symbol)", shown(names[issue.symbol] ?? "", charactersMax: 24),
                boards[issue.symbol]?.rawValue ?? "?", issue.contents,
                grouped(Int64(issue.files)), grouped(Int64(issue.rows)), byteSize(issue.bytes),
                issue.shown(issue.first), issue.shown(issue.last),
            ])
        }
        table.ink = { _, column in column == 0 ? .bold : nil }
        var lines = table.lines(style)
        let more = issues.count - table.rows.count
        if more > 0 { lines.append(style("  … \(grouped(Int64(more))) more (--all)", .faint)) }
        return lines
    }

    public func json() -> String {
        Answer.json(command: "data inspect") {
            $0.member("dataset", JSONValue(.string(dataset.name)))
            dataset.writeSummary(to: &$0)
            $0.member("issues") { writer in
                writer.array {
                    for issue in issues {
                        $0.element { writer in
                            writer.object { write(issue, to: &$0) }
                        }
                    }
                }
            }
            if let provenance { $0.member("import", provenance.json) }
        }
    }

    private func write(_ issue: DatasetIssue, to writer: inout JSONWriter) {
        writer.member("symbol", JSONValue(.string("\(issue.symbol)")))
        if let name = names[issue.symbol] { writer.member("name", JSONValue(.string(name))) }
        if let board = boards[issue.symbol] {
            writer.member("board", JSONValue(.string(board.rawValue)))
        }
        writer.member("files", JSONValue(.integer(Int64(issue.files))))
        writer.member("rows", JSONValue(.integer(Int64(issue.rows))))
        writer.member("bytes", JSONValue(.integer(Int64(issue.bytes))))
        writer.member("first", JSONValue(.string("\(issue.first)")))
        writer.member("last", JSONValue(.string("\(issue.last)")))
    }
}

/// All files of one issue together.
public struct DatasetIssue {
    let symbol: IssueCode
    public let contents: String
    let files: Int
    public let rows: Int
    let bytes: Int
    public let first: Moment
    public let last: Moment
    private let isDaily: Bool

    public init(_ symbol: IssueCode, _ files: [RowFile]) {
        self.symbol = symbol
        let contents = DatasetContent.of(files)
        self.contents = contents.map(\.name).joined(separator: ", ")
        self.files = files.count
        rows = files.reduce(0) { $0 + $1.rows }
        bytes = files.reduce(0) { $0 + $1.bytes }
        first = files.map(\.first).min() ?? .distantPast
        last = files.map(\.last).max() ?? .distantPast
        isDaily = files.allSatisfy { $0.timeframe == .d1 }
    }

    /// The moment as it is shown: the day alone for daily rows.
    public func shown(_ moment: Moment) -> String {
        isDaily ? "\(CalendarDate(moment))" : "\(CalendarDate(moment)) \(clockText(moment))"
    }
}

/// The time of day, cut to seconds: `09:03:05`.
func clockText(_ moment: Moment) -> String { String(TimeOfDay(moment).description.prefix(8)) }

extension Dataset {
    /// What `instruments.csv` says. Throws `DatasetFault` when it is damaged.
    func instrumentTable() throws(DatasetFault) -> InstrumentTable {
        let bytes = try instrumentBytes()
        do throws(TextFaults) {
            return try InstrumentTable(bytes, file: path + "/" + Dataset.instrumentsName)
        } catch {
            throw .text(error)
        }
    }
}
