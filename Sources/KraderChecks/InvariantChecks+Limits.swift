import KraderEngine
import KraderModel

// Limits, with live and in-doubt orders counted as filled (invariant 18). Those that move with
// prices hold when an order is decided, the others when it leaves too.
extension InvariantChecks {
    /// A buy was decided, or is to be dearer: it is counted already.
    @inline(__always)
    mutating func checkBuy(
        _ reference: OrderReference, _ symbol: Int, at moment: Moment, isNew: Bool
    ) {
        let shares = symbols[symbol].held + symbols[symbol].bidFor
        expect(
            shares <= limits.maxPositionSize.count, .positionLimitHolds, at: moment, reference,
            SymbolIndex(symbol), limits.maxPositionSize.count, shares)
        expect(
            money.reserved <= money.cash, .cashLimitHolds, at: moment, reference,
            SymbolIndex(symbol), money.cash, money.reserved)
        let made = ordersToday - (isNew ? 1 : 0)
        expect(
            !isNew || made < limits.maxTradesPerDay, .tradesLimitHolds, at: moment, reference,
            SymbolIndex(symbol), Int64(clamping: limits.maxTradesPerDay), Int64(made))
        checkExposure(reference, symbol, at: moment)
    }

    @inline(__always)
    private mutating func checkExposure(
        _ reference: OrderReference, _ symbol: Int, at moment: Moment
    ) {
        var holdings: Int64 = 0
        for place in 0..<heldCount {
            let symbol = Int(held[place])
            let mark = mark(symbol)
            // Where nobody can tell what a holding is worth, neither limit can be judged.
            if mark == 0 { return }
            holdings &+= mark &* symbols[symbol].held
        }
        let equity = money.cash &+ holdings
        let exposed = holdings &+ money.openBuys
        // exposed × 10⁹ ≤ equity × parts, in 128 bits.
        let rate = limits.maxPortfolioExposure.parts
        let (high, low) = exposed.multipliedFullWidth(by: Rate.scale)
        let (highest, lowest) = max(equity, 0).multipliedFullWidth(by: rate)
        expect(
            high < highest || (high == highest && low <= lowest), .exposureLimitHolds,
            at: moment, reference, SymbolIndex(symbol), equity, exposed)
        let loss = money.formerEquity &+ money.deposits &- equity
        expect(
            loss <= limits.dailyLossLimit.amount, .lossLimitHolds, at: moment, reference,
            SymbolIndex(symbol), limits.dailyLossLimit.amount, loss)
    }

    /// The newest price that we know of a symbol: a print in the session, or our own later fill; 0
    /// where nobody can tell (semantics.md §5).
    @inline(__always)
    func mark(_ symbol: Int) -> Int64 {
        let (price, time) = (prints[symbol].price, prints[symbol].time)
        guard symbols[symbol].isPlain else { return 0 }
        if symbols[symbol].fillTime > time { return symbols[symbol].fillPrice }
        if price == 0 { return symbols[symbol].opening }
        return isInSession(time) ? price : 0
    }

    /// Whether a moment lies in the regular session of its day, the closing cross included.
    @inline(__always)
    func isInSession(_ moment: Moment) -> Bool {
        if !enforcesMarketRules { return true }
        if hours.open <= moment && moment <= hours.cross { return true }
        return isInOtherSession(moment)
    }

    @inline(never)
    private func isInOtherSession(_ moment: Moment) -> Bool {
        let hours = ExchangeRules.hours(CalendarDate(moment))
        return hours.open <= moment && moment <= hours.cross
    }

    /// The limits that don't move with prices, as a buy leaves.
    @inline(__always)
    mutating func checkLimits(_ order: WatchedPlace, at moment: Moment) {
        guard order.pointee.side == .buy else { return }
        let index = order.pointee.symbol
        let symbol = symbols.address(of: index.int)
        let shares = symbol.pointee.held + symbol.pointee.bidFor
        let reference = OrderReference(serial: order.pointee.serial)
        expect(
            shares <= limits.maxPositionSize.count, .positionLimitHolds, at: moment, reference,
            index, limits.maxPositionSize.count, shares)
        expect(
            money.reserved <= money.cash, .cashLimitHolds, at: moment, reference, index,
            money.cash, money.reserved)
    }
}
