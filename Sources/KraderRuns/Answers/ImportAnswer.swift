import KraderCSV
public import KraderDatasets
import KraderJSON
import KraderModel
public import KraderReport

/// Tells what an import did, or would do, to people and machines.
public struct ImportAnswer {
    let report: ImportReport
    let place: String
    let isDryRun: Bool
    let seconds: Double

    public init(report: ImportReport, place: String, isDryRun: Bool, seconds: Double) {
        self.report = report
        self.place = place
        self.isDryRun = isDryRun
        self.seconds = seconds
    }

    public func text(_ style: TextStyle) -> String {
        isDryRun ? recognisedText : factsText + answer(withFiles: false).text(style)
    }

    /// A line each for timeframe, stamp and scope.
    private var factsText: String {
        report.facts.map { "\($0.name) \($0.value): \(shown($0.origin, charactersMax: 300))\n" }
            .joined()
    }

    private var recognisedText: String {
        var text = ""
        for file in report.files { text += ImportAnswer.recognised(file) }
        text += factsText
        if report.rejected > 0 {
            let counts = report.rejects.map { "\($0.code) \(grouped(Int64($0.count)))" }
            text +=
                "\(grouped(Int64(report.rejected))) rows would be rejected: "
                + counts.joined(separator: ", ") + "\n"
        }
        return text
    }

    /// What is known of a file: a line for what it is, one for its columns, one for its times.
    public static func recognised(_ file: ImportedFile) -> String {
        let name = file.path == "-" ? "standard input" : shown(file.path, charactersMax: 200)
        if let skipped = file.skipped { return "\(name): left out: \(skipped)\n" }
        guard let table = file.table else { return "\(name): not understood\n" }
        var kind = table.content.rawValue
        if let timeframe = file.timeframe { kind += " of \(timeframe)" }
        if table.content == .books { kind += " of \(table.depth) levels" }
        let symbol =
            switch (file.symbol, file.symbolOrigin) {
            case (let symbol?, .told): "\(symbol) (told)"
            case (let symbol?, .fileName): "\(symbol) (by the file's name)"
            case (let symbol?, .folderName): "\(symbol) (by the folder's name)"
            case (let symbol?, .column), (let symbol?, .titles): "\(symbol)"
            case (nil, .titles): "\(file.codes.first.map { "\($0)" } ?? "") (by its titles)"
            case (nil, _): "by the column of codes"
            }
        var text = "\(name): \(kind), symbol \(symbol)\n"
        let columns = table.columns.map { "\($0.meaning) = '\(shown($0.title))' (\($0.number))" }
        let header = table.hasAssumedColumns ? "assumed: " : ""
        text += "  columns: \(header)\(columns.joined(separator: ", "))\n"
        var form = [table.encoding.rawValue, "delimiter \(delimiter(table.delimiter))"]
        if file.isPacked { form.append("gzip") }
        if !table.hasHeader { form.append("no header") }
        form += table.form.map { shown($0, charactersMax: 100) }
        text += "  form: \(form.joined(separator: ", "))\n"
        if let first = file.notes.first, let last = file.notes.last {
            let stamp = file.stamp.map { ", stamps are \($0.rawValue)s" } ?? ""
            let isDaily = file.timeframe == .d1
            let span =
                isDaily ? "\(CalendarDate(first)) to \(CalendarDate(last))" : "\(first) to \(last)"
            text += "  \(grouped(Int64(file.notes.rows))) rows, \(span)\(isDaily ? "" : stamp)\n"
        }
        return text
    }

    private static func delimiter(_ character: Character) -> String {
        switch character {
        case ",": "comma"
        case "\t": "tab"
        case ";": "semicolon"
        case "|": "bar"
        default: "'\(character)'"
        }
    }

    public var json: String { answer(withFiles: true).json(command: "data import") }

