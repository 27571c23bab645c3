import KraderBacktest
import KraderEngine
import KraderJSON

extension ResultFile {
    /// What `risk.controls: live` would have denied and made smaller, and what passed unchecked;
    /// empty where there is nothing of it.
    static func controls(_ result: RunResult) -> [(String, JSONValue)] {
        guard result.controls != ControlCounts() else { return [] }
        func counts(_ codes: [(code: String, count: Int64)]) -> JSONValue {
            .members(codes.map { ($0.code, .integer($0.count)) })
        }
        return [
            (
                "controls",
                .members([
                    ("would_deny", counts(result.controls.deniedByCount)),
                    ("would_cut", counts(result.controls.cutByCount)),
                    ("unchecked", counts(result.controls.uncheckedByCount)),
                ])
            )
        ]
    }
}

// The largest count first, then by code.
extension ControlCounts {
    var deniedByCount: [(code: String, count: Int64)] { ControlCounts.list(denied) }
    var cutByCount: [(code: String, count: Int64)] { ControlCounts.list(cut) }
    var uncheckedByCount: [(code: String, count: Int64)] {
        ControlNote.Unchecked.named.compactMap { named in
            unchecked[named.code].map { (named.code, $0) }
        }.sorted { $0.count > $1.count }
    }

    /// All that `live` would have done, as one list.
    var allByCount: [(code: String, count: Int64)] {
        ControlCounts.list(denied.merging(cut) { $0 + $1 })
    }

    private static func list(_ counts: [Refusal.Code: Int64]) -> [(code: String, count: Int64)] {
        Refusal.Code.allCodes.compactMap { code in counts[code].map { (code.description, $0) } }
            .sorted { $0.count > $1.count }
    }
}
