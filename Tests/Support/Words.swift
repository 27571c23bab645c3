public import KraderEngine
public import KraderModel

/// A record in the words of a trader; `nil` for a signal that became an order, which has a line of
/// its own, and for what only a restart needs.
public func words(_ record: Record) -> String? {
    switch record {
    case .signal(let signal):
        switch signal.answer {
        case .order: return nil
        case .held: return "held"
        case .refused(let refusal):
            let numbers = refusal.numbers.map { " \($0.name)=\($0.value)" }.joined()
            return "refused \(refusal.code)\(numbers)"
        }
    case .order(let order):
        let limit = order.limit.map { " @ \($0)" } ?? ""
        let kind = order.timeInForce == .day ? "" : " \(order.timeInForce)"
        return "order \(order.reference.serial) \(order.side) \(order.quantity)\(limit)\(kind)"
    case .transition(let change):
        return words(change)
    case .fill(let fill):
        let execution = fill.execution
        return "\(fill.order.serial) filled \(execution.quantity) at \(execution.price), "
            + "\(fill.status)"
    case .day(let day):
        return "day \(day.day) cash \(day.cash) holdings \(day.holdings) profit \(day.profit)"
    case .universe(let change):
        return "symbol \(change.symbol.value) \(change.change)"
            + (change.rank > 0 ? " as \(change.rank)" : "")
    case .incident(let incident):
        let cause = incident.cause.map { $0 == .byHand ? "" : " \($0.code)" } ?? ""
        let delay = incident.delay.map { " after \($0.nanoseconds / 1_000_000) ms" } ?? ""
        let obstacle = incident.obstacle.map { " \($0.code)" } ?? ""
        let held = incident.holding.map { holding in
            " \(holding.quantity)" + (holding.stop.map { " stop \($0)" } ?? "")
                + (holding.loss.map { " loss \($0)" } ?? "")
        }
        return incident.kind.code + cause + delay + obstacle + (held ?? "")
            + (incident.strategy.map { " of \($0)" } ?? "")
    case .pacing(let pacing): return "pacing ×\(pacing.times)"
    case .exit(let record):
        return record.event == .pursued ? nil : words(record)
    case .mode(let mode):
        return "mode " + (mode.blocks.isEmpty ? "whole" : mode.blocks.names.joined(separator: " "))
    case .externalOrder(let order):
        return "\(order.reference.serial) external \(order.terms.side) \(order.terms.quantity)"
    case .adjust(let adjust):
        guard let symbol = adjust.symbol else {
            return "adjust cash \(adjust.cashBefore) to \(adjust.cashAfter)"
        }
        return "adjust symbol \(symbol.value) \(adjust.before) to \(adjust.after)"
    case .reply, .earlyPush, .heldSignal, .timer, .dayBegin, .run, .reason, .query:
        return nil
    case .corporateAction(let record):
        let whose = record.strategy.map { " of \($0)" } ?? ""
        return "\(record.action.kind.rawValue) \(record.before) to \(record.after)\(whose)"
    }
}

/// The exit in words: `exit armed 10` or `exit hit STOP 10`.
private func words(_ record: ExitRecord) -> String {
    let exit = record.exit
    let reason = exit.hit.map { " \($0.code)" } ?? ""
    let level = record.event == .raised ? exit.trailingStop.map { " to \($0)" } ?? "" : ""
    return "exit \(record.event)\(reason) \(exit.quantity)\(level)"
}

private func words(_ change: OrderTransition) -> String? {
    let serial = change.reference.serial
    switch change.event {
    case .sent: return "\(serial) sent"
    case .acknowledged: return "\(serial) acknowledged"
    case .changeSent: return "\(serial) change sent"
    case .modified: return "\(serial) modified to \(change.limit.map { "\($0)" } ?? "none")"
    case .changeRefused: return "\(serial) change refused"
    // What goes out next says them.
    case .cancelRequested, .replaceRequested: return nil
    case .changeWithdrawn: return "\(serial) change withdrawn"
    case .inDoubt: return "\(serial) in doubt" + (change.doubt.map { ", \($0.code)" } ?? "")
    case .adopted: return "\(serial) adopted as \(change.number?.value ?? 0)"
    case .notFound: return "\(serial) not found"
    case .resurrected: return "\(serial) resurrected as \(change.number?.value ?? 0)"
    case .partlyCancelled: return "\(serial) partly cancelled, \(change.leaves) left"
    case .ended:
        let why = change.rejection.map { " \($0.code)" } ?? ""
        return "\(serial) \(change.status) \(change.reason.code)\(why)"
    }
}

/// The request in words: `→ 1 new buy 10 @ 70000`.
public func words(_ numbered: NumberedRequest) -> String {
    let id = numbered.id.number
    switch numbered.request {
    case .newOrder(let order):
        let limit = order.limit.map { " @ \($0)" } ?? ""
        let kind = order.timeInForce == .day ? "" : " \(order.timeInForce)"
        return "→ \(id) new \(order.side) \(order.quantity)\(limit)\(kind)"
    case .modify(let change): return "→ \(id) modify \(change.original.value) @ \(change.limit)"
    case .cancel(let cancel): return "→ \(id) cancel \(cancel.original.value)"
    case .query(let query):
        return "→ \(id) query \(query.kind)" + (query.page > 0 ? " page \(query.page)" : "")
    }
}
