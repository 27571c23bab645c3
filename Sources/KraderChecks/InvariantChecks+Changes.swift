import KraderEngine
import KraderModel

// Changes of orders (invariants 1 to 4, 14, 41).
extension InvariantChecks {
    /// Whether an order was ever decided: what ended long ago is not remembered.
    @inline(__always)
    func wasDecided(_ order: OrderReference) -> Bool {
        order.serial > 0 && order.serial <= orders.last
    }

    mutating func take(_ record: UnsafePointer<OrderTransition>) {
        let (reference, at) = (record.pointee.reference, record.pointee.at)
        guard let order = orders.order(reference) else {
            expect(wasDecided(reference), .orderIsKnown, at: at, reference)
            return
        }
        let (filled, former) = (order.pointee.filled, order.pointee.status)
        let status = record.pointee.status
        expect(
            status != .rejected || filled == 0, .rejectedMeansNone, at: at, reference, nil, 0,
            filled)
        expect(
            isAllowed(former, status, isAbsent: order.pointee.isAbsent) && order.pointee.isAlive,
            .statusFollows, at: at, reference, nil, Int64(former.rawValue),
            Int64(status.rawValue))
        let told = record.pointee.filled.count
        if told != filled {
            note(
                told < filled ? .filledNeverFalls : .filledIsSum, at: at, reference, nil, filled,
                told)
        }
        if breach != nil { return }
        order.pointee.status = status
        if order.pointee.isAbsent, !status.isTerminal { returnAbsent(order) }
        apply(record, order)
        if breach == nil { checkRest(record, order) }
    }

    /// The status table (failure-modes.md §2, 4). `isAbsent` is REJECTED with NOT_FOUND.
    @inline(__always)
    private func isAllowed(_ from: OrderStatus, _ to: OrderStatus, isAbsent: Bool) -> Bool {
        switch from {
        case .pendingNew: true
        case .submitted: to != .pendingNew
        case .partialFill: to == .partialFill || to == .filled || to == .canceled
        case .filled: false
        case .canceled: to == .canceled || to == .filled
        case .rejected: isAbsent && to != .pendingNew
        }
    }

    @inline(__always)
    private mutating func apply(
        _ record: UnsafePointer<OrderTransition>, _ order: WatchedPlace
    ) {
        switch record.pointee.event {
        case .sent: order.pointee.hasLeft = true
        case .acknowledged, .adopted, .resurrected:
            // It may be said again while a change of the order is in doubt.
            if order.pointee.change == 0 { endDoubt(order, at: record.pointee.at) }
            learnNumber(record, order)
        case .changeSent, .modified, .changeRefused, .changeWithdrawn, .cancelRequested,
            .replaceRequested, .partlyCancelled, .inDoubt, .notFound, .ended:
            applyRest(record.pointee, order)
        }
    }

    @inline(never)
    private mutating func applyRest(
        _ change: borrowing OrderTransition, _ order: WatchedPlace
    ) {
        switch change.event {
        case .sent, .acknowledged, .adopted, .resurrected: break
        case .changeSent: order.pointee.change = change.request?.number ?? 0
        case .modified:
            endDoubt(order, at: change.at)
            order.pointee.change = 0
            order.pointee.limit = change.limit?.won ?? 0
            order.pointee.pending = 0
            learn(change.number, of: change.reference, order, at: change.at)
            price(change, order)
        case .changeRefused:
            endDoubt(order, at: change.at)
            order.pointee.change = 0
            if order.pointee.pending == 0 { order.pointee.isCancelWished = false }
            order.pointee.pending = 0
            price(change, order)
        case .changeWithdrawn:
            order.pointee.pending = 0
            price(change, order)
        case .cancelRequested: order.pointee.isCancelWished = true
        case .replaceRequested: takeReplace(change, order)
        case .partlyCancelled: takeOut(change, order)
        case .inDoubt:
            order.pointee.doubtSince = change.at
            order.pointee.listsAtDoubt = requests.lists
            control.doubts += 1
        case .notFound: takeAbsence(change, order)
        case .ended:
            endDoubt(order, at: change.at)
            if breach == nil { end(order) }
        }
    }

    @inline(__always)
    private mutating func learnNumber(
        _ record: UnsafePointer<OrderTransition>, _ order: WatchedPlace
    ) {
        learn(record.pointee.number, of: record.pointee.reference, order, at: record.pointee.at)
    }

    @inline(__always)
    private mutating func learn(
        _ told: OrderNumber?, of reference: OrderReference,
        _ order: WatchedPlace, at moment: Moment
    ) {
        guard let number = told?.value, number != order.pointee.number else { return }
        if order.pointee.number != 0 {
            order.pointee.filledBefore = order.pointee.filled
            order.pointee.amountBefore = order.pointee.amount
            order.pointee.told = 0
        }
        order.pointee.number = number
        if isThorough { rememberNumber(OrderNumber(number), of: reference.serial, at: moment) }
    }

    private mutating func takeReplace(
        _ change: borrowing OrderTransition, _ order: WatchedPlace
    ) {
        let pending = change.pendingLimit?.won ?? 0
        let isDearer = pending > order.pointee.limit
        order.pointee.pending = pending
        price(change, order)
        guard isDearer, order.pointee.side == .buy else { return }
        checkBuy(change.reference, order.pointee.symbol.int, at: change.at, isNew: false)
    }

    /// A buy counts at another price from now on.
    private mutating func price(
        _ change: borrowing OrderTransition, _ order: WatchedPlace
    ) {
        guard let pricing = change.pricing, order.pointee.side == .buy else { return }
        let leaves = order.pointee.leaves
        count(order, -leaves)
        order.pointee.valuation = pricing.valuation.won
        order.pointee.reserving = pricing.reservingPrice.won
        count(order, leaves)
    }

    private mutating func takeOut(
        _ change: borrowing OrderTransition, _ order: WatchedPlace
    ) {
        let leaves = order.pointee.leaves
        let rest = change.leaves.count
        let cut = leaves - rest
        expect(
            cut > 0 && rest > 0, .leavesAreTheRest, at: change.at,
            change.reference, nil, leaves, change.leaves.count)
        if breach != nil { return }
        count(order, -cut)
        order.pointee.cancelled += cut
        if order.pointee.change == 0 { endDoubt(order, at: change.at) }
    }

    /// What is left is the rest, and status and shares say the same (invariant 2).
    @inline(__always)
    private mutating func checkRest(
        _ record: UnsafePointer<OrderTransition>, _ order: WatchedPlace
    ) {
        let (leaves, told) = (order.pointee.leaves, record.pointee.leaves.count)
        expect(
            told == leaves, .leavesAreTheRest, at: record.pointee.at, record.pointee.reference,
            nil, leaves, told)
        checkStatus(order, at: record.pointee.at)
    }

    @inline(__always)
    mutating func checkStatus(
        _ order: WatchedPlace, at moment: Moment
    ) {
        let (filled, quantity) = (order.pointee.filled, order.pointee.quantity)
        let clause: Clause
        let holds: Bool
        switch order.pointee.status {
        case .filled: (clause, holds) = (.filledMeansAll, filled == quantity)
        case .canceled: (clause, holds) = (.canceledMeansPart, filled < quantity)
        case .rejected: (clause, holds) = (.rejectedMeansNone, filled == 0)
        case .pendingNew, .submitted: (clause, holds) = (.openMeansRest, filled == 0)
        case .partialFill:
            (clause, holds) = (.openMeansRest, filled > 0 && filled < quantity)
        }
        expect(
            holds, clause, at: moment, OrderReference(serial: order.pointee.serial), nil,
            quantity, filled)
    }
}
