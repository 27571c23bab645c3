import KraderEngine
import KraderModel

/// Writes what no other table has room for: changes, doubts and finds of orders, questions to the
/// broker, what was set right, incidents. What sends, acknowledges, fills and ends an order stands
/// in the order's own row.
extension TableRows {
    /// A row of events.csv: its fields in the order of the columns, empty unless said.
    private struct Event {
        var at: Moment
        var name: StaticString
        var orderID: [UInt8] = []
        var strategy: Int32?
        var symbol: SymbolIndex?
        var request: RequestID?
        var number: OrderNumber?
        var status: OrderStatus?
        var quantity: Shares?
        var price: Price?
        var code = ""
        /// `name=value;…`
        var details = ""
    }

    mutating func note(_ change: OrderTransition) {
        guard let name = TableRows.name(of: change.event) else { return }
        var event = Event(at: change.at, name: name)
        if let order = live[change.reference] {
            event.orderID = order.orderID
            event.strategy = order.record.key.strategy
            event.symbol = order.record.key.symbol
        } else if let order = ended[change.reference] {
            event.orderID = order.orderID
        }
        event.request = change.request
        event.number = change.number
        event.status = change.status
        event.quantity = change.leaves
        event.price = change.pendingLimit ?? change.limit
        event.code = change.doubt?.code ?? change.rejection?.code ?? change.reason.code
        if let raw = change.doubt?.rawCode { event.details = "broker_code=\(raw)" }
        write(event)
    }

    /// The word for what happens to an order; `nil` where the order's own row tells it.
    private static func name(of event: OrderTransition.Event) -> StaticString? {
        switch event {
        case .sent, .acknowledged, .ended: nil
        case .changeSent: "change_sent"
        case .modified: "modified"
        case .changeRefused: "change_refused"
        case .inDoubt: "in_doubt"
        case .partlyCancelled: "partly_cancelled"
        case .changeWithdrawn: "change_withdrawn"
        case .cancelRequested: "cancel_requested"
        case .replaceRequested: "replace_requested"
        case .adopted: "adopted"
        case .notFound: "not_found"
        case .resurrected: "resurrected"
        }
    }

    private static func word(for event: BrokerPush.Event) -> String {
        switch event {
        case .accepted: "accepted"
        case .executed: "executed"
        case .cancelled: "cancelled"
        case .modified: "modified"
        case .expired: "expired"
        case .rejected: "rejected"
        }
    }

    mutating func note(_ record: Record) {
        switch record {
        case .incident(let incident): write(event(incident))
        case .reply(let reply):
            var event = Event(at: reply.at, name: "reply", request: reply.request)
            event.orderID = live[reply.order]?.orderID ?? ended[reply.order]?.orderID ?? []
            event.number = reply.number
            event.code = reply.rejection?.code ?? ""
            write(event)
        case .earlyPush(let early):
            var event = Event(at: early.at, name: "early_push", symbol: early.push.symbol)
            event.number = early.push.number
            event.code = TableRows.word(for: early.push.event)
            write(event)
        case .query(let query):
            var event = Event(at: query.at, name: "query", request: query.request)
            event.code = query.query.kind.description
            event.details = "page=\(query.query.page + 1)"
            write(event)
        case .mode(let mode):
            let names = mode.blocks.names.joined(separator: ";")
            write(Event(at: mode.at, name: "mode", code: names.isEmpty ? "whole" : names))
        case .externalOrder(let order):
            var event = Event(at: order.at, name: "external_order", symbol: order.symbol)
            event.number = order.number
            event.quantity = order.terms.quantity
            event.price = order.terms.limit
            event.details = "side=\(side(order.terms.side));type=\(order.terms.type)"
            write(event)
        case .adjust(let change): write(event(change))
        case .pacing(let pacing):
            write(Event(at: pacing.at, name: "pacing", details: "times=\(pacing.times)"))
        case .signal, .order, .transition, .fill, .day, .universe, .exit, .corporateAction,
            .heldSignal, .timer, .dayBegin, .run, .reason:
            break
        }
    }

    private func event(_ incident: IncidentRecord) -> Event {
        var event = Event(at: incident.at, name: "incident", symbol: incident.symbol)
        event.strategy = incident.strategy
        event.number = incident.number
        event.quantity = incident.holding?.quantity
        event.price = incident.holding?.stop
        event.code = incident.kind.code
        var details: [String] = []
        if let cause = incident.cause { details.append("cause=\(cause.code)") }
        if let obstacle = incident.obstacle { details.append("obstacle=\(obstacle.code)") }
        if let delay = incident.delay {
            details.append("delay_ms=\(delay.nanoseconds / 1_000_000)")
        }
        event.details = details.joined(separator: ";")
        return event
    }

    private func event(_ change: AdjustRecord) -> Event {
        var event = Event(at: change.at, name: "adjust", symbol: change.symbol)
        switch change.source {
        case .positions:
            event.code = "positions"
            event.details = "before=\(change.before.count);after=\(change.after.count)"
        case .balance:
            event.code = "balance"
            event.details =
                "before=\(change.cashBefore.amount);after=\(change.cashAfter.amount)"
        }
        return event
    }

    private mutating func write(_ event: Event) {
        events.field(event.at)
        events.field(event.name)
        events.field(event.orderID)
        events.field(event.strategy.flatMap { $0 < 0 ? nil : strategies[Int($0)] } ?? [])
        events.field(event.symbol.map { symbols[$0.int] } ?? [])
        events.field(event.request?.number)
        events.field(event.number.map { Int64($0.value) })
        events.field(event.status.map { codes[$0] } ?? [])
        events.field(event.quantity?.count)
        events.field(event.price?.won)
        events.field(Array(event.code.utf8))
        events.field(Array(event.details.utf8))
        events.endRow()
    }
}
