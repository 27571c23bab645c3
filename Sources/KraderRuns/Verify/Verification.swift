import KraderBacktest
import KraderDatasets
public import KraderEngine
import KraderJSON
import KraderModel
import KraderReport
import KraderScenario

/// A result that was checked: every byte of its data was hashed anew, the run was played again, and
/// all files were compared.
public struct Verification {
    /// What became of the replay.
    public enum Replay {
        /// There was no replay, because of the inputs or the engine version.
        case none(why: String)
        /// The replay's digest, and what differs, a sentence each.
        case played(digest: String, files: Int, differences: [String])
    }

    public let result: ToldResult
    public let inputs: [(input: ToldResult.Input, outcome: InputSearch.Outcome)]
    public let replay: Replay
    /// Files of the folder that no run writes.
    public let others: [String]

    public var status: ExitStatus {
        var statuses = inputs.map(\.outcome.status)
        switch replay {
        case .none: statuses.append(.digestDiffers)
        case .played(_, _, let differences):
            statuses.append(differences.isEmpty ? .ok : .digestDiffers)
        }
        return ExitStatus.combined(statuses)
    }

    /// - Parameter folders: where data are looked for by their hash.
    /// Throws `ExitFault` when the run can't be played at all, or is interrupted.
    public init(
        _ result: ToldResult, folders: [String], catalog: StrategyCatalog, control: RunControl
    ) throws {
        self.result = result
        var search = InputSearch(result, folders: folders, control)
        inputs = try result.inputs.map { ($0, try search.find($0)) }
        var others: [String] = []
        if result.engineVersion != EngineVersion.current {
            replay = .none(
                why: "It was played by krader \(shown(result.engineVersion)), this is "
                    + "\(EngineVersion.current): another engine may decide otherwise.")
        } else if inputs.contains(where: { $0.outcome.place == nil }) {
            replay = .none(why: "Without all of its data it can't be played again.")
        } else {
            let found = Dictionary(
                inputs.map { ($0.input.path, $0.outcome.place ?? "") },
                uniquingKeysWith: { a, _ in a })
            replay = try Verification.play(result, found, catalog, control, &others)
        }
        // Data that go with a result are no strangers.
        let places = inputs.compactMap(\.outcome.place)
        self.others = others.filter { !places.contains(result.folder + "/" + $0) }
    }

    /// A strategy that came from a file is not krader's to play again.
    static func checkStrategies(
        of result: ToldResult, _ catalog: StrategyCatalog
    ) throws(ExitFault) {
        for strategy in result.result["strategies"]?.array ?? [] {
            guard let source = strategy["source_sha256"]?.string,
                let kind = strategy["kind"]?.string, catalog[kind]?.source != source
            else { continue }
            throw ExitFault(
                status: .data,
                message: "The strategy '\(shown(kind, charactersMax: 100))' of this result came "
                    + "from a file of SHA-256 \(shown(String(source.prefix(12)))), which krader "
                    + "doesn't have. 'krader strategies run FILE.swift "
                    + "\(shown(result.scenarioPath, charactersMax: 200))' plays it again; its "
                    + "digest is to be \(shown(String(result.digest.prefix(12)))).")
        }
    }

    private static func play(
        _ result: ToldResult, _ found: [String: String], _ catalog: StrategyCatalog,
        _ control: RunControl, _ others: inout [String]
    ) throws -> Replay {
        try checkStrategies(of: result, catalog)
        // The settings that were in force when it was played stand in its scenario.
        let run = try RunPlan(
            path: result.scenarioPath, settings: Settings(), found: found, catalog: catalog,
            control: control)
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let done = try run.play(into: scratch.path, control: control)
        if !done.result.isComplete { try control.checkCancelled() }
        var differences: [String] = []
        let identity = done.summary.identity
        let digest = hexadecimal(done.result.digest)
        if identity.scenarioHash != result.scenarioHash {
            differences.append("scenario.json is not the scenario that was played")
        }
        if digest != result.digest {
            differences.append(
                "the digest is \(digest.prefix(12)), the result says "
                    + "\(shown(String(result.digest.prefix(12))))")
        }
        if identity.runID != result.runID {
            differences.append(
                "the run id is \(identity.runID), the result says \(shown(result.runID))")
        }
        let names = try ResultFiles.names(in: done.folder)
        let told = try ResultFiles.names(in: result.folder)
        for name in names {
            guard told.contains(name) else {
                differences.append("\(name) is missing from the result")
                continue
            }
            if let line = try ResultFiles.firstDifferingLine(
                of: name, in: result.folder, done.folder)
            {
                differences.append("\(name) differs from line \(line) on")
            }
        }
        others = told.filter { !names.contains($0) }
        return .played(digest: digest, files: names.count, differences: differences)
    }
}
