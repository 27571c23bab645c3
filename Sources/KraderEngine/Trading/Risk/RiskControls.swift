import KraderModel

/// The controls of failure-modes.md §3, which run after the ten rules and after what would meet an
/// order of our own, for changes as for orders. A pure function: the first that denies answers; if
/// none does, the smallest quantity that one allows.
///
/// A sale of what is held takes risk away. Only the collar binds it, from below: it would give
/// shares away, and a market sale always passes. A change of a sale, and a buy's to a lower limit,
/// are bound by rates beside: the order stands as it was. Exits ask nobody here.
struct RiskControls {
    let costs: CostSchedule
    /// What a strategy without a budget of its own may have in holdings and open buys: half of what
    /// the account may, as a share of equity.
    let strategyShare: Rate

    init(limits: RiskLimits, costs: CostSchedule) {
        self.costs = costs
        strategyShare = Rate(parts: limits.maxPortfolioExposure.parts / 2)
    }

    /// What is asked for, as the ten rules let it through.
    struct Ask {
        var strategy: Int
        var quantity: Shares
        var valuation: Price
        var reservingPrice: Price
        /// The cost of what the strategy holds, and its open buys.
        var committed: Won
        /// The account's live orders.
        var openOrders: Int
        /// The mean daily volume of the issue, where it is known.
        var meanVolume: Shares?
    }

    struct Verdict {
        var sizing: Sizing
        var refusal: Refusal?
        var unchecked = ControlNote.Unchecked.nothing

        /// Whether there is nothing to say.
        @inline(__always)
        var isClean: Bool { refusal == nil && sizing.cut == nil && unchecked == .nothing }
    }

    /// It is in line with what it asks of the activity: lent to a call, that would be copied.
    @inline(__always)
    func check(
        _ order: borrowing OrderSignal, _ ask: borrowing Ask,
        _ facts: borrowing RiskRules.Facts, _ activity: borrowing OrderActivity
    ) -> Verdict {
        var verdict = Verdict(sizing: Sizing(ask.quantity))
        let isChange = facts.whole != nil
        if order.side == .buy || isChange {
            verdict.refusal = rates(ask.strategy, facts, activity)
            if verdict.refusal != nil { return verdict }
        }
        if order.side == .sell {
            verdict.refusal = collar(order, facts, &verdict.unchecked)
            return verdict
        }
        if facts.commitsNoMore { return verdict }
        if !isChange {
            verdict.refusal = repeats(ask, facts, activity)
            if verdict.refusal != nil { return verdict }
        }
        verdict.refusal = price(order, facts, &verdict.unchecked)
        if verdict.refusal != nil { return verdict }
        reduce(&verdict, ask, facts)
        verdict.refusal = verdict.sizing.refusal
        if verdict.refusal != nil { return verdict }
        if !isChange {
            verdict.refusal = duplicate(
                order, verdict.sizing.quantity, ask.strategy, facts, activity)
            if verdict.refusal != nil { return verdict }
        }
        verdict.refusal = money(verdict.sizing.quantity, ask, facts)
        return verdict
    }
}

// Rates deny.
extension RiskControls {
    /// Floods of a strategy (L03), then messages of the account.
    @inline(__always)
    private func rates(
        _ strategy: Int, _ facts: borrowing RiskRules.Facts, _ activity: borrowing OrderActivity
    ) -> Refusal? {
        let inBar = activity.ordersInBar(strategy, facts.index, at: facts.now)
        if inBar >= ControlLimits.ordersABar {
            return .orderFlood(made: inBar, allowed: ControlLimits.ordersABar)
        }
        if activity.isOrderRateReached(strategy, at: facts.now) {
            return .orderFlood(
                made: ControlLimits.ordersAMinute, allowed: ControlLimits.ordersAMinute)
        }
        if activity.isMessageRateReached(at: facts.now) {
            return .messageRate(
                made: ControlLimits.messagesAMinute, allowed: ControlLimits.messagesAMinute)
        }
        if activity.messagesToday >= ControlLimits.messagesADay {
            return .messageRate(
                made: activity.messagesToday, allowed: ControlLimits.messagesADay)
        }
        return nil
    }

