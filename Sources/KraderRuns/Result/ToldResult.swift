import KraderDatasets
public import KraderJSON
import KraderReport

/// What a result folder says of the run that left it: `result.json`, `scenario.json`, and where the
/// scenario lay.
public struct ToldResult {
    /// Data that the run read: their name, the path in the scenario, and the hash of what they
    /// hold.
    public struct Input {
        /// The name in the result: `dataset`, `ticks of 005930`.
        public var name: String
        /// The path as `scenario.json` has it.
        public var path: String
        var isDataset: Bool
        /// The SHA-256 in hex.
        public var hash: String
    }

    static let resultName = "result.json"
    static let scenarioName = "scenario.json"
    static let timingName = "timing.json"

    public let folder: String
    public let runID: String
    public let engineVersion: String
    /// The digest of 64 hex digits; empty when an unfinished run has none.
    public let digest: String
    public let scenario: String
    let scenarioHash: String
    let inputs: [Input]
    /// The folder against which paths in `scenario.json` stand; `nil` when the result folder
    /// doesn't tell.
    let scenarioFolder: String?
    /// The whole `result.json`.
    public let result: JSONValue
    /// The whole `scenario.json`.
    let played: JSONValue
    /// Whether the run came to its end.
    public let isComplete: Bool

    var scenarioPath: String { folder + "/" + ToldResult.scenarioName }

    /// Reads a folder. Throws `ExitFault`: exit 10 when there is none, 3 when it is no whole
    /// result.
    ///
    /// - Parameters:
    ///   - purpose: what the result is read for, as messages say it.
    ///   - takesUnfinished: whether a run that was stopped will do; its digest may be empty.
    public init(
        _ argument: String, toBe purpose: String = "verified", takesUnfinished: Bool = false
    ) throws {
        do {
            try self.init(argument, takesUnfinished)
        } catch let fault as Broken {
            throw ExitFault(
                status: fault.status,
                message: "'\(shown(fault.folder, charactersMax: 200))' can't be \(purpose): "
                    + "\(fault.why).")
        }
    }

    /// Reads a folder. Throws `Broken` besides.
    private init(_ argument: String, _ takesUnfinished: Bool) throws {
        var folder = argument
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        if folder.hasSuffix("/" + ToldResult.resultName) {
            folder.removeLast(ToldResult.resultName.count + 1)
        }
        self.folder = folder
        guard FolderRemoval.isFolder(folder) else {
            throw ExitFault(
                status: .notFound,
                message: "There is no result folder '\(shown(folder, charactersMax: 200))'.")
        }
        let result = try ToldResult.read(ToldResult.resultName, in: folder)
        let played = try ToldResult.read(ToldResult.scenarioName, in: folder)
        guard result["schema"]?.integer == ResultFile.schema else {
            throw ToldResult.broken(
                folder,
                "its result.json has another schema than \(ResultFile.schema), which is the one "
                    + "that this krader reads")
        }
        guard let identity = result["identity"], let version = identity["engine_version"]?.string,
            let runID = identity["run_id"]?.string, let scenario = identity["scenario"]?.string,
            let scenarioHash = identity["scenario_hash"]?.string,
            let data = identity["data"]?.array
        else { throw ToldResult.broken(folder, "its result.json lacks the run's identity") }
        isComplete = identity["complete"]?.boolean == true
        let digest = identity["digest"]?.string
        guard takesUnfinished || isComplete && digest != nil else {
            throw ToldResult.broken(folder, "its run did not come to its end")
        }
        engineVersion = version
        self.runID = runID
        self.digest = digest ?? ""
        self.result = result
        self.played = played
        self.scenario = scenario
        self.scenarioHash = scenarioHash
        let asked = ToldResult.asked(of: played)
        guard asked.count == data.count else {
            throw ToldResult.broken(
                folder,
                "its scenario.json names \(asked.count) sources of data, its result.json has "
                    + "\(data.count)", .digestDiffers)
        }
        var inputs: [Input] = []
        for (asked, told) in zip(asked, data) {
            guard let name = told["name"]?.string, let hash = told["hash"]?.string else {
                throw ToldResult.broken(folder, "its result.json has no hashes of its data")
            }
            inputs.append(
                Input(name: name, path: asked.path, isDataset: asked.isDataset, hash: hash))
        }
        self.inputs = inputs
        // This only tells where to look; without it there are other places.
        scenarioFolder = ToldResult.scenarioFolder(of: folder)
    }

