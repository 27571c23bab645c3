import KraderBacktest
import KraderJSON

extension ResultFile {
    /// What became of the script and of the expectations, where the scenario has any.
    static func judged(_ summary: RunSummary) -> [(String, JSONValue)] {
        var members: [(String, JSONValue)] = []
        if !summary.script.isEmpty { members.append(("script", .list(summary.script, line))) }
        if !summary.expectations.isEmpty {
            members.append(("expectations", .list(summary.expectations, verdict)))
        }
        return members
    }

    private static func line(_ line: RunSummary.ScriptOutcome) -> JSONValue {
        .members([
            ("path", .text(line.path)), ("name", .text(line.name)), ("what", .text(line.words)),
            ("done", .list(line.done) { .moment($0) }),
            ("fault", line.fault.map { .text($0) } ?? nil),
        ])
    }

    private static func verdict(_ verdict: Verdict) -> JSONValue {
        .members([
            ("path", .text(verdict.path)), ("met", .boolean(verdict.isMet)),
            ("expected", .text(verdict.expected)), ("found", .text(verdict.found)),
            ("chain", .list(verdict.chain, JSONValue.text)),
            ("omitted", .integer(Int64(verdict.omitted))),
        ])
    }
}
