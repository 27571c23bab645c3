import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

/// What a line of `expect` can be about: its first key names it. The reader, the JSON Schema and
/// the manual's list follow from `ClaimForm.all`.
public struct ClaimForm: Sendable {
    /// The key that names it, with what it may hold.
    public let key: GrammarKey
    /// Keys that stand beside it.
    public let more: [GrammarKey]
    /// Whether it can be asked for at a moment before the end.
    public let isTimed: Bool
    /// Makes the claim of what was read; `nil` where something that is needed was missing or wrong,
    /// which is noted then.
    let claim: @Sendable (GrammarValues) -> Expectation.Claim?

    public var name: String { key.name }

    private init(
        _ name: String, _ holds: GrammarKey.Kind, _ help: String, more: [GrammarKey] = [],
        isTimed: Bool = true, claim: @escaping @Sendable (GrammarValues) -> Expectation.Claim?
    ) {
        key = GrammarKey(name, holds, .optional, help)
        self.more = more
        self.isTimed = isTimed
        self.claim = claim
    }

    private static let counts = GrammarKey.Kind.count(0 ... .max)
    private static let cashMax: Int64 = 1_000_000_000_000_000

    public static let all = [
        ClaimForm(
            "order",
            .object([
                GrammarKey("nth", .integer(1...1_000_000), .byDefault(1), "The nth, from 1."),
                GrammarKey("symbol", .symbol, .optional, "Of those of this symbol."),
            ]), "The nth order that krader decided, over restarts.",
            more: [
                GrammarKey(
                    "state", .choice(OrderStage.allCases.map(\.rawValue)), .optional, "Its state."),
                GrammarKey("filled", counts, .optional, "Shares that it has filled."),
                GrammarKey(
                    "reason", .choice(OrderClaim.Reason.all.map(\.code)), .optional,
                    "Why it ended, by krader's word or the venue's."),
            ], claim: order),
        ClaimForm(
            "requests",
            .object(
                RequestKind.allCases.map {
                    GrammarKey($0.rawValue, counts, .optional, "How many have left.")
                }), "How many requests of a kind have left for the broker.", claim: requests),
        ClaimForm("position", .bySymbol(counts), "Shares held of a symbol.", claim: positions),
        ClaimForm("cash", .count(-cashMax...cashMax), "Cash in won.") { values in
            values.count("cash").map { .cash($0) }
        },
        ClaimForm(
            "kill_switch", .choice(KillSwitchClaim.Stage.allCases.map(\.rawValue)),
            "How far the kill switch is; complete: the broker shows no open order.",
            more: [
                GrammarKey(
                    "cause", .choice(StopCause.allCases.map(\.code)), .optional,
                    "Why it engaged; not with armed."),
                GrammarKey(
                    "within_ms", .duration(0...ScriptVerb.delayMax), .optional,
                    "The longest time from engaged to complete; with complete."),
            ], claim: killSwitch),
        ClaimForm(
            "mode", .choice(EngineMode.allCases.map(\.description)), "What krader lets leave."
        ) { values in
            EngineMode.allCases.first { $0.description == values.text("mode") }.map { .mode($0) }
        },
        ClaimForm(
            "errors", counts, "Errors that count for the kill switch, over the whole run.",
            isTimed: false
        ) { values in values.count("errors").map { .errors($0) } },
        ClaimForm(
            "event", .choice(IncidentRecord.Kind.allCases.map(\.code)),
            "An incident, by its code.",
            more: [
                GrammarKey(
                    "count", counts, .optional, "How often; at least once unless said.")
            ]
        ) { values in
            IncidentRecord.Kind.allCases.first { $0.code == values.text("event") }
                .map { .incident($0, values.count("count") ?? Bounds(least: 1)) }
        },
        ClaimForm(
            "digest", .digits(12...64), "The first hex digits of the run's digest.", isTimed: false
        ) { values in values.text("digest").map { .digest($0) } },
        ClaimForm(
            "statistics",
            .object(
                Figure.all.map {
                    GrammarKey($0.name, .figure($0.range), .optional, "A figure of the result.")
                }), "Figures of the result, by their keys in result.json.", isTimed: false,
            claim: figures),
    ]

    /// Keys of every line of `expect`, beside those of its claim.
    public static let lineKeys = [
        GrammarKey("about", .text(0...10_000), .optional, "A remark; it changes nothing."),
        GrammarKey("at", .moment, .optional, "At a moment; else at the end."),
        GrammarKey(
            "after", .text(1...100), .optional, "After the event with this `id` was done."),
        GrammarKey(
            "delay_ms", .duration(0...ScriptVerb.delayMax), .byDefault(0),
            "So much later; with `after`."),
    ]

    private static let order: @Sendable (GrammarValues) -> Expectation.Claim? = { values in
        guard let choice = values.object("order") else { return nil }
        let claim = OrderClaim(
            stage: values.choice("state", OrderStage.self), filled: values.count("filled"),
            reason: OrderClaim.Reason.all.first { $0.code == values.text("reason") })
        return .order(
            OrderChoice(
                nth: Int(choice.integer("nth") ?? 1), symbol: choice.symbol("symbol")), claim)
    }

    private static let requests: @Sendable (GrammarValues) -> Expectation.Claim? = { values in
        guard let said = values.object("requests") else { return nil }
        return .requests(
            RequestKind.allCases.compactMap { kind in
                said.count(kind.rawValue).map { Expectation.Counted(kind, $0) }
            })
    }

    private static let positions: @Sendable (GrammarValues) -> Expectation.Claim? = { values in
        .positions(
            values.bySymbol("position").compactMap { symbol, value in
                if case .count(let bounds) = value {
                    Expectation.Counted(symbol, bounds)
                } else {
                    nil
                }
            })
    }

    private static let killSwitch: @Sendable (GrammarValues) -> Expectation.Claim? = { values in
        values.choice("kill_switch", KillSwitchClaim.Stage.self).map { stage in
            .killSwitch(
                KillSwitchClaim(
                    stage, cause: StopCause.allCases.first { $0.code == values.text("cause") },
                    within: values.interval("within_ms")))
        }
    }

    private static let figures: @Sendable (GrammarValues) -> Expectation.Claim? = { values in
        guard let said = values.object("statistics") else { return nil }
        return .figures(
            Figure.all.compactMap { figure in
                said.figure(figure.name).map { FigureClaim(figure, $0) }
            })
    }
}
