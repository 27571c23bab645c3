import KraderEngine
import KraderModel

extension WatchedChain.Link {
    /// The event as a part of a line: `order 1 sent, SUBMITTED`.
    ///
    /// - Parameter script: what each line of the script does, in words.
    func words(_ instruments: [Instrument], script: [String]) -> String {
        switch self {
        case .act(let line): "script: " + (line < script.count ? script[line] : "line \(line)")
        case .request(let request): "request " + request.words(instruments)
        case .record(let record): record.words(instruments)
        }
    }
}

extension NumberedRequest {
    fileprivate func words(_ instruments: [Instrument]) -> String {
        let kind = RequestKind(request).rawValue
        switch request {
        case .newOrder(let order):
            return "\(kind): \(order.side) \(order.quantity.count) "
                + code(order.symbol, instruments)
                + (order.limit.map { " at \($0.won)" } ?? "")
        case .modify(let change):
            return "\(kind): order number \(change.original.value) to \(change.limit.won)"
        case .cancel(let cancel): return "\(kind): order number \(cancel.original.value)"
        case .query: return kind
        }
    }
}

extension Record {
    fileprivate func words(_ instruments: [Instrument]) -> String {
        switch self {
        case .signal(let signal): signal.words(instruments)
        case .order(let order):
            "order \(order.reference.serial): \(order.side) \(order.quantity.count) "
                + code(order.key.symbol, instruments)
                + (order.limit.map { " at \($0.won)" } ?? "")
        case .transition(let change): change.words
        case .fill(let fill):
            "order \(fill.order.serial) filled \(fill.execution.quantity.count) at "
                + "\(fill.execution.price.won): holds \(fill.positionAfter.count), "
                + "cash \(fill.cashAfter.amount)"
        case .incident(let incident): incident.words(instruments)
        case .mode(let mode):
            mode.blocks.names.isEmpty
                ? "nothing blocks" : "blocked by " + mode.blocks.names.joined(separator: ", ")
        case .adjust(let change):
            change.symbol.map {
                "the broker's list set \(code($0, instruments)) from \(change.before.count) to "
                    + "\(change.after.count)"
            } ?? "the broker's list set cash from \(change.cashBefore.amount) to "
                + "\(change.cashAfter.amount)"
        case .reply(let reply):
            "order \(reply.order.serial): reply "
                + (reply.rejection?.code ?? reply.number.map { "with number \($0.value)" } ?? "")
        case .externalOrder(let order):
            "somebody else's order: \(order.terms.side) \(order.terms.quantity.count) "
                + code(order.symbol, instruments)
        case .corporateAction(let action):
            "corporate action: \(code(action.symbol, instruments)) from \(action.before.count) to "
                + "\(action.after.count)"
        case .query(let query): "asked for \(query.query.kind)"
        case .day, .universe, .exit, .earlyPush, .heldSignal, .timer, .dayBegin, .run, .reason,
            .pacing:
            RecordKind(self).rawValue
        }
    }
}

extension SignalRecord {
    fileprivate func words(_ instruments: [Instrument]) -> String {
        let asked =
            "signal: \(action == .order ? order.side.description : action.description) "
            + code(key.symbol, instruments)
        switch answer {
        case .order(let reference, let quantity):
            return asked + " → order \(reference.serial), \(quantity.count)"
        case .refused(let refusal): return asked + " → \(refusal.code)"
        case .held: return asked + " → waits for an auction"
        }
    }
}

extension OrderTransition {
    fileprivate var words: String {
        let why = [reason.code, rejection?.code ?? "", doubt?.code ?? ""]
            .filter { !$0.isEmpty }
        let parts = [status.description] + why + ["filled \(filled.count)", "left \(leaves.count)"]
        return "order \(reference.serial) \(event.words): " + parts.joined(separator: ", ")
    }
}

extension OrderTransition.Event {
    fileprivate var words: String {
        switch self {
        case .sent: "sent"
        case .acknowledged: "acknowledged"
        case .changeSent: "change sent"
        case .modified: "modified"
        case .changeRefused: "change refused"
        case .inDoubt: "in doubt"
        case .ended: "ended"
        case .partlyCancelled: "cancelled in part"
        case .changeWithdrawn: "change withdrawn"
        case .cancelRequested: "to be cancelled"
        case .replaceRequested: "to be replaced"
        case .adopted: "adopted"
        case .notFound: "not found"
        case .resurrected: "resurrected"
        }
    }
}

extension IncidentRecord {
    fileprivate func words(_ instruments: [Instrument]) -> String {
        let more = [cause?.code, symbol.map { code($0, instruments) }, obstacle?.code]
            .compactMap { $0 }
        return ([kind.code] + more).joined(separator: " ")
    }
}
