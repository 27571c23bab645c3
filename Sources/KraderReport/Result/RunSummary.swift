public import KraderBacktest
public import KraderJSON
public import KraderModel

/// What a report says about a run beside its result: names, hashes, settings and notes. Whoever
/// starts the run knows these; nothing in it may depend on the wall clock, on paths or on flags, so
/// that a rerun leaves the same bytes.
public struct RunSummary: Sendable {
    public var identity: RunIdentity
    /// What the scenario says of itself, in one line for people.
    public var about: String
    /// The period asked for, without its end.
    public var from: Moment
    public var to: Moment
    /// Of issues, for people: no file of a result has them.
    public var names = IssueNames()
    /// The strategies that were played, in the order of their indices.
    public var strategies: [Strategy] = []
    public var warmUps: [WarmUp] = []
    /// The settings in force, in the order in which they are to be shown.
    public var settings: [Setting] = []
    /// The same run by each path inside candles, when both were asked for: the band in which the
    /// result lies as far as the candles tell.
    public var intrabar: [IntrabarRun] = []
    /// What became of each expectation, in the order of the file; none where a run did not end.
    public var expectations: [Verdict] = []
    /// What became of each line of the script, in the order of the file.
    public var script: [ScriptOutcome] = []
    /// What a reader must know about the data: source, scope, gaps, selection bias.
    public var dataNotes: [String] = []
    public var warnings: [String] = []
    /// The exit code of the run (design.md §7).
    public var exitCode: Int32 = 0
    /// Whether an unfinished run ended because it was strict, and not because somebody stopped it.
    public var endedStrictly = false

    public init(identity: RunIdentity, about: String = "", from: Moment, to: Moment) {
        self.identity = identity
        self.about = about
        self.from = from
        self.to = to
    }

    /// The expectations that were not met, and the lines of the script that were not done.
    public var unmet: [Verdict] { expectations.filter { !$0.isMet } }
    public var undone: [ScriptOutcome] { script.filter { !$0.isDone } }

    var cutText: String { endedStrictly ? Texts.endedStrictly : Texts.interrupted }

    /// A strategy as it was played.
    public struct Strategy: Hashable, Sendable {
        public var id: String
        /// The kind's name, as a scenario names it.
        public var kind: String
        /// All parameters, defaults filled in. A list of signals stands as its length: the list
        /// itself is in `scenario.json`.
        public var parameters: [Parameter]
        public var budget: Won?
        /// The SHA-256, in hex, of the file that holds the strategy (`StrategyKind.source`).
        public var source: String?

        public init(
            id: String, kind: String, parameters: [Parameter], budget: Won? = nil,
            source: String? = nil
        ) {
            self.id = id
            self.kind = kind
            self.parameters = parameters
            self.budget = budget
            self.source = source
        }

        public struct Parameter: Hashable, Sendable {
            public var name: String
            public var value: JSONValue

            public init(name: String, value: JSONValue) {
                self.name = name
                self.value = value
            }
        }

        /// The strategy in words: `sma_cross fast=2 slow=3`, with the id before it where it is
        /// another.
        var words: String {
            let settings =
                parameters.map { "\($0.name)=\($0.value.string ?? $0.value.text())" }
                + (budget.map { ["budget=\($0.amount)"] } ?? [])
            return ([id == kind ? kind : "\(id): \(kind)"] + settings).joined(separator: " ")
        }
    }

    /// A setting as it was in force, and where its value came from: `default`, `scenario`, `--set`
    /// …
    public struct Setting: Hashable, Sendable {
        public var path: String
        public var value: JSONValue
        public var source: String

        public init(path: String, value: JSONValue, source: String) {
            self.path = path
            self.value = value
            self.source = source
        }
    }

    /// A line of the script, and what became of it.
    public struct ScriptOutcome: Hashable, Sendable {
        /// What it is called: by its id, else by its place in the file.
        public var name: String
        public var path: String
        /// What it does, and when: `drop_reply when request new_order`.
        public var words: String
        /// The moments at which it was done.
        public var done: [Moment]
        /// Why it could not be done, as a sentence without its full stop.
        public var obstacle: String?

        public init(
            name: String, path: String, words: String, done: [Moment], obstacle: String? = nil
        ) {
            self.name = name
            self.path = path
            self.words = words
            self.done = done
            self.obstacle = obstacle
        }

        /// Whether it was done. One that wasn't shows nothing, and fails the run.
        public var isDone: Bool { !done.isEmpty && obstacle == nil }

        /// Why it was not done.
        public var fault: String? {
            isDone ? nil : obstacle ?? "what it waits for never happened"
        }
    }

    /// The result of the run with one path inside candles.
    public struct IntrabarRun: Hashable, Sendable {
        /// The path inside candles: `low_first` or `high_first`.
        public var path: String
        public var net: Won
        public var maxDrawdown: Double
        public var trades: Int64
        /// The first 12 hex digits of the run's digest.
        public var digest: String

        public init(path: String, net: Won, maxDrawdown: Double, trades: Int64, digest: String) {
            self.path = path
            self.net = net
            self.maxDrawdown = maxDrawdown
            self.trades = trades
            self.digest = digest
        }
    }

    /// How many candles a strategy needs before it can act, none of an optional window, and how
    /// many it saw of the symbol that had most.
    public struct WarmUp: Hashable, Sendable {
        public var strategyID: String
        public var timeframe: Timeframe
        public var needed: Int64
        public var seen: Int64
        /// Whether the data make candles of the timeframe.
        public var canBeBuilt: Bool

        public init(
            strategyID: String, timeframe: Timeframe, needed: Int64, seen: Int64,
            canBeBuilt: Bool = true
        ) {
            self.strategyID = strategyID
            self.timeframe = timeframe
            self.needed = needed
            self.seen = seen
            self.canBeBuilt = canBeBuilt
        }

        public var isReached: Bool { seen >= needed }
    }
}

/// What names a run (semantics.md §8).
public struct RunIdentity: Hashable, Sendable {
    public var engineVersion: String
    /// The run's id of 12 hex digits; `.partial` follows when the run was interrupted.
    public var runID: String
    public var scenario: String
    /// The SHA-256 of the normalised scenario, in hex.
    public var scenarioHash: String
    public var data: [DataHash]
    public var seed: UInt64

    public init(
        engineVersion: String, runID: String, scenario: String, scenarioHash: String,
        data: [DataHash] = [], seed: UInt64
    ) {
        self.engineVersion = engineVersion
        self.runID = runID
        self.scenario = scenario
        self.scenarioHash = scenarioHash
        self.data = data
        self.seed = seed
    }

    /// A source of data and the SHA-256 of its contents, hex.
    public struct DataHash: Hashable, Sendable {
        public var name: String
        public var hash: String
        public var verified: Verified

        public init(name: String, hash: String, verified: Verified = .inRun) {
            self.name = name
            self.hash = hash
            self.verified = verified
        }
    }

    /// When the hash was last compared with every byte, as far as the run can tell.
    public enum Verified: String, Hashable, Sendable {
        /// The run made the hash of the bytes that it read.
        case inRun = "in_run"
        /// The import made the hash; the run compared what it read with quick hashes.
        case atImport = "at_import"
        /// The hash was never compared: it rests on quick hashes, which anybody can make to fit.
        case never
    }
}
