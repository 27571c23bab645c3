import KraderModel
import Support

@testable import KraderEngine

/// One order as its records tell it.
struct OrderSeen {
    var status = OrderStatus?.none
    var filled = Shares.zero
    var cancelled = Shares.zero
    var amount = Won.zero
    var isAcknowledged = false
    var isCancelRequested = false
    var isInDoubt = false
    var isChangeInFlight = false
    /// The request that it left with.
    var request: Int64 = 0
    var executions: Set<ExecutionNumber> = []

    var isAlive: Bool { status.map { !$0.isTerminal } ?? false }
    /// Whether it holds money: also while it is absent, for it may turn up.
    var holdsMoney = false
    var leaves: Shares { holdsMoney ? Shares(10) - filled - cancelled : .zero }
}

// What may never be, whatever has happened (failure-modes.md §2). The numbers are its invariants.
extension OneOrderPlay {
    /// The status table: what may follow what.
    private static let moves: [OrderStatus: Set<OrderStatus>] = [
        .pendingNew: [.pendingNew, .submitted, .partialFill, .filled, .rejected, .canceled],
        .submitted: [.submitted, .partialFill, .filled, .rejected, .canceled],
        .partialFill: [.partialFill, .filled, .canceled],
        .canceled: [.canceled, .filled],
        // An order that was not found, at the session's end.
        .rejected: [.rejected],
        .filled: [],
    ]

    func expect(_ holds: Bool, _ number: Int, _ what: @autoclosure () -> String) {
        if !holds { breaches.append("\(number): \(what())") }
    }

    private func move(to status: OrderStatus) {
        if let before = view.status {
            expect(
                OneOrderPlay.moves[before]?.contains(status) ?? false, 4, "\(before) to \(status)")
        }
        view.status = status
    }

    func look(at record: Record) {
        noteIntent(record)
        guard isAboutTheOrder(record) else { return }
        switch record {
        case .order(let order):
            expect(view.status == nil, 7, "a second order")
            expect(order.quantity == Shares(10), 7, "an order for \(order.quantity)")
            view.holdsMoney = true
            view.status = .pendingNew
        case .externalOrder: expect(false, 5, "its own order is taken for another's")
        case .transition(let change): look(at: change)
        case .fill(let fill):
            let execution = fill.execution
            expect(
                view.executions.insert(execution.number).inserted, 29,
                "execution \(execution.number.value) is booked twice")
            view.filled += execution.quantity
            view.amount += execution.price * execution.quantity
            expect(fill.filled == view.filled, 1, "\(fill.filled) filled, not \(view.filled)")
            view.isInDoubt = false
            move(to: fill.status)
            if fill.status == .filled { view.holdsMoney = false }
        case .adjust(let adjust): expect(false, 22, "nothing is to be repaired: \(adjust)")
        case .incident(let incident):
            expect(
                (incident.kind != .killSwitchEngaged || isKilledByHand)
                    && incident.kind != .repaired
                    && incident.kind != .quarantinedPush, 42, "\(incident.kind.code)")
        case _: break
        }
    }

    private func noteIntent(_ record: Record) {
        switch record {
        case .transition(let change):
            if let request = change.request, change.event == .sent || change.event == .changeSent {
                intents.insert(request)
            }
        case .query(let query): intents.insert(query.request)
        case _: break
        }
    }

    /// Orders of another issue are only counted: none is there twice.
    private func isAboutTheOrder(_ record: Record) -> Bool {
        switch record {
        case .order(let order):
            expect(keys.insert(order.key).inserted, 7, "two orders of one signal")
            return order.reference.serial == 1
        case .transition(let change): return change.reference.serial == 1
        case _: return true
        }
    }

