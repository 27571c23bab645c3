import KraderModel

// What an order is priced by: how old it is, how far it lies from it, how wide the quote is. What
// the data don't have isn't checked, and counted.
extension RiskControls {
    /// For buys.
    func price(
        _ order: borrowing OrderSignal, _ facts: borrowing RiskRules.Facts,
        _ unchecked: inout ControlNote.Unchecked
    ) -> Refusal? {
        // The exchange prices it by itself.
        if order.type == .closingPrice { return nil }
        if order.timeInForce == .nextOpen { return indicative(order, facts, &unchecked) }
        if let refusal = age(facts) { return refusal }
        return order.limit == nil
            ? quote(facts, &unchecked) : collar(order, facts, &unchecked)
    }

    /// In an auction there are no prints to wait for.
    private func age(_ facts: borrowing RiskRules.Facts) -> Refusal? {
        let newest = max(facts.symbol.lastTime, facts.symbol.quoteTime)
        if newest >= facts.now - ControlLimits.dataAge { return nil }
        guard facts.symbol.status == .normal,
            facts.session.hours.phase(at: facts.now) == .continuous
        else { return nil }
        return .dataTooOld(
            age: newest == .distantPast ? nil : facts.now - newest,
            allowed: ControlLimits.dataAge)
    }

    /// A limit lies within the collar of the last price and of the best price of the other side; a
    /// sale's may lie above.
    func collar(
        _ order: borrowing OrderSignal, _ facts: borrowing RiskRules.Facts,
        _ unchecked: inout ControlNote.Unchecked
    ) -> Refusal? {
        guard let limit = order.limit else { return nil }
        let last = facts.symbol.last
        let opposite = facts.symbol.quote(against: order.side)
        if last == nil, opposite == nil { unchecked.insert(.collar) }
        if let last, let refusal = refusal(limit, order.side, last, facts) { return refusal }
        guard let opposite else { return nil }
        return refusal(limit, order.side, opposite, facts)
    }

    private func refusal(
        _ price: Price, _ side: Side, _ reference: Price, _ facts: borrowing RiskRules.Facts
    ) -> Refusal? {
        let rate =
            facts.symbol.hasNarrowCollar ? ControlLimits.narrowCollar : ControlLimits.wideCollar
        let width = rate.floored(of: Won(reference.won)).amount
        let (lower, upper) = (Price(reference.won - width), Price(reference.won + width))
        if price >= lower, price <= upper || side == .sell { return nil }
        return .priceCollar(price: price, lower: lower, upper: upper)
    }

    /// A market order meets a fresh quote with a narrow spread.
    private func quote(
        _ facts: borrowing RiskRules.Facts, _ unchecked: inout ControlNote.Unchecked
    ) -> Refusal? {
        guard facts.symbol.quoteTime != .distantPast else {
            unchecked.insert(.quote)
            return nil
        }
        let age = facts.now - facts.symbol.quoteTime
        if age > ControlLimits.quoteAge {
            return .quoteTooOld(age: age, allowed: ControlLimits.quoteAge)
        }
        guard let bid = facts.symbol.bid, let ask = facts.symbol.ask else {
            return .wideSpread(bid: facts.symbol.bid, ask: facts.symbol.ask)
        }
        // Spread ÷ middle ≤ 1 %, without a division: the middle is half of the sum.
        let allowed = ControlLimits.spread.floored(of: Won(bid.won + ask.won)).amount
        return 2 * (ask.won - bid.won) > allowed ? .wideSpread(bid: bid, ask: ask) : nil
    }

    /// Before an opening the display is indicative: where its sides meet, that is the price. A
    /// limit is compared with it; of a market order it is compared with the last price.
    private func indicative(
        _ order: borrowing OrderSignal, _ facts: borrowing RiskRules.Facts,
        _ unchecked: inout ControlNote.Unchecked
    ) -> Refusal? {
        guard facts.symbol.quoteTime >= facts.now - ControlLimits.quoteAge,
            let bid = facts.symbol.bid, let ask = facts.symbol.ask, bid >= ask
        else {
            unchecked.insert(.collar)
            return nil
        }
        let price = Price((bid.won + ask.won) / 2)
        if let limit = order.limit { return refusal(limit, order.side, price, facts) }
        guard let last = facts.symbol.last else {
            unchecked.insert(.collar)
            return nil
        }
        return refusal(price, order.side, last, facts)
    }
}
