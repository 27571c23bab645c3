public import KraderBacktest
public import KraderEngine
import KraderJSON
import KraderModel

/// Why a run without fills had none, the most telling reason first. The list is empty when
/// something was filled.
///
/// A signal goes through data, warm-up, strategy, risk, broker and market; the gate at which most
/// was lost is named with how often it refused.
func whyNothingTraded(_ result: RunResult, _ summary: RunSummary) -> [String] {
    guard result.fills == 0 else { return [] }
    var reasons: [String] = []
    let counts = result.engineCounts
    if result.ticks == 0 && result.candles == 0 && result.books == 0 {
        reasons.append(
            "No market data between \(Numbers.minute(summary.from)) and"
                + " \(Numbers.minute(summary.to)) KST.")
    } else if result.ticks > 0 && counts.printsOutOfScope == result.ticks && result.candles == 0 {
        reasons.append(
            "All \(grouped(result.ticks)) prints lie outside the regular session or scope; if their"
                + " times are UTC, say timezone.")
    }
    for warmUp in summary.warmUps where !warmUp.isReached {
        let needs = "needs \(grouped(warmUp.needed)) candles of \(warmUp.timeframe)"
        reasons.append(
            warmUp.canBeBuilt
                ? "\(warmUp.strategyID) was never warm: it \(needs) and saw"
                    + " \(grouped(warmUp.seen))."
                : "\(warmUp.strategyID) \(needs), which the data can't make.")
    }
    for fault in result.faults {
        reasons.append(
            "\(result.name(ofStrategy: fault.strategy)) threw and was paused at"
                + " \(Numbers.second(fault.at)): \(fault.message)")
    }
    for flood in result.incidents where flood.kind == .signalsFlooded {
        reasons.append(
            "\(result.name(ofStrategy: flood.strategy.map(Int.init))) gave too many signals at once"
                + " and was paused at \(Numbers.second(flood.at)): none of them counts"
                + " (\(grouped(counts.signalsDropped)) dropped).")
    }
    for (code, count) in result.refusalsByCount {
        let first = result.firstRefusals.values.first { $0.code == code }
        reasons.append("\(code) refused \(times(count, "signal"))\(first.map(arithmetic) ?? "").")
    }
    for (code, count) in result.rejectionsByCount {
        reasons.append("\(code): the venue rejected \(times(count, "request")).")
    }
    if result.ordersMade > 0 {
        reasons.append(
            "\(times(result.ordersMade, "order")) left and none was filled: "
                + result.ordersInWords + ".")
    }
    for hold in result.holdsByCount {
        reasons.append(
            "\(result.name(ofStrategy: hold.strategy)) held \(times(hold.count, "time")):"
                + " \(hold.reason).")
    }
    let held = Set(result.holds.map(\.strategy))
    for (index, strategy) in result.strategies.enumerated()
    where strategy.signals == 0 && !strategy.isPaused && !held.contains(index) {
        // These are the candles that it could have heard instead, had there been finer data.
        let missing = summary.warmUps.filter {
            $0.strategyID == strategy.id && $0.needed == 0 && !$0.canBeBuilt
        }
        reasons.append(
            missing.isEmpty
                ? "\(strategy.id) gave no signal."
                : "\(strategy.id) gave no signal: the data make no candles of "
                    + missing.map { "\($0.timeframe)" }.joined(separator: ", ") + ".")
    }
    if result.signals == 0 && reasons.isEmpty {
        reasons.append("No strategy gave a signal.")
    } else if result.signals > 0 && reasons.isEmpty {
        reasons.append("\(times(result.signals, "signal")) waited for an auction that never came.")
    }
    return reasons
}

/// The numbers behind the first of some refusals; empty when it has none.
private func arithmetic(_ refusal: Refusal) -> String {
    if case .zeroQuantity(let sized?) = refusal {
        return "; the first could take \(grouped(sized.size.amount)) of"
            + " \(grouped(sized.basis.amount)) won, and a share costs \(grouped(sized.price.won))"
    }
    let numbers = refusal.numbers.map { "\($0.name) \(grouped($0.value))" }
    return numbers.isEmpty ? "" : "; the first: " + numbers.joined(separator: ", ")
}

// These list a result's counts in an order that is the same everywhere: the largest first, then by
// code.
extension RunResult {
    var refusalsByCount: [(code: String, count: Int64)] {
        Refusal.Code.allCodes.compactMap { code in
            refusals[code].flatMap { $0 > 0 ? (code.description, $0) : nil }
        }.sorted { $0.count > $1.count }
    }

    var cutsByCount: [(code: String, count: Int64)] {
        Refusal.Code.allCodes.compactMap { code in
            cuts[code].flatMap { $0 > 0 ? (code.description, $0) : nil }
        }.sorted { $0.count > $1.count }
    }

    var rejectionsByCount: [(code: String, count: Int64)] {
        VenueRejection.allCases.compactMap { rejection in
            rejections[rejection].flatMap { $0 > 0 ? (rejection.code, $0) : nil }
        }.sorted { $0.count > $1.count }
    }

    var holdsByCount: [Hold] { holds.sorted { $0.count > $1.count } }

    var refusalCount: Int64 { refusalsByCount.reduce(0) { $0 + $1.count } }

    /// The incidents that happened, in the order of their list.
    public var incidentsByKind: [(kind: IncidentRecord.Kind, count: Int64)] {
        var counts: [IncidentRecord.Kind: Int64] = [:]
        for incident in incidents { counts[incident.kind, default: 0] += 1 }
        return IncidentRecord.Kind.allCases.compactMap { kind in
            counts[kind].map { (kind, $0) }
        }
    }

    /// The number of orders that ended, by how they ended; those that did not end are `openOrders`.
    var ordersByEnd: [(status: OrderStatus, count: Int64)] {
        OrderStatus.allCases.compactMap { status in
            ordersByStatus[status].flatMap { $0 > 0 && status.isTerminal ? (status, $0) : nil }
        }
    }

    var openOrders: Int64 { max(0, ordersMade - ordersByEnd.reduce(0) { $0 + $1.count }) }

    /// The orders in words: `80 filled, 3 canceled, 1 still open`.
    var ordersInWords: String {
        var parts = ordersByEnd.map {
            "\(grouped($0.count)) \($0.status.description.lowercased())"
        }
        if openOrders > 0 { parts.append("\(grouped(openOrders)) still open") }
        return parts.joined(separator: ", ")
    }

    /// The name of a strategy; `nil` is nobody, whose shares were held before the run.
    func name(ofStrategy index: Int?) -> String {
        index.map { name(ofStrategy: $0) } ?? Texts.heldBefore
    }

    func name(ofStrategy index: Int) -> String {
        strategyIDs.indices.contains(index) ? strategyIDs[index] : "strategy \(index)"
    }

    func code(_ symbol: SymbolIndex) -> String {
        instruments.indices.contains(symbol.int) ? instruments[symbol.int].code.description : "?"
    }
}
