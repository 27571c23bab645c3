import KraderModel

/// A signal that waits for an opening auction.
struct HeldSignal {
    var signal: Signal
    var order: OrderSignal
    var key: SignalKey
    var release: Moment
}

extension Engine {
    /// Acts on the signals of one hook, in their order.
    mutating func takeSignals(_ strategy: Int, _ out: inout OutputBuffer) {
        let firstNote = Int32(out.notes.count)
        for index in 0..<host.context.notes.count {
            digest.add(host.context.notes[index])
            out.notes.append(host.context.notes[index])
        }
        for index in 0..<host.context.signals.count {
            guard acceptsSignals else {
                counts.signalsAfterStop += 1
                continue
            }
            var signal = host.context.signals[index]
            signal.notes =
                (signal.notes.lowerBound + firstNote)..<(signal.notes.upperBound + firstNote)
            switch signal.action {
            case .order(let order):
                let key = key(of: signal, strategy)
                if repeatsEarlier(index, order.side) {
                    record(signal, order, key, .refused(.duplicate), &out)
                } else if order.timeInForce == .nextOpen && !takesOpeningOrders() {
                    hold(signal, order, key, &out)
                } else {
                    decide(signal, order, key, isFromTick: host.context.hook == .tick, &out)
                }
            case .cancel(let reference): requestCancel(reference, .cancelledByStrategy, &out)
            case .replace(let reference, let limit): requestReplace(reference, limit, &out)
            }
        }
    }

    private mutating func takesOpeningOrders() -> Bool {
        session[0].isTradingDay && session[0].hours.phase(at: now) == .openingAuction
    }

    /// Facts only: strategy, symbol, the event's millisecond, and a sequence: four times how many hooks of the kind
    /// had signals for the symbol in that millisecond before, plus the kind (candle 0, tick 1, timer 2, fill 3).
    private mutating func key(of signal: Signal, _ strategy: Int) -> SignalKey {
        let kinds = StrategyContext.Hook.allCases.count
        let kind = host.context.hook.rawValue
        let place = strategy * configuration.instruments.count + signal.symbol.int
        let slot = place * kinds + kind
        let milliseconds = host.context.eventTime.milliseconds
        if sequences[slot].milliseconds != milliseconds {
            sequences[slot] = SequenceState(
                milliseconds: milliseconds, hook: hooks, sequence: Int32(kind))
        } else if sequences[slot].hook != hooks {
            sequences[slot].hook = hooks
            sequences[slot].sequence += Int32(kinds)
        }
        return SignalKey(
            strategy: Int32(strategy), symbol: signal.symbol, milliseconds: milliseconds,
            sequence: sequences[slot].sequence, leg: signal.leg)
    }

    /// The leg guard: one order per signal, symbol, side and leg (failure-modes.md, A17–A19).
    private mutating func repeatsEarlier(_ index: Int, _ side: Side) -> Bool {
        let signal = host.context.signals[index]
        for earlier in 0..<index {
            let other = host.context.signals[earlier]
            if case .order(let order) = other.action, order.side == side,
                other.symbol == signal.symbol, other.leg == signal.leg
            {
                return true
            }
        }
        return false
    }

    private mutating func record(
        _ signal: Signal, _ order: OrderSignal, _ key: SignalKey, _ answer: SignalRecord.Answer,
        _ out: inout OutputBuffer
    ) {
        emit(
            SignalRecord(
                at: now, key: key, order: order, confidence: signal.confidence,
                reason: signal.reason, answer: answer, notes: signal.notes), &out)
    }

    private mutating func hold(
        _ signal: Signal, _ order: OrderSignal, _ key: SignalKey, _ out: inout OutputBuffer
    ) {
        let release = nextOpeningAuction()
        var waiting = signal
        waiting.notes = 0..<0
        held.append(HeldSignal(signal: waiting, order: order, key: key, release: release))
        nextRelease = min(nextRelease, release)
        record(signal, order, key, .held, &out)
    }

