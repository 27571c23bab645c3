import KraderModel

/// The ten rules of krader-behaviour.md §3, in their order, then what the exchange would refuse
/// anyway. A pure function: the first refusal answers; if none, the smallest quantity that a rule
/// allows, and which rule that was.
///
/// A replace is an order (semantics.md §3): it is asked for what is left at the new limit, while
/// the sums below leave the order's own part out.
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
        /// What the executions of the order that a replace changes amount to.
        var filled = Won.zero
        /// Whether it is a replace of a sale, or of a buy at no higher limit. What bounds what is
        /// put at risk has nothing against it.
        var commitsNoMore = false
        /// All that is left of the order that a replace changes, `nil` for other orders. It changes
        /// whole or not at all, and what it comes to is told whole.
        var whole: Shares?

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
        /// The rule that made the quantity smaller, if one did.
        var cut: Refusal?
    }

    enum Answer {
        case approved(Approval)
        case refused(Refusal)
    }

    let limits: RiskLimits
    let costs: CostSchedule
    let enforcesMarketRules: Bool
    /// Whether orders may go to KRX's after-market (krx-market.md §1.2).
    var usesAfterMarket = false
    /// Whether buys may be entered while an issue is in a call auction of its own.
    var tradesInterruptions = false

    func check(_ order: OrderSignal, _ facts: borrowing Facts) -> Answer {
        if let refusal = mayAsk(order, facts) { return .refused(refusal) }
        if let refusal = absurdLimit(order, facts) { return .refused(refusal) }
        guard let valuation = valuation(order, facts),
            let reserving = reservingPrice(order.type, order.limit, facts)
        else { return .refused(.noPrice) }

        var sizing = size(order, valuation, facts)
        if sizing.quantity <= .zero {
            return .refused(.zeroQuantity(ownSize(valuation, facts)))
        }
        switch order.side {
        case .buy:
            if let refusal = reduceBuy(&sizing, valuation, reserving, facts) {
                return .refused(refusal)
            }
        case .sell:
            reduceSale(&sizing, facts)
            if let refusal = sizing.refusal { return .refused(refusal) }
        }
        if enforcesMarketRules {
            let most = OrderSize.quantityMax(
                at: reserving, sharesMax: facts.symbol.orderSharesMax)
            let asked = sizing.quantity
            sizing.reduce(to: most, by: .orderTooLarge(quantity: asked, allowed: most))
            if let refusal = sizing.refusal { return .refused(refusal) }
        }
        if let refusal = exchange(order, facts) { return .refused(refusal) }
        return .approved(
            Approval(
                quantity: sizing.quantity, valuation: valuation, reservingPrice: reserving,
                cut: sizing.cut))
    }

    /// Whether the mode, the issue, the strategy and the hour let it ask at all.
    private func mayAsk(_ order: OrderSignal, _ facts: borrowing Facts) -> Refusal? {
        if let refusal = facts.session.refusal(order.side, commitsNoMore: facts.commitsNoMore) {
            return refusal
        }
        if !facts.symbol.isTradeable { return .notTradeable }
        if order.side == .buy, !facts.commitsNoMore {
            if !facts.symbol.isInUniverse { return .notInUniverse }
            if let warmth = facts.warmth { return warmth }
        }
        if enforcesMarketRules {
            if let refusal = hours(order, facts) { return refusal }
            if let refusal = status(order.side, facts) { return refusal }
        }
        return order.type.hasLimit == (order.limit != nil) ? nil : .limitMismatch
    }

    /// The price at which an order reserves, and at which the exchange measures how large it is.
    func reservingPrice(
        _ type: OrderType, _ limit: Price?, _ facts: borrowing Facts
    ) -> Price? {
        Reservation.price(
            type: type, limit: limit, upper: facts.symbol.band?.upper, last: facts.symbol.last)
    }

    /// Rule 4: what is asked for, else a share of equity or of the strategy's budget, for a sale no
    /// more than what it may sell and nobody offers; in any case no more than the largest position.
    private func size(
        _ order: OrderSignal, _ valuation: Price, _ facts: borrowing Facts
    ) -> Sizing {
        var held = facts.position.quantity
        if order.side == .buy { held += facts.position.bidFor }
        let most = limits.maxPositionSize
        var sizing: Sizing
        if let suggested = order.quantity, suggested > .zero {
            sizing = Sizing(suggested)
        } else {
            sizing = Sizing(ownQuantity(order.side, valuation, facts))
        }
        sizing.reduce(to: most, by: .positionSize(held: held, allowed: most))
        return sizing
    }

    /// What an order that names no quantity may be worth.
    private func ownSize(_ valuation: Price, _ facts: borrowing Facts) -> SizeArithmetic {
        var basis = facts.account.equity
        if let budget = facts.own?.budget { basis = min(basis, budget) }
        basis = max(.zero, basis)
        return SizeArithmetic(
            basis: basis, size: limits.positionSize.floored(of: basis), price: valuation)
    }

    /// The size of an order that names none: nothing of what somebody asked for is cut by it.
    private func ownQuantity(
        _ side: Side, _ valuation: Price, _ facts: borrowing Facts
    ) -> Shares {
        let size = ownSize(valuation, facts).quantity
        guard side == .sell else { return size }
        let (held, offered) = toSell(facts)
        // Where there is nothing, rule 10 says so.
        return held > offered ? min(size, held - offered) : size
    }

    /// Refuses a limit that is no price at all: it can't be computed with.
    private func absurdLimit(_ order: OrderSignal, _ facts: borrowing Facts) -> Refusal? {
        guard let limit = order.limit else { return nil }
        if limit < Price(1) { return .offStep(price: limit, step: facts.symbol.steps.lowest) }
        if limit > Limits.priceMax {
            return .outsideBand(price: limit, lower: Price(1), upper: Limits.priceMax)
        }
        return nil
    }

    /// What a share of the order is valued at: its limit; else the opposite quote; else the last
    /// price and a step (semantics.md §3). Before the first trade the base price is the last one
    /// (krx-market.md §5.4).
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

    /// Rules 5 to 9. Open and in-doubt buys count as filled.
    private func reduceBuy(
        _ sizing: inout Sizing, _ valuation: Price, _ reserving: Price,
        _ facts: borrowing Facts
    ) -> Refusal? {
        if !facts.commitsNoMore, facts.session.ordersToday >= limits.maxTradesPerDay {
            return .tradesPerDay(
                made: facts.session.ordersToday, allowed: limits.maxTradesPerDay)
        }
        let held = facts.position.quantity + facts.position.bidFor
        sizing.reduce(
            to: limits.maxPositionSize - held,
            by: .positionSize(held: held, allowed: limits.maxPositionSize))
        if let refusal = sizing.refusal { return refusal }
        if !facts.commitsNoMore {
            reduceToExposure(&sizing, valuation, facts)
            if let refusal = sizing.refusal { return refusal }
        }
        reduceToCash(&sizing, reserving, facts)
        if let refusal = sizing.refusal { return refusal }
        if facts.commitsNoMore { return nil }
        let loss = -facts.account.profitToday
        if loss > limits.dailyLossLimit {
            return .dailyLoss(loss: loss, allowed: limits.dailyLossLimit)
        }
        // A budget is the strategy's own limit of exposure.
        facts.own?.reduceToBudget(&sizing, valuation, whole: facts.whole)
        return sizing.refusal
    }

    private func reduceToExposure(
        _ sizing: inout Sizing, _ valuation: Price, _ facts: borrowing Facts
    ) {
        let allowed = limits.maxPortfolioExposure.floored(of: max(.zero, facts.account.equity))
        let open = PlantedBug.isPlanted(.forgetsOpenBuys) ? .zero : facts.openBuys
        let exposed = facts.account.holdings + open
        let most = Shares((allowed - exposed).amount / valuation.won)
        let told = most.told(of: facts.whole, at: valuation)
        sizing.reduce(
            to: most, by: .exposure(value: exposed + valuation * told, allowed: allowed))
    }

    private func reduceToCash(
        _ sizing: inout Sizing, _ reserving: Price, _ facts: borrowing Facts
    ) {
        let available = facts.account.available
        let filled = facts.filled
        // One share more than cash can pay for is as much too many as any number more, whose
        // value need not fit 64 bits.
        let few = min(sizing.quantity, Shares(max(0, available.amount) / reserving.won + 1))
        let wanted = costs.reservation(filled: filled, leaves: few, price: reserving)
        guard wanted > available else { return }
        let most = affordable(few, reserving, available, filled: filled)
        let told = most.told(of: facts.whole, at: reserving)
        sizing.reduce(
            to: most,
            by: .cashShort(
                needed: costs.reservation(filled: filled, leaves: told, price: reserving),
                available: available))
    }

    /// The shares that the order's strategy may sell, and how many of them are offered.
    private func toSell(_ facts: borrowing Facts) -> (held: Shares, offered: Shares) {
        if PlantedBug.isPlanted(.offersTwice) { return (facts.position.quantity, .zero) }
        if let own = facts.own { return (own.held, own.offered) }
        return (facts.position.quantity, facts.position.offered)
    }

    /// Rule 10: no more is sold than is held, listed and not yet offered.
    private func reduceSale(_ sizing: inout Sizing, _ facts: borrowing Facts) {
        var (held, offered) = toSell(facts)
        var most = held - offered
        if facts.position.unlisted > .zero {
            held -= facts.position.unlisted
            most = min(held - offered, facts.position.sellable)
        }
        sizing.reduce(to: most, by: .nothingToSell(held: held, offered: offered))
    }

    /// The largest quantity whose reservation fits, by bisection: the reservation grows with the
    /// quantity.
    private func affordable(
        _ most: Shares, _ price: Price, _ available: Won, filled: Won
    ) -> Shares {
        var low: Int64 = 0
        var high = max(0, min(most.count, available.amount / price.won))
        while low < high {
            let middle = low + (high - low + 1) / 2
            let needed = costs.reservation(filled: filled, leaves: Shares(middle), price: price)
            if needed <= available {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return Shares(low)
    }

    /// Refuses what the exchange would refuse, so that it costs no request.
    private func exchange(_ order: OrderSignal, _ facts: borrowing Facts) -> Refusal? {
        guard enforcesMarketRules else { return nil }
        if let limit = order.limit {
            if !facts.symbol.steps.isOnGrid(limit), !PlantedBug.isPlanted(.ignoresGrid) {
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
