import KraderBacktest
import KraderJSON
import KraderModel

/// What a line of `events` can wait for: a key of `when`. The reader, the JSON Schema and the
/// manual's list follow from `ScriptOccasion.all`.
public struct ScriptOccasion: Sendable {
    /// The key of `when`, with what it may hold.
    public let key: GrammarKey
    /// Keys that stand beside it.
    public let more: [GrammarKey]
    let kind: @Sendable (GrammarValues) -> Occurrence.Kind?

    public var name: String { key.name }

    private init(
        _ name: String, _ holds: GrammarKey.Kind, _ help: String, more: [GrammarKey] = [],
        kind: @escaping @Sendable (GrammarValues) -> Occurrence.Kind?
    ) {
        key = GrammarKey(name, holds, .optional, help)
        self.more = more
        self.kind = kind
    }

    private static func named<Choice: CaseIterable & RawRepresentable<String>>(
        _ type: Choice.Type
    ) -> GrammarKey.Kind {
        .choice(type.allCases.map(\.rawValue))
    }

    public static let all = [
        ScriptOccasion("request", named(RequestKind.self), "A request leaves for the broker.") {
            $0.choice("request", RequestKind.self).map { .request($0) }
        },
        ScriptOccasion(
            "reply", named(RequestKind.self), "The broker sends the reply to a request."
        ) { $0.choice("reply", RequestKind.self).map { .reply($0) } },
        ScriptOccasion("push", named(MessageKind.self), "The broker pushes word of an order.") {
            $0.choice("push", MessageKind.self).map { .push($0) }
        },
        ScriptOccasion("order", named(OrderStage.self), "An order of ours reaches a stage.") {
            $0.choice("order", OrderStage.self).map { .order($0) }
        },
        ScriptOccasion(
            "price", .price, "A print lies at the price or beyond it; with `symbol`.",
            more: [
                GrammarKey(
                    "crosses", .choice(["up", "down"]), .byDefault("up"),
                    "From which side it comes.")
            ]
        ) { values in
            values.price("price").map { .price($0, isFall: values.text("crosses") == "down") }
        },
        ScriptOccasion("record", named(RecordKind.self), "The engine leaves a record of a kind.") {
            $0.choice("record", RecordKind.self).map { .record($0) }
        },
        ScriptOccasion(
            "crash_point", .choice(CrashPoint.allCases.map(\.description)),
            "krader reaches a point at which a crash is hard to come through."
        ) { values in
            CrashPoint.allCases.first { $0.description == values.text("crash_point") }
                .map { .crashPoint($0) }
        },
    ]

    /// Keys that go with each of them.
    public static let common = [
        GrammarKey("nth", .integer(1...1_000_000), .byDefault(1), "The nth time, from 1."),
        GrammarKey(
            "times", .times, .byDefault(1), "And then so many of its kind in a row; or all."),
        GrammarKey("symbol", .symbol, .optional, "Only what is about this symbol."),
    ]

    /// Keys of every line of `events`, beside those of its verb.
    public static let lineKeys = [
        GrammarKey("id", .text(1...100), .optional, "By which other lines and reports name it."),
        GrammarKey("about", .text(0...10_000), .optional, "A remark; it changes nothing."),
        GrammarKey("at", .moment, .optional, "At a moment."),
        GrammarKey("after", .text(1...100), .optional, "After the line with this `id` was done."),
        GrammarKey(
            "delay_ms", .duration(0...ScriptVerb.delayMax), .byDefault(0),
            "So much later; with `after`."),
    ]

    /// Keys of verbs that take a time.
    public static let lastingKeys = [
        GrammarKey(
            "lasting_ms", .duration(1...30 * ScriptVerb.delayMax), .optional, "For how long."),
        GrammarKey("until", .moment, .optional, "Until a moment; with `at`."),
    ]
}
