/// Figures for people, aligned, and for programs, as one JSON object.
enum FigureTable {
    static func text(_ figures: [Figure]) -> String {
        let head = ["", "figure", "first target", "by bare loop", "check", "what"]
        let rows = figures.map { figure in
            [
                figure.name, figure.value.map { Figure.text($0, figure.unit) } ?? "",
                target(of: figure), figure.ratio.map { fixed($0, 2) + " x" } ?? "",
                figure.check.text, figure.about,
            ]
        }
        var widths = head.map(\.count)
        for row in rows {
            for (column, cell) in row.enumerated() {
                widths[column] = max(widths[column], cell.count)
            }
        }
        return ([head] + rows).map { line($0, widths) }.joined(separator: "\n")
    }

    private static func target(of figure: Figure) -> String {
        guard let target = figure.target, let isMet = figure.meetsTarget else { return "" }
        return Figure.text(target, figure.unit) + (isMet ? "  met" : "  NOT")
    }

    /// One line of the table: numbers to the right, texts to the left.
    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (column, cell) in cells.enumerated() {
            let gap = String(repeating: " ", count: widths[column] - cell.count)
            text += column >= 1 && column <= 3 ? gap + cell : cell + gap
            text += "  "
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// One object; texts hold nothing that JSON would have to escape.
    static func json(_ figures: [Figure], missing: [String]) -> String {
        let rows = figures.map { figure in
            var members = ["\"name\": \"\(figure.name)\"", "\"about\": \"\(figure.about)\""]
            if let value = figure.value {
                members.append("\"value\": \(value)")
                members.append("\"unit\": \"\(figure.unit.rawValue)\"")
            }
            if let target = figure.target { members.append("\"first_target\": \(target)") }
            if let isMet = figure.meetsTarget { members.append("\"meets_target\": \(isMet)") }
            if let ratio = figure.ratio { members.append("\"by_bare_loop\": \(ratio)") }
            members.append("\"check\": \"\(figure.check.text)\"")
            members.append("\"right\": \(figure.check.isRight)")
            return "    { " + members.joined(separator: ", ") + " }"
        }
        let stood = missing.map { "\"\($0)\"" }.joined(separator: ", ")
        return """
            { "schema": 1, "stand_ins_for": [\(stood)],
              "figures": [
            \(rows.joined(separator: ",\n"))
              ] }
            """
    }
}
