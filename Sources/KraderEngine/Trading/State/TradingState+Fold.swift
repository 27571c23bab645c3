import KraderModel

/// A record that doesn't follow from those before it: it was lost, changed or is another run's.
struct RecordFault: Error, CustomStringConvertible {
    /// What of the record differs from what its verb says, or what it is about and nobody knows.
    var description: String
}

extension TradingState {
    /// Takes a record that was written before. What its verb comes to must be what it says.
    ///
    /// - Throws: `RecordFault`; the state is then of no use any more.
    mutating func apply(_ record: Record) throws(RecordFault) {
        switch record {
        case .signal(let signal): take(signal)
        case .order(let order):
            guard order.reference == orders.nextReference, !orders.isFull else {
                throw RecordFault(description: "order \(order.reference.serial) is out of place")
            }
            _ = take(order)
        case .transition(let change): try apply(change)
        case .fill(let fill): try apply(fill)
        case .dayBegin(let day):
            var told = day
            take(&told)
            if told != day { throw RecordFault(description: "\(told) began, not \(day)") }
        case .day(let day):
            take(day)
            books.takePeak(of: day)
        case .incident(let incident): take(incident)
        case .exit(let exit): exits.take(exit)
        case .corporateAction(let action): try apply(action)
        case .reply(let reply): take(reply)
        case .earlyPush(let push): take(push)
        case .heldSignal(let signal): take(signal)
        case .timer(let timer): take(timer)
        case .universe: break
        }
    }

    private mutating func apply(_ change: OrderTransition) throws(RecordFault) {
        guard let slot = orders.slot(of: change.reference) else {
            throw RecordFault(description: "order \(change.reference.serial) is not open")
        }
        var told = change
        guard take(&told, slot), told == change else {
            throw RecordFault(description: "\(told), not \(change)")
        }
        if change.event == .ended { exits.forget(change.reference) }
    }

    private mutating func apply(_ fill: FillRecord) throws(RecordFault) {
        guard let slot = orders.slot(of: fill.order) else {
            throw RecordFault(description: "order \(fill.order.serial) is not open")
        }
        var told = fill
        let outcome = take(&told, slot, last: .distantPast)
        guard outcome != .quarantine, told == fill else {
            throw RecordFault(description: "\(told), not \(fill)")
        }
        if outcome == .bookAndClose { exits.forget(fill.order) }
    }

    /// The account's record changes all; those of the strategies say what came of it.
    private mutating func apply(_ record: CorporateActionRecord) throws(RecordFault) {
        guard let strategy = record.strategy else {
            let told = books.adjust(
                record.symbol, by: record.action, on: session[0].day, at: record.at,
                mark: record.mark)
            if told.first != record {
                throw RecordFault(description: "\(told), not \(record)")
            }
            return
        }
        let own = books.position(of: Int(strategy), record.symbol.int)
        guard own.quantity == record.after, own.cost == record.cost else {
            throw RecordFault(description: "\(own), not \(record)")
        }
    }
}

extension TradingState {
    /// The first difference from another state, in words; `nil` when there is none.
    mutating func difference(from other: inout TradingState) -> String? {
        if let difference = books.difference(from: other.books) { return difference }
        if let difference = exits.difference(from: other.exits) { return difference }
        if let difference = orders.difference(from: other.orders) { return difference }
        if !requests.agrees(with: other.requests) { return "requests in flight" }
        if session[0] != other.session[0] { return "\(session[0]), not \(other.session[0])" }
        if (killSwitch.engagedAt, killSwitch.isPending)
            != (other.killSwitch.engagedAt, other.killSwitch.isPending)
        {
            return "kill switch \(killSwitch), not \(other.killSwitch)"
        }
        if !errors.agrees(with: other.errors) { return "counted errors" }
        for strategy in 0..<isPaused.count where isPaused[strategy] != other.isPaused[strategy] {
            return "strategy \(strategy) is paused: \(isPaused[strategy])"
        }
        if timers.all != other.timers.all { return "timers \(timers), not \(other.timers)" }
        if held != other.held { return "held signals \(held), not \(other.held)" }
        if !keys.agrees(with: other.keys) { return "used keys" }
        if earlyPushes != other.earlyPushes { return "early pushes \(earlyPushes)" }
        if settledToday != other.settledToday { return "settled \(settledToday)" }
        return rank == other.rank ? nil : "rank \(rank), not \(other.rank)"
    }
}
