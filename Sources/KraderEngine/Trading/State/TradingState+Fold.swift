import KraderModel

/// A record that doesn't follow from those before it: it was lost, changed or is another run's.
public struct RecordFault: Error, Hashable, CustomStringConvertible {
    /// What of the record differs from what its verb says, or what it is about and nobody knows.
    public let description: String
}

extension TradingState {
    /// Takes a record that was written before. What its verb comes to must be what it says.
    ///
    /// - Throws: `RecordFault`; the state is then of no use any more.
    mutating func apply(_ record: Record) throws(RecordFault) {
        try checkPlaces(record)
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
        case .run(let run): try apply(run)
        case .reason(let reason):
            guard reason.index.value == reasons.count else {
                throw RecordFault(description: "reason \(reason.text) is out of place")
            }
            take(reason)
        case .query(let query): take(query)
        case .mode(let mode): take(mode)
        case .pacing(let pacing): requests.widen(pacing)
        case .adjust(let adjust):
            let position = adjust.symbol.map { books.positions[$0.int] }
            guard adjust.cashBefore == books.totals[0].cash,
                position.map({ ($0.quantity, $0.cost) == (adjust.before, adjust.costBefore) })
                    ?? true
            else { throw RecordFault(description: "\(adjust) is of other books") }
            let peak = books.peak
            take(adjust)
            books.peak = peak
        case .externalOrder(let order):
            guard order.reference == orders.nextReference, !orders.isFull,
                orders.slot(of: order.number) == nil, orders.fate(of: order.number) == nil
            else { throw RecordFault(description: "\(order) is out of place") }
            _ = take(order)
        case .universe: break
        }
    }

    /// Records name strategies and symbols by their places: the lists must be those of the run, or
    /// begin with them.
    private mutating func apply(_ run: RunRecord) throws(RecordFault) {
        guard run.number == runs + 1 else {
            throw RecordFault(description: "run \(run.number) after run \(runs)")
        }
        guard strategies.starts(with: run.strategies) else {
            throw RecordFault(
                description: "The records are of the strategies \(run.strategies), this run has "
                    + "\(strategies): they must be those, in their order, and may have more behind")
        }
        guard symbols.starts(with: run.symbols) else {
            throw RecordFault(
                description: "The records are of other instruments, or in another order")
        }
        take(run)
    }

    /// Refuses what names a strategy or symbol that no list has, or numbers that nothing can have.
    private func checkPlaces(_ record: Record) throws(RecordFault) {
        func holds(_ key: SignalKey) -> Bool {
            strategies.indices.contains(Int(key.strategy))
                && symbols.indices.contains(key.symbol.int)
        }
        let isSound =
            switch record {
            case .run: true
            case .signal(let signal): holds(signal.key)
            case .order(let order): holds(order.key) && order.quantity > .zero
            case .fill(let fill):
                (holds(fill.key) || fill.key.strategy == SignalKey.nobody)
                    && symbols.indices.contains(fill.key.symbol.int) && fill.execution.isReadable
            case .heldSignal(let held): holds(held.signal.key)
            case .exit(let exit):
                strategies.indices.contains(Int(exit.exit.strategy))
                    && symbols.indices.contains(exit.exit.symbol.int)
            case .incident(let incident):
                incident.strategy.map { strategies.indices.contains(Int($0)) } ?? true
            case .timer(let timer): strategies.indices.contains(Int(timer.strategy))
            case .corporateAction(let action):
                symbols.indices.contains(action.symbol.int)
                    && action.strategy.map { strategies.indices.contains(Int($0)) } ?? true
            case .transition(let change):
                (change.request?.number ?? 1) > 0 && (change.number?.value ?? 1) > 0
            case .reply(let reply): reply.request.number > 0 && (reply.number?.value ?? 1) > 0
            case .reason: reasons.count < Limits.reasonsMax
            case .query(let query): query.request.number > 0
            case .externalOrder(let order):
                symbols.indices.contains(order.symbol.int) && order.terms.quantity > .zero
            case .adjust(let adjust):
                adjust.symbol.map { symbols.indices.contains($0.int) } ?? true
                    && adjust.after >= .zero && adjust.costAfter >= .zero
            case .pacing(let pacing): (1...PacingWidth.most).contains(pacing.times)
            case .mode, .earlyPush, .universe, .day, .dayBegin: true
            }
        guard isSound else { throw RecordFault(description: "\(record) can't be") }
        if runs == 0, case .run = record { return }
        guard runs > 0 else {
            throw RecordFault(description: "A run's record comes first, not \(record)")
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
        if fill.side == .sell,
            fill.execution.quantity > books.positions[fill.key.symbol.int].quantity
        {
            throw RecordFault(description: "More is sold than is held: \(fill)")
        }
        var told = fill
        let peak = books.peak
        defer {
            // Marks are the market's: the fold knows no peak between two closes.
            books.peak = peak
        }
        if let slot = orders.slot(of: fill.order),
            orders.slots[slot].key.strategy == fill.key.strategy
        {
            let outcome = take(&told, slot, last: .distantPast)
            guard outcome != .quarantine, told == fill else {
                throw RecordFault(description: "\(told), not \(fill)")
            }
            if outcome == .bookAndClose { exits.forget(fill.order) }
        } else if let place = orders.fate(of: fill.number)?.place, place >= 0,
            orders.unfinished[place].key.strategy == fill.key.strategy, takeLate(&told, place)
        {
            guard told == fill else { throw RecordFault(description: "\(told), not \(fill)") }
        } else if fill.key.strategy == SignalKey.nobody {
            takeExcess(&told)
            guard told == fill else { throw RecordFault(description: "\(told), not \(fill)") }
        } else {
            throw RecordFault(description: "order \(fill.order.serial) is not open")
        }
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
        if !killSwitch.agrees(with: other.killSwitch) || flattening != other.flattening {
            return "kill switch \(killSwitch), not \(other.killSwitch)"
        }
        if !errors.agrees(with: other.errors) { return "counted errors" }
        guard (doubts, externals) == (other.doubts, other.externals), intake == other.intake else {
            return "\(doubts) doubts, not \(other.doubts), or \(intake), not \(other.intake)"
        }
        if !activity.agrees(with: other.activity) { return "what the controls count" }
        for strategy in 0..<isPaused.count where isPaused[strategy] != other.isPaused[strategy] {
            return "strategy \(strategy) is paused: \(isPaused[strategy])"
        }
        if timers.all != other.timers.all { return "timers \(timers), not \(other.timers)" }
        if held != other.held { return "held signals \(held), not \(other.held)" }
        if !keys.agrees(with: other.keys) { return "used keys" }
        if earlyPushes != other.earlyPushes { return "early pushes \(earlyPushes)" }
        if settledToday != other.settledToday { return "settled \(settledToday)" }
        if (runs, isDayOpen) != (other.runs, other.isDayOpen) || reasons != other.reasons {
            return "runs, days or reasons"
        }
        return rank == other.rank ? nil : "rank \(rank), not \(other.rank)"
    }
}
