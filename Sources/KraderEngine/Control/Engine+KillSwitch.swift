import KraderModel

// The kill switch (krader-behaviour.md §6; failure-modes.md §1, K01–K17).
extension Engine {
    /// No new order leaves from here on, those that wait are dropped, and all others are cancelled
    /// until none lives. Engaging twice is engaging once; but a graver cause ends what the first
    /// one let go on.
    mutating func engageKillSwitch(_ cause: StopCause, _ out: inout OutputBuffer) {
        refuseRearm(.killedAgain, &out)
        if trading.session[0].isKillSwitchEngaged {
            guard trading.session[0].letsExitsSell, cause != .errors else { return }
            tell(
                IncidentRecord(
                    at: now, kind: .exitsStopped, strategy: nil, symbol: nil, cause: cause), &out)
        } else {
            var incident = IncidentRecord(
                at: now, kind: .killSwitchEngaged, strategy: nil, symbol: nil, cause: cause)
            incident.letsExitsSell = configuration.exitsAfterKill && cause == .errors
            if PlantedBug.isPlanted(.killsWithoutCause) { incident.cause = nil }
            if PlantedBug.isPlanted(.killsBeforeBlocking) { cancelForbidden(&out) }
            tell(incident, &out)
            refuseHeld(&out)
        }
        nextUnprotected = now
        if !PlantedBug.isPlanted(.killsBeforeBlocking) { cancelForbidden(&out) }
        if PlantedBug.isPlanted(.completesUnproved) { return tellComplete(&out) }
        proveKill()
        tellUnprotected(&out)
    }

    /// Signals that wait for an auction are answered: a later rearming does not bring them back.
    private mutating func refuseHeld(_ out: inout OutputBuffer) {
        for waiting in trading.held {
            var signal = waiting.record(at: now)
            answer(.refused(.killSwitchEngaged), &signal, &out)
        }
        nextRelease = .distantFuture
    }

    /// As soon as no order is known that the kill switch wants gone, the broker's list of open
    /// orders is asked: only it can say that there is none (failure-modes.md §2, 12).
    mutating func proveKill() {
        guard trading.killSwitch.isPending else { return }
        let isQuiet = !mayForbiddenOrderLive()
        guard isQuiet != (killQuietSince != .distantFuture) else { return }
        killQuietSince = isQuiet ? now : .distantFuture
        findNextInquiry()
    }

    /// Whether an order that must go may be at the broker, as far as is known.
    private mutating func mayForbiddenOrderLive() -> Bool {
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = trading.orders.slots[slot]
            if !order.machine.isAbsent, mustGo(order) { return true }
        }
        return false
    }

    /// Whether the kill switch wants an order gone. Of those that are nobody's here, only the one
    /// that the broker made twice of ours is cancelled.
    private mutating func mustGo(_ order: borrowing Order) -> Bool {
        order.isExternal ? order.isCancelRequested : trading.forbids(order)
    }

    /// Looks at the broker's list of open orders. What it shows of ours keeps the kill switch at
    /// work: an order that nobody here knows is asked about, one that has ended here may stand in a
    /// list that lags.
    mutating func judgeKill(_ reading: Inquiry, _ out: inout OutputBuffer) {
        guard trading.killSwitch.isPending, reading.startedAt >= killQuietSince else { return }
        for row in reading.openOrders where row.leaves > .zero && row.terms.channel == .openAPI {
            if let slot = trading.orders.slot(of: row.number) {
                let order = trading.orders.slots[slot]
                if !mustGo(order) { continue }
            } else if trading.orders.fate(of: row.number) == nil {
                askSoon()
            }
            return
        }
        tellComplete(&out)
    }

    private mutating func tellComplete(_ out: inout OutputBuffer) {
        tell(
            IncidentRecord(
                at: now, kind: .killSwitchComplete, strategy: nil, symbol: nil,
                delay: now - trading.killSwitch.engagedAt), &out)
        killQuietSince = .distantFuture
    }

    /// Cancels every live order that the mode does not allow; those asked before are left alone.
    mutating func cancelForbidden(_ out: inout OutputBuffer) {
        let reason: OrderReason =
            trading.session[0].isKillSwitchEngaged ? .cancelledByKillSwitch : .riskChanged
        if PlantedBug.isPlanted(.cancelsInHashOrder) {
            for slot in Set(0..<trading.orders.usedSlots)
            where trading.orders.isAlive(slot) && !trading.orders.slots[slot].isExternal
                && trading.forbids(trading.orders.slots[slot])
            {
                requestCancel(trading.orders.slots[slot].reference, reason, &out)
            }
        }
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot)
            && (!trading.orders.slots[slot].isExternal
                || PlantedBug.isPlanted(.cancelsOthersOrders))
            && trading.forbids(trading.orders.slots[slot])
        {
            requestCancel(trading.orders.slots[slot].reference, reason, &out)
        }
    }

    mutating func retryCancels(_ out: inout OutputBuffer) {
        trading.killSwitch.nextRetry = .distantFuture
        cancelForbidden(&out)
    }
}

// Arming it again: a person says why, and the broker's lists must leave nothing open or unknown
// (failure-modes.md §1, K10; §2, 11).
extension Engine {
    /// A person wants the kill switch armed again: the lists are read for it.
    mutating func askRearm(
        _ note: OperatorNote, isReducing: Bool, _ out: inout OutputBuffer
    ) {
        guard trading.session[0].isKillSwitchEngaged else { return }
        rearming = Rearming(note: note, isReducing: isReducing, askedAt: now)
        if let obstacle = rearmObstacle() { return refuseRearm(obstacle, &out) }
        lastAccount = .distantPast
        findNextInquiry()
    }

    /// What keeps the kill switch from being armed again, as far as is known here.
    private mutating func rearmObstacle() -> RearmObstacle? {
        if PlantedBug.isPlanted(.rearmsOverOpenOrders) { return nil }
        if trading.killSwitch.isPending { return .ordersOpen }
        if trading.doubts > 0 || !trading.earlyPushes.isEmpty { return .outcomeUnknown }
        if !link.takesRequests { return .linkDown }
        if isDifferenceWaiting { return .differenceWaiting }
        return trading.session[0].blocks.contains(.startup) ? .listsUnread : nil
    }

    /// A reading is complete that a person's wish waits for.
    /// - Parameter isUsable: whether it could be taken whole
    mutating func judgeRearm(
        _ reading: Inquiry, isUsable: Bool, _ out: inout OutputBuffer
    ) {
        guard let asked = rearming, reading.startedAt >= asked.askedAt, !reading.isProof else {
            return
        }
        if let obstacle = rearmObstacle() ?? (isUsable ? nil : .listsUnread) {
            return refuseRearm(obstacle, &out)
        }
        rearming = nil
        if asked.isReducing {
            tell(
                IncidentRecord(
                    at: now, kind: .reducing, strategy: nil, symbol: nil, cause: .byHand,
                    note: asked.note), &out)
        }
        tell(
            IncidentRecord(
                at: now, kind: .killSwitchRearmed, strategy: nil, symbol: nil, note: asked.note),
            &out)
        nextUnprotected = .distantFuture
        pursueAllExits(&out)
    }

    /// The wish ends with its refusal: the person who asks again has looked again.
    mutating func refuseRearm(_ obstacle: RearmObstacle, _ out: inout OutputBuffer) {
        guard let asked = rearming else { return }
        rearming = nil
        tell(
            IncidentRecord(
                at: now, kind: .rearmRefused, strategy: nil, symbol: nil, note: asked.note,
                obstacle: obstacle), &out)
    }
}
