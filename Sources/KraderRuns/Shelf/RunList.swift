public import KraderEngine
public import KraderJSON
public import KraderReport

/// Runs, and what lies beside them.
public struct RunList {
    let root: String
    let runs: [KeptRun]
    /// Before any filter.
    let all: [KeptRun]
    let unfinished: Int
    let others: Int
    let damaged: [(folder: String, why: String)]
    let catalog: StrategyCatalog

    /// - Parameters:
    ///   - runs: those that are listed.
    ///   - all: before any filter.
    ///   - others: files and folders that are no results.
    public init(
        root: String, runs: [KeptRun], all: [KeptRun], unfinished: Int, others: Int,
        damaged: [(folder: String, why: String)], catalog: StrategyCatalog
    ) {
        self.root = root
        self.runs = runs
        self.all = all
        self.unfinished = unfinished
        self.others = others
        self.damaged = damaged
        self.catalog = catalog
    }

    private static let figures = ["net", "return", "sharpe", "max_drawdown", "trades"]

    public func text(_ style: TextStyle) -> String {
        let place = shown(root, charactersMax: 200)
        guard !runs.isEmpty || !all.isEmpty else {
            return (["There are no runs below '\(place)'."] + remarks)
                .flatMap { style.lines($0) }.map { $0 + "\n" }.joined()
        }
        let whole = times(Int64(all.count), "run")
        let count = runs.count == all.count ? whole : "\(runs.count) of \(whole)"
        let sentences = ["\(count) below '\(place)'."] + remarks
        return (table.lines(style, indent: "") + sentences.flatMap { style.lines($0) })
            .map { $0 + "\n" }.joined()
    }

    /// A row for each run.
    private var table: Answer.Table {
        var columns: [Answer.Table.Column] = [
            ("run", "run"), ("folder", nil), ("scenario", "scenario"), ("strategy", "strategy"),
            (nil, "period"), ("from", nil), ("to", nil),
        ]
        columns += RunList.figures.map { ($0, $0 == "max_drawdown" ? "drawdown" : $0) }
        columns.append(("digest", "digest"))
        let rows = runs.map { run in
            [
                run.runID, run.folder, run.scenario, run.strategiesInWords(catalog), run.period,
                run.first, run.last,
            ].map { Answer.Value.text($0) }
                + RunList.figures.map { RunFigure($0).value(RunList.value($0, of: run)) }
                + [run.digest.isEmpty ? .missing : .text(String(run.digest.prefix(12)))]
        }
        return Answer.Table(name: "runs", columns: columns, rows: rows)
    }

    /// Sentences about what is no run.
    public var remarks: [String] {
        var remarks: [String] = []
        if unfinished > 0 { remarks.append("Unfinished: \(unfinished).") }
        if others > 0 { remarks.append("No results: \(others) files and folders.") }
        remarks += damaged.prefix(TextFaults.ofKindMax).map {
            "Damaged: \(shown($0.why, charactersMax: 400))"
        }
        let more = damaged.count - TextFaults.ofKindMax
        if more > 0 { remarks.append("Damaged: \(grouped(more)) more.") }
        return remarks
    }

    static func value(_ name: String, of run: KeptRun) -> JSONValue? {
        switch name {
        case "net", "trades", "max_drawdown": run.total(name)
        default: run.statistic(name)
        }
    }

    public var csv: String { table.csv }

    public var json: String {
        Answer.json(command: "runs list", .pretty) {
            $0.member("root", JSONValue(.string(root)))
            $0.member("runs") { list in
                list.array { for run in runs { $0.element(run.json(catalog)) } }
            }
            $0.member("unfinished", JSONValue(.integer(Int64(unfinished))))
            $0.member("others", JSONValue(.integer(Int64(others))))
            $0.member(
                "damaged",
                JSONValue(
                    .array(
                        damaged.map {
                            [
                                "folder": JSONValue(.string($0.folder)),
                                "why": JSONValue(.string($0.why)),
                            ]
                        })))
        }
    }
}

extension KeptRun {
    /// For machines: what a list says of it.
    public func json(_ catalog: StrategyCatalog) -> JSONValue {
        func text(_ value: String) -> JSONValue { JSONValue(.string(value)) }
        func object(_ members: [(name: String, value: JSONValue)]) -> JSONValue {
            JSONValue(.object(JSONObject(members.map { .init(key: $0.name, value: $0.value) })))
        }
        let played = strategies.map { strategy -> JSONValue in
            [
                "id": text(strategy.id), "kind": text(strategy.kind),
                "parameters": object(strategy.parameters),
                "changed": object(strategy.changed(catalog)),
            ]
        }
        return [
            "run_id": text(runID), "folder": text(folder), "scenario": text(scenario),
            "strategies": JSONValue(.array(played)), "from": text(first), "to": text(last),
            "net": net ?? nil, "return": statistic("return") ?? nil,
            "sharpe": statistic("sharpe") ?? nil, "max_drawdown": maxDrawdown ?? nil,
            "trades": trades ?? nil, "digest": text(String(digest.prefix(12))),
            "complete": JSONValue(.boolean(isComplete)),
            "exit": exit.map { JSONValue(.integer($0)) } ?? nil,
        ]
    }
}