    /// The same strategy buys the same symbol again and again; too many orders are open.
    @inline(__always)
    private func repeats(
        _ ask: borrowing Ask, _ facts: borrowing RiskRules.Facts,
        _ activity: borrowing OrderActivity
    ) -> Refusal? {
        let cell = activity.cell(ask.strategy, facts.index)
        if cell.third > facts.now - ControlLimits.minute {
            return .repeatedExecution(
                made: ControlLimits.repeatsAMinute, allowed: ControlLimits.repeatsAMinute)
        }
        let today = activity.buysToday(cell)
        if today >= ControlLimits.repeatsADay {
            return .repeatedExecution(made: today, allowed: ControlLimits.repeatsADay)
        }
        if ask.openOrders >= ControlLimits.openOrders {
            return .openOrders(open: ask.openOrders, allowed: ControlLimits.openOrders)
        }
        let open = activity.openOrders(of: facts.index)
        if open >= ControlLimits.openOrdersOfSymbol {
            return .openOrdersOfSymbol(open: open, allowed: ControlLimits.openOrdersOfSymbol)
        }
        return nil
    }

    @inline(__always)
    private func duplicate(
        _ order: borrowing OrderSignal, _ quantity: Shares, _ strategy: Int,
        _ facts: borrowing RiskRules.Facts, _ activity: borrowing OrderActivity
    ) -> Refusal? {
        let last = activity.cell(strategy, facts.index)
        guard last.first > facts.now - ControlLimits.duplicateAge, last.quantity == quantity,
            last.limit == order.limit, last.type == order.type
        else { return nil }
        return .duplicateOrder(age: facts.now - last.first, allowed: ControlLimits.duplicateAge)
    }
}

// Sizes reduce, money denies.
extension RiskControls {
    private func reduce(
        _ verdict: inout Verdict, _ ask: borrowing Ask, _ facts: borrowing RiskRules.Facts
    ) {
        let equity = max(.zero, facts.account.equity)
        let (asked, valuation, whole) = (ask.quantity, ask.valuation, facts.whole)
        let value = min(ControlLimits.orderShare.floored(of: equity), ControlLimits.orderValue)
        let few = Shares(value.amount / valuation.won)
        verdict.sizing.reduce(
            to: few,
            by: .orderValue(
                value: valuation * few.told(of: whole, at: valuation), allowed: value))
        let volume = ControlLimits.orderVolume
        verdict.sizing.reduce(
            to: volume, by: .orderVolume(quantity: asked, allowed: volume))
        if let mean = ask.meanVolume {
            let most = Shares(ControlLimits.volumeShare.floored(of: Won(mean.count)).amount)
            verdict.sizing.reduce(
                to: most, by: .volumeShare(quantity: asked, allowed: most))
        } else {
            verdict.unchecked.insert(.volume)
        }
        let allowed = ControlLimits.symbolShare.floored(of: equity)
        let held = facts.position.value + valuation * facts.position.bidFor
        let more = Shares((allowed - held).amount / valuation.won)
        verdict.sizing.reduce(
            to: more,
            by: .symbolExposure(
                value: held + valuation * more.told(of: whole, at: valuation),
                allowed: allowed))
    }

    /// A strategy's part of the account, where it has no budget of its own, and the rest of cash.
    private func money(
        _ quantity: Shares, _ ask: borrowing Ask, _ facts: borrowing RiskRules.Facts
    ) -> Refusal? {
        let equity = max(.zero, facts.account.equity)
        if facts.own?.budget == nil {
            let allowed = strategyShare.floored(of: equity)
            let value = ask.committed + ask.valuation * quantity
            if value > allowed { return .strategyShare(value: value, allowed: allowed) }
        }
        let needed = costs.reservation(
            filled: facts.filled, leaves: quantity, price: ask.reservingPrice)
        let left = facts.account.available - needed
        let buffer = ControlLimits.cashBuffer.floored(of: max(.zero, facts.account.cash))
        return left < buffer ? .cashBuffer(left: left, needed: buffer) : nil
    }
}
