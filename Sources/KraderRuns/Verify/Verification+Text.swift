import KraderJSON
public import KraderReport

// Writes the verification for people.
extension Verification {
    /// - Parameter isQuiet: whether only the last line is wanted.
    public func text(isQuiet: Bool, _ style: TextStyle) -> String {
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
        lines = lines.flatMap { line in
            line.hasPrefix("  ")
                ? style.lines(String(line.dropFirst(2)), after: "  ") : style.lines(line)
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

// Writes the verification for machines.
extension Verification {
    public var json: String {
        Answer.json(command: "verify", .pretty) {
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
    }
}
