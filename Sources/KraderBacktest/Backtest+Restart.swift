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
        checks.see(input)
        engine.step(input, at: moment, into: &out)
        if store != nil { keep(input, at: moment) }
        if out.isEmpty { check() }
    }

    mutating func keepLeft() {
        do {
            try store?.commit(&out)
        } catch {
            out.removeAll()
            storeFault = "\(error)"
        }
    }

    private mutating func keep(_ input: Input, at moment: Moment) {
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

    /// It goes on where the last step ended that was kept. A restart that the store troubles is
    /// begun again.
    private mutating func restart() -> Bool {
        guard let store else { return false }
        for _ in 1...Backtest.attempts {
            do {
                try restart(from: store)
                return true
            } catch {
                out.removeAll()
                storeFault = "\(error)"
            }
        }
        return false
    }

    private mutating func restart(from store: any RecordStore) throws {
        engine = try Engine.restore(plan, from: try store.records())
        reasons = engine.reasons
        range.engine = engine.rangeBreaches
        market = engine.marketView
        engine.start(into: &out)
        try keepRestart()
        for (at, shown) in history {
            engine.step(.history(shown), at: at, into: &out)
            try keepRestart()
        }
        let mark = try store.killMark()
        isKillMarked = mark != nil
        engine.resume(
            at: lastKept.at, leavesDue: lastKept.isCandle, killed: mark, into: &out)
        try keepRestart()
        storeFault = nil
    }
}

extension Backtest {
    /// What a restart leaves is kept and told as what a step leaves.
    private mutating func keepRestart() throws {
        guard !out.isEmpty else { return }
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
