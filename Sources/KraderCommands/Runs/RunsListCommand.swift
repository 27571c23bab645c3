import ArgumentParser
import KraderEngine
import KraderJSON
import KraderRuns

/// Lists runs, each in a line.
struct RunsListCommand: ProgramCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List runs with what they played and what came of it.",
        discussion: """
            The newest stand first, by the time at which a result was written. Of a strategy the \
            parameters are named that are not as by default. What is no result or unfinished is \
            counted, what is damaged is named.
            """)

    /// The order of the rows; the best or newest come first.
    enum Order: String, ExpressibleByArgument, CaseIterable {
        case newest, net, `return`, sharpe, drawdown, trades, scenario
    }

    @OptionGroup var place: RunPlace

    @Option(help: "What to sort by; the best first.")
    var sort: Order = .newest

    @Option(help: ArgumentHelp("Only runs of this scenario.", valueName: "name"))
    var scenario: String?

    @Option(help: ArgumentHelp("Only runs with this kind of strategy.", valueName: "name"))
    var strategy: String?

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    @Flag(name: .long, help: "Print rows as CSV.")
    var csv = false

    func validate() throws {
        if json && csv { throw ValidationError("--json and --csv are one or the other.") }
    }

    func run(in program: KraderProgram) throws -> ExitStatus {
        let shelf = try place.shelf()
        let content = shelf.read()
        let runs = sorted(content.runs.filter(isAsked))
        let list = RunList(
            root: shelf.root, runs: runs, all: content.runs, unfinished: content.unfinished,
            others: shelf.others, damaged: content.damaged, catalog: program.catalog)
        let terminal = program.terminal
        if json {
            terminal.write(list.json)
        } else if csv {
            terminal.write(list.csv)
            terminal.note(list.remarks)
        } else {
            terminal.write(list.text)
        }
        if runs.isEmpty, let hint { terminal.note([hint(content.runs)]) }
        return .ok
    }

    private func isAsked(_ run: KeptRun) -> Bool {
        (scenario.map { $0 == run.scenario } ?? true)
            && (strategy.map { asked in run.strategies.contains { $0.kind == asked } } ?? true)
    }

    /// What to say when a filter let nothing pass; `nil` without a filter.
    private var hint: (([KeptRun]) -> String)? {
        guard scenario != nil || strategy != nil else { return nil }
        return { runs in
            let names = [
                (scenario, runs.map(\.scenario)),
                (strategy, runs.flatMap { $0.strategies.map(\.kind) }),
            ]
            let near = names.compactMap { asked, there in
                asked.flatMap { asked in
                    there.contains(asked) ? nil : nearestSpelling(of: asked, among: there)
                }
            }.first
            return "No run of \(runs.count) is so"
                + (near.map { "; did you mean '\(shown($0))'?" } ?? ".")
        }
    }

    private func sorted(_ runs: [KeptRun]) -> [KeptRun] {
        func key(_ run: KeptRun) -> Double? {
            switch sort {
            case .newest: Double(run.written)
            case .net: run.net?.double
            case .return: run.statistic("return")?.double
            case .sharpe: run.statistic("sharpe")?.double
            case .drawdown: run.maxDrawdown?.double.map { -$0 }
            case .trades: run.trades?.double
            case .scenario: 0
            }
        }
        return runs.map { (run: $0, key: key($0)) }.sorted { a, b in
            switch (a.key, b.key) {
            case (let x?, let y?) where x != y: x > y
            case (.some, nil): true
            case (nil, .some): false
            default: (a.run.scenario, a.run.folder) < (b.run.scenario, b.run.folder)
            }
        }.map(\.run)
    }
}

/// Runs, and what lies beside them.
struct RunList {
    let root: String
    let runs: [KeptRun]
    /// The runs before any filter.
    let all: [KeptRun]
    let unfinished: Int
    let others: Int
    let damaged: [(folder: String, why: String)]
    let catalog: StrategyCatalog

    private static let figures = ["net", "return", "sharpe", "max_drawdown", "trades"]

    var text: String {
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
    var remarks: [String] {
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

    var csv: String {
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

    var json: String {
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
    /// The run for machines: what a list says of it.
    func json(_ catalog: StrategyCatalog) -> JSONValue {
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
