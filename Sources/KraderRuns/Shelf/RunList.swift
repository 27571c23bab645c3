public import KraderEngine
public import KraderJSON
import KraderReport

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

    public var text: String {
        guard !runs.isEmpty || !all.isEmpty else {
            return (["There are no runs below '\(shown(root, charactersMax: 200))'."] + remarks)
                .map { $0 + "\n" }.joined()
        }
        var table = TextTable(columns: [
            ("run", .left), ("scenario", .left), ("strategy", .left), ("period", .left),
            ("net", .right), ("return", .right), ("sharpe", .right), ("drawdown", .right),
            ("trades", .right), ("digest", .left),
        ])
        table.rows = runs.map { run in
            [
                shown(run.runID, charactersMax: 12), shown(run.scenario, charactersMax: 40),
                shown(run.strategiesInWords(catalog), charactersMax: 80), shown(run.period),
            ] + RunList.figures.map { RunFigure($0).text(RunList.value($0, of: run)) }
                + [shown(run.shortDigest)]
        }
        let count = runs.count == all.count ? "\(all.count)" : "\(runs.count) of \(all.count)"
        let below = "\(count) runs below '\(shown(root, charactersMax: 200))'."
        return (table.lines(.plain, indent: "") + [below] + remarks).map { $0 + "\n" }.joined()
    }

    /// Sentences about what is no run.
    public var remarks: [String] {
        var remarks: [String] = []
        if unfinished > 0 { remarks.append("Unfinished: \(unfinished).") }
        if others > 0 { remarks.append("No results: \(others) files and folders.") }
        return remarks + damaged.map { "Damaged: \(shown($0.why, charactersMax: 400))" }
    }

    static func value(_ name: String, of run: KeptRun) -> JSONValue? {
        switch name {
        case "net", "trades", "max_drawdown": run.total(name)
        default: run.statistic(name)
        }
    }

    public var csv: String {
        let header =
            "run,folder,scenario,strategy,from,to,net,return,sharpe,max_drawdown,trades,digest"
        let rows = runs.map { run in
            let names = [run.runID, run.folder, run.scenario, run.strategiesInWords(catalog)]
            let days = [run.first, run.last]
            let figures = RunList.figures.map { RunList.value($0, of: run)?.text(.compact) ?? "" }
            return
                ((names + days).map { SpreadsheetText.field($0) } + figures
                + [SpreadsheetText.field(String(run.digest.prefix(12)))]).joined(separator: ",")
        }
        return ([header] + rows).map { $0 + "\n" }.joined()
    }

    public var json: String {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", "runs list")
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
        return String(decoding: writer.finished(), as: UTF8.self)
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
