public import KraderModel

// A restart: trading state from its records, market state from history (design.md §2). Start-up is
// recovery: the first start of all restores nothing.
extension Engine {
    /// Makes an engine that goes on where records end. Its market is unknown as yet: start it, give
    /// it history (`Input.history`), then let it resume.
    ///
    /// Strategies and instruments must be those of the records, in their order; more may follow.
    /// The account is that of the first run's beginning.
    ///
    /// - Throws: `RecordFault` where a record doesn't follow from those before it
    public static func restore(
        _ configuration: EngineConfiguration, from records: some Sequence<Record>
    ) throws(RecordFault) -> Engine {
        var engine = Engine(configuration)
        let first = CalendarDate(configuration.start)
        for record in records {
            try engine.trading.apply(record)
            #if DEBUG
                try engine.shadow.apply(record)
            #endif
            engine.lastRecord = record.at
        }
        if PlantedBug.isPlanted(.forgetsKill) {
            engine.trading.session[0].isKillSwitchEngaged = false
            engine.trading.killSwitch = KillSwitch()
        }
        guard engine.trading.runs == 0 || first <= engine.trading.session[0].day else {
            throw RecordFault(
                description: "The run begins on \(first), after the day of the records, "
                    + "\(engine.trading.session[0].day): what happened between would be lost")
        }
        engine.host.context.reasons.restore(engine.trading.reasons)
        engine.rehearsal = Rehearsal(
            session: engine.trading.session[0], isFirst: engine.trading.runs == 0,
            namedStrategies: engine.trading.namedStrategies)
        engine.isReplayed = true
        // A broker that has shown orders is not taken for one that lists none of its day.
        engine.unlisted.hasSeenDay = engine.trading.orders.count > 0
        // Whoever watches the way says how it is now.
        let blocks = engine.trading.session[0].blocks
        if blocks.contains(.link) {
            engine.link = .down
        } else if blocks.contains(.skew) {
            engine.link = .skewed(Limits.skewMax + Limits.skewMax)
        }
        engine.findTimes()
        return engine
    }

    /// What happened until now is known: from here on hooks' signals count, and orders may leave.
    /// What has passed meanwhile is told: days, strategies that threw, orders that never left and
    /// are too old by now.
    ///
    /// - Parameters:
    ///   - moment: now; a clock that stepped back counts as the last record's moment
    ///   - leavesDue: whether what is due at that very moment is still to come, as after candles
    ///     whose clock has not come
    ///   - killed: why the kill switch is engaged by the store's mark, whatever the records say
    public mutating func resume(
        at moment: Moment, leavesDue: Bool = false, killed: StopCause? = nil,
        into out: inout OutputBuffer
    ) {
        let moment = max(moment, lastRecord, now)
        let former = moment - Interval(nanoseconds: 1)
        let last = leavesDue ? former : moment
        rehearse(through: last, timers: last, &out)
        now = moment
        guard let known = rehearsal else { return }
        rehearsal = nil
        isReplayed = false
        trading.session[0] = known.session
        digest.enter(now, trading.books.totals, &out)
        if known.isFirst { tellRun(&out) }
        finishDays(known, &out)
        markHoldings()
        findLossFloor()
        if trading.session[0].reductions.contains(.loss) { lossFloor = Won(.min) }
        host.context.reasons.forget(after: trading.reasons.count)
        host.context.holds = HoldCounts()
        lineUp()
        if let killed { engageKillSwitch(killed, &out) }
        tellTimers(known, &out)
        tellFaults(known, &out)
        dropStaleOrders(&out)
        beginReconciling(&out)
        judgeIntake(&out)
        proveKill()
        if trading.session[0].isKillSwitchEngaged {
            let isNews = trading.killSwitch.warnings == 0
            let next = isNews ? now : trading.killSwitch.lastWarning + unprotectedPause()
            nextUnprotected = max(now, next)
        }
        findTimes()
        findNextInquiry()
        findNextDue()
        findNextTimer()
        check(&out)
    }

