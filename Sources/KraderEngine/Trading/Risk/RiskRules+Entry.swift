import KraderModel

// When an order may be entered at all: the day, the hour, the status, the order's type.
extension RiskRules {
    /// Rule 3: configured hours, both ends included, on a trading day, met with the day's session.
    ///
    /// Some orders lie outside the usual hours by nature and are bound by their session only:
    /// `next_open`, for the opening auction; closing-price orders, by their type; those of the
    /// after-market, by its setting.
    func hours(_ order: OrderSignal, _ facts: borrowing Facts) -> Refusal? {
        if PlantedBug.isPlanted(.ignoresHours) { return nil }
        guard facts.session.isTradingDay, CalendarDate(facts.now) == facts.session.day else {
            return .notATradingDay
        }
        let isOpen =
            switch facts.session.hours.phase(at: facts.now, for: order.type) {
            case .openingAuction, .continuous, .closingAuction:
                order.timeInForce == .nextOpen ? true : isInTradingHours(facts)
            case .preOpenClosingPrice, .closingPrice: order.type == .closingPrice
            case .afterMarket: usesAfterMarket
            case .closed, .offHoursSinglePrice: false
            }
        return isOpen ? nil : .outsideTradingHours
    }

    /// 09:00 and 15:30, the ordinary open and close, stand for those of the day: 10:00 on the first
    /// trading day of a year, 10:00 and 16:30 on the exam day (krx-market.md §1.5). Other times are
    /// taken as they are.
    private func isInTradingHours(_ facts: borrowing Facts) -> Bool {
        let hours = facts.session.hours
        let day = facts.session.day
        let start =
            limits.tradingStart == RiskLimits.ordinaryOpen
            ? hours.open : day.at(limits.tradingStart)
        let end =
            limits.tradingEnd == RiskLimits.ordinaryClose ? hours.close : day.at(limits.tradingEnd)
        let now = facts.now
        return start <= now && now <= end
    }

    /// Refuses new orders in a halt. In an issue's own call auction (VI) buys are taken only when
    /// that is wanted; sales of what is held join it (semantics.md §3; failure-modes.md §1,
    /// H01–H03).
    func status(_ side: Side, _ facts: borrowing Facts) -> Refusal? {
        switch facts.symbol.status {
        case .normal: nil
        case .callAuction: side == .buy && !tradesInterruptions ? .interrupted : nil
        case .halted, .closed: .halted
        }
    }

    /// Whether the exchange takes the type in this phase (krx-market.md §5.1). An issue in a call
    /// auction of its own takes of that what the opening auction does (§4.2).
    func accepts(
        _ type: OrderType, _ timeInForce: TimeInForce, _ facts: borrowing Facts
    ) -> Bool {
        if PlantedBug.isPlanted(.ignoresHours) { return true }
        let phase = facts.session.hours.phase(at: facts.now, for: type)
        if phase == .afterMarket {
            guard usesAfterMarket, OrderRules.takesAfterMarket(facts.symbol.board) else {
                return false
            }
        }
        guard OrderRules.accepts(type, timeInForce, in: phase) else { return false }
        if facts.symbol.status != .callAuction || type == .closingPrice { return true }
        return OrderRules.accepts(type, timeInForce, in: .openingAuction)
    }

    /// What stands against a plain limit order, whoever gives it and however large it is, in the
    /// order of the rules: for whoever explains why nothing happened.
    func obstacles(_ side: Side, _ facts: borrowing Facts) -> [Refusal] {
        var found: [Refusal?] = [facts.session.refusal(side)]
        if !facts.symbol.isTradeable { found.append(.notTradeable) }
        if side == .buy, !facts.symbol.isInUniverse { found.append(.notInUniverse) }
        if enforcesMarketRules {
            found.append(hours(OrderSignal(side: side, type: .limit), facts))
            found.append(status(side, facts))
        }
        return found.compactMap { $0 }
    }

    /// Whether a new order may leave now: the part of the rules that time alone can change.
    func maySend(
        _ side: Side, _ type: OrderType, _ timeInForce: TimeInForce, _ facts: borrowing Facts
    ) -> Bool {
        guard enforcesMarketRules else { return true }
        guard facts.session.isTradingDay, status(side, facts) == nil else { return false }
        return accepts(type, timeInForce, facts)
    }

    /// Whether a cancel may leave now: always, but after stage 3 of the circuit breaker
    /// (krx-market.md §4.3).
    func mayCancel(_ symbol: SymbolState) -> Bool {
        !enforcesMarketRules || symbol.status != .closed
    }
}
