import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario

/// Tells by what a run is known, and what its result says of it beside the numbers.
extension RunPlan {
    func summary(of result: RunResult, _ status: ExitStatus) -> RunSummary {
        let scenarioHash = SHA256.hash(Array(scenario.normalisedText.utf8))
        var hasher = SHA256()
        hasher.update(Array("krader \(EngineVersion.current)\n".utf8))
        hasher.update(scenarioHash)
        for file in market.hashes { hasher.update(Array(file.hash.utf8)) }
        for case (let place, let source?) in scenario.strategies.map(\.kind.source).enumerated() {
            hasher.update(Array("\nstrategy \(place) \(source)".utf8))
        }
        for told in market.toldByNames { hasher.update(Array("\n\(told)".utf8)) }
        let runID = hexadecimal(hasher.finish().prefix(6))
        var summary = RunSummary(
            identity: RunIdentity(
                engineVersion: EngineVersion.current,
                runID: result.isComplete ? runID : runID + ".partial", scenario: scenario.name,
                scenarioHash: hexadecimal(scenarioHash),
                data: market.hashes.map {
                    RunIdentity.DataHash(
                        name: $0.name, hash: $0.hash, verified: market.verified)
                },
                seed: scenario.seed),
            about: scenario.about ?? "", from: scenario.period.start, to: scenario.period.end)
        // The place where a value was said is not part of results: the same run has the same bytes.
        let standard = Settings()
        summary.settings = SettingDeclaration.all.filter(\.changesResults).map { declaration in
            let value = scenario.settings.effective(declaration.path)
            return RunSummary.Setting(
                path: declaration.path, value: value.json,
                source: value == standard.effective(declaration.path) ? "default" : "set")
        }
        summary.dataNotes = market.notes + unknownFactsNotes + lostPointsNotes(result)
        summary.names = market.names
        summary.strategies = scenario.strategies.map { strategy in
            RunSummary.Strategy(
                id: strategy.id, kind: strategy.kind.name,
                parameters: strategy.toldParameters.map { .init(name: $0.name, value: $0.value) },
                budget: strategy.budget, source: strategy.kind.source)
        }
        summary.warmUps = result.warmUps.map {
            RunSummary.WarmUp(
                strategyID: scenario.strategies[$0.strategy].id, timeframe: $0.timeframe,
                needed: $0.needed, seen: $0.seen, canBeBuilt: $0.canBeBuilt)
        }
        summary.warnings = warnings(result)
        summary.exitCode = status.rawValue
        return summary
    }

    /// What differs from run to run of the same scenario.
    /// - Parameter scenarioFolder: the folder, as seen from the result, against which paths of
    ///   `scenario.json` stand.
    func timing(
        _ result: RunResult, _ seconds: Double, _ scenarioFolder: String?
    ) -> [UInt8] {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("seconds", JSONValue(number: seconds))
            $0.member("events", JSONValue(.integer(result.events)))
            if let scenarioFolder {
                $0.member("scenario_folder", JSONValue(.string(scenarioFolder)))
            }
        }
        return writer.finished()
    }
}
