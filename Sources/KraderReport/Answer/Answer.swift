import KraderJSON
public import KraderModel

/// An answer as data; people, JSON and CSV each get their own rendering of it.
public struct Answer {
    public enum Value: Hashable {
        case number(Int64)
        /// A number that is no whole one, for people and for machines.
        case measure(shown: String, plain: String)
        case text(String)
        case flag(Bool)
        case missing
    }

    /// A named value. `name` is its key in JSON and CSV, `label` is for people.
    public struct Fact {
        public var name: String
        /// `nil`: not shown to people, because the title or a table says it.
        public var label: String?
        public var value: Value
        /// Part of the question: a batch row has it already.
        public var isAsked = false

        public init(name: String, label: String?, value: Value, isAsked: Bool = false) {
            self.name = name
            self.label = label
            self.value = value
            self.isAsked = isAsked
        }
    }

    public struct Table {
        /// `nil`: shown to people only.
        public var name: String?
        public var columns: [(name: String, label: String)]
        public var rows: [[Value]]

        public init(
            name: String?, columns: [(name: String, label: String)], rows: [[Value]]
        ) {
            self.name = name
            self.columns = columns
            self.rows = rows
        }
    }

    /// One line for people.
    public var title: String
    public var facts: [Fact] = []
    public var tables: [Table] = []
    /// What people should know about the answer, a sentence each.
    public var notes: [String] = []

    public init(title: String) { self.title = title }

    public mutating func add(_ name: String, _ label: String?, _ value: Value) {
        facts.append(Fact(name: name, label: label, value: value))
    }

    public mutating func addAsked(_ name: String, _ label: String?, _ value: Value) {
        facts.append(Fact(name: name, label: label, value: value, isAsked: true))
    }
}

extension Answer.Value {
    public static func price(_ price: Price?) -> Self { price.map { .number($0.won) } ?? .missing }
    public static func won(_ won: Won) -> Self { .number(won.amount) }
    public static func date(_ date: CalendarDate?) -> Self {
        date.map { .text($0.description) } ?? .missing
    }

    public var isNumber: Bool {
        switch self {
        case .number, .measure: true
        case .text, .flag, .missing: false
        }
    }

    /// For people: thousands separators, nothing for a missing value.
    public var shown: String {
        switch self {
        case .number(let number): grouped(number)
        case .measure(let shown, _): shown
        case .text(let text): text
        case .flag(let flag): flag ? "yes" : "no"
        case .missing: "–"
        }
    }

    /// For CSV: plain integers, empty when missing.
    public var plain: String {
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

// For machines.
extension Answer {
    /// One object, one line.
    public func json(command: String) -> String {
        "{\"schema\":1,\"command\":\(jsonText(command)),\(jsonMembers)}\n"
    }

    /// The members of its object.
    public var jsonMembers: String {
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

// For people.
extension Answer {
    public func text(colored: Bool) -> String {
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

    /// Columns two spaces apart; a column with a number in it is set flush right.
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

/// A JSON string literal.
public func jsonText(_ text: String) -> String { JSONValue(.string(text)).text() }
