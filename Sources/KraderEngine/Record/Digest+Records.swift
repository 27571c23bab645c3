import KraderModel

// Every value goes in as whole words in a written order; `nil` goes in as the smallest integer, which no value is.
extension Digest {
    private static let absent = Int64.min

    mutating func add(_ input: Input, at moment: Moment) {
        events(1)
        switch input {
        case .clock: add(1, moment.nanoseconds)
        case .timer: add(2, moment.nanoseconds)
        case .tick(let tick): add(tick, at: moment)
        case .candle(let candle, let timeframe, let symbol):
            add(3, moment.nanoseconds)
            add(Int64(symbol.value) << 8 | Int64(timeframe.rawValue), candle.start.nanoseconds)
            add(candle.end.nanoseconds, candle.open.won)
            add(candle.high.won, candle.low.won)
            add(candle.close.won, candle.volume.count)
            add(candle.value.amount, 0)
        case .reply(let reply):
            add(4, moment.nanoseconds)
            switch reply.outcome {
            case .accepted(let number): add(reply.request.number, Int64(number.value))
            case .rejected(let why): add(reply.request.number, -1 - Int64(why.rawValue))
            }
        case .push(let push):
            add(5, moment.nanoseconds)
            add(Int64(push.number.value), Int64(push.symbol.value))
            add(push.event)
        case .command(let command):
            add(6, moment.nanoseconds)
            add(Int64(command.rawValue), 0)
        }
    }

    private mutating func add(_ event: BrokerPush.Event) {
        switch event {
        case .accepted: add(1, 0)
        case .executed(let execution):
            add(2, execution.number.value)
            add(execution)
        case .cancelled(let quantity, let by): add(3 + Int64(by.value) << 8, quantity.count)
        case .modified(let quantity, let limit, let to):
            add(4 + Int64(to.value) << 8, quantity.count)
            add(limit.won, 0)
        case .expired(let quantity): add(5, quantity.count)
        case .rejected(let why): add(6, Int64(why.rawValue))
        }
    }

    private mutating func add(_ execution: Execution) {
        add(execution.price.won, execution.quantity.count)
        add(execution.time.nanoseconds, Int64(execution.evidence.rawValue))
    }

    private mutating func add(_ key: SignalKey) {
        add(Int64(key.strategy) << 32 | Int64(key.symbol.value), key.milliseconds)
        add(Int64(key.sequence), Int64(key.leg))
    }

    private mutating func events(_ count: Int) { for _ in 0..<count { countEvent() } }

    /// What a step left behind, records first: they are durable before the requests leave.
    mutating func add(_ output: borrowing OutputBuffer) {
        for index in 0..<output.records.count {
            countEvent()
            add(output.records[index])
        }
        for index in 0..<output.notes.count {
            add(Int64(bitPattern: output.notes[index].value.bitPattern), 0)
        }
        for index in 0..<output.requests.count {
            countEvent()
            add(output.requests[index])
        }
    }

    private mutating func add(_ numbered: NumberedRequest) {
        switch numbered.request {
        case .newOrder(let order):
            add(31 + numbered.id.number << 8, Int64(order.symbol.value))
            add(
                Int64(order.side.rawValue) << 8 | Int64(order.timeInForce.rawValue),
                order.quantity.count)
            add(order.limit?.won ?? Digest.absent, order.isFromTick ? 1 : 0)
        case .modify(let change):
            add(32 + numbered.id.number << 8, Int64(change.original.value))
            add(change.quantity?.count ?? Digest.absent, change.limit.won)
        case .cancel(let cancel):
            add(33 + numbered.id.number << 8, Int64(cancel.original.value))
            add(cancel.quantity?.count ?? Digest.absent, 0)
        }
    }

    private mutating func add(_ record: borrowing Record) {
        switch record {
        case .signal(let signal): add(signal)
        case .order(let order):
            add(22 + order.reference.serial << 8, order.at.nanoseconds)
            add(order.quantity.count, order.limit?.won ?? Digest.absent)
            add(
                order.reserved.amount,
                Int64(order.side.rawValue) << 8 | Int64(order.timeInForce.rawValue))
        case .transition(let change):
            add(23 + change.reference.serial << 8, change.at.nanoseconds)
            add(
                Int64(change.event.rawValue) << 16 | Int64(change.status.rawValue) << 8
                    | Int64(change.reason.rawValue),
                change.limit?.won ?? Digest.absent)
            add(change.filled.count, change.leaves.count)
        case .fill(let fill):
            add(24 + fill.order.serial << 8, fill.at.nanoseconds)
            add(fill.execution)
            add(fill.commission.amount, fill.tax.amount)
            add(fill.positionAfter.count, fill.cashAfter.amount)
        case .day(let day):
            add(25 + Int64(day.day.dayNumber) << 8, day.cash.amount)
            add(day.holdings.amount, day.profit.amount)
            add(day.ordersMade, day.settled.amount)
        case .incident(let incident):
            add(26 + Int64(incident.kind.rawValue) << 8, incident.at.nanoseconds)
            add(Int64(incident.strategy ?? -1), Int64(incident.symbol?.value ?? -1))
        }
    }

    private mutating func add(_ signal: borrowing SignalRecord) {
        add(21, signal.at.nanoseconds)
        add(signal.key)
        add(signal.order.quantity?.count ?? Digest.absent, signal.order.limit?.won ?? Digest.absent)
        switch signal.answer {
        case .order(let reference, let quantity): add(reference.serial, quantity.count)
        case .refused(let refusal): add(-1 - Int64(refusal.index), 0)
        case .held: add(-100, 0)
        }
    }
}
