import KraderModel

/// The ten rules of krader-behaviour.md §3, in their order, then what the exchange would refuse
/// anyway. A pure function: the first refusal answers; if none, the smallest quantity that a rule
/// allows.
struct RiskRules {
    /// What the rules look at: the engine's own state, not copies of it.
    struct Facts {
        var now: Moment
        var index: Int
        var sessions: BufferView<SessionState>
        var market: BufferView<SymbolState>
        var positions: BufferView<Position>
        var totals: BufferView<Account>
        /// Value of open buys at the price each was valued at.
        var openBuys: Won
        /// Why its windows keep the strategy from buying, if they do.
        var warmth: Refusal?
        /// What the strategy that asks may call its own; `nil`: the whole account.
        var own: OwnShare?

        var session: SessionState { @inline(__always) unsafeAddress { sessions.address(of: 0) } }
        var symbol: SymbolState { @inline(__always) unsafeAddress { market.address(of: index) } }
        var position: Position { @inline(__always) unsafeAddress { positions.address(of: index) } }
        var account: Account { @inline(__always) unsafeAddress { totals.address(of: 0) } }
    }

    struct Approval {
        var quantity: Shares
        /// What one share is valued at.
        var valuation: Price
        var reservingPrice: Price
    }

    enum Answer {
        case approved(Approval)
        case refused(Refusal)
    }

    let limits: RiskLimits
    let costs: CostSchedule
    let enforcesMarketRules: Bool
    /// Orders may go to KRX's after-market (krx-market.md §1.2).
    var usesAfterMarket = false
    /// New orders may be entered while an issue is in a call auction of its own.
    var tradesInterruptions = false

    func check(_ order: OrderSignal, _ facts: borrowing Facts) -> Answer {
        if let refusal = facts.session.refusal(order.side) { return .refused(refusal) }
        if !facts.symbol.isTradeable { return .refused(.notTradeable) }
        if order.side == .buy {
            if !facts.symbol.isInUniverse { return .refused(.notInUniverse) }
            if let warmth = facts.warmth { return .refused(warmth) }
        }
        if enforcesMarketRules {
            if let refusal = hours(order, facts) { return .refused(refusal) }
            if let refusal = status(facts) { return .refused(refusal) }
        }
        if let refusal = absurdLimit(order, facts) { return .refused(refusal) }
        guard let valuation = valuation(order, facts),
            let reserving = Reservation.price(
                type: order.type, limit: order.limit, upper: facts.symbol.band?.upper,
                last: facts.symbol.last)
        else { return .refused(.noPrice) }

        var quantity: Shares
        if let suggested = order.quantity, suggested > .zero {
            quantity = suggested
        } else {
            var basis = facts.account.equity
            if let budget = facts.own?.budget { basis = min(basis, budget) }
            quantity = Shares(
                limits.positionSize.floored(of: max(.zero, basis)).amount / valuation.won)
        }
        quantity = min(quantity, limits.maxPositionSize)
        if quantity <= .zero { return .refused(.zeroQuantity) }
        if facts.session.ordersToday >= limits.maxTradesPerDay {
            return .refused(
                .tradesPerDay(made: facts.session.ordersToday, allowed: limits.maxTradesPerDay))
        }
        switch order.side {
        case .buy:
            if let refusal = reduceBuy(&quantity, valuation, reserving, facts) {
                return .refused(refusal)
            }
        case .sell:
            var (held, offered) = (facts.position.quantity, facts.position.offered)
            if let own = facts.own { (held, offered) = (own.held, own.offered) }
            quantity = min(quantity, held - offered)
            if facts.position.unlisted > .zero {
                held -= facts.position.unlisted
                quantity = min(quantity, held - offered, facts.position.sellable)
            }
            if quantity <= .zero {
                return .refused(.nothingToSell(held: held, offered: offered))
            }
        }
        if let refusal = exchange(order, facts) { return .refused(refusal) }
        return .approved(
            Approval(quantity: quantity, valuation: valuation, reservingPrice: reserving))
    }

