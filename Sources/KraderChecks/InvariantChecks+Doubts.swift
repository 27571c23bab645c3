import KraderEngine
import KraderModel

// Doubts (invariant 14).
extension InvariantChecks {
    /// What became of a request is known: the broker said so, or the day is over.
    @inline(__always)
    mutating func endDoubt(_ change: borrowing OrderTransition, _ place: Int) {
        if orders.places[place].isInDoubt { settle(place, at: change.at) }
    }

    @inline(never)
    mutating func settle(_ place: Int, at moment: Moment) {
        orders.places[place].doubtSince = .distantFuture
        control.doubts -= 1
        let isProved = step.isMessage || step.turnsDay || requests.earlyPushes > 0
        expect(
            isProved, .doubtEndsByEvidence, at: moment,
            OrderReference(serial: orders.places[place].serial))
    }

    /// An order that had been found absent is there all the same.
    mutating func returnAbsent(_ place: Int) {
        orders.places[place].isAbsent = false
        control.ownAlive += 1
        if orders.places[place].isExit { control.exitsAlive += 1 }
    }

    mutating func takeAbsence(_ change: borrowing OrderTransition, _ place: Int) {
        let order = orders.places[place]
        let over = usesAfterMarket ? max(hours.cross, hours.afterMarket.to) : hours.cross
        let now = change.at
        let isOver = enforcesMarketRules && now >= over + .seconds(60)
        let isLongAgo =
            order.isInDoubt && now >= order.doubtSince + .seconds(60)
            && requests.lists - order.listsAtDoubt >= 3
        expect(
            step.source == .answer && (isOver || isLongAgo), .absenceIsProved, at: change.at,
            change.reference, nil, 3, requests.lists - order.listsAtDoubt)
        if order.isInDoubt {
            orders.places[place].doubtSince = .distantFuture
            control.doubts -= 1
        }
        orders.places[place].isAbsent = true
        control.ownAlive -= 1
        if orders.places[place].isExit { control.exitsAlive -= 1 }
    }
}
