import KraderModel

// Records that people look at rarely, and what the broker answers when asked.
extension Digest {
    mutating func add(_ record: Record) {
        switch record {
        case .signal(let signal): add(signal)
        case .order(let order): add(order)
        case .transition(let change): add(change)
        case .fill(let fill): add(fill)
        case .day(let day): add(day)
        case .incident(let incident): add(incident)
        case .universe(let change): add(change)
        case .exit(let exit): add(exit)
        case .corporateAction(let action): add(action)
        case .reply(let reply): add(reply)
        case .earlyPush(let push): add(push)
        case .heldSignal(let signal): add(signal)
        case .timer(let timer): add(timer)
        case .dayBegin(let day): add(day)
        case .run(let run): add(run)
        case .reason(let reason): add(reason)
        case .query(let query): add(query)
        case .mode(let mode): add(mode)
        case .externalOrder(let order): add(order)
        case .adjust(let adjust): add(adjust)
        case .pacing(let pacing): add(pacing)
        }
    }

    private mutating func add(_ begin: DayBeginRecord) {
        countEvent()
        hash.add(34, begin.at.nanoseconds, Int64(begin.day.dayNumber), begin.settled.amount)
    }

    private mutating func add(_ reply: ReplyRecord) {
        countEvent()
        hash.add(
            35, reply.at.nanoseconds,
            reply.request.number << 8
                | Int64(reply.rejection.map { $0.rawValue + 1 } ?? 0),
            reply.order.serial << 32 | Int64(reply.number?.value ?? 0))
    }

    private mutating func add(_ record: EarlyPushRecord) {
        countEvent()
        hash.add(
            36, record.at.nanoseconds, Int64(record.push.number.value), code(record.push.symbol))
        add(record.push.event)
    }

    private mutating func add(_ record: HeldSignalRecord) {
        countEvent()
        let signal = record.signal
        hash.add(
            37 + code(signal.key.symbol) << 8, record.at.nanoseconds, signal.key.milliseconds,
            Int64(signal.key.sequence) << 32 | Int64(signal.key.leg))
        hash.add(
            signal.order.quantity?.count ?? Digest.absent, signal.order.limit?.won ?? Digest.absent,
            signal.release.nanoseconds,
            Int64(signal.key.strategy) << 24 | Int64(signal.order.type.rawValue) << 16
                | Int64(signal.order.timeInForce.rawValue) << 8
                | Int64(signal.order.side.rawValue))
        add(signal.order.expireAfter?.nanoseconds ?? Digest.absent, 45)
        if let exits = signal.order.exits { add(exits) }
    }

    private mutating func add(_ run: RunRecord) {
        countEvent()
        hash.add(39, run.at.nanoseconds, Int64(run.number), Int64(run.symbols.count))
        for id in run.strategies { add(text: id) }
        // The order of a list says nothing of a run.
        for code in run.symbols.map(\.packed).sorted() { add(Int64(bitPattern: code), 0) }
    }

    private mutating func add(_ reason: ReasonRecord) {
        countEvent()
        add(40, Int64(reason.index.value))
        add(text: reason.text)
    }

