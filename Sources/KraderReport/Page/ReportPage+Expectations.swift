import KraderBacktest
import KraderJSON
import KraderModel

extension ReportPage {
    /// Writes what was expected and what was found.
    mutating func writeExpectations() {
        guard !summary.expectations.isEmpty else { return }
        var grid = Grid(["<Where", "<Expected", "<Found", "<"])
        for verdict in summary.expectations {
            grid.row([
                Grid.Cell(verdict.path, style: "mono"), Grid.Cell(verdict.expected, style: "wrap"),
                Grid.Cell(verdict.found, style: "wrap"),
                Grid.Cell(verdict.isMet ? "met" : "not met"),
            ])
        }
        section(Texts.expectations) { grid.write(to: &$0) }
    }

    /// Writes what the script did, and when.
    mutating func writeScript() {
        guard !summary.script.isEmpty else { return }
        var grid = Grid(["<Line", "<What", "<Done"])
        for line in summary.script {
            let first = line.done.first.map { Numbers.second($0) }
            let more = line.done.count > 1 ? " and \(line.done.count - 1) times more" : ""
            grid.row([
                Grid.Cell(line.name, style: "mono"), Grid.Cell(line.words, style: "wrap"),
                Grid.Cell(line.fault ?? (first ?? Texts.dash) + more, style: "wrap"),
            ])
        }
        section(Texts.script) { grid.write(to: &$0) }
    }
}
