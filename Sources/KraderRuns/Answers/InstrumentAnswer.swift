public import KraderCSV
public import KraderDatasets
import KraderJSON
public import KraderModel
public import KraderReport

/// Tells what a table of instruments says in short, and what has to be decided.
public struct InstrumentAnswer {
    private let name: String
    private let table: InstrumentTable
    /// The only issues that are shown; `nil` for all.
    public var symbols: Set<IssueCode>?
    public var findings: InstrumentFindings?
    public var files: [InstrumentSources.File] = []
    public var rejects: [String] = []
    /// The number of facts that were not there before.
    public var added: Int?
    /// The facts of the files that say something else than what stands.
    public var contested: [InstrumentFact] = []
    public var confirmed: Int?
    public var removed: Int?
    public var isSealed = false
    /// Whether the table was written; `nil` when nothing was to be written.
    public var isWritten: Bool?

    /// The most rows that people see; beyond these they see a number, and JSON has all.
    private static let rowsMax = 60
    /// The most files of which it is told how their changes are meant.
    private static let filesMax = 3

    public init(_ name: String, _ table: InstrumentTable) {
        self.name = name
        self.table = table
    }

    private var facts: [InstrumentFact] {
        guard let symbols else { return table.facts }
        return table.facts.filter { symbols.contains($0.symbol) }
    }

    public func answer(forPeople: Bool) -> Answer {
        let facts = facts
        let proposals = facts.filter(\.isProposed)
        var answer = Answer(title: "Instruments of \(shown(name, charactersMax: 200))")
        answer.add("instruments", nil, .text(name))
        answer.add("issues", "issues", .number(Int64(Set(facts.map(\.symbol)).count)))
        answer.add("facts", "facts", .number(Int64(facts.count)))
        answer.add("proposed", "to decide", .number(Int64(proposals.count)))
        for (name, label, count) in [
            ("added", "added now", added), ("confirmed_now", "confirmed now", confirmed),
            ("rejected_now", "removed now", removed), ("rows", "rows read", findings?.rows),
        ] {
            if let count { answer.add(name, label, .number(Int64(count))) }
        }
        if let isWritten { answer.add("written", nil, .flag(isWritten)) }
        answer.tables.append(kinds(facts))
        answer.tables.append(decisions(proposals))
        if let findings { answer.tables.append(unexplained(findings)) }
        answer.notes = notes(proposals.count)
        guard forPeople else { return answer }
        for index in answer.tables.indices {
            let more = answer.tables[index].rows.count - InstrumentAnswer.rowsMax
            guard more > 0 else { continue }
            answer.tables[index].rows.removeLast(more)
            let what = answer.tables[index].name ?? ""
            answer.notes.append("\(more) more \(what) are not shown; --json has all.")
        }
        return answer
    }

    /// A table with a row for each kind of fact.
    private func kinds(_ facts: [InstrumentFact]) -> Answer.Table {
        var rows: [[Answer.Value]] = []
        for kind in InstrumentFact.Kind.allCases {
            let some = facts.filter { $0.kind == kind }
            guard let first = some.map(\.day).min(), let last = some.map(\.day).max() else {
                continue
            }
            let proposed = some.count(where: \.isProposed)
            rows.append([
                .text(kind.name), .number(Int64(some.count - proposed)), .number(Int64(proposed)),
                .date(first), .date(last),
            ])
        }
        var table = Answer.Table(
            name: "kinds",
            columns: [
                ("fact", "fact"), ("confirmed", "confirmed"), ("proposed", "proposed"),
                ("first", "first"), ("last", "last"),
            ], rows: rows)
        table.ink = { row, column in
            column == 2 ? rows[row][2] == .number(0) ? .faint : .yellow : nil
        }
        return table
    }

    /// The proposals. Actions come first: they change holdings.
    private func decisions(_ proposals: [InstrumentFact]) -> Answer.Table {
        let names = IssueNames(table.names)
        let sorted = proposals.filter { $0.action != nil } + proposals.filter { $0.action == nil }
        var table = Answer.Table(
            name: "proposals",
            columns: [
                ("symbol", "to decide"), ("day", "day"), ("fact", "fact"), ("value", "value"),
                ("sellable", "sellable"), ("note", "evidence"), ("name", "name"),
            ],
            rows: sorted.map { fact in
                [
                    .text("\(fact.symbol)"), .date(fact.day), .text(fact.kind.name),
                    fact.value.text.isEmpty ? .missing : .text(fact.value.text),
                    .date(fact.action?.sellableFrom), .text(fact.note),
                    names[fact.symbol].map { .text(shown($0)) } ?? .missing,
                ]
            })
        // What is to decide stands out.
        table.ink = { _, column in column <= 3 ? .yellow : nil }
        return table
    }

    private func unexplained(_ findings: InstrumentFindings) -> Answer.Table {
        let names = IssueNames(self.table.names)
        var table = Answer.Table(
            name: "unexplained",
            columns: [
                ("symbol", "unexplained"), (nil, "name"), ("day", "day"),
                ("evidence", "what the rows say"),
            ],
            rows: findings.unexplained.map {
                [
                    .text("\($0.symbol)"), .text(names[$0.symbol] ?? ""),
                    .date($0.day), .text($0.evidence),
                ]
            })
        table.ink = { _, column in column <= 2 ? .red : nil }
        return table
    }

    private func notes(_ proposals: Int) -> [String] {
        var notes: [String] = []
        if isWritten == false { notes.append("Nothing was written (--dry-run).") }
        if isSealed, isWritten == true { notes.append("The file was sealed as it lies.") }
        if proposals > 0 {
            notes.append(
                "Runs pass over what is to decide until --confirm CODE@DAY or --confirm all.")
        }
        for file in files where file.rejected > 0 {
            notes.append(
                file.content == .list
                    ? "\(file.path): \(file.rejected) rows are of no issue with six characters or "
                        + "have no day."
                    : "\(file.path): \(file.rejected) of \(file.rows) rows could not be read.")
        }
        let changing = files.filter { !$0.changes.isEmpty }
        for file in changing.prefix(InstrumentAnswer.filesMax) {
            notes.append("\(file.path): \(file.changes.joined(separator: "; ")).")
        }
        if changing.count > InstrumentAnswer.filesMax {
            let more = changing.count - InstrumentAnswer.filesMax
            notes.append("\(more) more files say how the directions of their changes are meant.")
        }
        if !rejects.isEmpty {
            notes.append("Rows that could not be read: \(rejects.joined(separator: "; ")).")
        }
        guard let findings else { return notes }
        if let day = findings.days.missing.first {
            notes.append(
                findings.days.missing.count == 1
                    ? "\(day) is a trading day without any row; base prices of the day after are "
                        + "taken as the rows have them."
                    : "\(findings.days.missing.count) trading days have no row, the first is "
                        + "\(day); base prices of the days after are taken as the rows have them.")
        }
        func tell(_ count: Int, _ what: String) {
            if count > 0 { notes.append("\(grouped(Int64(count))) \(what).") }
        }
        tell(findings.repeated, "rows stand twice")
        tell(
            findings.contradicting,
            "rows differ from another of their code and day; the first counts")
        tell(findings.withoutBoard.count, "issues have no board; say --board")
        if let first = contested.first {
            notes.append(
                "\(contested.count) facts say otherwise than what stands, which stays; the first: "
                    + "\(first.kind.name) of \(first.symbol) on \(first.day) would be "
                    + "'\(shown(first.value.text))'.")
        }
        return notes
    }
}
