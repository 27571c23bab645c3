import Glibc
import KraderDatasets
public import KraderJSON

/// A run as its folder tells of it: what lists and comparisons need. A folder may come from
/// anybody; what it says wrong is left out.
public struct KeptRun {
    /// A strategy as it was played.
    public struct Strategy {
        public let id: String
        public let kind: String
        public let parameters: [(name: String, value: JSONValue)]
        /// The SHA-256 of the file that it came from, in hex; `nil` of those that krader has.
        public let source: String?
    }

    /// A setting that was in force, and where its value came from: `default`, `scenario`, `--set` …
    public struct Setting {
        public let path: String
        public let value: JSONValue
        public let source: String
    }

    public let folder: String
    public let runID: String
    public let scenario: String
    public let about: String
    public let engineVersion: String
    public let seed: String
    /// The digest of 64 hex digits; empty when an unfinished run has none.
    public let digest: String
    public let isComplete: Bool
    /// The first and the last day: of the data, else of the period asked for.
    public let first: String
    public let last: String
    public let strategies: [Strategy]
    public let settings: [Setting]
    /// The name and SHA-256 of what the run read.
    public let data: [(name: String, hash: String)]
    public let warnings: [String]
    public let exit: Int64?
    /// When `result.json` was written by the file system's word, in seconds since 1970 UTC; 0 when
    /// unknown.
    public let written: Int
    /// The SHA-256 of the scenario as a run's identity takes it, in hex.
    let scenarioHash: String
    private let totals: JSONValue?
    /// The scenario as it was played.
    let played: JSONValue
    /// The statistics in the order of the file.
    public let statistics: [(name: String, value: JSONValue)]

    /// Reads a folder. Throws `ExitFault`: exit 10 when there is no such folder, 3 when it is no
    /// whole result.
    public init(_ folder: String) throws {
        self.init(try ToldResult(folder, toBe: "read", takesUnfinished: true))
    }

    private init(_ told: ToldResult) {
        let result = told.result
        let identity = result["identity"]
        folder = told.folder
        runID = told.runID
        scenario = told.scenario
        engineVersion = told.engineVersion
        scenarioHash = told.scenarioHash
        digest = told.digest
        isComplete = told.isComplete
        about = identity?["about"]?.string ?? ""
        seed = identity?["seed"]?.string ?? ""
        let period = result["period"]
        func day(_ names: String...) -> String {
            String((names.compactMap { period?[$0]?.string }.first ?? "").prefix(10))
        }
        first = day("first_day", "first", "from")
        last = day("last_day", "last", "to")
        strategies = (result["strategies"]?.array ?? []).map { strategy in
            let id = strategy["id"]?.string ?? ""
            let members = strategy["parameters"]?.object?.members ?? []
            return Strategy(
                id: id, kind: strategy["kind"]?.string ?? id,
                parameters: members.map { ($0.key, $0.value) },
                source: strategy["source_sha256"]?.string)
        }
        settings = (result["settings"]?.array ?? []).compactMap { setting in
            guard let path = setting["path"]?.string, let value = setting["value"] else {
                return nil
            }
            return Setting(path: path, value: value, source: setting["source"]?.string ?? "")
        }
        data = (identity?["data"]?.array ?? []).map {
            ($0["name"]?.string ?? "", $0["hash"]?.string ?? "")
        }
        warnings = (result["warnings"]?.array ?? []).map { $0.string ?? "" }
        exit = result["exit"]?.integer
        totals = result["totals"]
        played = told.played
        statistics = (result["statistics"]?.object?.members ?? []).map { ($0.key, $0.value) }
        var status = stat()
        let path = told.folder + "/" + ToldResult.resultName
        written = stat(path, &status) == 0 ? status.st_mtim.tv_sec : 0
    }

    /// A figure of the totals: `net`, `orders`; `nil` when there is none.
    public func total(_ name: String) -> JSONValue? { told(totals?[name]) }

    /// A figure of the statistics: `sharpe`, `return`.
    public func statistic(_ name: String) -> JSONValue? {
        told(statistics.first { $0.name == name }?.value)
    }

    private func told(_ value: JSONValue?) -> JSONValue? {
        guard let value, let number = value.double, number.isFinite else { return nil }
        return value
    }
}
