import KraderEngine
import KraderModel

// What stops trading (invariants 9 to 12, 35, 42), days and runs.
extension InvariantChecks {
    mutating func take(_ incident: IncidentRecord) {
        if isError(incident) { countError(incident.at) }
        switch incident.kind {
        case .killSwitchEngaged: takeKill(incident)
        case .killSwitchComplete:
            // Only a list can show that nothing is open.
            expect(
                control.isKilled && control.mustGo == 0 && step.source == .answer,
                .killIsComplete, at: incident.at, nil, nil, 0, Int64(control.mustGo))
        case .killSwitchRearmed:
            expect(
                control.isRearmAsked && step.source == .answer && control.mustGo == 0
                    && incident.note != nil, .rearmIsAskedFor, at: incident.at, nil, nil, 0,
                Int64(control.mustGo))
            control.isKilled = false
            control.isRearmAsked = false
            control.letsExitsSell = false
        case .rearmRefused: control.isRearmAsked = false
        case .exitsStopped: control.letsExitsSell = false
        case .paused: control.isPaused = true
        case .resumed:
            control.isPaused = false
            control.isReducingByHand = false
        case .reducing where incident.cause == .byHand: control.isReducingByHand = true
        case .reducing: control.isReducingByLoss = true
        case .flattening: control.isReducingByHand = true
        case .strategyPaused, .quarantinedPush, .signalsFlooded, .unprotected, .acknowledged,
            .flattenRefused,
            .unexpectedRejection, .circuitBreaker, .baseChanged, .actionAgainstPrices,
            .outcomeUnknown, .lateIntake, .orderNotFound, .orderResurrected, .secondOrder,
            .overfilled, .filledAfterEnd, .externalOrder, .linkLost, .linkRestored,
            .sessionTakenOver, .authenticationLost, .clockSkewed, .snapshotUnusable, .repaired,
            .largeDifference, .strategySwitchedOff, .strategySwitchedOn, .invariantBroken:
            break
        }
    }

    private mutating func takeKill(_ incident: IncidentRecord) {
        expect(
            incident.cause != nil && !control.isKilled, .killHasCause, at: incident.at)
        if incident.cause == .errors {
            expect(areThreeErrors(at: incident.at), .killIsEarned, at: incident.at)
        }
        control.isKilled = true
        control.letsExitsSell = exitsAfterKill && incident.cause == .errors
        control.isRearmAsked = false
        control.mustKill = false
    }

    /// Whether it is an error of failure-modes.md §2, "Errors"; one root incident counts once.
    private mutating func isError(_ incident: IncidentRecord) -> Bool {
        let isInTrouble =
            control.doubts > 0 || control.blocks.contains(.link)
            || control.blocks.contains(.lateIntake)
        switch incident.kind {
        case .strategyPaused, .unexpectedRejection, .repaired: return true
        case .linkLost: return !isInTrouble
        case .outcomeUnknown:
            control.lastUnknown = incident.at
            return !isInTrouble
        case .lateIntake:
            // What made those requests unknown is counted.
            return !isInTrouble && control.lastUnknown + .seconds(60) < incident.at
        case .quarantinedPush:
            guard let kind = incident.push else { return false }
            let minute = incident.at.nanoseconds / 60_000_000_000
            return isFirst(minute, of: kind)
        case .killSwitchEngaged, .killSwitchRearmed, .signalsFlooded, .paused, .resumed,
            .reducing, .killSwitchComplete, .rearmRefused, .circuitBreaker, .baseChanged,
            .actionAgainstPrices, .orderNotFound, .orderResurrected, .secondOrder, .overfilled,
            .filledAfterEnd, .externalOrder, .linkRestored, .sessionTakenOver,
            .authenticationLost, .clockSkewed, .snapshotUnusable, .largeDifference,
            .strategySwitchedOff, .strategySwitchedOn, .invariantBroken, .exitsStopped,
            .unprotected, .acknowledged, .flattening, .flattenRefused:
            return false
        }
    }

    /// Whether no push of the kind was quarantined in this minute before.
    private mutating func isFirst(_ minute: Int64, of kind: PushKind) -> Bool {
        func first(_ last: inout Int64) -> Bool {
            defer { last = minute }
            return last != minute
        }
        return switch kind {
        case .accepted: first(&control.pushMinutes.0)
        case .executed: first(&control.pushMinutes.1)
        case .cancelled: first(&control.pushMinutes.2)
        case .modified: first(&control.pushMinutes.3)
        case .expired: first(&control.pushMinutes.4)
        case .rejected: first(&control.pushMinutes.5)
        }
    }

    private mutating func countError(_ moment: Moment) {
        control.errors = (control.errors.1, control.errors.2, moment)
        if !control.isKilled, areThreeErrors(at: moment) { control.mustKill = true }
    }

    private func areThreeErrors(at moment: Moment) -> Bool {
        control.errors.0 > moment - .seconds(300)
    }

    mutating func take(_ record: Record) {
        switch record {
        case .dayBegin(let record): beginDay(record)
        case .mode(let record): control.blocks = record.blocks
        case .externalOrder(let record): take(record)
        case .adjust(let record): take(record)
        case .earlyPush: requests.earlyPushes += 1
        case .reply(let reply):
            if isThorough, let number = reply.number {
                rememberNumber(number, of: reply.order.serial, at: reply.at)
            }
        case .run(let run):
            // A new engine counts what it sets aside from zero.
            requests.setAside = 0
            guard isThorough else { return }
            expect(
                run.number == thorough.runs + 1, .runsAreCounted, at: run.at, nil, nil,
                Int64(thorough.runs + 1), Int64(run.number))
            thorough.runs = run.number
        case .signal, .order, .transition, .fill, .day, .incident, .universe, .exit,
            .corporateAction, .heldSignal, .timer, .reason, .query, .pacing:
            break
        }
    }
}

// Days.
extension InvariantChecks {
    private mutating func beginDay(_ record: DayBeginRecord) {
        if isThorough {
            expect(
                record.day > thorough.lastBegun, .daysComeOnce, at: record.at, nil, nil,
                Int64(thorough.lastBegun.dayNumber), Int64(record.day.dayNumber))
            thorough.lastBegun = record.day
            thorough.numbers.removeAll()
            thorough.executions.removeAll()
        }
        if !unlisted.isEmpty { listShares(on: record.day) }
        day = record.day
        hours = ExchangeRules.hours(day)
        ordersToday = 0
        money.deposits = 0
        money.turnover = 0
        control.isReducingByLoss = false
        requests.earlyPushes = 0
        for symbol in 0..<symbols.count { beginDay(symbol) }
    }

    /// The base is the last price of a session before; where another price could stand for it,
    /// nobody can tell the band.
    private func beginDay(_ symbol: Int) {
        let (price, time) = (prints[symbol].price, prints[symbol].time)
        if price > 0 { symbols[symbol].base = isInSession(time) ? price : 0 }
        let isKnown = symbols[symbol].isPlain && symbols[symbol].listing.map { $0 < day } ?? true
        let base = symbols[symbol].base
        let band =
            base > 0 && isKnown
            ? ExchangeRules.band(
                base, symbols[symbol].board, multiple: symbols[symbol].multiple, day) : nil
        symbols[symbol].lower = band?.lower ?? 0
        symbols[symbol].upper = band?.upper ?? 0
    }
}
