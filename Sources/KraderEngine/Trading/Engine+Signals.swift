import KraderModel

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
            switch host.context.signals[index].action {
            case .order(let order):
                takeOrder(order, index, strategy, firstNote: firstNote, &out)
            case .cancel(let reference):
                takeCancel(reference, index, strategy, firstNote: firstNote, &out)
            case .replace(let reference, let limit):
                takeReplace(reference, limit, index, strategy, firstNote: firstNote, &out)
            }
        }
    }

    /// A signal of the hook that runs, before it has its answer.
    mutating func record(
        of action: SignalRecord.Action, _ order: OrderSignal, _ index: Int, _ strategy: Int,
        firstNote: Int32
    ) -> SignalRecord {
        let notes = host.context.signals[index].notes
        return SignalRecord(
            at: now, key: key(index, strategy), action: action, order: order,
            confidence: host.context.signals[index].confidence,
            reason: host.context.signals[index].reason, answer: .held,
            notes: (notes.lowerBound + firstNote)..<(notes.upperBound + firstNote))
    }

    private mutating func takeOrder(
        _ order: OrderSignal, _ index: Int, _ strategy: Int, firstNote: Int32,
        _ out: inout OutputBuffer
    ) {
        var signal = record(of: .order, order, index, strategy, firstNote: firstNote)
        if repeatsEarlier(index, order.side) {
            answer(.refused(.duplicate), &signal, &out)
        } else if order.timeInForce.isHeld && !takesOrdersNow(order.timeInForce)
            && trading.session[0].refusal(order.side) == nil
        {
            hold(&signal, until: release(of: order.timeInForce), &out)
        } else {
            decide(&signal, isFromTick: host.context.hook == .tick, &out)
        }
    }

    private mutating func takesOrdersNow(_ timeInForce: TimeInForce) -> Bool {
        let phase: SessionPhase = timeInForce == .nextOpen ? .openingAuction : .closingAuction
        let hours = trading.session[0].hours
        return trading.session[0].isTradingDay && hours.phase(at: now) == phase
            && now >= entry(timeInForce, hours)
    }

    private mutating func key(_ index: Int, _ strategy: Int) -> SignalKey {
        let signal = host.context.signals[index]
        return trading.keys.next(
            host.context.hook, Int32(strategy), signal.symbol,
            at: host.context.eventTime.milliseconds, hook: hooks, leg: signal.leg)
    }

    /// The leg guard: one order per signal, symbol, side and leg (failure-modes.md, A17–A19).
    private mutating func repeatsEarlier(_ index: Int, _ side: Side) -> Bool {
        if PlantedBug.isPlanted(.repeatsLegs) { return false }
        for earlier in 0..<index {
            if case .order(let order) = host.context.signals[earlier].action, order.side == side,
                host.context.signals[earlier].symbol == host.context.signals[index].symbol,
                host.context.signals[earlier].leg == host.context.signals[index].leg
            {
                return true
            }
        }
        return false
    }

    mutating func answer(
        _ answer: SignalRecord.Answer, _ signal: inout SignalRecord, _ out: inout OutputBuffer
    ) {
        tellReasons(&out)
        signal.answer = answer
        // One constant is lent to all of these; a variable would be copied for each.
        let record = signal
        trading.take(record)
        emit(record, &out)
    }

    private mutating func hold(
        _ signal: inout SignalRecord, until release: Moment, _ out: inout OutputBuffer
    ) {
        answer(.held, &signal, &out)
        tell(
            HeldSignalRecord(
                at: now,
                signal: HeldSignal(
                    key: signal.key, order: signal.order, confidence: signal.confidence,
                    reason: signal.reason, release: release)), &out)
        nextRelease = min(nextRelease, release)
    }

    /// The moment from which an auction's orders are sent: when it takes them. Where the controls
    /// act, `next_open` waits for an indicative price that means something.
    private mutating func entry(_ timeInForce: TimeInForce, _ hours: SessionHours) -> Moment {
        guard timeInForce == .nextOpen else { return hours.closingAuctionStart }
        return controlsAct
            ? max(hours.openingAuctionStart, hours.open - ControlLimits.indicativeLead)
            : hours.openingAuctionStart
    }

    /// The moment at which orders for the next auction of its kind are sent.
    private mutating func release(of timeInForce: TimeInForce) -> Moment {
        let today = CalendarDate(now)
        if configuration.calendar.isTradingDay(today) {
            let start = entry(timeInForce, SessionHours.on(today))
            if now < start { return start }
        }
        let next = configuration.calendar.next(after: today).date
        return entry(timeInForce, SessionHours.on(next))
    }

    /// Releases held signals that are due. Risk is run again for each: much can change overnight.
    mutating func releaseHeldSignals(_ out: inout OutputBuffer) {
        for waiting in trading.held where waiting.release <= now {
            var signal = waiting.record(at: now)
            if trading.isPaused[Int(signal.key.strategy)] {
                answer(.refused(.paused), &signal, &out)
            } else if !takesOrdersNow(signal.order.timeInForce) {
                // Nobody was there when its auction took orders: it waits for the next.
                var later = waiting
                later.release = release(of: signal.order.timeInForce)
                tell(HeldSignalRecord(at: now, signal: later), &out)
            } else {
                decide(&signal, isFromTick: false, &out)
            }
        }
        nextRelease = trading.held.map(\.release).min() ?? .distantFuture
    }

    /// Asks risk, then makes an order or a refusal.
    private mutating func decide(
        _ signal: inout SignalRecord, isFromTick: Bool, _ out: inout OutputBuffer
    ) {
        let symbol = signal.key.symbol.int
        if configuration.marketBuyAs == .marketableLimit, signal.order.type == .market,
            signal.order.side == .buy,
            let best = market[symbol].quote(against: .buy) ?? market[symbol].last
        {
            // From a price off the grid the first step leads to the line above it: as if it had
            // been rounded down before (semantics.md §4).
            let limit = market[symbol].steps.moved(best, steps: 3)
            signal.order.type = .limit
            signal.order.limit = market[symbol].band?.clamped(limit) ?? limit
        }
        var facts = facts(signal.key.symbol)
        facts.warmth = warmthRefusal(signal)
        facts.own = trading.books.share(Int(signal.key.strategy), symbol)
        decide(&signal, by: facts, isFromTick: isFromTick, &out)
    }

    /// It is no part of the above, so that rules and controls look at the same facts in one place:
    /// for each call of its own they would be copied.
    @inline(never)
    private mutating func decide(
        _ signal: inout SignalRecord, by facts: borrowing RiskRules.Facts, isFromTick: Bool,
        _ out: inout OutputBuffer
    ) {
        let symbol = signal.key.symbol.int
        switch rules.check(signal.order, facts) {
        case .refused(let refusal):
            answer(.refused(refusal), &signal, &out)
        case .approved(var approval):
            if trading.doubts > 0, isInDoubt(signal.key.symbol) {
                answer(.refused(.symbolInDoubt), &signal, &out)
            } else if trading.orders.isFull {
                let refusal = Refusal.tooManyOpenOrders(allowed: Limits.liveOrdersMax)
                answer(.refused(refusal), &signal, &out)
            } else if crossesOwn(signal.order.side, signal.order.reach, symbol) {
                answer(.refused(.selfCross), &signal, &out)
            } else if let refusal = control(
                Int(signal.key.strategy), signal.order, &approval, facts, &out)
            {
                answer(.refused(refusal), &signal, &out)
            } else {
                create(&signal, approval, isFromTick: isFromTick, &out)
            }
        }
    }

    /// Whether nobody knows what became of an order of the symbol: until then no other is made
    /// (failure-modes.md §1, A04).
    private mutating func isInDoubt(_ symbol: SymbolIndex) -> Bool {
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot) && slots[slot].symbol == symbol
            && slots[slot].doubtSince != .distantFuture
        {
            return true
        }
        return false
    }

    /// Makes and sends an order that nothing refuses. Returns its reference.
    @discardableResult
    mutating func create(
        _ signal: inout SignalRecord, _ approval: RiskRules.Approval, isFromTick: Bool,
        isExit: Bool = false, pathLevel: Price? = nil, _ out: inout OutputBuffer
    ) -> OrderReference {
        let quantity = approval.quantity
        let reference = trading.orders.nextReference
        let isBuy = signal.order.side == .buy
        let isGuarded = isBuy && signal.order.exits != nil
        let record = OrderRecord(
            at: now, reference: reference, key: signal.key, side: signal.order.side,
            type: signal.order.type,
            quantity: quantity, limit: signal.order.limit,
            timeInForce: signal.order.timeInForce.isHeld ? .day : signal.order.timeInForce,
            reserved: isBuy
                ? configuration.costs.reservation(
                    filled: .zero, leaves: quantity, price: approval.reservingPrice) : .zero,
            confidence: signal.confidence, reason: signal.reason,
            expiresAt: signal.order.expireAfter.map { now + $0 } ?? .distantFuture,
            valuation: approval.valuation, reservingPrice: approval.reservingPrice,
            exits: isBuy ? signal.order.exits : nil, isFromTick: isFromTick, isExit: isExit,
            takesOnArrival: isGuarded
                && (signal.order.limit.map { takes($0, signal.key.symbol.int) } ?? false))
        nextExpiry = min(nextExpiry, record.expiresAt)
        signal.cut = approval.cut
        answer(.order(reference, quantity: quantity), &signal, &out)
        let slot = trading.take(record)
        emit(record, &out)
        let request = BrokerRequest.NewOrder(
            symbol: record.key.symbol, side: record.side, quantity: quantity, type: record.type,
            limit: record.limit, timeInForce: record.timeInForce, isFromTick: isFromTick,
            pathLevel: pathLevel)
        send(.newOrder(request), slot, isExit ? .recover : .rest, &out)
        return reference
    }
}

extension HeldSignal {
    /// The signal once more, before it has its answer.
    func record(at now: Moment) -> SignalRecord {
        SignalRecord(
            at: now, key: key, order: order, confidence: confidence, reason: reason, answer: .held,
            notes: 0..<0)
    }
}
