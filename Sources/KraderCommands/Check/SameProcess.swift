import Glibc
import KraderEngine
import KraderJSON
import KraderRuns

/// Plays a scenario twice in this process, and once more after others: what a strategy remembers in
/// a global, and not in itself, shows in the second or third result.
struct SameProcess {
    let path: String
    /// The overrides as typed after `--set` and `--seed`.
    let overrides: [String]
    let catalog: StrategyCatalog
    /// Whether anything else could be played before the third time.
    private(set) var hasPlayedOthers = false

    init(path: String, overrides: [String], catalog: StrategyCatalog) {
        self.path = path
        self.overrides = overrides
        self.catalog = catalog
    }

    /// The first difference from a result that a fresh process left; `nil` if there is none.
    /// Throws `ExitFault` where the scenario can't be played.
    ///
    /// - Parameters:
    ///   - others: scenarios to play before the last time, as far as they can be.
    ///   - scratch: a folder for what is left.
    mutating func difference(
        from fresh: String, after others: [String], in scratch: String
    ) throws -> RunDifference? {
        let places = ["once", "twice", "after another scenario"]
        for (place, name) in places.enumerated() {
            if place == 2 { try playOthers(others, in: scratch) }
            let folder = try RunPlan(path: path, overrides: overrides, catalog: catalog)
                .play(into: "\(scratch)/same-\(place)", control: .quiet).folder
            if Interruption.isRequested {
                throw ExitFault(status: Interruption.status, message: "Interrupted.")
            }
            if var difference = try RunDifference.first(between: fresh, and: folder) {
                difference.when = "played \(name) in one process"
                return difference
            }
        }
        return nil
    }

    private mutating func playOthers(_ others: [String], in scratch: String) throws {
        let known = "\(scratch)/before.json"
        if let text = SameProcess.scenario(like: path) {
            try SameProcess.write(text, to: known)
        }
        // Made-up prices are others under another seed; recorded ones are the same again.
        let seed = overrides.last { $0.hasPrefix("seed=") } == "seed=77001" ? 77_002 : 77_001
        let asked =
            others.map { ($0, overrides) } + [
                (path, overrides + ["seed=\(seed)"]), (known, []),
            ]
        for (place, (other, overrides)) in asked.enumerated() {
            // A scenario that can't be played is told where it is asked for; here it only comes
            // before.
            guard let run = try? RunPlan(path: other, overrides: overrides, catalog: catalog),
                (try? run.play(into: "\(scratch)/other-\(place)", control: .quiet)) != nil
            else { continue }
            hasPlayedOthers = true
        }
    }

    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else {
            throw ExitFault(
                status: .internalError, message: "Can't write '\(path)'.")
        }
        defer { fclose(file) }
        fputs(text, file)
    }

    /// A small made-up market with the same strategies and, where the scenario lists some, the same
    /// instruments. `nil` when the file can't be read.
    static func scenario(like path: String) -> String? {
        guard let bytes = try? ScenarioFile.read(path),
            let root = try? JSONReader.read(bytes, file: path).root,
            let strategies = root["strategies"]
        else { return nil }
        var market = """
            "from": "2026-03-03", "to": "2026-03-06", "data": { "synthetic": { } }
            """
        if let instruments = root["market"]?["instruments"], instruments.array != nil {
            market += ", \"instruments\": \(instruments.text(.compact))"
        }
        return """
            { "schema": 1, "name": "before", "seed": 77003, "market": { \(market) },
              "account": { "cash": 100000000 }, "strategies": \(strategies.text(.compact)) }
            """
    }
}
