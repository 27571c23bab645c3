import KraderEngine
import KraderModel

// What the engine leaves.
extension FaultScript {
    /// Looks at the records of a step once they are durable.
    mutating func see(_ record: Record, at moment: Moment) {
        switch record {
        case .order(let order):
            orders.decide(order.reference, order.key.symbol)
            see(.order(.pendingNew), order.key.symbol, at: moment)
        case .transition(let change): see(change, at: moment)
        case .fill(let fill):
            guard let symbol = orders.symbol(of: fill.order) else { break }
            switch fill.status {
            case .filled: see(.order(.filled), symbol, at: moment)
            case .partialFill: see(.order(.partialFill), symbol, at: moment)
            // Word of a fill that came after its order's end brings it to no new stage.
            case .pendingNew, .submitted, .rejected, .canceled: break
            }
        case .incident(let incident):
            if incident.kind == .largeDifference { isDifferenceWaiting = true }
            if incident.kind == .killSwitchEngaged { isKilled = true }
            if incident.kind == .killSwitchRearmed { isKilled = false }
        case .mode(let mode): if !mode.blocks.contains(.startup) { isDifferenceWaiting = false }
        case .signal, .day, .universe, .exit, .corporateAction, .reply, .earlyPush, .heldSignal,
            .timer, .dayBegin, .run, .reason, .query, .externalOrder, .adjust, .pacing:
            break
        }
        see(.record(RecordKind(record)), symbol(of: record), at: moment)
    }

    private mutating func see(_ change: OrderTransition, at moment: Moment) {
        if change.event == .sent, let request = change.request {
            orders.leave(change.reference, by: request)
        }
        if change.isAction { lastAction = moment }
        guard let symbol = orders.symbol(of: change.reference), let stage = change.stage else {
            return
        }
        see(.order(stage), symbol, at: moment)
    }

    private func symbol(of record: Record) -> SymbolIndex? {
        switch record {
        case .signal(let record): record.key.symbol
        case .order(let record): record.key.symbol
        case .transition(let record): orders.symbol(of: record.reference)
        case .fill(let record): record.key.symbol
        case .incident(let record): record.symbol
        case .universe(let record): record.symbol
        case .exit(let record): record.exit.symbol
        case .reply(let record): orders.symbol(of: record.order)
        case .earlyPush(let record): record.push.symbol
        case .heldSignal(let record): record.signal.key.symbol
        case .externalOrder(let record): record.symbol
        case .adjust(let record): record.symbol
        case .corporateAction(let record): record.symbol
        case .day, .timer, .dayBegin, .run, .reason, .query, .mode, .pacing: nil
        }
    }
}

extension OrderTransition {
    /// Whether something new is wanted of the broker by it; a cancel that is sent again is not.
    fileprivate var isAction: Bool {
        switch event {
        case .sent, .cancelRequested, .replaceRequested: true
        case .changeSent, .acknowledged, .modified, .changeRefused, .inDoubt, .ended,
            .partlyCancelled,
            .changeWithdrawn, .adopted, .notFound, .resurrected:
            false
        }
    }

    /// The stage that the order has come to by it; `nil` where it stays where it was.
    fileprivate var stage: OrderStage? {
        switch event {
        case .acknowledged, .adopted, .resurrected: .submitted
        case .inDoubt: .inDoubt
        case .cancelRequested: .cancelRequested
        case .notFound: .rejected
        case .ended:
            switch status {
            case .rejected: .rejected
            case .canceled: .canceled
            case .filled: .filled
            case .pendingNew, .submitted, .partialFill: nil
            }
        case .sent, .changeSent, .modified, .changeRefused, .partlyCancelled, .changeWithdrawn,
            .replaceRequested:
            nil
        }
    }
}

extension RecordKind {
    init(_ record: Record) {
        switch record {
        case .signal: self = .signal
        case .order: self = .order
        case .transition: self = .transition
        case .fill: self = .fill
        case .day: self = .day
        case .incident: self = .incident
        case .universe: self = .universe
        case .exit: self = .exit
        case .corporateAction: self = .corporateAction
        case .reply: self = .reply
        case .earlyPush: self = .earlyPush
        case .heldSignal: self = .heldSignal
        case .timer: self = .timer
        case .dayBegin: self = .dayBegin
        case .run: self = .run
        case .reason: self = .reason
        case .query: self = .query
        case .mode: self = .mode
        case .externalOrder: self = .externalOrder
        case .adjust: self = .adjust
        case .pacing: self = .pacing
        }
    }
}
