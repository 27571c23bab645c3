import KraderBacktest
import KraderEngine
import KraderModel

/// What a line of `events` can do: `do` names it. The reader, the JSON Schema, the manual's list
/// and the run's identity follow from `ScriptVerb.all`.
public struct ScriptVerb: Sendable {
    public let name: String
    public let group: Group
    /// The keys that go with it, beside those of every line.
    public let keys: [GrammarKey]
    public let lasting: Lasting
    /// The rows of the catalogue of failures that it can show (docs/reference/failures.md).
    public let rows: String
    /// What it does, in one line for lists.
    public let help: String
    /// Makes the act of what was read; `nil` where something that is needed was missing, which is
    /// noted then.
    let act: @Sendable (ScriptValues) -> ScriptedAct?

    /// On what it acts, which decides by what it can be triggered.
    public enum Group: String, Hashable, Sendable, CaseIterable {
        case requests, replies, pushes, lists, broker, way, store, process, market
        case person
    }

    /// Whether it takes a time: `lasting_ms`, or `until` with `at`.
    public enum Lasting: Hashable, Sendable {
        case no
        /// For so long, or to the run's end.
        case may
        case must
    }

    init(
        _ name: String, _ group: Group, _ keys: [GrammarKey] = [], lasting: Lasting = .no,
        rows: String, _ help: String, act: @escaping @Sendable (ScriptValues) -> ScriptedAct?
    ) {
        self.name = name
        self.group = group
        self.keys = keys + (ScriptVerb.subject(of: group).map { [$0] } ?? [])
        self.lasting = lasting
        self.rows = rows
        self.help = help
        self.act = act
    }

    /// All verbs, in the order in which they are listed.
    public static let all: [ScriptVerb] =
        ofPerson + ofRequests + ofReplies + ofPushes + ofLists + ofBroker + ofWay + ofStore
        + ofProcess + ofMarket

    static func named(_ name: String) -> ScriptVerb? { all.first { $0.name == name } }

    /// The key that says which messages are meant, where the trigger doesn't.
    static let subjectKey = "of"

    private static func subject(of group: Group) -> GrammarKey? {
        switch group {
        case .requests, .replies:
            GrammarKey(
                subjectKey, .choice(RequestKind.allCases.map(\.rawValue)), .optional,
                "Of which requests, where the trigger doesn't say it.")
        case .pushes:
            GrammarKey(
                subjectKey, .choice(MessageKind.allCases.map(\.rawValue)), .optional,
                "Which pushes, where the trigger doesn't say it.")
        case .lists:
            GrammarKey(
                subjectKey, .choice(RequestKind.lists.map(\.rawValue)), .optional,
                "Which lists, where the trigger doesn't say it.")
        case .broker, .way, .store, .process, .market, .person: nil
        }
    }

    private static let zero = "a price of zero is refused where data are read: it never gets so far"
    private static let secondCopy =
        "a second krader is kept out by a lock on the disk, which no "
        + "simulated run has"

    /// Verbs that people look for, and what stands for them.
    static let elsewhere: [(name: String, said: String)] = [
        ("no_ping", "say 'half_open': krader's link notices a missing ping by itself"),
        ("jump_clock", "say 'skew_clock': a run's clock is the market's"),
        ("set_clock", "say 'skew_clock': a run's clock is the market's"),
        ("kill_process", "say 'crash' with restart_after_ms"),
        ("restart", "say 'crash' with restart_after_ms"),
        ("limit", "say it in market.data: a price at the day's limit"),
        ("log_full", "say 'store_full': a run's records are its log"),
        ("configure", "settings hold for the whole run: say it in risk, costs or venue"),
        ("empty_snapshot", "say 'empty_list'"), ("partial_snapshot", "say 'partial_list'"),
        ("stale_snapshot", "say 'stale_list'"), ("zero", zero),
        ("zero_price", zero), ("second_copy", secondCopy),
        ("buy", "say 'manual_order'"), ("sell", "say 'manual_order'"),
    ]
}

extension RequestKind {
    /// Those that ask for a list.
    static let lists: [RequestKind] = [
        .openOrders, .executedOrders, .ordersOfDay, .executions, .positions, .balance, .anyQuery,
    ]
}

/// What was read of a line, for its verb.
struct ScriptValues {
    var keys = GrammarValues()
    /// The kind of the messages that are meant, by trigger or by `of`.
    var requests: RequestKind?
    var pushes: MessageKind?
    /// For how long; `nil`: to the run's end.
    var lasting: Interval?
    var target: OrderTarget?
}
