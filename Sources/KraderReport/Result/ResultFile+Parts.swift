import KraderBacktest
import KraderEngine
import KraderJSON
import KraderModel

extension ResultFile {
    static func day(_ day: DayRecord) -> JSONValue {
        .members([
            ("day", .text("\(day.day)")),
            ("cash", .won(day.cash)),
            ("holdings", .won(day.holdings)),
            ("equity", .won(day.cash + day.holdings)),
            ("profit", .won(day.profit)),
            ("orders", .integer(day.ordersMade)),
            ("settled", .won(day.settled)),
            ("flagged", .boolean(day.isFlagged)),
        ])
    }

    static func symbol(_ symbol: SymbolResult, _ result: RunResult) -> JSONValue {
        .members([
            ("symbol", .text(result.code(symbol.symbol))),
            ("fills", .integer(symbol.fills)),
            ("bought", .won(symbol.bought)),
            ("sold", .won(symbol.sold)),
            ("gross_profit", .won(symbol.grossProfit)),
            ("commission", .won(symbol.commission)),
            ("tax", .won(symbol.tax)),
            ("unrealised", .won(symbol.unrealised)),
            ("quantity", .integer(symbol.position.quantity.count)),
            ("cost", .won(symbol.position.cost)),
            ("mark", symbol.position.mark.map { .integer($0.won) } ?? nil),
            ("trades", object(of: symbol.trades)),
        ])
    }

    static func strategy(
        _ strategy: StrategyResult, as played: RunSummary.Strategy?
    ) -> JSONValue {
        let source = played?.source.map { [("source_sha256", JSONValue.text($0))] } ?? []
        return .members(
            [
                ("id", .text(strategy.id)),
                ("kind", played.map { .text($0.kind) } ?? nil),
                (
                    "parameters",
                    .members(played?.parameters.map { ($0.name, $0.value) } ?? [])
                ),
                ("budget", played?.budget.map { .won($0) } ?? nil),
                ("signals", .integer(strategy.signals)),
                ("orders", .integer(strategy.orders)),
                ("fills", .integer(strategy.fills)),
                ("gross_profit", .won(strategy.grossProfit)),
                ("commission", .won(strategy.commission)),
                ("tax", .won(strategy.tax)),
                ("net", .won(strategy.net)),
                ("trades", object(of: strategy.trades)),
                ("paused", .boolean(strategy.isPaused)),
            ] + source)
    }

    /// What the sales of shares that were held before the run came to.
    static func heldBefore(_ nobody: StrategyResult) -> JSONValue {
        .members([
            ("gross_profit", .won(nobody.grossProfit)),
            ("commission", .won(nobody.commission)),
            ("tax", .won(nobody.tax)),
            ("net", .won(nobody.net)),
            ("trades", object(of: nobody.trades)),
        ])
    }

    static func openPosition(_ symbol: SymbolResult, _ result: RunResult) -> JSONValue {
        .members([
            ("symbol", .text(result.code(symbol.symbol))),
            ("quantity", .integer(symbol.position.quantity.count)),
            ("cost", .won(symbol.position.cost)),
            ("mark", symbol.position.mark.map { .integer($0.won) } ?? nil),
            ("value", .won(symbol.position.value)),
            ("unrealised", .won(symbol.unrealised)),
        ])
    }

    static func object(of trades: TradeStatistics) -> JSONValue {
        .members([
            ("count", .integer(trades.count)),
            ("wins", .integer(trades.wins)),
            ("losses", .integer(trades.losses)),
            ("won", .won(trades.won)),
            ("lost", .won(trades.lost)),
            ("best", trades.best.map { .won($0) } ?? nil),
            ("worst", trades.worst.map { .won($0) } ?? nil),
            ("net", .won(trades.net)),
            ("profit_factor", trades.profitFactor.map { JSONValue(number: $0) } ?? nil),
            ("holding_seconds", .whole(trades.heldNanoseconds / 1_000_000_000)),
        ])
    }

    static func costs(_ result: RunResult) -> JSONValue {
        .members([
            ("commission", .won(result.account.commission)), ("tax", .won(result.account.tax)),
        ])
    }

