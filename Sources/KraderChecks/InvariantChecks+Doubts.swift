import KraderEngine
import KraderModel

// Doubts (invariant 14).
extension InvariantChecks {
    /// What became of a request is known: the broker said so, or the day is over.
    @inline(__always)
    mutating func endDoubt(_ order: WatchedPlace, at moment: Moment) {
        if order.pointee.isInDoubt { settle(order, at: moment) }
    }

    @inline(never)
    mutating func settle(_ order: WatchedPlace, at moment: Moment) {
        order.pointee.doubtSince = .distantFuture
        control.doubts -= 1
        let isProved = step.isMessage || step.turnsDay || requests.earlyPushes > 0
        expect(
            isProved, .doubtEndsByEvidence, at: moment,
            OrderReference(serial: order.pointee.serial))
    }

    /// An order that had been found absent is there all the same.
    @inline(never)
    mutating func returnAbsent(_ order: WatchedPlace) {
        order.pointee.isAbsent = false
        control.ownAlive += 1
        if order.pointee.isExit { control.exitsAlive += 1 }
    }

    mutating func takeAbsence(
        _ change: borrowing OrderTransition, _ order: WatchedPlace
    ) {
        let over = usesAfterMarket ? max(hours.cross, hours.afterMarket.to) : hours.cross
        let now = change.at
        let isOver = enforcesMarketRules && now >= over + .seconds(60)
        let isLongAgo =
            order.pointee.isInDoubt && now >= order.pointee.doubtSince + .seconds(60)
            && requests.lists - order.pointee.listsAtDoubt >= 3
        expect(
            step.source == .answer && (isOver || isLongAgo), .absenceIsProved, at: change.at,
            change.reference, nil, 3, requests.lists - order.pointee.listsAtDoubt)
        if order.pointee.isInDoubt {
            order.pointee.doubtSince = .distantFuture
            control.doubts -= 1
        }
        order.pointee.isAbsent = true
        control.ownAlive -= 1
        if order.pointee.isExit { control.exitsAlive -= 1 }
    }
}
