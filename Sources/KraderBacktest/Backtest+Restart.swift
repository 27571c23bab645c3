import KraderChecks
import KraderEngine
import KraderModel

// A store that outlives the engine: with one, a run can end its engine at any moment and go on with
// a new one, as a crash and a restart do.
extension Backtest {
    /// How often an input is given again when the store can't keep what came of it.
    private static var attempts: Int { 3 }

    /// Gives the engine an input. With a store, what came of it is kept before any of it is acted
    /// on; an engine that is ahead of its store is dropped, and a new one is given the input again.
    mutating func give(_ input: Input, at moment: Moment) {
        if script.isActive { return giveByScript(input, at: moment) }
        checks.see(input)
        engine.step(input, at: moment, into: &out)
        if store != nil { keep(input, at: moment) }
        if out.isEmpty { check() }
    }

    mutating func keepLeft() {
        guard let store else { return }
        do {
            try store.commit(&out)
        } catch {
            markKill(store)
            markUnusable(store)
            out.removeAll()
            storeFault = "\(error)"
        }
    }

    mutating func keep(_ input: Input, at moment: Moment) {
        guard let store else { return }
        for attempt in 1...Backtest.attempts {
            do {
                if !out.isEmpty { try store.commit(&out) }
                forgetKillMark(store)
                if let shown = History(input) { history.append((moment, shown)) }
                lastKept = (moment, isCandle(input))
                return
            } catch {
                markKill(store)
                out.removeAll()
                guard attempt < Backtest.attempts, restart() else {
                    markUnusable(store)
                    storeFault = "\(error)"
                    return
                }
                checks.see(input)
                engine.step(input, at: moment, into: &out)
            }
        }
    }

    /// The records could not be kept. If the engine was killed in them, that must be known all the
    /// same.
    private mutating func markKill(_ store: any RecordStore) {
        for index in 0..<out.records.incidents.count {
            let incident = out.records.incidents[index]
            guard incident.kind == .killSwitchEngaged || incident.kind == .exitsStopped,
                let cause = incident.cause
            else { continue }
            do { try store.markKill(cause) } catch { markFault = "\(error)" }
            isKillMarked = true
        }
    }

    /// A store that keeps nothing is critical: whoever starts from it later starts killed, unless
    /// they were killed already (failure-modes.md §1, J02, K13).
    private mutating func markUnusable(_ store: any RecordStore) {
        guard !isKillMarked else { return }
        do { try store.markKill(.critical) } catch { markFault = "\(error)" }
        isKillMarked = true
    }

    /// A person has armed the kill switch again, and the store's records know it. A mark that can't
    /// be taken away kills again after a restart: that is the safer of the two.
    private mutating func forgetKillMark(_ store: any RecordStore) {
        guard isKillMarked, engine.mode != .killed else { return }
        do {
            try store.markKill(nil)
            isKillMarked = false
        } catch {
            markFault = "\(error)"
        }
    }

    /// Ends the engine and goes on with one that its records and the market's history make. What is
    /// under way between trader and broker stays under way. It needs a store.
    ///
    /// - Returns: whether the store could be read and written; else the run is over (`storeFault`).
    @discardableResult
    public mutating func restartEngine() -> Bool {
        guard restart() else { return false }
        findHorizon()
        return true
    }

    private func isCandle(_ input: Input) -> Bool {
        if case .candle = input { true } else { false }
    }

    /// It goes on where the last step ended that was kept, or at a later moment. A restart that the
    /// store troubles is begun again.
    @discardableResult
    mutating func restart(at moment: Moment? = nil) -> Bool {
        guard let store else { return false }
        for _ in 1...Backtest.attempts {
            do {
                try restart(from: store, at: moment ?? lastKept.at)
                return true
            } catch {
                markKill(store)
                out.removeAll()
                storeFault = "\(error)"
            }
        }
        return false
    }

    private mutating func restart(from store: any RecordStore, at moment: Moment) throws {
        // Of what an engine was told that is dropped the next one knows nothing.
        if script.isActive { checks.see(.link(script.way.told)) }
        engine = try Engine.restore(plan, from: try store.records())
        reasons = engine.reasons
        range.engine = engine.rangeBreaches
        market = engine.marketView
        engine.start(into: &out)
        try keepRestart()
        for (at, shown) in history {
            // What came while no engine ran nobody has seen yet.
            if script.isActive { checks.see(.history(shown)) }
            engine.step(.history(shown), at: at, into: &out)
            try keepRestart()
        }
        let mark = try store.killMark()
        isKillMarked = mark != nil
        engine.resume(
            at: moment, leavesDue: lastKept.isCandle && lastKept.at == moment, killed: mark,
            into: &out)
        try keepRestart()
        if script.isActive {
            stepWay()
            try keepRestart()
            script.way.told = script.way.state
        }
        storeFault = nil
    }
}

extension Backtest {
    /// What a restart leaves is kept and told as what a step leaves.
    private mutating func keepRestart() throws {
        guard !out.isEmpty else { return check() }
        try store?.commit(&out)
        settle()
    }
}

extension History {
    /// What an input shows of the market; `nil` for what is no market data.
    init?(_ input: Input) {
        switch input {
        case .tick(let tick): self = .tick(tick)
        case .book(let book): self = .book(book)
        case .status(let change): self = .status(change)
        case .candle(let candle, let timeframe, let symbol):
            self = .candle(candle, timeframe, symbol)
        case .clock, .timer, .way, .reply, .push, .answer, .link, .command, .history: return nil
        }
    }
}