    mutating func add(text: String) {
        var (word, count) = (UInt64(0), 0)
        for byte in text.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            if count % 8 == 0 { add(Int64(bitPattern: word), Int64(count)) }
        }
        add(Int64(bitPattern: word), Int64(count))
    }

    private mutating func add(_ timer: TimerRecord) {
        countEvent()
        hash.add(
            38 + Int64(timer.event.rawValue) << 8, timer.at.nanoseconds, Int64(timer.strategy),
            timer.moment.nanoseconds)
    }

    private mutating func add(_ record: QueryRecord) {
        countEvent()
        hash.add(
            50, record.at.nanoseconds, record.request.number,
            Int64(record.query.kind.rawValue) << 32 | Int64(record.query.page))
    }

    private mutating func add(_ record: ModeRecord) {
        countEvent()
        hash.add(51, record.at.nanoseconds, Int64(record.blocks.rawValue), 0)
    }

    private mutating func add(_ record: PacingRecord) {
        countEvent()
        hash.add(60, record.at.nanoseconds, Int64(record.times), 0)
    }

    private mutating func add(_ record: AdjustRecord) {
        countEvent()
        hash.add(
            54 + Int64(record.source.rawValue) << 8, record.at.nanoseconds,
            record.symbol.map { code($0) } ?? Digest.absent, record.before.count)
        hash.add(
            record.after.count, record.costBefore.amount, record.costAfter.amount,
            record.cashBefore.amount)
        hash.add(55, record.cashAfter.amount, record.equityChange.amount, 0)
    }

    private mutating func add(_ record: ExternalOrderRecord) {
        countEvent()
        hash.add(
            52 + record.reference.serial << 8, record.at.nanoseconds, Int64(record.number.value),
            code(record.symbol))
        hash.add(
            record.terms.word, record.terms.quantity.count,
            record.terms.limit?.won ?? Digest.absent, record.terms.enteredAt.nanoseconds)
        hash.add(53, record.reserved.amount, record.valuation.won, record.reservingPrice.won)
    }
}

// What the broker answers when asked.
extension Digest {
    mutating func add(_ answer: BrokerAnswer, at moment: Moment) {
        hash.add(
            10, moment.nanoseconds, answer.request.number,
            Int64(answer.query.kind.rawValue) << 32 | Int64(answer.query.page))
        switch answer.outcome {
        case .orders(let rows, let hasMore):
            hash.add(1, answer.asOf.nanoseconds, Int64(rows.count), hasMore ? 1 : 0)
            for row in rows { add(row) }
        case .executions(let rows, let hasMore):
            hash.add(2, answer.asOf.nanoseconds, Int64(rows.count), hasMore ? 1 : 0)
            for row in rows {
                add(Int64(row.order.value) << 1 | Int64(row.side.rawValue), code(row.symbol))
                add(row.execution)
            }
        case .positions(let rows, let hasMore):
            hash.add(3, answer.asOf.nanoseconds, Int64(rows.count), hasMore ? 1 : 0)
            for row in rows {
                hash.add(
                    code(row.symbol), row.quantity.count, row.sellable.count, row.cost.amount)
            }
        case .balance(let balance):
            hash.add(4, answer.asOf.nanoseconds, balance.cash.amount, balance.reserved.amount)
            add(balance.withdrawable.amount, 0)
        case .refused(let code): add(5, code.map { Int64($0) } ?? Digest.absent)
        case .failed(let why): add(6, why.word)
        }
    }

    private mutating func add(_ row: ListedOrder) {
        hash.add(
            Int64(row.number.value) << 8 | Int64(row.kind.rawValue),
            Int64(row.original?.value ?? 0) << 16
                | Int64(row.rejection.map { $0.rawValue + 1 } ?? 0),
            code(row.symbol), row.terms.word)
        hash.add(
            row.terms.quantity.count, row.terms.limit?.won ?? Digest.absent, row.leaves.count,
            row.filled.count)
        add(row.amount.amount, row.terms.enteredAt.nanoseconds)
    }
}

extension OrderTerms {
    /// Side, type and channel.
    var word: Int64 {
        Int64(type.rawValue) << 16 | Int64(side.rawValue) << 8 | Int64(channel.rawValue)
    }
}

extension UnknownOutcome {
    /// The cause, with the broker's own number.
    var word: Int64 {
        let cause: Int64 =
            switch self {
            case .timedOut: 1
            case .reset: 2
            case .http: 3
            case .garbled: 4
            case .numberMissing: 5
            case .unknownCode: 6
            case .rateRefused: 7
            }
        return cause << 32 | Int64(UInt32(bitPattern: rawCode ?? 0))
    }
}
