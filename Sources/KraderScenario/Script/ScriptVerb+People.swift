import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

// What a person tells the engine, and what happens to orders at the broker.
extension ScriptVerb {
    private static let noteKeys = [
        GrammarKey("operator", .text(1...100), .optional, "Who wants it; scenario unless said."),
        GrammarKey("reason", .text(1...1_000), .optional, "Why; as scripted unless said."),
    ]

    /// Who says it and why. A scenario may leave both to itself; a person at a live session may
    /// not.
    private static func note(_ values: ScriptValues) -> OperatorNote {
        OperatorNote(
            name: values.keys.text("operator") ?? "scenario",
            reason: values.keys.text("reason") ?? "as scripted")
    }

    private static func person(
        _ name: String, _ keys: [GrammarKey] = [], rows: String, _ help: String,
        _ command: @escaping @Sendable (ScriptValues) -> Command
    ) -> ScriptVerb {
        ScriptVerb(name, .person, keys, rows: rows, help) { .command(command($0)) }
    }

    static let ofPerson = [
        person("kill", rows: "K01–K06", "The kill switch engages.") { _ in .engageKillSwitch },
        person(
            "rearm",
            [
                GrammarKey(
                    "reducing", .boolean, .byDefault(false), "Only sells leave until resume.")
            ] + noteKeys, rows: "K10, K11", "The kill switch is to be armed again."
        ) { .rearmKillSwitch(note($0), isReducing: $0.keys.boolean("reducing")) },
        person("acknowledge", noteKeys, rows: "K01", "Somebody knows what is held unprotected.") {
            .acknowledge(note($0))
        },
        person(
            "flatten",
            [GrammarKey("symbol", .symbol, .optional, "Of one instrument; all unless said.")]
                + noteKeys, rows: "K05", "Open orders are cancelled, and what is held is sold."
        ) { .flatten($0.keys.symbol("symbol"), note($0)) },
        person("pause", rows: "L01", "No new orders leave but those that protect.") { _ in .pause },
        person("resume", rows: "L01", "A pause ends; strategies go on.") { _ in .resume },
        person("reconcile", rows: "I15, I17", "The broker's lists are read and compared now.") {
            _ in .reconcile
        },
        person(
            "accept_difference", rows: "I02, I03", "A difference that waits may be set right."
        ) { _ in .acceptDifference },
    ]

    private static let quantities: ClosedRange<Int64> = 1...1_000_000_000
    /// Which order is meant; exactly one of them.
    static let targetKeys = [
        GrammarKey("symbol", .symbol, .optional, "The oldest of our orders in it at the broker."),
        GrammarKey(
            "order", .integer(1...1_000_000), .optional,
            "The nth order that krader decided, from 1, over restarts."),
        GrammarKey(
            "manual", .integer(1...1_000_000), .optional, "The nth order of manual_order, from 1."),
    ]

    static let ofBroker = [
        ScriptVerb(
            "fill", .broker,
            targetKeys + [
                GrammarKey("quantity", .integer(quantities), .needed, "Shares."),
                GrammarKey("price", .price, .needed, "Won a share."),
            ], rows: "A07, C01–C11, C15",
            "Shares of an order are executed, whatever the market shows."
        ) { values in
            guard let target = values.target, let quantity = values.keys.shares("quantity"),
                let price = values.keys.price("price")
            else { return nil }
            return .fill(target, quantity, at: price)
        },
        ScriptVerb(
            "reject_order", .broker,
            targetKeys + [
                GrammarKey("code", .integer(1...999_999), .needed, "The broker's code of it.")
            ], rows: "B05, B06", "The exchange refuses an order that the broker had accepted."
        ) { values in
            guard let target = values.target, let code = values.keys.integer("code") else {
                return nil
            }
            return .reject(target, code: Int32(code))
        },
        ScriptVerb(
            "manual_order", .broker,
            [
                GrammarKey("symbol", .symbol, .needed, "Of what."),
                GrammarKey(
                    "side", .choice(Side.allCases.map(\.description)), .needed, "To buy or sell."),
                GrammarKey("quantity", .integer(quantities), .needed, "Shares."),
                GrammarKey("price", .price, .optional, "Its limit; none: at the market."),
            ], rows: "C07, I04, I15, L12", "A person gives an order at a terminal."
        ) { values in
            guard let symbol = values.keys.symbol("symbol"), let side = values.keys.text("side"),
                let side = Side.allCases.first(where: { $0.description == side }),
                let quantity = values.keys.shares("quantity")
            else { return nil }
            return .order(
                BrokerRequest.NewOrder(
                    symbol: symbol, side: side, quantity: quantity,
                    limit: values.keys.price("price")))
        },
        ScriptVerb(
            "manual_cancel", .broker,
            targetKeys + [
                GrammarKey("quantity", .integer(quantities), .optional, "Shares; all unless said.")
            ], rows: "D16, D17, D06", "A person, or the broker, cancels an order."
        ) { values in values.target.map { .cancel($0, values.keys.shares("quantity")) } },
        ScriptVerb(
            "manual_modify", .broker,
            targetKeys + [
                GrammarKey("quantity", .integer(quantities), .optional, "Shares; all unless said."),
                GrammarKey("price", .price, .needed, "The new limit."),
            ], rows: "D08–D13, D17", "A person changes an order's limit."
        ) { values in
            guard let target = values.target, let price = values.keys.price("price") else {
                return nil
            }
            return .modify(target, values.keys.shares("quantity"), limit: price)
        },
    ]
}