    private static func scenarioFolder(of folder: String) -> String? {
        let timing = try? read(timingName, in: folder)
        return timing?["scenario_folder"]?.string.flatMap { FolderPath.real(folder + "/" + $0) }
    }

    /// What a result says of its data, beside whose `scenario.json` it stands.
    struct Origin {
        /// The path where the scenario lay, whose folder the paths of data stand against; `nil`
        /// where nothing tells.
        var home: String?
        private let runID: String
        private let hashes: [String]

        fileprivate init(_ result: JSONValue, home: String?) {
            self.home = home
            runID = result["identity"]?["run_id"]?.string ?? ""
            hashes = (result["identity"]?["data"]?.array ?? []).map { $0["hash"]?.string ?? "" }
        }

        /// A result's scenario that is played on other data gives another result, and so it is
        /// said. `found` are the hashes of what is played.
        func warnings(of found: [(name: String, hash: String)]) -> [String] {
            guard found.map(\.hash) != hashes else { return [] }
            let names = zip(found, hashes).filter { $0.hash != $1 }.map(\.0.name)
            return [
                "The data are not those of the result \(shown(runID, charactersMax: 40)) whose "
                    + "scenario this is: \(shown(names.first ?? "data", charactersMax: 100)) "
                    + (names.count > 1 ? "and \(names.count - 1) more have" : "has")
                    + " another hash."
            ]
        }
    }

    /// What stands beside a result's `scenario.json`; `nil` of other scenarios.
    static func beside(scenario path: String) -> Origin? {
        guard path == scenarioName || path.hasSuffix("/" + scenarioName) else { return nil }
        let folder = path == scenarioName ? "." : String(path.dropLast(scenarioName.count + 1))
        guard let result = try? read(resultName, in: folder) else { return nil }
        return Origin(result, home: scenarioFolder(of: folder).map { $0 + "/" + scenarioName })
    }

    /// The paths of the data, in the order in which a run reads them.
    private static func asked(of scenario: JSONValue) -> [(path: String, isDataset: Bool)] {
        guard let data = scenario["market"]?["data"] else { return [] }
        if let dataset = data["dataset"] {
            return [(dataset.string ?? dataset["path"]?.string ?? "", true)]
        }
        return ["ticks", "candles", "books"].flatMap { kind in
            let files = data[kind].map { $0.array ?? [$0] } ?? []
            return files.map { ($0["path"]?.string ?? "", false) }
        }
    }

    private static func read(_ name: String, in folder: String) throws -> JSONValue {
        do {
            let path = folder + "/" + name
            guard try FileReader.size(of: path) <= JSONLimits.bytesMax else {
                throw broken(folder, "its \(name) is larger than any that krader wrote")
            }
            var bytes: [UInt8] = []
            try FileReader.read(path) { bytes += $0 }
            return try JSONReader.read(bytes, file: path).root
        } catch let fault as FileFault {
            throw broken(folder, "can't read its \(name): \(fault.reason)")
        } catch let faults as TextFaults {
            var why = ExitFault(faults).message
            while why.hasSuffix(".") { why.removeLast() }
            throw broken(folder, "its \(name) is not what krader wrote: \(why)")
        }
    }

    private static func broken(
        _ folder: String, _ why: String, _ status: ExitStatus = .data
    ) -> Broken { Broken(folder: folder, why: why, status: status) }

    /// The fault of a folder that is no whole result.
    private struct Broken: Error {
        var folder: String
        var why: String
        var status: ExitStatus
    }
}
