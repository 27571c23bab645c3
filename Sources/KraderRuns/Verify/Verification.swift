import KraderBacktest
import KraderDatasets
import KraderEngine
import KraderScenario
import KraderModel
import KraderReport
import KraderJSON

/// A result that was checked: every byte of its data hashed anew, the run played again, and all
/// files compared.
struct Verification {
    /// What became of the replay.
    enum Replay {
        /// There was none, because of the inputs or the engine version.
        case none(why: String)
        /// Its digest, and what differs, a sentence each.
        case played(digest: String, files: Int, differences: [String])
    }

    let result: ToldResult
    let inputs: [(input: ToldResult.Input, outcome: InputSearch.Outcome)]
    let replay: Replay
    /// Files of the folder that no run writes.
    let others: [String]

    var status: ExitStatus {
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
    init(
        _ result: ToldResult, folders: [String], catalog: StrategyCatalog, progress: ProgressStyle
    ) throws {
        self.result = result
        var search = InputSearch(result, folders: folders)
        inputs = try result.inputs.map { ($0, try search.find($0)) }
        var others: [String] = []
        if result.engineVersion != KraderProgram.version {
            replay = .none(
                why: "It was played by krader \(shown(result.engineVersion)), this is "
                    + "\(KraderProgram.version): another engine may decide otherwise.")
        } else if inputs.contains(where: { $0.outcome.place == nil }) {
            replay = .none(why: "Without all of its data it can't be played again.")
        } else {
            let found = Dictionary(
                inputs.map { ($0.input.path, $0.outcome.place ?? "") },
                uniquingKeysWith: { a, _ in a })
            replay = try Verification.play(result, found, catalog, progress, &others)
        }
        // Data that go with a result are no strangers.
        let places = inputs.compactMap(\.outcome.place)
        self.others = others.filter { !places.contains(result.folder + "/" + $0) }
    }

    private static func play(
        _ result: ToldResult, _ found: [String: String], _ catalog: StrategyCatalog,
        _ progress: ProgressStyle, _ others: inout [String]
    ) throws -> Replay {
        // Whatever was in force when it was played stands in its scenario.
        let run = try RunPlan(
            path: result.scenarioPath, settings: Settings(), found: found, catalog: catalog)
        let scratch = try ScratchFolder()
        defer { scratch.remove() }
        let done = try run.play(
            into: scratch.path, progress: Progress(style: progress, name: run.scenario.name))
        guard done.record.isComplete else {
            throw ExitFault(status: Interruption.status, message: "Interrupted.")
        }
        var differences: [String] = []
        let identity = done.summary.identity
        let digest = hexadecimal(done.record.digest)
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

// For people.
extension Verification {
    /// - Parameter isQuiet: the last line only.
    func text(isQuiet: Bool) -> String {
        var lines: [String] = []
        if !isQuiet {
            lines.append(
                "\(shown(result.scenario)), run \(shown(result.runID)), krader "
                    + shown(result.engineVersion))
            for (input, outcome) in inputs { lines.append(line(input, outcome)) }
            if inputs.isEmpty { lines.append("  All of its data stand in scenario.json.") }
            switch replay {
            case .none(let why): lines.append("Not played again. \(why)")
            case .played(let digest, let files, let differences) where differences.isEmpty:
                lines.append(
                    "Played again: digest \(digest.prefix(12)), and all \(files) files are the "
                        + "same, byte for byte.")
            case .played(_, _, let differences):
                lines.append("Played again, and it differs:")
                lines += differences.map { "  \($0)." }
            }
            if !others.isEmpty {
                let names = others.prefix(5).map { shown($0) }.joined(separator: ", ")
                lines.append(
                    "Not of the run, and not looked at: \(names)\(others.count > 5 ? " …" : "").")
            }
        }
        lines.append(
            "verify=\(shown(result.runID)) digest=\(shown(String(result.digest.prefix(12)))) "
                + "inputs=\(inputs.count) exit=\(status.rawValue)")
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ input: ToldResult.Input, _ outcome: InputSearch.Outcome) -> String {
        let path = shown(input.path, charactersMax: 200)
        let name = shown(input.name, charactersMax: 100)
        let head = "  \(outcome.word)  \(name), '\(path)'"
        switch outcome {
        case .verified(let place):
            return head + ": SHA-256 \(shown(String(input.hash.prefix(12)))), in "
                + "'\(shown(place, charactersMax: 200))'"
        case .unverified(let place):
            return head + ": of the old version, its quick hashes are the same, in "
                + "'\(shown(place, charactersMax: 200))'"
        case .missing:
            return head + ": nothing has its SHA-256, \(shown(input.hash)); name the folder that "
                + "has it with --data"
        case .changed(let place, let why):
            return head + ": not what '\(shown(place, charactersMax: 200))' holds: "
                + shown(why, charactersMax: 400)
        }
    }
}

// For machines.
extension Verification {
    var json: String {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", "verify")
            $0.member("exit", JSONValue(.integer(Int64(status.rawValue))))
            $0.member("run_id", JSONValue(.string(result.runID)))
            $0.member("engine_version", JSONValue(.string(result.engineVersion)))
            $0.member(
                "inputs",
                JSONValue(
                    .array(
                        inputs.map { input, outcome in
                            [
                                "name": JSONValue(.string(input.name)),
                                "path": JSONValue(.string(input.path)),
                                "sha256": JSONValue(.string(input.hash)),
                                "state": JSONValue(.string(outcome.word)),
                                "place": outcome.place.map { JSONValue(.string($0)) } ?? nil,
                            ]
                        })))
            switch replay {
            case .none(let why): $0.member("not_played", JSONValue(.string(why)))
            case .played(let digest, let files, let differences):
                $0.member("digest", JSONValue(.string(digest)))
                $0.member("files", JSONValue(.integer(Int64(files))))
                $0.member(
                    "differences",
                    JSONValue(.array(differences.map { JSONValue(.string($0)) })))
            }
            $0.member("others", JSONValue(.array(others.map { JSONValue(.string($0)) })))
        }
        return String(decoding: writer.finished(), as: UTF8.self)
    }
}
