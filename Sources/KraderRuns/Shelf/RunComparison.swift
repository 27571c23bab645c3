import KraderJSON
import KraderModel
public import KraderReport

/// What differs between runs, and what came of it.
public struct RunComparison {
    typealias Row = (name: String, values: [JSONValue?])

    let runs: [KeptRun]
    /// Settings, parameters and data that not all runs have alike.
    let differences: [Row]
    let figures: [Row]

    public init(_ runs: [KeptRun]) {
        self.runs = runs
        let said = runs.map(\.said)
        var names: [String] = []
        var known: Set<String> = []
        for (name, _) in said.flatMap({ $0 }) where known.insert(name).inserted {
            names.append(name)
        }
        let values = said.map { Dictionary($0.map { ($0.name, $0.value) }) { first, _ in first } }
        differences = names.map { name in (name, values.map { $0[name] }) }
            .filter { Set($0.values).count > 1 }
        var order = runs.flatMap { $0.statistics.map(\.name) }
        order += ["orders", "fills"]
        var seen: Set<String> = []
        figures = order.filter { seen.insert($0).inserted }.map { name in
            (name, runs.map { $0.statistic(name) ?? $0.total(name) })
        }
    }

    public func text(_ style: TextStyle) -> String {
        var lines: [String] = []
        if differences.isEmpty {
            let alike = "Their settings, parameters and data are alike"
            let areScenarios = Set(runs.map(\.scenarioHash)).count == 1
            lines += style.lines(
                areScenarios
                    ? "\(alike), and so are their scenarios."
                    : "\(alike), but their scenarios are not: compare scenario.json of each.")
        } else {
            lines += table("differs", differenceRows).lines(style, indent: "")
        }
        lines += [""] + table("figure", figureRows).lines(style, indent: "")
        for run in runs where !run.isComplete {
            lines += style.lines("The run \(shown(run.runID)) did not come to its end.")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Rows of both tables under each other, with the part that each belongs to.
    public var csv: String {
        var whole = table("name", [])
        whole.columns.insert(("part", "part"), at: 0)
        whole.rows =
            differenceRows.map { [.text("differs")] + $0 }
            + figureRows.map { [.text("figure")] + $0 }
        return whole.csv
    }

    private func table(_ name: String, _ rows: [[Answer.Value]]) -> Answer.Table {
        let heads = runs.map { run -> Answer.Table.Column in
            (run.runID, shown(run.runID, charactersMax: 12))
        }
        return Answer.Table(name: nil, columns: [(name, name)] + heads, rows: rows)
    }

    private var differenceRows: [[Answer.Value]] {
        differences.map { name, values in
            [.text(name)]
                + values.map { value in
                    guard let value else { return .missing }
                    return value.double == nil
                        ? .text(value.plain) : .measure(shown: value.plain, plain: value.plain)
                }
        }
    }

    private var figureRows: [[Answer.Value]] {
        figures.map { name, values in [.text(name)] + values.map { RunFigure(name).value($0) } }
            + [[.text("digest")] + runs.map { .text($0.shortDigest) }]
    }

    public var json: String {
        func rows(_ rows: [Row]) -> JSONValue {
            JSONValue(
                .array(
                    rows.map { row in
                        [
                            "name": JSONValue(.string(row.name)),
                            "values": JSONValue(.array(row.values.map { $0 ?? nil })),
                        ]
                    }))
        }
        return Answer.json(command: "runs compare", .pretty) {
            $0.member("runs") { list in
                list.array {
                    for run in runs {
                        $0.element([
                            "run_id": JSONValue(.string(run.runID)),
                            "folder": JSONValue(.string(run.folder)),
                            "scenario": JSONValue(.string(run.scenario)),
                            "digest": JSONValue(.string(run.digest)),
                            "complete": JSONValue(.boolean(run.isComplete)),
                        ])
                    }
                }
            }
            $0.member("differences", rows(differences))
            $0.member("figures", rows(figures))
        }
    }
}

extension KeptRun {
    /// All that was said to the run, by paths as a scenario has them.
    fileprivate var said: [(name: String, value: JSONValue)] {
        func text(_ value: String) -> JSONValue { JSONValue(.string(value)) }
        var rows: [(name: String, value: JSONValue)] = [
            ("scenario", text(scenario)), ("period", text(period)), ("seed", text(seed)),
            ("engine_version", text(engineVersion)),
        ]
        rows += data.map { ("data: \($0.name)", text(String($0.hash.prefix(12)))) }
        for (place, strategy) in strategies.enumerated() {
            let path = "strategies[\(place)]"
            rows.append((path + ".name", text(strategy.kind)))
            if let source = strategy.source {
                rows.append((path + ".source_sha256", text(String(source.prefix(12)))))
            }
            rows += strategy.parameters.map { ("\(path).parameters.\($0.name)", $0.value) }
        }
        return rows + settings.map { ($0.path, $0.value) } + scenarioRows
    }

    /// The values of the scenario by their paths, those that rows above have too: the first counts.
    /// Names, texts about them and paths of data make no other run.
    private var scenarioRows: [(name: String, value: JSONValue)] {
        var rows: [(name: String, value: JSONValue)] = []
        for member in played.object?.members ?? [] {
            if ["schema", "name", "about", "strategies"].contains(member.key) { continue }
            KeptRun.add(member.value, at: member.key, to: &rows)
        }
        return rows
    }

    /// The most elements of a list that are compared one by one.
    private static let elementsMax = 50

    private static func add(
        _ value: JSONValue, at path: String, to rows: inout [(name: String, value: JSONValue)]
    ) {
        if let object = value.object {
            for member in object.members where member.key != "path" && member.key != "dataset" {
                add(member.value, at: "\(path).\(member.key)", to: &rows)
            }
            if let dataset = object["dataset"], dataset.object != nil {
                add(dataset, at: path + ".dataset", to: &rows)
            }
        } else if let elements = value.array, elements.count <= elementsMax {
            for (place, element) in elements.enumerated() {
                add(element, at: "\(path)[\(place)]", to: &rows)
            }
        } else if let elements = value.array {
            let hash = hexadecimal(SHA256.hash(Array(value.text().utf8)).prefix(6))
            let text = "\(times(elements.count, "element")), \(hash)"
            rows.append((path, JSONValue(.string(text))))
        } else {
            rows.append((path, value))
        }
    }
}
