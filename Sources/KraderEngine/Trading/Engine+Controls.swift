import KraderModel

// The controls of failure-modes.md §3, by their profile.
extension Engine {
    /// Whether the controls act. Where they don't, what they would have done is counted.
    @inline(__always)
    var controlsAct: Bool { configuration.controls == .live }

    /// What the controls have against an order, or a change of one, that the ten rules let through;
    /// they may make it smaller.
    @inline(never)
    mutating func control(
        _ strategy: Int, _ order: borrowing OrderSignal, _ approval: inout RiskRules.Approval,
        _ facts: borrowing RiskRules.Facts, _ out: inout OutputBuffer
    ) -> Refusal? {
        // An earlier signal of this very hook may have switched it off.
        if controlsAct, trading.isPaused[strategy] { return .paused }
        let commitsMore = order.side == .buy ? !facts.commitsNoMore : false
        let ask = RiskControls.Ask(
            strategy: strategy, quantity: approval.quantity, valuation: approval.valuation,
            reservingPrice: approval.reservingPrice,
            committed: trading.books.totals(of: strategy).committed,
            openOrders: trading.orders.count,
            meanVolume: commitsMore ? candles.meanDailyVolume(facts.index) : nil)
        let verdict = controls.check(order, ask, facts, trading.activity)
        if verdict.isClean { return nil }
        return act(on: verdict, strategy, SymbolIndex(facts.index), &approval, &out)
    }

    @inline(never)
    private mutating func act(
        on verdict: RiskControls.Verdict, _ strategy: Int, _ symbol: SymbolIndex,
        _ approval: inout RiskRules.Approval, _ out: inout OutputBuffer
    ) -> Refusal? {
        var note = ControlNote()
        if verdict.refusal == nil { note.unchecked = verdict.unchecked }
        guard controlsAct else {
            note.rule = verdict.refusal ?? verdict.sizing.cut
            note.isCut = verdict.refusal == nil && note.rule != nil
            out.controls.append(note)
            return nil
        }
        if note.unchecked != .nothing { out.controls.append(note) }
        if let refusal = verdict.refusal {
            if refusal.switchesOff { switchOff(strategy, symbol, refusal, &out) }
            return refusal
        }
        if let cut = verdict.sizing.cut {
            approval.quantity = verdict.sizing.quantity
            approval.cut = cut
        }
        return nil
    }
}

// Strategies that are off until a person lets them go on.
extension Engine {
    private mutating func switchOff(
        _ strategy: Int, _ symbol: SymbolIndex, _ rule: Refusal, _ out: inout OutputBuffer
    ) {
        guard !trading.isPaused[strategy] else { return }
        tell(
            IncidentRecord(
                at: now, kind: .strategySwitchedOff, strategy: Int32(strategy), symbol: symbol,
                rule: rule), &out)
    }

    /// A person resumes: what the controls switched off goes on, and counts anew.
    mutating func switchOn(_ out: inout OutputBuffer) {
        for strategy in 0..<host.count where trading.activity.isOff[strategy] {
            tell(
                IncidentRecord(
                    at: now, kind: .strategySwitchedOn, strategy: Int32(strategy), symbol: nil),
                &out)
        }
    }

    /// The broker rejected an order or a change. Three for one reason in five minutes switch its
    /// strategy off (failure-modes.md §1, B13).
    mutating func controlRejections(_ out: inout OutputBuffer) {
        let (last, count) = trading.activity.lastRejection
        guard count >= ControlLimits.rejectionsToStop, last.at == now else { return }
        let rule = Refusal.rejectionStorm(made: count, allowed: ControlLimits.rejectionsToStop - 1)
        if controlsAct {
            switchOff(Int(last.strategy), last.symbol, rule, &out)
        } else if count == ControlLimits.rejectionsToStop {
            out.controls.append(ControlNote(rule: rule))
        }
    }
}

// The last gate.
extension Engine {
    /// Whether a request may leave: what leaves was decided, once. If not, something happened that
    /// can't be, and nothing but cancels leaves any more.
    @inline(__always)
    mutating func passesLastGate(_ request: BrokerRequest, _ out: inout OutputBuffer) -> Bool {
        if trading.activity.gate.admits(request) || !controlsAct { return true }
        engageKillSwitch(.critical, &out)
        return false
    }
}
