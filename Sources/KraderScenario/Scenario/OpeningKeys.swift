import KraderEngine
import KraderJSON

/// The keys of orders that stand at the start: `account.orders[]` of the broker, `local.orders[]`
/// of our records. Reader, JSON Schema and the run's identity follow from these.
enum OpeningKeys {
    private static let shares: ClosedRange<Int64> = 1...1_000_000_000
    private static let terms = [
        GrammarKey("symbol", .symbol, .needed, "The issue."),
        GrammarKey("side", .choice(["buy", "sell"]), .needed, "Whether it buys or sells."),
        GrammarKey("quantity", .integer(shares), .needed, "Its shares."),
        GrammarKey("price", .price, .needed, "Its limit, in won."),
        GrammarKey(
            "filled", .integer(0...shares.upperBound), .byDefault(0),
            "The shares that were executed, at its limit."),
    ]

    /// An order that the broker has.
    static let ofBroker =
        terms + [
            GrammarKey(
                "cancelled", .boolean, .byDefault(false), "Whether what is left is cancelled."),
            GrammarKey(
                "by_hand", .boolean, .byDefault(false),
                "Whether a person gave it at a terminal, not our program."),
            GrammarKey("id", .text(1...100), .optional, "By which local.orders names it."),
        ]

    /// How far our records know an order.
    enum State: String, CaseIterable {
        /// Decided, and waiting for its turn.
        case decided = "PENDING_NEW"
        /// Sent, and nothing came back.
        case sent = "IN_DOUBT"
        case taken = "SUBMITTED"
    }

    /// An order that our records know.
    static let ofRecords =
        terms + [
            GrammarKey(
                "state", .choice(State.allCases.map(\.rawValue)),
                .byDefault(JSONValue(.string(State.taken.rawValue))),
                "How far our records know it."),
            GrammarKey(
                "broker", .text(1...100), .optional,
                "The id of the broker's order whose number they know."),
            GrammarKey(
                "strategy", .text(1...100), .optional,
                "The id of its strategy; the first unless said."),
        ]

    /// Why the kill switch is engaged in our records.
    static let causes = StopCause.allCases.map(\.code)
}