    /// The first run's day begins with it. A day that history did not show ends by the clock.
    private mutating func finishDays(_ known: Rehearsal, _ out: inout OutputBuffer) {
        if known.isFirst, let today = lastDay, dayStage == .open { tellBegin(of: today, &out) }
        let end = trading.session[0].hours.auctionEnd + configuration.closeDelay
        if trading.isDayOpen, dayStage == .waiting, end <= now { tellDay(&out) }
        quarantine(unnamed: known.unnamed, &out)
    }

    /// Timers of new strategies, and those that others asked for in the gap. What was due in a gap
    /// has come in it, muted: it makes no signal now.
    private mutating func tellTimers(_ known: Rehearsal, _ out: inout OutputBuffer) {
        for timer in known.timers.all where timer.strategy >= known.namedStrategies {
            tell(timer, .asked, &out)
        }
        for timer in known.late
        where timer.strategy < known.namedStrategies && timer.moment > now {
            tell(timer, .asked, &out)
        }
        guard now > lastRecord + Limits.gap else { return }
        for timer in trading.timers.all where timer.moment <= now { tell(timer, .fired, &out) }
    }

    private mutating func tellFaults(_ known: Rehearsal, _ out: inout OutputBuffer) {
        for fault in known.faults {
            trading.isPaused[Int(fault.strategy)] = false
            tell(
                IncidentRecord(
                    at: now, kind: .strategyPaused, strategy: fault.strategy,
                    symbol: fault.symbol), &out)
        }
    }

    /// What was decided and never left is not sent after a gap: nobody looked at it meanwhile.
    /// Exits wait on.
    private mutating func dropStaleOrders(_ out: inout OutputBuffer) {
        let isGap = now > lastRecord + Limits.gap
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = trading.orders.slots[slot]
            let isOld = CalendarDate(order.createdAt) < trading.session[0].day
            if isGap || isOld, !order.machine.hasLeft, !order.isExit {
                close(slot, .notSent, &out)
            }
        }
    }

    /// What is held is worth its newest price: the market's last or our own fill, whichever is
    /// later (semantics.md §5).
    mutating func markHoldings() {
        for symbol in 0..<market.count {
            guard let last = market[symbol].last else { continue }
            trading.books.remark(symbol, at: last, time: market[symbol].lastTime)
        }
        trading.books.measureDrawdown()
    }

    /// The requests that wait, by the orders that they are about: each order has one at most.
    private mutating func lineUp() {
        let slots = trading.orders.slots.view
        let waiting = (0..<trading.orders.usedSlots)
            .filter { trading.orders.isAlive($0) }
            .sorted { slots[$0].rank < slots[$1].rank }
        for slot in waiting {
            guard let (request, lane) = waitingRequest(of: slots[slot]) else { continue }
            trading.requests.add(
                RequestQueue.Entry(
                    request: request, order: slots[slot].reference, lane: lane,
                    rank: slots[slot].rank))
        }
    }

    private mutating func waitingRequest(of order: Order) -> (BrokerRequest, RequestQueue.Lane)? {
        if !order.machine.hasLeft {
            return (
                .newOrder(
                    BrokerRequest.NewOrder(
                        symbol: order.symbol, side: order.side, quantity: order.quantity,
                        type: order.type, limit: order.limit, timeInForce: order.timeInForce,
                        isFromTick: order.isFromTick)),
                order.isExit ? .recover : .rest
            )
        }
        guard order.machine.isWorking, let number = order.number else { return nil }
        if order.isCancelRequested, rules.mayCancel(market[order.symbol.int]) {
            return (
                .cancel(BrokerRequest.CancelOrder(original: number, symbol: order.symbol)), .cancel
            )
        }
        return order.pendingLimit.map {
            (
                .modify(
                    BrokerRequest.ModifyOrder(
                        original: number, symbol: order.symbol, quantity: nil, limit: $0)), .rest
            )
        }
    }

    /// The moments at which something is due, which follow from what is known.
    private mutating func findTimes() {
        nextExpiry = .distantFuture
        var mustGo = false
        let slots = trading.orders.slots.view
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            nextExpiry = min(nextExpiry, slots[slot].expiresAt)
            if trading.forbids(slots[slot]), !slots[slot].isCancelRequested { mustGo = true }
        }
        if !mustGo { trading.killSwitch.nextRetry = .distantFuture }
        nextRelease = trading.held.map(\.release).min() ?? .distantFuture
        trading.exits.findNextTimer()
    }
}
