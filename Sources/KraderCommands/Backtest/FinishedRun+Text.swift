import KraderJSON
import KraderReport
import KraderRuns

extension FinishedRun {
    /// What `--verbose` adds: settings in force and data notes.
    func details(_ style: TextStyle) -> String {
        let table = TextTable(
            columns: [("", .left), ("", .left)],
            rows: summary.settings.map { setting in
                let mark = setting.source == "default" ? "" : "  (\(setting.source))"
                return [setting.path, setting.value.text(.compact) + mark]
            })
        var lines = ["Settings in force"] + table.lines(style)
        if !summary.dataNotes.isEmpty { lines.append("Data") }
        lines += summary.dataNotes.flatMap { style.lines($0, after: "  ") }
        return lines.map { $0 + "\n" }.joined()
    }
}