    static func orders(_ result: RunResult) -> JSONValue {
        .members(
            [
                ("made", .integer(result.ordersMade)),
                (
                    "by_status",
                    .members(result.ordersByEnd.map { ($0.status.description, .integer($0.count)) })
                ),
                ("open_at_end", .integer(result.openOrders)),
                (
                    "refusals",
                    .members(result.refusalsByCount.map { ($0.code, .integer($0.count)) })
                ),
                (
                    "cuts",
                    .members(result.cutsByCount.map { ($0.code, .integer($0.count)) })
                ),
                (
                    "rejections",
                    .members(result.rejectionsByCount.map { ($0.code, .integer($0.count)) })
                ),
            ] + controls(result))
    }

    static func fills(_ result: RunResult) -> JSONValue {
        .members([
            ("count", .integer(result.fills)),
            (
                "by_evidence",
                .members(
                    result.evidence.map { kind, fills, shares in
                        let counts = JSONValue.members([
                            ("fills", .integer(fills)), ("shares", .integer(shares.count)),
                        ])
                        return (kind.description, counts)
                    })
            ),
            ("queue_was_through", .boolean(result.queueWasThrough)),
            ("for_want_of_belief", unbelieved(result.unbelievedFills)),
            ("sides_not_believed", unbelieved(result.unbelievedSides)),
        ])
    }

    /// The counts of displayed sides or fills by the reason why a side was not believed
    /// (semantics.md §4).
    private static func unbelieved(_ counts: DisbeliefCounts) -> JSONValue {
        .members([
            ("never_came", .integer(counts.neverCame)), ("ended", .integer(counts.ended)),
            ("aged", .integer(counts.aged)), ("emptied", .integer(counts.emptied)),
        ])
    }

    static func hold(_ hold: RunResult.Hold, _ result: RunResult) -> JSONValue {
        .members([
            ("strategy", .text(result.name(ofStrategy: hold.strategy))),
            ("reason", .text(hold.reason)), ("count", .integer(hold.count)),
        ])
    }

    static func incident(_ incident: IncidentRecord, _ result: RunResult) -> JSONValue {
        .members([
            ("at", .moment(incident.at)),
            ("kind", .text(incident.kind.code)),
            (
                "strategy",
                incident.strategy.map { .text(result.name(ofStrategy: Int($0))) } ?? nil
            ),
            ("symbol", incident.symbol.map { .text(result.code($0)) } ?? nil),
            ("cause", incident.cause.map { .text($0.code) } ?? nil),
            ("before", incident.prices.map { .integer($0.before.won) } ?? nil),
            ("after", incident.prices.map { .integer($0.after.won) } ?? nil),
            ("delay_ms", incident.delay.map { .integer($0.nanoseconds / 1_000_000) } ?? nil),
            ("operator", incident.note.map { .text($0.name) } ?? nil),
            ("reason", incident.note.map { .text($0.reason) } ?? nil),
            ("obstacle", incident.obstacle.map { .text($0.code) } ?? nil),
            ("quantity", incident.holding.map { .integer($0.quantity.count) } ?? nil),
            ("stop", incident.holding?.stop.map { .integer($0.won) } ?? nil),
            ("loss", incident.holding?.loss.map { .integer($0.amount) } ?? nil),
        ])
    }

    static func fault(_ fault: StrategyFault, _ result: RunResult) -> JSONValue {
        .members([
            ("at", .moment(fault.at)),
            ("strategy", .text(result.name(ofStrategy: fault.strategy))),
            ("message", .text(fault.message)),
        ])
    }

