import KraderModel

// Every value goes in as whole words in a written order; `nil` goes in as the smallest integer,
// which no value is.
extension Digest {
    static let absent = Int64.min

    mutating func add(_ input: Input, at moment: Moment) {
        switch input {
        case .tick(let tick): return add(tick, at: moment)
        case .book(let book): return add(book, at: moment)
        case .candle(let candle, let timeframe, let symbol):
            return add(candle, timeframe, symbol, at: moment)
        case .status(let change): return add(change, at: moment)
        case .clock, .timer, .history: break
        case .way(let way):
            hash.add(8, moment.nanoseconds, way.from.won, way.to.won)
            hash.add(
                (way.rises ? 1 : 0) | (way.isJump ? 2 : 0) | (way.touches ? 4 : 0), way.end.won,
                way.armedUntil.nanoseconds, code(way.symbol))
        case .reply(let reply): return add(reply, at: moment)
        case .push(let push): return add(push, at: moment)
        case .command(let command):
            add(command, at: moment)
        case .answer(let answer): add(answer, at: moment)
        case .link(let state): hash.add(12, moment.nanoseconds, state.word, 0)
        }
        countEvent()
    }

    mutating func add(_ reply: BrokerReply, at moment: Moment) {
        countEvent()
        switch reply.outcome {
        case .accepted(let number):
            hash.add(4, moment.nanoseconds, reply.request.number, Int64(number.value))
        case .rejected(let why):
            hash.add(4, moment.nanoseconds, reply.request.number, -1 - Int64(why.rawValue))
        case .unknown(let why):
            hash.add(9, moment.nanoseconds, reply.request.number, why.word)
        }
    }

    mutating func add(_ push: BrokerPush, at moment: Moment) {
        countEvent()
        hash.add(5, moment.nanoseconds, Int64(push.number.value), code(push.symbol))
        add(push.event)
    }

    @inline(__always)
    mutating func add(_ event: BrokerPush.Event) {
        switch event {
        case .accepted(let terms):
            add(1, terms.word)
            add(terms.quantity.count, terms.limit?.won ?? Digest.absent)
        case .executed(let execution): add(execution)
        case .cancelled(let quantity, let by): add(3 + Int64(by.value) << 8, quantity.count)
        case .modified(let quantity, let limit, let to):
            hash.add(4, Int64(to.value), quantity.count, limit.won)
        case .expired(let quantity): add(5, quantity.count)
        case .rejected(let why): add(6, Int64(why.rawValue))
        }
    }

    mutating func add(_ execution: Execution) {
        hash.add(
            2 + execution.number.value << 8, execution.price.won, execution.quantity.count,
            execution.time.nanoseconds)
        add(
            execution.cumulativeQuantity.count << 8 | Int64(execution.venue.rawValue) << 4
                | Int64(execution.channel.rawValue),
            execution.cumulativeAmount.amount)
    }

    mutating func add(_ holding: OpeningAccount.Holding) {
        hash.add(
            30, code(holding.symbol), holding.quantity.count, holding.cost.amount)
    }

    mutating func add(_ numbered: borrowing NumberedRequest) {
        countEvent()
        switch numbered.request {
        case .newOrder(let order):
            hash.add(
                31 + numbered.id.number << 8, code(order.symbol),
                Int64(order.type.rawValue) << 16 | Int64(order.side.rawValue) << 8
                    | Int64(order.timeInForce.rawValue) << 1 | (order.isFromTick ? 1 : 0),
                order.quantity.count)
            add(order.limit?.won ?? Digest.absent, order.pathLevel?.won ?? 0)
        case .modify(let change):
            hash.add(
                32 + numbered.id.number << 8, Int64(change.original.value),
                change.quantity?.count ?? Digest.absent, change.limit.won)
        case .cancel(let cancel):
            hash.add(
                33 + numbered.id.number << 8, Int64(cancel.original.value),
                cancel.quantity?.count ?? Digest.absent, 0)
        case .query(let query):
            hash.add(
                47 + numbered.id.number << 8, Int64(query.kind.rawValue), Int64(query.page), 0)
        }
    }

    mutating func add(_ signal: borrowing SignalRecord) {
        countEvent()
        hash.add(
            21 + code(signal.key.symbol) << 8, signal.at.nanoseconds, signal.key.milliseconds,
            Int64(signal.key.sequence) << 32 | Int64(signal.key.leg))
        hash.add(
            Int64(signal.cut.map { $0.index + 1 } ?? 0) << 48
                | Int64(signal.action.rawValue) << 44
                | Int64(signal.reason.value) << 24 | Int64(signal.order.type.rawValue) << 16
                | Int64(signal.order.side.rawValue) << 8
                | Int64(signal.order.timeInForce.rawValue),
            signal.order.expireAfter?.nanoseconds ?? Digest.absent,
            Int64(bitPattern: signal.confidence.bitPattern),
            Int64(signal.key.strategy) << 48 | (signal.subject?.serial ?? 0))
        if let exits = signal.order.exits { add(exits) }
        let quantity = signal.order.quantity?.count ?? Digest.absent
        let limit = signal.order.limit?.won ?? Digest.absent
        switch signal.answer {
        case .order(let reference, let approved):
            hash.add(quantity, limit, reference.serial, approved.count)
        case .refused(let refusal): hash.add(quantity, limit, -1 - Int64(refusal.index), 0)
        case .held: hash.add(quantity, limit, -100, 0)
        }
    }

