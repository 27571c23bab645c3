import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

// How an engine ends in a script, and another goes on.
extension Backtest {
    /// The engine ends within a step: before it is durable, or after that and with so many of its
    /// requests sent.
    mutating func end(by line: Int, _ cut: CrashCut, in input: Input, at moment: Moment) {
        switch cut {
        case .beforeCommit:
            if PlantedBug.isPlanted(.sendsBeforeKeeping) { sendAll() }
            out.removeAll()
            if let shown = History(input) { history.append((moment, shown)) }
        case .afterCommit(let count):
            keep(input, at: moment)
            guard storeFault == nil else { return }
            settleByScript(sending: count)
        }
        crash(line, at: moment)
    }

    /// What a planted bug does: requests leave though nothing has kept why.
    private mutating func sendAll() {
        for index in 0..<out.requests.count { link.send(out.requests[index], at: engine.now) }
    }

    /// No engine runs from now on. What it had not read is lost; what it had sent goes its way.
    mutating func crash(_ line: Int, at moment: Moment) {
        guard case .process(.crash(let pause)) = script.events[line].act else { return }
        link.lose(.all)
        script.isDown = true
        script.restartAt = moment.later(by: pause)
        script.schedule(.restart, at: script.restartAt)
        script.note(line, at: moment, until: script.restartAt)
    }

    /// What comes while no engine runs: the market's history will show it, all else is lost.
    mutating func miss(_ input: Input, at moment: Moment) {
        script.totals.missedWhileDown += 1
        if let shown = History(input) { history.append((moment, shown)) }
    }

    /// Another engine begins. A store that can't be read or written ends the run.
    mutating func beginAgain(at moment: Moment) {
        faultyStore?.now = moment
        script.isDown = false
        guard restart(at: moment) else { return }
        lastKept = (moment, false)
        findHorizon()
    }

    /// Whoever watches the way tells a new engine how it is.
    mutating func stepWay() {
        checks.see(.link(script.way.state))
        engine.step(.link(script.way.state), at: engine.now, into: &out)
    }

    /// Tells the engine how the way is, where that has changed; later, where it can't be told now.
    mutating func tellWay(at moment: Moment) {
        if script.isDown { return }
        if script.heldUntil > moment { return script.schedule(.tell, at: script.heldUntil) }
        let state = script.way.state
        guard state != script.way.told else { return }
        give(.link(state), at: moment)
        script.way.told = state
    }

    /// The run is over. Where no engine runs, another is made from the records, for what they say
    /// is the run's result. Then comes what is owed where all has been calm (`FaultPlan`).
    mutating func finishScript() {
        if script.isDown, storeFault == nil {
            beginAgain(at: max(engine.now, history.last?.at ?? .distantPast))
        }
        guard isComplete, storeFault == nil, rangeBreach == nil, link.isQuiet, owesCalm() else {
            return
        }
        script.wasCalm = true
        checks.checkCalm(at: engine.now)
        checks.compare(
            with: BrokerLists(
                openOrders: venue.openOrders(), positions: venue.positions(),
                balance: venue.balance()), at: engine.now)
    }

    /// Whether all must be well by now. What is in doubt may stay so while answers were late, or
    /// beside another doubt, and is known at the session's end (failure-modes.md §1, A05).
    private mutating func owesCalm() -> Bool {
        guard script.isCalm(for: .minutes(2), at: engine.now) else { return false }
        let end = SessionHours.on(CalendarDate(engine.now)).auctionEnd
        if engine.now > end + Limits.listSettling + .minutes(2) { return true }
        return engine.doubts == 0
            || (engine.doubts == 1
                && script.isCalm(for: Limits.veryLateWindow + .minutes(3), at: engine.now))
    }
}
