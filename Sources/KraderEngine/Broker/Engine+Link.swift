import KraderModel

// The way to the broker (failure-modes.md §1, F and G).
extension Engine {
    /// Somebody who watches the way says how it is. A whole way again is not believed before the
    /// broker's lists were read.
    mutating func receive(_ state: LinkState, _ out: inout OutputBuffer) {
        let before = link
        guard state != before else { return }
        link = state
        switch state {
        case .up:
            setSkew(.zero, &out)
            if trading.session[0].blocks.contains(.link) { returnLink(&out) }
        case .skewed(let interval):
            setSkew(interval, &out)
            if trading.session[0].blocks.contains(.link) { returnLink(&out) }
        case .requestsDown, .pushesDown, .down, .silent: loseLink(isPlanned: false, &out)
        case .maintenance: loseLink(isPlanned: true, &out)
        case .takenOver:
            takeovers += 1
            recordIncident(.sessionTakenOver, nil, &out)
            loseLink(isPlanned: true, &out)
            // There is one new login, and no duel (failure-modes.md §1, F08).
            if takeovers > 1 { engageKillSwitch(.critical, &out) }
        case .authenticationLost:
            recordIncident(.authenticationLost, nil, &out)
            loseLink(isPlanned: true, &out)
            engageKillSwitch(.critical, &out)
        }
        if !state.takesRequests {
            refuseRearm(.linkDown, &out)
            if inquiry != nil { loseReading(&out) }
        }
        findNextInquiry()
    }

    /// An outage is one error, however long it lasts and whatever it makes fail; what was planned
    /// is none.
    private mutating func loseLink(isPlanned: Bool, _ out: inout OutputBuffer) {
        guard !trading.session[0].blocks.contains(.link) else { return }
        if !isPlanned { recordIncident(.linkLost, nil, &out) }
        linkLostAt = now
        refuseRearm(.linkDown, &out)
        setBlock(.link, true, &out)
    }

    /// The lists must be read before trading goes on. What was decided before a long outage and
    /// never left is not sent: nobody looked at it meanwhile.
    private mutating func returnLink(_ out: inout OutputBuffer) {
        recordIncident(.linkRestored, nil, &out)
        var blocks = trading.session[0].blocks
        blocks.remove(.link)
        if !PlantedBug.isPlanted(.asksNothingAfterOutage) { blocks.insert(.reconciling) }
        tell(ModeRecord(at: now, blocks: blocks), &out)
        if now > linkLostAt + Limits.gap { dropUnsent(&out) }
        sendWaiting(&out)
    }

    /// Closes what strategies decided and what has not left. Exits wait on.
    mutating func dropUnsent(_ out: inout OutputBuffer) {
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let order = trading.orders.slots[slot]
            if !order.machine.hasLeft, !order.isExit { close(slot, .notSent, &out) }
        }
    }

    private mutating func setSkew(_ interval: Interval, _ out: inout OutputBuffer) {
        let isSkewed = interval > Limits.skewMax || interval < .zero - Limits.skewMax
        guard isSkewed != trading.session[0].blocks.contains(.skew) else { return }
        if isSkewed { recordIncident(.clockSkewed, nil, &out) }
        setBlock(.skew, isSkewed, &out)
    }
}
