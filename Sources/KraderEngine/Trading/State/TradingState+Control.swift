import KraderModel

// Runs, signals, timers, days, and what stops orders.
extension TradingState {
    mutating func take(_ run: RunRecord) {
        if runs == 0 { firstDay = CalendarDate(run.at) }
        runs = run.number
        namedStrategies = run.strategies.count
    }

    mutating func take(_ reason: ReasonRecord) { reasons.append(reason.text) }

    /// A signal has its answer. One that waited waits no more.
    mutating func take(_ signal: borrowing SignalRecord) {
        keys.note(signal.key)
        if signal.key.sequence < 0 { exits.note(signal.key) }
        if !held.isEmpty { forgetHeld(signal) }
    }

    /// A cancel or replace of the same hook has the key of what waits, and is about something else.
    private mutating func forgetHeld(_ signal: borrowing SignalRecord) {
        guard signal.action == .order else { return }
        switch signal.answer {
        case .held, .refused(.duplicate): return
        case .order, .refused: break
        }
        let (key, side) = (signal.key, signal.order.side)
        held.removeAll { $0.key == key && $0.order.side == side }
    }

    /// A signal begins to wait, or asks for something else since a corporate action.
    mutating func take(_ record: HeldSignalRecord) {
        let signal = record.signal
        if let place = held.firstIndex(where: {
            $0.key == signal.key && $0.order.side == signal.order.side
        }) {
            held[place] = signal
        } else {
            held.append(signal)
        }
    }

    mutating func take(_ record: TimerRecord) {
        let timer = StrategyTimers.Timer(moment: record.moment, strategy: record.strategy)
        switch record.event {
        case .asked: timers.add(timer)
        case .fired: timers.remove(timer)
        }
    }

    /// A trading day begins: counters and the broker's numbers begin again, what was traded two
    /// trading days ago has settled, new shares are listed. What settled is written into the
    /// record.
    mutating func take(_ record: inout DayBeginRecord) {
        session[0].day = record.day
        session[0].hours = SessionHours.on(record.day)
        session[0].isTradingDay = true
        session[0].ordersToday = 0
        session[0].reductions.remove(.loss)
        errors.beginDay()
        activity.beginDay()
        earlyPushes.removeAll()
        orders.forgetNumbers()
        requests.forgetSettled()
        partialCancels.removeAll()
        isDayOpen = true
        settledToday = books.beginDay(record.day)
        record.settled = settledToday
    }

    /// The official close: today's profit starts anew from here. A run that ends before it ends no
    /// day.
    mutating func take(_ record: borrowing DayRecord) {
        guard !record.isUnfinished else { return }
        isDayOpen = false
        books.markClose(equity: record.cash + record.holdings)
    }

    mutating func take(_ incident: IncidentRecord) {
        if let number = incident.number { forgetPushes(of: number) }
        switch incident.kind {
        case .strategyPaused:
            if let strategy = incident.strategy { isPaused[Int(strategy)] = true }
        case .signalsFlooded:
            if let strategy = incident.strategy { isPaused[Int(strategy)] = true }
        case .strategySwitchedOff:
            if let strategy = incident.strategy {
                isPaused[Int(strategy)] = true
                activity.switchOff(Int(strategy))
            }
        case .strategySwitchedOn:
            if let strategy = incident.strategy {
                isPaused[Int(strategy)] = false
                activity.switchOn(Int(strategy))
            }
        case .killSwitchEngaged:
            session[0].isKillSwitchEngaged = true
            session[0].letsExitsSell = incident.letsExitsSell
            killSwitch.begin(at: incident.at)
        case .exitsStopped:
            session[0].letsExitsSell = false
            killSwitch.isPending = true
            killSwitch.acknowledgedAt = .distantPast
        case .killSwitchComplete: killSwitch.isPending = false
        case .killSwitchRearmed:
            session[0].isKillSwitchEngaged = false
            session[0].letsExitsSell = false
        case .unprotected: killSwitch.noteWarning(at: incident.at)
        case .acknowledged: killSwitch.acknowledgedAt = incident.at
        case .paused: session[0].isPaused = true
        case .resumed:
            session[0].isPaused = false
            session[0].reductions.remove(.byHand)
            flattening = nil
        case .reducing:
            session[0].reductions.insert(incident.cause == .byHand ? .byHand : .loss)
        case .flattening:
            session[0].reductions.insert(.byHand)
            flattening = Flattening(flattening, adding: incident.symbol)
        case .quarantinedPush, .unexpectedRejection, .rearmRefused, .flattenRefused,
            .circuitBreaker, .baseChanged,
            .actionAgainstPrices, .outcomeUnknown, .lateIntake, .orderNotFound,
            .orderResurrected, .secondOrder, .overfilled, .filledAfterEnd, .externalOrder,
            .linkLost,
            .linkRestored, .sessionTakenOver, .authenticationLost, .clockSkewed,
            .snapshotUnusable, .repaired, .largeDifference, .invariantBroken:
            break
        }
        if isCounted(incident) { errors.add(incident.at) }
        if incident.kind == .outcomeUnknown { intake.lastUnknown = incident.at }
    }

    /// Whether an incident is an error that counts (failure-modes.md §2). Of quarantined pushes
    /// only the first of a kind in a minute is.
    private mutating func isCounted(_ incident: IncidentRecord) -> Bool {
        switch incident.kind {
        case .strategyPaused, .unexpectedRejection, .repaired: true
        case .quarantinedPush:
            incident.push.map { errors.isFirst($0, at: incident.at) } ?? false
        case .outcomeUnknown, .linkLost: !isInTrouble
        case .lateIntake:
            !isInTrouble && intake.lastUnknown + Limits.lateWindow < incident.at
        // Those are critical: they kill by themselves.
        case .orderResurrected, .secondOrder, .overfilled, .filledAfterEnd, .sessionTakenOver,
            .authenticationLost, .invariantBroken:
            false
        // What became of a request that was in doubt is the same incident.
        case .orderNotFound, .killSwitchEngaged, .killSwitchRearmed, .signalsFlooded, .paused,
            .resumed, .reducing, .killSwitchComplete, .rearmRefused, .circuitBreaker, .baseChanged,
            .actionAgainstPrices, .externalOrder, .linkRestored, .clockSkewed, .snapshotUnusable,
            .largeDifference, .strategySwitchedOff, .strategySwitchedOn, .exitsStopped,
            .unprotected, .acknowledged, .flattening, .flattenRefused:
            false
        }
    }

    /// Whether what goes wrong with the broker now is a part of what went wrong before: an outage,
    /// late intake and the requests in doubt during it are one incident (failure-modes.md §2,
    /// "Errors").
    var isInTrouble: Bool {
        doubts > 0 || !session[0].blocks.isDisjoint(with: [.link, .lateIntake])
    }

    mutating func take(_ record: QueryRecord) {
        requests.leave(record.request, nil, .query(record.query.kind), at: record.at)
    }

    mutating func take(_ record: AdjustRecord) { books.adjust(record) }

    mutating func take(_ record: ModeRecord) { session[0].blocks = record.blocks }
}