    private func look(at change: OrderTransition) {
        expect(change.filled >= view.filled, 3, "fills go back")
        switch change.event {
        case .sent: view.request = change.request?.number ?? 0
        case .acknowledged, .adopted:
            expect(broker.enteredAt != nil, 14, "the broker has no such order")
            view.isAcknowledged = true
            view.isInDoubt = false
        case .inDoubt: view.isInDoubt = view.isInDoubt || !view.isChangeInFlight
        case .notFound:
            expect(broker.enteredAt == nil, 14, "the broker has it")
            view.isInDoubt = false
        case .cancelRequested: view.isCancelRequested = true
        case .changeSent:
            expect(!view.isChangeInFlight, 41, "two changes in flight")
            expect(view.isAlive, 41, "a change of an order that has ended")
            view.isChangeInFlight = true
        case .changeRefused:
            view.isChangeInFlight = false
            view.isCancelRequested = false
        case .partlyCancelled: view.cancelled = Shares(10) - view.filled - change.leaves
        case .ended:
            view.holdsMoney = false
            view.isChangeInFlight = false
        case .modified, .changeWithdrawn, .replaceRequested, .resurrected:
            expect(false, 4, "\(change.event)")
        }
        move(to: change.status)
    }

    /// What leaves was decided durably, leaves once, and is no repetition of what may have been
    /// taken.
    func look(at request: NumberedRequest) {
        expect(intents.contains(request.id), 8, "\(request) has no intent")
        expect(left.insert(request.id).inserted, 14, "\(request) left twice")
        switch request.request {
        case .newOrder(let order):
            expect(issues.insert(order.symbol).inserted, 6, "the order left again")
        case .cancel:
            // An earlier one that nobody answered was looked for in the lists.
            for waiting in broker.waiting {
                expect(
                    readings > readingsAtCancel[waiting, default: 0], 14,
                    "a cancel is sent again unasked")
            }
            readingsAtCancel[request.id] = readings
        case .query, .modify: break
        }
    }

    /// The books after a step: they are what was told, and never more than is true.
    func look() {
        let account = engine.account
        let position = engine.position(SymbolIndex(0))
        expect(view.filled <= Shares(10), 1, "\(view.filled) filled")
        expect(view.filled <= broker.filled, 15, "more is booked than was executed")
        if view.isAcknowledged {
            let known = told.reduce(Shares.zero) {
                $0 + Shares(TruthfulBroker.lots[$1 - 1].shares)
            }
            expect(view.filled >= known, 15, "\(view.filled) booked, \(known) told")
        }
        expect(view.cancelled + view.filled <= Shares(10), 2, "leaves below zero")
        expect((view.status == .filled) == (view.filled == Shares(10)), 2, "\(view)")
        expect(view.status != .rejected || view.filled == .zero, 2, "\(view)")
        expect(position.quantity == view.filled, 15, "\(position.quantity) held")
        expect(account.cash == Won(10_000_000) - view.amount, 16, "cash \(account.cash)")
        expect(
            hasOther || account.reserved == Price(70_000) * view.leaves, 16,
            "\(account.reserved) reserved for \(view.leaves)")
        expect(account.cash - account.reserved >= .zero, 16, "cash is short")
        expect(
            hasOther || engine.doubts > 0 || !view.isInDoubt, 14, "a doubt is gone without evidence"
        )
    }

    /// After the calm the books are the broker's, and nothing is open that need not be.
    func lookAtTheEnd() {
        expect(view.filled == broker.filled, 20, "\(view.filled) filled, not \(broker.filled)")
        expect(view.amount == broker.amount, 20, "\(view.amount) paid, not \(broker.amount)")
        if broker.enteredAt != nil {
            expect(view.leaves == broker.leaves, 20, "\(view.leaves) left, not \(broker.leaves)")
            expect(view.isAlive == (broker.leaves > .zero), 20, "\(view)")
        } else {
            expect(!view.isAlive, 20, "\(view)")
            let keepsMoney = view.status != nil && now < Sample.tuesday.at("15:31")
            expect(view.holdsMoney == keepsMoney, 14, "money until the session's end")
        }
        expect(engine.doubts == 0, 40, "\(engine.doubts) doubts")
        let mode: EngineMode = isKilledByHand ? .killed : .active
        expect(engine.mode == mode, 40, "\(engine.mode)")
        expect(!isKilledByHand || !view.isAlive, 12, "an order outlived the kill switch")
        let isCancelOpen = view.isAlive && (view.isCancelRequested || view.isChangeInFlight)
        expect(!isCancelOpen, 40, "a cancel is open")
    }
}
