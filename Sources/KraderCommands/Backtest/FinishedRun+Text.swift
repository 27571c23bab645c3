import KraderJSON
import KraderReport
import KraderRuns

extension FinishedRun {
    /// What `--verbose` adds: settings in force and data notes.
    var details: String {
        let width = summary.settings.map(\.path.count).max() ?? 0
        var lines = ["Settings in force"]
        lines += summary.settings.map { setting in
            let space = String(repeating: " ", count: width - setting.path.count)
            let mark = setting.source == "default" ? "" : "  (\(setting.source))"
            return "  \(setting.path)\(space)  \(setting.value.text(.compact))\(mark)"
        }
        if !summary.dataNotes.isEmpty { lines.append("Data") }
        lines += summary.dataNotes.map { "  \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }
}
