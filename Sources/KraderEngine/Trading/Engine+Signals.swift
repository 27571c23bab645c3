import KraderModel

/// A signal that waits for an opening auction.
struct HeldSignal {
    var signal: SignalRecord
    var release: Moment
}

extension Engine {
    /// The last of a strategy's signals for a symbol from one kind of hook: what the next one's
    /// sequence follows.
    struct SequenceState {
        var milliseconds = Int64.min
        var hook: Int64 = 0
        var sequence: Int32 = 0
    }

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
            && session[0].refusal(order.side) == nil
        {
            hold(&signal, until: release(of: order.timeInForce), &out)
        } else {
            decide(&signal, isFromTick: host.context.hook == .tick, &out)
        }
    }

    private mutating func takesOrdersNow(_ timeInForce: TimeInForce) -> Bool {
        let phase: SessionPhase = timeInForce == .nextOpen ? .openingAuction : .closingAuction
        return session[0].isTradingDay && session[0].hours.phase(at: now) == phase
    }

    /// The key of a signal, made of facts only: strategy, symbol, the event's millisecond, and a
    /// sequence: six times how many hooks of the kind had signals for the symbol in that
    /// millisecond before, plus the kind (candle 0, tick 1, timer 2, fill 3, cross-section 4, book
    /// 5).
    private mutating func key(_ index: Int, _ strategy: Int) -> SignalKey {
        let kinds = StrategyContext.Hook.allCases.count
        let kind = host.context.hook.rawValue
        let symbol = host.context.signals[index].symbol
        let slot = (strategy * market.count + symbol.int) * kinds + kind
        let milliseconds = host.context.eventTime.milliseconds
        if sequences[slot].milliseconds != milliseconds {
            sequences[slot] = SequenceState(
                milliseconds: milliseconds, hook: hooks, sequence: Int32(kind))
        } else if sequences[slot].hook != hooks {
            sequences[slot].hook = hooks
            sequences[slot].sequence += Int32(kinds)
        }
        return SignalKey(
            strategy: Int32(strategy), symbol: symbol, milliseconds: milliseconds,
            sequence: sequences[slot].sequence,
            leg: host.context.signals[index].leg)
    }

    /// The leg guard: one order per signal, symbol, side and leg (failure-modes.md, A17–A19).
    private mutating func repeatsEarlier(_ index: Int, _ side: Side) -> Bool {
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
        signal.answer = answer
        emit(signal, &out)
    }

    private mutating func hold(
        _ signal: inout SignalRecord, until release: Moment, _ out: inout OutputBuffer
    ) {
        var waiting = signal
        waiting.notes = 0..<0
        held.append(HeldSignal(signal: waiting, release: release))
        nextRelease = min(nextRelease, release)
        answer(.held, &signal, &out)
    }

    /// The moment at which the next auction of its kind takes orders.
    private mutating func release(of timeInForce: TimeInForce) -> Moment {
        func start(_ day: CalendarDate) -> Moment {
            let hours = SessionHours.on(day)
            return timeInForce == .nextOpen
                ? hours.openingAuctionStart : hours.closingAuctionStart
        }
        let today = CalendarDate(now)
        if configuration.calendar.isTradingDay(today), now < start(today) { return start(today) }
        return start(configuration.calendar.next(after: today).date)
    }

    /// Releases held signals that are due. Risk is run again for each: much can change overnight.
    mutating func releaseHeldSignals(_ out: inout OutputBuffer) {
        let due = held.filter { $0.release <= now }
        held.removeAll { $0.release <= now }
        nextRelease = held.map(\.release).min() ?? .distantFuture
        for waiting in due {
            var signal = waiting.signal
            signal.at = now
            if host.isPaused[Int(signal.key.strategy)] {
                answer(.refused(.paused), &signal, &out)
            } else {
                decide(&signal, isFromTick: false, &out)
            }
        }
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
        facts.own = books.share(Int(signal.key.strategy), symbol)
        switch rules.check(signal.order, facts) {
        case .refused(let refusal):
            answer(.refused(refusal), &signal, &out)
        case .approved(let approval):
            if orders.isFull {
                let refusal = Refusal.tooManyOpenOrders(allowed: Limits.liveOrdersMax)
                answer(.refused(refusal), &signal, &out)
            } else if crossesOwn(signal.order.side, signal.order.reach, symbol) {
                answer(.refused(.selfCross), &signal, &out)
            } else {
                create(&signal, approval, isFromTick: isFromTick, &out)
            }
        }
    }

    /// Makes and sends an order that nothing refuses. Returns its slot.
    @discardableResult
    mutating func create(
        _ signal: inout SignalRecord, _ approval: RiskRules.Approval, isFromTick: Bool,
        isExit: Bool = false, pathLevel: Price? = nil, _ out: inout OutputBuffer
    ) -> Int {
        let key = signal.key
        let symbol = key.symbol.int
        let asked = signal.order
        let quantity = approval.quantity
        let timeInForce = asked.timeInForce.isHeld ? .day : asked.timeInForce
        let expiry = asked.expireAfter.map { now + $0 } ?? .distantFuture
        var order = Order(
            reference: orders.nextReference(), key: key, side: asked.side, type: asked.type,
            timeInForce: timeInForce, createdAt: now, expiresAt: expiry,
            machine: OrderMachine(quantity: quantity), limit: asked.limit,
            reservingPrice: approval.reservingPrice, valuation: approval.valuation,
            isFromTick: isFromTick, isExit: isExit)
        switch asked.side {
        case .buy:
            order.reserved = configuration.costs.reservation(
                filled: .zero, leaves: quantity, price: approval.reservingPrice)
            if let protective = asked.exits {
                exits.expect(protective, of: order.reference, symbol)
                order.hasExits = true
                if let limit = order.limit { order.takesOnArrival = takes(limit, symbol) }
            }
        case .sell: break
        }
        books.promise(order.promise, quantity, reserving: order.reserved)
        session[0].ordersToday += 1
        nextExpiry = min(nextExpiry, expiry)
        let slot = orders.insert(order)
        signal.cut = approval.cut
        answer(.order(order.reference, quantity: quantity), &signal, &out)
        emit(
            OrderRecord(
                at: now, reference: order.reference, key: key, side: order.side,
                type: asked.type, quantity: quantity, limit: order.limit, timeInForce: timeInForce,
                reserved: order.reserved, confidence: signal.confidence, reason: signal.reason
            ), &out)
        let request = BrokerRequest.NewOrder(
            symbol: key.symbol, side: order.side, quantity: quantity, type: asked.type,
            limit: order.limit, timeInForce: timeInForce, isFromTick: isFromTick,
            pathLevel: pathLevel)
        send(
            RequestQueue.Entry(
                request: .newOrder(request), order: order.reference, isUrgent: isExit), slot, &out)
        return slot
    }
}
