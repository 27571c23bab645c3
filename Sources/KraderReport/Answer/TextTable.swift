import KraderJSON

/// A table for people: columns two spaces apart, each as wide as its widest cell while the terminal
/// is wide enough. On a narrower one cells are broken at spaces into further lines, and where that
/// is not enough each row becomes a block of lines. No word is cut.
public struct TextTable {
    public enum Side { case left, right }

    public var columns: [(title: String, side: Side)]
    public var rows: [[String]] = []
    /// Of a cell, by row and column.
    public var ink: (Int, Int) -> TextStyle.Ink? = { _, _ in nil }

    private static let gap = 2
    /// A row of more lines than that reads worse than a block.
    private static let linesMax = 6

    public init(columns: [(title: String, side: Side)], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// What is said of one thing: names and values, the names faint.
    public static func facts(
        _ facts: [(name: String, value: String)], values side: Side = .left
    ) -> TextTable {
        var table = TextTable(
            columns: [("", .left), ("", side)], rows: facts.map { [$0.name, $0.value] })
        table.ink = { _, column in column == 0 ? .faint : nil }
        return table
    }

    /// Lines without a line feed and without spaces at their ends, each with an indent.
    public func lines(_ style: TextStyle, indent: String = "  ") -> [String] {
        let seen = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        guard rows.isEmpty || seen.count == columns.count else {
            return only(seen).lines(style, indent: indent)
        }
        let cells = rows.map { $0.map { shown($0, charactersMax: .max) } }
        let titles = columns.map(\.title)
        let hasTitles = titles.contains { !$0.isEmpty }
        let room = style.columns - shownWidth(indent)
        guard let widths = widths(titles, cells, in: room) else {
            return blocks(cells, style, indent: indent)
        }
        var lines: [String] = []
        if hasTitles { lines += row(titles, widths, style, indent) { _ in .faint } }
        for (place, cells) in cells.enumerated() {
            lines += row(cells, widths, style, indent) { ink(place, $0) }
        }
        return lines
    }

    /// Without the columns in which no row says anything.
    private func only(_ seen: [Int]) -> TextTable {
        var table = TextTable(
            columns: seen.map { columns[$0] }, rows: rows.map { row in seen.map { row[$0] } })
        table.ink = { [ink] row, column in ink(row, seen[column]) }
        return table
    }

    /// Of each column; `nil` where blocks are better.
    private func widths(_ titles: [String], _ cells: [[String]], in room: Int) -> [Int]? {
        let all = [titles] + cells
        let natural = columns.indices.map { column in all.map { shownWidth($0[column]) }.max() ?? 0
        }
        let left = room - TextTable.gap * max(0, columns.count - 1)
        if natural.reduce(0, +) <= left { return natural }
        let least = columns.indices.map { column in
            all.map { row in
                row[column].split(separator: " ").map { shownWidth($0) }.max() ?? 0
            }.max() ?? 0
        }
        // Names and values have no other form; what is too wide in them is one long word.
        let isFacts = columns.count <= 2
        guard least.reduce(0, +) <= left || isFacts else { return nil }
        var cap = natural.max() ?? 0
        func capped() -> [Int] { zip(least, natural).map { max($0, min($1, cap)) } }
        while cap > 0, capped().reduce(0, +) > left { cap -= 1 }
        let widths = capped()
        let most =
            cells.map { row in
                zip(row, widths).map { wrapped($0, columns: $1).count }.max() ?? 0
            }.max() ?? 0
        return most <= TextTable.linesMax || isFacts ? widths : nil
    }

    /// As many lines as its highest cell needs.
    private func row(
        _ cells: [String], _ widths: [Int], _ style: TextStyle, _ indent: String,
        _ ink: (Int) -> TextStyle.Ink?
    ) -> [String] {
        let broken = zip(cells, widths).map { wrapped($0, columns: $1) }
        return (0..<(broken.map(\.count).max() ?? 1)).map { place in
            var line = indent
            var space = ""
            for (column, parts) in broken.enumerated() {
                let part = place < parts.count ? parts[place] : ""
                let rest = String(repeating: " ", count: max(0, widths[column] - shownWidth(part)))
                // What needs several lines is a text, and texts begin at the left.
                let isRight = columns[column].side == .right && parts.count == 1
                if !part.isEmpty {
                    line += space + (isRight ? rest : "") + style(part, ink(column))
                    space = isRight ? "" : rest
                } else {
                    space += rest
                }
                space += String(repeating: " ", count: TextTable.gap)
            }
            return line.withoutSpacesBehind()
        }
    }

    /// A row is a block: its first cell, and below it the others with the titles of their columns.
    private func blocks(_ cells: [[String]], _ style: TextStyle, indent: String) -> [String] {
        var lines: [String] = []
        for (place, row) in cells.enumerated() {
            if place > 0 { lines.append("") }
            let first = row.first ?? ""
            let isNamed = columns.first.map { !$0.title.isEmpty } ?? false
            let head =
                isNamed ? first : [first, row[1]].filter { !$0.isEmpty }.joined(separator: " ")
            let rest = columns.indices.dropFirst(isNamed ? 1 : 2).filter { !row[$0].isEmpty }
            lines += wrapped(head, columns: max(1, style.columns - shownWidth(indent))).map {
                indent + style($0, ink(place, 0) ?? .bold)
            }
            var table = TextTable.facts(rest.map { (columns[$0].title, row[$0]) })
            table.ink = { line, column in column == 0 ? .faint : ink(place, rest[line]) }
            lines += table.lines(style, indent: indent + "  ")
        }
        return lines
    }
}