    private mutating func nextOpeningAuction() -> Moment {
        let today = CalendarDate(now)
        if configuration.calendar.isTradingDay(today) {
            let start = SessionHours.on(today).openingAuctionStart
            if now < start { return start }
        }
        return SessionHours.on(configuration.calendar.next(after: today).date).openingAuctionStart
    }

    /// Risk is run again for each: much can change overnight.
    mutating func releaseHeldSignals(_ out: inout OutputBuffer) {
        let due = held.filter { $0.release <= now }
        held.removeAll { $0.release <= now }
        nextRelease = held.map(\.release).min() ?? .distantFuture
        for waiting in due {
            decide(waiting.signal, waiting.order, waiting.key, isFromTick: false, &out)
        }
    }

    /// Risk, then an order or a refusal.
    private mutating func decide(
        _ signal: Signal, _ asked: OrderSignal, _ key: SignalKey, isFromTick: Bool,
        _ out: inout OutputBuffer
    ) {
        let symbol = key.symbol.int
        var order = asked
        if order.limit == nil, order.side == .buy,
            configuration.marketBuyAs == .marketableLimit, let last = market[symbol].last
        {
            let limit = market[symbol].steps.moved(last, steps: 3)
            order.limit = market[symbol].band?.clamped(limit) ?? limit
        }
        let facts = RiskRules.Facts(
            now: now, index: symbol, sessions: session.view, market: market.view,
            positions: ledger.positions.view, totals: ledger.totals.view, openBuys: openBuys)
        switch rules.check(order, facts) {
        case .refused(let refusal):
            record(signal, order, key, .refused(refusal), &out)
        case .approved(let approval):
            if orders.isFull {
                let refusal = Refusal.tooManyOpenOrders(allowed: Limits.liveOrdersMax)
                record(signal, order, key, .refused(refusal), &out)
            } else {
                create(signal, order, key, approval, isFromTick: isFromTick, &out)
            }
        }
    }

    private mutating func create(
        _ signal: Signal, _ asked: OrderSignal, _ key: SignalKey, _ approval: RiskRules.Approval,
        isFromTick: Bool, _ out: inout OutputBuffer
    ) {
        let symbol = key.symbol.int
        let quantity = approval.quantity
        let timeInForce = asked.timeInForce == .nextOpen ? .day : asked.timeInForce
        let expiry = asked.expireAfter.map { now + $0 } ?? .distantFuture
        var order = Order(
            reference: orders.nextReference(), key: key, side: asked.side,
            timeInForce: timeInForce, createdAt: now, expiresAt: expiry,
            machine: OrderMachine(quantity: quantity), limit: asked.limit,
            reservingPrice: approval.reservingPrice, valuation: approval.valuation,
            isFromTick: isFromTick)
        switch asked.side {
        case .buy:
            order.reserved = configuration.costs.reservation(
                filled: .zero, leaves: quantity, price: approval.reservingPrice)
            ledger.reserve(order.reserved)
            ledger.positions[symbol].bidFor += quantity
            openBuys += approval.valuation * quantity
        case .sell:
            ledger.positions[symbol].offered += quantity
        }
        session[0].ordersToday += 1
        nextExpiry = min(nextExpiry, expiry)
        let slot = orders.insert(order)
        record(signal, asked, key, .order(order.reference, quantity: quantity), &out)
        emit(
            OrderRecord(
                at: now, reference: order.reference, key: key, side: order.side,
                quantity: quantity, limit: order.limit, timeInForce: timeInForce,
                reserved: order.reserved, confidence: signal.confidence, reason: signal.reason
            ), &out)
        let request = BrokerRequest.NewOrder(
            symbol: key.symbol, side: order.side, quantity: quantity, limit: order.limit,
            timeInForce: timeInForce, isFromTick: isFromTick)
        send(
            RequestQueue.Entry(
                request: .newOrder(request), order: order.reference, isUrgent: false), slot, &out)
    }
}
