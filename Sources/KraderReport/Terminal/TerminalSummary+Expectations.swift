import KraderBacktest
import KraderJSON

// What became of the script and of the expectations.
extension TerminalSummary {
    /// The rows that say how many were met and done, where the scenario has any.
    static func judged(_ summary: RunSummary) -> [(String, String)] {
        var rows: [(String, String)] = []
        if !summary.script.isEmpty {
            let done = summary.script.count - summary.undone.count
            rows.append(("script", "\(done) of \(summary.script.count) lines done"))
        }
        if !summary.expectations.isEmpty {
            let met = summary.expectations.count - summary.unmet.count
            rows.append(("expectations", "\(met) of \(summary.expectations.count) met"))
        }
        return rows
    }

    /// Each that failed: what was expected, what was found, and what led there.
    static func failures(_ summary: RunSummary, _ style: TextStyle) -> [String] {
        var lines = summary.undone.flatMap { line in
            style.lines(
                printable("\(line.path): \(line.words) was not done: \(line.fault ?? "")."),
                after: "✗ "
            ).map { style($0, .boldRed) }
        }
        for verdict in summary.unmet {
            lines.append(style("✗ \(printable(verdict.path))", .boldRed))
            let table = TextTable.facts([
                ("expected", printable(verdict.expected)), ("found", printable(verdict.found)),
            ])
            lines += table.lines(style, indent: "    ")
            if verdict.omitted > 0 {
                lines.append(style("    \(grouped(verdict.omitted)) earlier events", .faint))
            }
            lines += verdict.chain.flatMap { style.lines(printable($0), after: "    ") }
        }
        return lines
    }
}

extension RunResult {
    /// That the store of a scripted run ended it; `nil` where it did not.
    var storeText: String? {
        storeFault.map {
            "The run ended where its store failed: \($0). All figures are those until then."
        }
    }
}
