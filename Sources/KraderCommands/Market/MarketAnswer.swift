import KraderJSON
import KraderModel

/// An answer as data; people, JSON and CSV each get their own rendering of it.
struct MarketAnswer {
    enum Value: Hashable {
        case number(Int64)
        /// A number that is not whole, as people and as machines read it.
        case measure(shown: String, plain: String)
        case text(String)
        case flag(Bool)
        case missing
    }

    /// A named value. `name` is its key in JSON and CSV, `label` is for people.
    struct Fact {
        var name: String
        /// The label; `nil` when people don't see the fact, because the title or a table says it.
        var label: String?
        var value: Value
        /// Whether the fact is part of the question, so that a batch row has it already.
        var isAsked = false
    }

    struct Table {
        /// The key in JSON; `nil` for a table that only people see.
        var name: String?
        var columns: [(name: String, label: String)]
        var rows: [[Value]]
    }

    /// The title, one line for people.
    var title: String
    var facts: [Fact] = []
    var tables: [Table] = []
    /// What people should know about the answer, in sentences.
    var notes: [String] = []

    mutating func add(_ name: String, _ label: String?, _ value: Value) {
        facts.append(Fact(name: name, label: label, value: value))
    }

    mutating func addAsked(_ name: String, _ label: String?, _ value: Value) {
        facts.append(Fact(name: name, label: label, value: value, isAsked: true))
    }
}

extension MarketAnswer.Value {
    static func price(_ price: Price?) -> Self { price.map { .number($0.won) } ?? .missing }
    static func won(_ won: Won) -> Self { .number(won.amount) }
    static func date(_ date: CalendarDate?) -> Self {
        date.map { .text($0.description) } ?? .missing
    }

    var isNumber: Bool {
        switch self {
        case .number, .measure: true
        case .text, .flag, .missing: false
        }
    }

    /// The value for people: with thousands separators, and a dash for a missing value.
    var shown: String {
        switch self {
        case .number(let number): grouped(number)
        case .measure(let shown, _): shown
        case .text(let text): text
        case .flag(let flag): flag ? "yes" : "no"
        case .missing: "–"
        }
    }

    /// The value for CSV: plain numbers, and nothing for a missing value.
    var plain: String {
        switch self {
        case .number(let number): String(number)
        case .measure(_, let plain): plain
        case .text(let text): text
        case .flag(let flag): flag ? "true" : "false"
        case .missing: ""
        }
    }

    var json: String {
        switch self {
        case .number(let number): String(number)
        case .measure(_, let plain): plain
        case .text(let text): jsonText(text)
        case .flag(let flag): flag ? "true" : "false"
        case .missing: "null"
        }
    }
}

// Writes the answer for machines.
extension MarketAnswer {
    /// The answer as one object on one line.
    func json(command: String) -> String {
        "{\"schema\":1,\"command\":\(jsonText(command)),\(jsonMembers)}\n"
    }

    /// The members of the answer's object.
    var jsonMembers: String {
        var members = facts.map { "\(jsonText($0.name)):\($0.value.json)" }
        for table in tables {
            guard let name = table.name else { continue }
            let rows = table.rows.map { row in
                let cells = zip(table.columns, row).map { "\(jsonText($0.name)):\($1.json)" }
                return "{" + cells.joined(separator: ",") + "}"
            }
            members.append("\(jsonText(name)):[\(rows.joined(separator: ","))]")
        }
        if !notes.isEmpty {
            members.append("\"notes\":[\(notes.map(jsonText).joined(separator: ","))]")
        }
        return members.joined(separator: ",")
    }
}

// Writes the answer for people.
extension MarketAnswer {
    func text(colored: Bool) -> String {
        var lines = [colored ? "\u{1B}[1m\(title)\u{1B}[0m" : title]
        let shown = facts.compactMap { fact in fact.label.map { ($0, fact.value) } }
        if !shown.isEmpty { lines += [""] + aligned(shown.map { [.text($0.0), $0.1] }) }
        for table in tables where !table.rows.isEmpty {
            let head = table.columns.map { Value.text($0.label) }
            let hasHead = table.columns.contains { !$0.label.isEmpty }
            lines += [""] + aligned((hasHead ? [head] : []) + table.rows)
        }
        if !notes.isEmpty { lines += [""] + notes.map { "Note: \($0)" } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The rows with columns two spaces apart; a column with a number in it is set flush right.
    private func aligned(_ rows: [[Value]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        var lines = Array(repeating: "", count: rows.count)
        for column in 0..<columns {
            let texts = rows.map { $0[column].shown }
            let width = texts.map(\.count).max() ?? 0
            let isRight = rows.contains { $0[column].isNumber }
            for (index, text) in texts.enumerated() {
                let space = String(repeating: " ", count: width - text.count)
                lines[index] +=
                    (column > 0 ? "   " : "  ") + (isRight ? space + text : text + space)
            }
        }
        return lines.map { line in
            var line = Substring(line)
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }
}

/// The text as a string of JSON.
func jsonText(_ text: String) -> String { JSONValue(.string(text)).text() }