    static func data(_ result: RunResult, _ summary: RunSummary) -> JSONValue {
        let counts = result.engineCounts
        return .members([
            ("instruments", .integer(Int64(result.instruments.count))),
            ("ticks", .integer(result.ticks)),
            ("candles", .integer(result.candles)),
            ("books", .integer(result.books)),
            ("late_prints", .integer(result.latePrints)),
            ("prints_out_of_scope", .integer(counts.printsOutOfScope)),
            ("crossed_displays", .integer(result.crossedDisplays)),
            ("carried_prices_unusable", .integer(result.carriedPricesUnusable)),
            ("pushes_quarantined", .integer(counts.pushesQuarantined)),
            ("replies_unknown", .integer(counts.repliesUnknown)),
            ("pushes_repeated", .integer(counts.pushesRepeated)),
            ("pushes_postponed", .integer(counts.pushesPostponed)),
            ("answers_unknown", .integer(counts.answersUnknown)),
            ("readings", .integer(counts.readings)),
            ("readings_lost", .integer(counts.readingsLost)),
            ("executions_repeated", .integer(counts.executionsRepeated)),
            ("signals_dropped", .integer(counts.signalsDropped)),
            ("bands_unknown", .integer(counts.bandsUnknown)),
            ("exits_inside_candles", .integer(counts.exitsInsideCandles)),
            ("exits_ended_by_sales", .integer(counts.exitsEndedBySales)),
            ("points_not_played", .integer(result.lostPoints.count)),
            ("signals_after_stop", .integer(counts.signalsAfterStop)),
            ("static_interruptions", .integer(counts.staticInterruptions)),
            ("dynamic_interruptions", .integer(counts.dynamicInterruptions)),
            ("halts", .integer(counts.halts)),
            ("adjustments", .integer(counts.corporateActions)),
            ("fractions_lost", .integer(counts.fractionsLost)),
            ("board_changes", .integer(counts.boardChanges)),
            ("circuit_breakers", .integer(counts.circuitBreakers)),
            ("cut_short", .list(result.cutShort()) { cutShort($0, result) }),
            ("notes", .list(summary.dataNotes, JSONValue.text)),
        ])
    }
}

extension RunSummary {
    /// The strategy at a place in the run's list, from 0.
    func strategy(_ place: Int) -> Strategy? {
        strategies.indices.contains(place) ? strategies[place] : nil
    }
}

extension RunResult {
    /// Kinds of evidence that occurred, in their written order.
    var evidence: [(kind: Evidence, fills: Int64, shares: Shares)] {
        Evidence.allCases.compactMap { kind in
            fillsByEvidence[kind].flatMap { fills in
                fills > 0 ? (kind, fills, sharesByEvidence[kind] ?? .zero) : nil
            }
        }
    }
}

extension RunResult {
    /// What is held at the end, the largest value first.
    var openPositions: [SymbolResult] {
        symbols.filter { $0.position.quantity > .zero }.sorted {
            ($1.position.value, $0.symbol) < ($0.position.value, $1.symbol)
        }
    }
}

extension SymbolResult {
    /// Whether the symbol was traded or is held: of thousands of symbols most are neither.
    var isWorthTelling: Bool { fills > 0 || position.quantity > .zero }

    var unrealised: Won { position.value - position.cost }

    /// The profit after costs, with what is still held at its mark.
    var net: Won { grossProfit - commission - tax + unrealised }
}

// These make JSON values of what records are made of.
extension JSONValue {
    static func integer(_ value: Int64) -> JSONValue { JSONValue(.integer(value)) }
    static func boolean(_ value: Bool) -> JSONValue { JSONValue(.boolean(value)) }
    static func text(_ value: String) -> JSONValue { JSONValue(.string(value)) }
    static func won(_ value: Won) -> JSONValue { .integer(value.amount) }
    static func won(_ value: WonSum) -> JSONValue { .whole(value.amount) }
    /// An exact integer as long as 64 bits hold it, else the nearest decimal that machines read.
    static func whole(_ value: Int128) -> JSONValue {
        Int64(exactly: value).map { .integer($0) } ?? JSONValue(number: Double(value))
    }

    static func moment(_ moment: Moment?) -> JSONValue {
        moment.map { .text($0.description) } ?? nil
    }

    static func day(_ day: CalendarDate?) -> JSONValue {
        day.map { .text($0.description) } ?? nil
    }

    static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        JSONValue(.object(JSONObject(members.map { .init(key: $0.0, value: $0.1) })))
    }

    static func list<Element>(
        _ elements: [Element], _ value: (Element) -> JSONValue
    ) -> JSONValue {
        JSONValue(.array(elements.map(value)))
    }
}
