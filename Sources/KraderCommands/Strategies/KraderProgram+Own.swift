public import KraderEngine
import KraderJSON
import KraderRuns
import KraderScenario

extension KraderProgram {
    /// Tells of a run that plays none of the user's own strategies, and how it would.
    func noteUnplayed(in run: RunPlan) {
        let kinds = run.scenario.strategies.map(\.kind.name)
        guard let first = own.first, !kinds.contains(where: own.contains) else { return }
        let played = kinds.isEmpty ? "no strategy" : kinds.joined(separator: ", ")
        terminal.note([
            "'\(shown(run.scenario.name))' plays \(played), and not "
                + "\(own.joined(separator: ", ")); "
                + "--set 'strategies=[{\"name\":\"\(first)\"}]' puts it in."
        ])
    }
}

extension KraderProgram {
    /// Runs as the `main` of a program that was made of strategies in one file: every command of
    /// krader, with the file's strategies beside those that ship. Returns the exit code.
    ///
    /// - Parameter source: the SHA-256 of the file, in hex.
    public static func run(
        own: [StrategyKind], of source: String, beside shipped: StrategyCatalog,
        _ arguments: [String]
    ) -> Int32 {
        var catalog = shipped
        for var kind in own {
            kind.source = source
            guard catalog[kind.name] == nil else {
                Terminal().complain(
                    "Error: The file's strategy has the name '\(shown(kind.name))', and there is "
                        + "one of that name already; give its 'static let name' another.\n")
                return ExitStatus.usage.rawValue
            }
            catalog.add(kind)
        }
        return KraderProgram(catalog: catalog, own: own.map(\.name)).run(arguments)
    }
}
