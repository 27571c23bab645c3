import KraderJSON

// For people.
extension Answer.Value {
    /// Thousands separators, a dash for a missing value.
    public var shown: String {
        switch self {
        case .number(let number): grouped(number)
        case .measure(let shown, _): shown
        case .text(let text): text
        case .flag(let flag): flag ? "yes" : "no"
        case .missing: "–"
        }
    }
}

extension Answer {
    /// Title, facts, tables and notes under each other. Ends with a line break.
    public func text(_ style: TextStyle) -> String {
        var lines = style.lines(title).map { style($0, .bold) }
        let shown = facts.compactMap { fact in fact.label.map { (name: $0, value: fact.value) } }
        if !shown.isEmpty {
            var table = TextTable.facts(
                shown.map { ($0.name, $0.value.shown) },
                values: shown.contains { $0.value.isNumber } ? .right : .left)
            table.ink = { _, _ in nil }
            lines += [""] + table.lines(style)
        }
        for table in tables where table.isShown { lines += [""] + table.lines(style) }
        if !notes.isEmpty {
            lines += [""] + notes.flatMap { style.lines($0, after: "Note: ") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Answer.Table {
    /// Whether people see any of it.
    fileprivate var isShown: Bool { !rows.isEmpty && columns.contains { $0.label != nil } }

    /// Lines without a line feed. A column with a number in it is set flush right.
    public func lines(_ style: TextStyle, indent: String = "  ") -> [String] {
        let seen = columns.indices.filter { columns[$0].label != nil }
        var text = TextTable(
            columns: seen.map { column in
                let isRight = rows.contains { $0[column].isNumber }
                return (columns[column].label ?? "", isRight ? .right : .left)
            }, rows: rows.map { row in seen.map { row[$0].shown } })
        text.ink = { [ink] row, column in ink(row, seen[column]) }
        return text.lines(style, indent: indent)
    }
}
