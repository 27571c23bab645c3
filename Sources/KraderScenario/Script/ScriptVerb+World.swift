import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

// What can happen to the way, the store, the process and the market.
extension ScriptVerb {
    private static func way(
        _ name: String, _ fault: WayFault, lasting: Lasting = .may, rows: String, _ help: String
    ) -> ScriptVerb {
        ScriptVerb(name, .way, lasting: lasting, rows: rows, help) {
            .way(fault, lasting: $0.lasting)
        }
    }

    static let ofWay = [
        way("drop_link", .drop, rows: "G01, F19", "Both connections break, known at once."),
        way("drop_rest", .dropRequests, rows: "G11", "Requests can't be sent; pushes come."),
        way("drop_socket", .dropPushes, rows: "G06, G12", "The socket breaks; requests go."),
        way("half_open", .halfOpen, rows: "G02", "The socket stands, and nothing comes over it."),
        way("silence", .silence, rows: "G03", "The socket lives, and pushes of orders stay away."),
        way("take_over", .takeOver, rows: "F08", "Another login with our key closes our session."),
        way("expire_token", .expireToken, rows: "F05", "The token has run out."),
        way("revoke_token", .revokeToken, rows: "F05, F10", "The key is refused."),
        way("refuse_address", .refuseAddress, rows: "B10", "The broker refuses our address."),
        way("maintenance", .maintenance, rows: "E14", "The broker is down as planned."),
        way("suspend", .suspend, lasting: .must, rows: "E11", "The machine sleeps."),
        ScriptVerb(
            "skew_clock", .way,
            [
                GrammarKey(
                    "by_ms", .duration(-3_600_000...3_600_000), .needed,
                    "By how much the broker's clock is ahead of ours; below zero: behind.")
            ], lasting: .may, rows: "E08, E09", "The broker's clock and ours differ."
        ) { values in
            values.keys.interval("by_ms").map { .way(.skewClock($0), lasting: values.lasting) }
        },
    ]

    private static func store(
        _ name: String, _ fault: StoreFault, rows: String, _ help: String
    ) -> ScriptVerb {
        ScriptVerb(name, .store, lasting: .may, rows: rows, help) {
            .store(fault, lasting: $0.lasting)
        }
    }

    static let ofStore = [
        store("store_busy", .busy, rows: "J01, J02", "The database is locked."),
        store("store_full", .full, rows: "J03, M01", "The disk is full."),
        store("store_corrupt", .corrupt, rows: "J04", "What was kept can't be read again."),
        store(
            "mark_fails", .markFails, rows: "K13", "The second place of a kill can't be written."),
        ScriptVerb(
            "store_slow", .store,
            [GrammarKey("by_ms", .duration(1...600_000), .needed, "How long a commit takes.")],
            lasting: .may, rows: "J06", "Commits take so long."
        ) { values in
            values.keys.interval("by_ms").map { .store(.slow($0), lasting: values.lasting) }
        },
    ]

    static let ofProcess = [
        ScriptVerb(
            "crash", .process,
            [
                GrammarKey(
                    "restart_after_ms", .duration(0...delayMax), .byDefault(1_000),
                    "After how long another engine begins.")
            ], rows: "A01–A03, C08, C22, I01, I08, J07, K08",
            "The engine ends here; another begins from what was kept."
        ) { $0.keys.interval("restart_after_ms").map { .process(.crash(restartAfter: $0)) } }
    ]

    private static let anySymbol = GrammarKey(
        "symbol", .symbol, .optional, "Which; all unless said.")
    private static let oneSymbol = GrammarKey("symbol", .symbol, .needed, "Which.")

    private static func market(
        _ name: String, _ fault: MarketFault, _ symbol: GrammarKey, lasting: Lasting,
        rows: String, _ help: String
    ) -> ScriptVerb {
        ScriptVerb(name, .market, [symbol], lasting: lasting, rows: rows, help) {
            .market(fault, $0.keys.symbol("symbol"), lasting: $0.lasting)
        }
    }

    static let ofMarket = [
        market("halt", .halt, anySymbol, lasting: .may, rows: "H03", "Trading halts."),
        market(
            "volatility_interruption", .interrupt, anySymbol, lasting: .may, rows: "H01",
            "Trading is interrupted: orders wait for a single price."),
        market(
            "stale", .stale, anySymbol, lasting: .may, rows: "H06",
            "Prints and displays stop coming; at the exchange they go on."),
        market("gap", .gap, anySymbol, lasting: .must, rows: "H09", "Data of a time never come."),
        market(
            "crossed", .crossed, oneSymbol, lasting: .no, rows: "H07",
            "A display whose bid is above its ask."),
    ]
}