    /// What is no price at all can't be computed with.
    private func absurdLimit(_ order: OrderSignal, _ facts: borrowing Facts) -> Refusal? {
        guard let limit = order.limit else { return nil }
        if limit < Price(1) { return .offStep(price: limit, step: facts.symbol.steps.lowest) }
        if limit > Limits.priceMax {
            return .outsideBand(price: limit, lower: Price(1), upper: Limits.priceMax)
        }
        return nil
    }

    /// Its limit; else the opposite quote; else the last price and a step (semantics.md §3). Before
    /// the first trade the base price is the last one (krx-market.md §5.4).
    private func valuation(_ order: OrderSignal, _ facts: borrowing Facts) -> Price? {
        if let limit = order.limit { return limit }
        if let quote = facts.symbol.quote(against: order.side) { return quote }
        var last = facts.symbol.last
        if last == nil { last = facts.symbol.base }
        guard let last else { return nil }
        guard enforcesMarketRules else { return last }
        switch order.side {
        case .buy: return facts.symbol.steps.up(from: last)
        case .sell: return facts.symbol.steps.down(from: last) ?? last
        }
    }

    /// Rules 6 to 9. Open and in-doubt buys count as filled.
    private func reduceBuy(
        _ quantity: inout Shares, _ valuation: Price, _ reserving: Price,
        _ facts: borrowing Facts
    ) -> Refusal? {
        let held = facts.position.quantity + facts.position.bidFor
        quantity = min(quantity, limits.maxPositionSize - held)
        if quantity <= .zero {
            return .positionSize(held: held, allowed: limits.maxPositionSize)
        }

        let available = facts.account.available
        let allowedValue = limits.maxPortfolioExposure.floored(of: max(.zero, facts.account.equity))
        let exposed = facts.account.holdings + facts.openBuys
        let room = (allowedValue - exposed).amount / valuation.won
        quantity = min(quantity, Shares(room))
        if quantity <= .zero {
            return .exposure(value: exposed + valuation * Shares(1), allowed: allowedValue)
        }

        let wanted = costs.reservation(filled: .zero, leaves: quantity, price: reserving)
        if wanted > available {
            quantity = affordable(quantity, reserving, available)
            if quantity <= .zero {
                return .cashShort(
                    needed: costs.reservation(
                        filled: .zero, leaves: Shares(1), price: reserving),
                    available: available)
            }
        }

        let loss = -facts.account.profitToday
        if loss > limits.dailyLossLimit {
            return .dailyLoss(loss: loss, allowed: limits.dailyLossLimit)
        }
        return facts.own?.reduceToBudget(&quantity, valuation)
    }

    /// The largest quantity whose reservation fits, by bisection: the reservation grows with the
    /// quantity.
    private func affordable(_ most: Shares, _ price: Price, _ available: Won) -> Shares {
        var low: Int64 = 0
        var high = max(0, min(most.count, available.amount / price.won))
        while low < high {
            let middle = low + (high - low + 1) / 2
            if costs.reservation(filled: .zero, leaves: Shares(middle), price: price) <= available {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return Shares(low)
    }

    /// What the exchange would refuse: caught here, so that it costs no request.
    private func exchange(_ order: OrderSignal, _ facts: borrowing Facts) -> Refusal? {
        guard enforcesMarketRules else { return nil }
        if let limit = order.limit {
            if !facts.symbol.steps.isOnGrid(limit) {
                return .offStep(price: limit, step: facts.symbol.steps.step(at: limit))
            }
            if let band = facts.symbol.band, !band.contains(limit) {
                return .outsideBand(price: limit, lower: band.lower, upper: band.upper)
            }
        }
        let timeInForce = order.timeInForce.isHeld ? .day : order.timeInForce
        return accepts(order.type, timeInForce, facts) ? nil : .wrongPhase
    }
}
