import KraderBacktest
import KraderJSON
public import KraderModel

/// Many runs for a page of CI, in Markdown: a table of all, then each that failed with what was
/// expected, what was found and what led there.
public enum MarkdownReport {
    public static func text(
        _ suites: [JUnitReport.Suite], nets: [Won?]
    ) -> String {
        let failed = suites.filter(\.isFailed)
        var text = "# krader: \(suites.count - failed.count) of "
        text += "\(times(suites.count, "scenario")) passed\n\n"
        text += "| scenario | expectations | script | net ₩ | exit | run |\n"
        text += "|---|---:|---:|---:|---:|---|\n"
        for (suite, net) in zip(suites, nets) { text += row(suite, net) }
        for suite in failed { text += section(suite) }
        return text
    }

    private static func row(_ suite: JUnitReport.Suite, _ net: Won?) -> String {
        let name = (suite.isFailed ? "✗ " : "") + escaped(suite.name)
        guard let summary = suite.summary else { return "| \(name) | – | – | – | – | – |\n" }
        let met = summary.expectations.count - summary.unmet.count
        let done = summary.script.count - summary.undone.count
        let cells = [
            name, "\(met)/\(summary.expectations.count)", "\(done)/\(summary.script.count)",
            net.map { Numbers.signed($0) } ?? "–", "\(summary.exitCode)",
            "`\(summary.identity.runID)`",
        ]
        return "| " + cells.joined(separator: " | ") + " |\n"
    }

    private static func section(_ suite: JUnitReport.Suite) -> String {
        var text = "\n## \(escaped(suite.name))\n\n"
        for each in JUnitReport.cases(of: suite) {
            guard let failure = each.failure else { continue }
            text += "* \(escaped(each.name)): \(escaped(failure.message))\n"
            let lines = failure.text.split(separator: "\n")
            guard lines.count > 1 else { continue }
            // Four spaces more than the item: code, which no text can end.
            text += "\n" + lines.map { "      " + printable(String($0)) + "\n" }.joined() + "\n"
        }
        return text
    }

    /// A text in which Markdown finds no markup, on one line.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in printable(text) {
            if "\\`*_{}[]<>()#+!|~&".contains(character) { result += "\\" }
            result.append(character)
        }
        return result
    }
}

extension JUnitReport.Suite {
    /// Whether anything of it failed.
    var isFailed: Bool { JUnitReport.cases(of: self).contains { $0.failure != nil } }
}
