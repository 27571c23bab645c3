public import KraderDatasets
import KraderJSON
import KraderModel
public import KraderReport

// Writes the report for people.
extension ValidationReport {
    /// The groups of one code and severity, each with its first findings.
    public func text(
        of dataset: Dataset, _ proof: IdentityProof, limit: Int, style: TextStyle
    ) -> String {
        let symbols = times(self.symbols, "symbol")
        let files = times(self.files, "file")
        let check =
            isDamaged ? "" : "; all bytes are those that were written"
        var lines = style.lines(
            "\(shown(dataset.name, charactersMax: 100)): \(symbols), \(files), "
                + "\(times(rows, "row"))\(check).")
        lines += style.lines(proof.sentence(dataset.hash))
        if findings.isEmpty { lines.append(style("Nothing found.", .green)) }
        if !findings.isEmpty { lines.append(summary(style)) }
        let names = IssueNames(of: dataset)
        for group in counts.keys.sorted() {
            guard let count = counts[group] else { continue }
            lines.append("")
            lines += style.lines(
                "\(group.severity.rawValue)  \(group.code.rawValue)  "
                    + "\(grouped(count.findings))  \(group.code.meaning)"
            ).map { style($0, group.severity.ink) }
            let those = findings.filter { $0.group == group }
            for finding in those.prefix(limit) {
                lines += style.lines(
                    finding.place(names) + shown(finding.text, charactersMax: 600), after: "  ")
            }
            let more = count.findings - min(limit, those.count)
            if more > 0, limit > 0 {
                lines.append(style("  … \(grouped(Int64(more))) more (--limit)", .faint))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func summary(_ style: TextStyle) -> String {
        let parts = Finding.Severity.allCases.compactMap { severity -> String? in
            let count = count(severity)
            guard count > 0 else { return nil }
            return style(times(count, severity.rawValue), severity.ink)
        }
        return parts.joined(separator: ", ") + "."
    }

}

extension Finding.Severity {
    fileprivate var ink: TextStyle.Ink {
        switch self {
        case .error: .boldRed
        case .warning: .yellow
        case .note: .cyan
        }
    }
}

extension Finding {
    /// The place that the finding is about.
    fileprivate func place(_ names: IssueNames) -> String {
        let parts = [symbol.map { names.shown($0) } ?? "", series].filter { !$0.isEmpty }
        return parts.isEmpty ? "" : parts.joined(separator: " ") + "  "
    }
}

// Writes the report for machines.
extension ValidationReport {
    /// The report as one object on one line.
    public func json(of dataset: Dataset, _ proof: IdentityProof, limit: Int?) -> String {
        Answer.json(command: "data validate") {
            $0.member("dataset", JSONValue(.string(dataset.name)))
            $0.member("hash", JSONValue(.string(dataset.hash)))
            $0.member("identity", JSONValue(.string(proof.rawValue)))
            $0.member("symbols", JSONValue(.integer(Int64(symbols))))
            $0.member("files", JSONValue(.integer(Int64(files))))
            $0.member("rows", JSONValue(.integer(Int64(rows))))
            for (name, severity) in [
                ("errors", Finding.Severity.error), ("warnings", .warning), ("notes", .note),
            ] {
                $0.member(name, JSONValue(.integer(Int64(count(severity)))))
            }
            $0.member("codes") { writer in
                writer.array {
                    for group in counts.keys.sorted() {
                        guard let count = counts[group] else { continue }
                        $0.element { ValidationReport.write(group, count, to: &$0) }
                    }
                }
            }
            $0.member("findings") { writer in
                writer.array {
                    var written: [FindingGroup: Int] = [:]
                    for finding in findings {
                        if let limit, written[finding.group, default: 0] >= limit { continue }
                        written[finding.group, default: 0] += 1
                        $0.element { finding.write(to: &$0) }
                    }
                }
            }
        }
    }

    private static func write(
        _ group: FindingGroup, _ count: FindingCount, to writer: inout JSONWriter
    ) {
        writer.object {
            $0.member("code", JSONValue(.string(group.code.rawValue)))
            $0.member("severity", JSONValue(.string(group.severity.rawValue)))
            $0.member("findings", JSONValue(.integer(Int64(count.findings))))
            $0.member("rows", JSONValue(.integer(Int64(count.rows))))
            $0.member("about", JSONValue(.string(group.code.meaning)))
        }
    }
}

extension Finding {
    /// Writes the finding. Members in which it has nothing to say are left out.
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("code", JSONValue(.string(code.rawValue)))
            $0.member("severity", JSONValue(.string(severity.rawValue)))
            if let symbol { $0.member("symbol", JSONValue(.string("\(symbol)"))) }
            if !series.isEmpty { $0.member("series", JSONValue(.string(series))) }
            if let day { $0.member("day", JSONValue(.string("\(day)"))) }
            if let time { $0.member("time", JSONValue(.string("\(time)"))) }
            $0.member("count", JSONValue(.integer(Int64(count))))
            if let file { $0.member("file", JSONValue(.string(file))) }
            if let offset { $0.member("offset", JSONValue(.integer(Int64(offset)))) }
            $0.member("text", JSONValue(.string(text)))
        }
    }
}