    mutating func add(_ exits: ProtectiveExits) {
        add(exits.stop)
        add(exits.target)
        add(exits.trailing?.parts ?? Digest.absent, exits.after?.nanoseconds ?? Digest.absent)
    }

    private mutating func add(_ level: ProtectiveExits.Level?) {
        switch level {
        case nil: add(0, 0)
        case .price(let price): add(1, price.won)
        case .distance(let rate): add(2, rate.parts)
        }
    }

    mutating func add(_ record: borrowing ExitRecord) {
        countEvent()
        let exit = record.exit
        hash.add(
            27 + code(exit.symbol) << 8, record.at.nanoseconds,
            Int64(exit.strategy) << 16 | Int64(record.event.rawValue) << 8
                | Int64(exit.hit.map { $0.rawValue + 1 } ?? 0),
            exit.quantity.count)
        hash.add(
            exit.cost.amount, exit.stop?.won ?? Digest.absent, exit.target?.won ?? Digest.absent,
            exit.trailingStop?.won ?? Digest.absent)
        let pursuit = record.pursuit
        hash.add(
            exit.due.nanoseconds, exit.firstFill.nanoseconds, pursuit.threshold.nanoseconds,
            pursuit.rank)
        hash.add(44, pursuit.metAt.nanoseconds, Int64(pursuit.failures), 0)
        add(exit.rules)
        hash.add(
            pursuit.order?.serial ?? Digest.absent, pursuit.retryAt.nanoseconds,
            pursuit.timerAt.nanoseconds, pursuit.metLevel?.won ?? Digest.absent)
    }

    mutating func add(_ note: Note) {
        add(Int64(note.name.value), Int64(bitPattern: note.value.bitPattern))
    }

    mutating func add(_ order: borrowing OrderRecord) {
        countEvent()
        hash.add(
            22 + order.reference.serial << 8, order.at.nanoseconds, order.quantity.count,
            order.limit?.won ?? Digest.absent)
        hash.add(
            order.reserved.amount,
            Int64(order.type.rawValue) << 16 | Int64(order.side.rawValue) << 8
                | Int64(order.timeInForce.rawValue) << 3 | (order.isFromTick ? 4 : 0)
                | (order.isExit ? 2 : 0) | (order.takesOnArrival ? 1 : 0),
            order.expiresAt.nanoseconds, order.valuation.won)
        add(order.reservingPrice.won, 41)
        if let exits = order.exits { add(exits) }
    }

    mutating func add(_ change: borrowing OrderTransition) {
        countEvent()
        hash.add(
            23 + change.reference.serial << 8, change.at.nanoseconds,
            Int64(change.event.rawValue) << 16 | Int64(change.status.rawValue) << 8
                | Int64(change.reason.rawValue),
            change.limit?.won ?? Digest.absent)
        hash.add(
            change.filled.count, change.leaves.count, change.request?.number ?? Digest.absent,
            Int64(change.number?.value ?? 0) << 1 | (change.takesOnArrival ? 1 : 0))
        if let pricing = change.pricing { add(pricing.valuation.won, pricing.reservingPrice.won) }
        if let limit = change.pendingLimit { add(42, limit.won) }
        if let rejection = change.rejection { add(43, Int64(rejection.rawValue)) }
        if let doubt = change.doubt { add(48, doubt.word) }
    }

    mutating func add(_ fill: borrowing FillRecord) {
        countEvent()
        add(fill.execution)
        hash.add(
            24 + fill.order.serial << 8, fill.at.nanoseconds, fill.commission.amount,
            fill.tax.amount)
        hash.add(
            fill.positionAfter.count, fill.cashAfter.amount, fill.own.after.count,
            fill.own.unowned.count)
    }

    mutating func add(_ day: borrowing DayRecord) {
        countEvent()
        hash.add(
            25 + Int64(day.day.dayNumber) << 8, day.cash.amount, day.holdings.amount,
            day.profit.amount)
        hash.add(
            day.ordersMade, day.settled.amount, day.at.nanoseconds,
            (day.isFlagged ? 1 : 0) | (day.isUnfinished ? 2 : 0))
    }

    mutating func add(_ change: UniverseRecord) {
        countEvent()
        hash.add(
            27 + Int64(change.change.rawValue) << 8, change.at.nanoseconds,
            code(change.symbol), Int64(change.rank))
    }

    mutating func add(_ record: CorporateActionRecord) {
        countEvent()
        let action = record.action
        hash.add(
            29 + code(record.symbol) << 8, record.at.nanoseconds,
            Int64(record.strategy ?? -1), Int64(action.day.dayNumber))
        hash.add(
            action.shareFactor.numerator, action.shareFactor.denominator,
            action.priceFactor.numerator, action.priceFactor.denominator)
        hash.add(
            record.before.count, record.after.count, record.cost.amount, record.writtenOff.amount)
        add(
            record.mark?.won ?? Digest.absent,
            action.sellableFrom.map { Int64($0.dayNumber) } ?? Digest.absent)
    }
}