    private func answer(withFiles: Bool) -> Answer {
        var answer = Answer(title: isDryRun ? "What would be imported" : "Dataset \(place)")
        answer.add("dataset", nil, isDryRun ? .missing : .text(place))
        answer.add("dry_run", nil, .flag(isDryRun))
        addFacts(to: &answer)
        let rows =
            isDryRun ? report.files.reduce(0) { $0 + $1.notes.rows } : report.rows
        answer.add("rows", "rows read", .number(Int64(rows)))
        if !isDryRun {
            answer.add("kept", "rows kept", .number(Int64(report.kept)))
            answer.add("symbols", "symbols", .number(Int64(report.symbols)))
            let from = report.contents.map(\.from).min()
            let to = report.contents.map(\.to).max()
            answer.add("from", "from", .date(from))
            answer.add("to", "to", .date(to))
            answer.add("bytes", "bytes", .number(Int64(report.bytes)))
            if report.kept > 0 { answer.add("bytes_a_row", "bytes a row", bytesARow) }
            answer.add("repeated", nil, .number(Int64(report.repeated)))
            answer.add("out_of_order", nil, .number(Int64(report.outOfOrder)))
            let rate = Int64(Double(rows) / max(seconds, 0.001))
            answer.add("rows_per_second", "rows a second", .number(rate))
        }
        answer.add("rejected", "rows rejected", .number(Int64(report.rejected)))
        answer.tables = (isDryRun ? [] : [contentsTable]) + [rejectsTable]
        if withFiles { answer.tables.append(filesTable) }
        answer.notes = report.notes.map { $0 + "." }
        for file in report.files {
            guard let skipped = file.skipped else { continue }
            answer.notes.append("\(shown(file.path, charactersMax: 200)) was left out: \(skipped).")
        }
        return answer
    }

    /// Adds the length, the stamp and the scope, and from what they are known.
    private func addFacts(to answer: inout Answer) {
        for name in ["timeframe", "stamp", "scope"] {
            let facts = report.facts.filter { $0.name == name }
            guard !facts.isEmpty else { continue }
            let values = facts.map(\.value).joined(separator: ", ")
            let origins = facts.map(\.origin).joined(separator: ", ")
            answer.add(name, nil, .text(values))
            answer.add(name + "_from", nil, .text(origins))
        }
    }

    private var bytesARow: Answer.Value {
        let tenths = (Double(report.bytes) / Double(report.kept) * 10).rounded() / 10
        return .measure(shown: "\(tenths)", plain: "\(tenths)")
    }

    private var contentsTable: Answer.Table {
        Answer.Table(
            name: "contents",
            columns: [
                ("name", "contents"), ("symbols", "symbols"), ("files", "files"), ("rows", "rows"),
                ("bytes", "bytes"), ("from", "from"), ("to", "to"),
            ],
            rows: report.contents.map { content in
                [
                    .text(content.name), .number(Int64(content.symbols)),
                    .number(Int64(content.files)), .number(Int64(content.rows)),
                    .number(Int64(content.bytes)), .date(content.from), .date(content.to),
                ]
            })
    }

    private var rejectsTable: Answer.Table {
        Answer.Table(
            name: "rejects", columns: [("code", "rejected for"), ("rows", "rows")],
            rows: report.rejects.map { [.text($0.code), .number(Int64($0.count))] })
    }
}

// Tells machines of each file.
extension ImportAnswer {
    private var filesTable: Answer.Table {
        Answer.Table(
            name: "files",
            columns: [
                "file", "kind", "encoding", "delimiter", "gzip", "header", "columns", "symbol",
                "symbol_from", "timeframe", "stamp", "rows", "rejected", "skipped",
            ].map { ($0, $0) },
            rows: report.files.map(row))
    }

    private func row(_ file: ImportedFile) -> [Answer.Value] {
        let table = file.table
        func text(_ value: String?) -> Answer.Value { value.map { .text($0) } ?? .missing }
        let columns = table?.columns.map { "\($0.meaning)=\($0.number)" }.joined(separator: ",")
        return [
            .text(file.path), text(table?.content.rawValue), text(table?.encoding.rawValue),
            text(table.map { String($0.delimiter) }), .flag(file.isPacked),
            table.map { .flag($0.hasHeader) } ?? .missing, text(columns),
            text(file.symbol?.description),
            text(table == nil ? nil : file.symbolOrigin.rawValue),
            text(file.timeframe?.description), text(file.stamp?.rawValue),
            .number(Int64(file.notes.rows)), .number(Int64(file.rejected)), text(file.skipped),
        ]
    }
}
