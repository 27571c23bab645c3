import KraderEngine
import KraderJSON
import KraderModel
public import KraderReport
import KraderScenario

// As an answer.
extension SymbolStory {
    public var answer: Answer {
        let standing = part.standing
        var answer = Answer(title: "\(code) at \(moment)")
        answer.add("symbol", nil, .text(code))
        answer.add("at", nil, .text(moment.description))
        answer.add("last_price", "last price", .price(standing.market.last))
        answer.add(
            "last_time", "of",
            standing.market.last == nil ? .missing : .text(standing.market.lastTime.description))
        answer.add("phase", "session", .text(standing.phase.description))
        answer.add("status", "issue", .text(standing.market.status.description))
        answer.add("mode", "mode", .text(standing.mode.description))
        answer.add("in_universe", "in the universe", .flag(standing.market.isInUniverse))
        answer.add(
            "rank", "rank",
            standing.market.rank > 0 ? .count(standing.market.rank) : .missing)
        answer.add("position", "held", .number(standing.position.quantity.count))
        answer.add("minutes_compared", nil, .count(minutesCompared))
        answer.tables = [gateTable, candleTable, strategyTable, orderTable]
        if marketGates.isEmpty { answer.notes.append("No gate of the market or mode is closed.") }
        if !isComplete {
            answer.notes.append("The run did not come to its end; it was stopped later than this.")
        }
        answer.notes.append(
            "Played again until then; the digests of \(minutesCompared) minutes are the folder's.")
        return answer
    }

    private var gateTable: Answer.Table {
        Answer.Table(
            name: "gates", columns: [("code", "closed gate"), ("why", "why")],
            rows: marketGates.map { [.text($0.code), .text($0.words)] })
    }

    private var candleTable: Answer.Table {
        let columns: [Answer.Table.Column] = [
            ("timeframe", "candles"), ("closed", "closed"), ("end", "last end"), ("open", "open"),
            ("high", "high"), ("low", "low"), ("close", "close"), ("volume", "volume"),
            ("building_since", "building since"),
        ]
        return Answer.Table(
            name: "candles", columns: columns,
            rows: part.standing.candles.map { candles in
                let newest = candles.newest
                return [
                    .text(candles.timeframe.description), .number(candles.closed),
                    newest.map { .text(short($0.end)) } ?? .missing, .price(newest?.open),
                    .price(newest?.high), .price(newest?.low), .price(newest?.close),
                    newest.map { .number($0.volume.count) } ?? .missing,
                    candles.building.map { .text(short($0.start)) } ?? .missing,
                ]
            })
    }

    /// The time alone where it is of the day that is asked about.
    private func short(_ time: Moment) -> String {
        CalendarDate(time) == CalendarDate(moment)
            ? TimeOfDay(time).description : CalendarDate(time).description
    }

    private var strategyTable: Answer.Table {
        let columns: [Answer.Table.Column] = [
            ("strategy", "strategy"), ("code", nil), ("why", "why"), ("needs", "candles it needs"),
            ("calls", "was shown it"), ("refused", "refused last"), ("next", "looks next"),
        ]
        return Answer.Table(
            name: "strategies", columns: columns,
            rows: strategies.map { index in
                let gates = gates(of: index)
                let needs = part.standing.warmUps.filter { $0.strategy == index }.map {
                    "\($0.timeframe) \($0.needed) (has \($0.seen))"
                }
                let refused = lastRefused(of: index).map(SymbolStory.words)
                return [
                    .text(plan.scenario.strategies[index].id),
                    .text(gates.first?.code ?? ""),
                    .text(gates.map(\.words).joined(separator: "; ")),
                    .text(needs.isEmpty ? "none" : needs.joined(separator: ", ")),
                    .number(part.watched[index].calls),
                    refused.map { .text($0) } ?? .missing,
                    .text(nextLooks(of: index)),
                ]
            })
    }

    private var orderTable: Answer.Table {
        Answer.Table(
            name: "open_orders",
            columns: [
                ("order_id", "open order"), ("strategy", "of"), ("side", "side"),
                ("quantity", "quantity"), ("limit", "limit"), ("created", "since"),
            ],
            rows: openOrders.map { order in
                ["order_id", "strategy", "side", "quantity", "limit", "created"].map {
                    .text(order[$0])
                }
            })
    }
}
