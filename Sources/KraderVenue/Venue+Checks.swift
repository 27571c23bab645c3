import KraderModel

/// Why a request is rejected, if it is.
extension Venue {
    /// The value beyond which nothing is computed, whatever the rules: money must not overflow.
    static let anyValueMax: Int64 = .max / 8

    /// The checks that need no money, in this order: tradeable, quantity, value, price at all,
    /// step, band, order type, session, status.
    mutating func checkTerms(
        _ request: BrokerRequest.NewOrder, at moment: Moment
    ) -> VenueRejection? {
        let symbol = request.symbol.int
        if !instruments[symbol].board.isTradeable || !days[symbol].isListed { return .notTradeable }
        if request.quantity < Shares(1) { return .badQuantity }
        if request.type.hasLimit != (request.limit != nil) { return .orderTypeNotAllowed }
        if let rejection = checkPrice(request.type, request.limit, request.quantity, symbol: symbol)
        {
            return rejection
        }
        if request.timeInForce.isHeld { return .orderTypeNotAllowed }
        return checkSession(request.type, request.timeInForce, symbol: symbol, at: moment)
    }

    /// Checks value, step and band.
    mutating func checkPrice(
        _ type: OrderType, _ limit: Price?, _ quantity: Shares, symbol: Int
    ) -> VenueRejection? {
        let enforces = configuration.enforcesMarketRules
        if let price = reservingPrice(type, limit, symbol: symbol), price.won > 0 {
            let (value, overflows) = price.won.multipliedReportingOverflow(by: quantity.count)
            if overflows || value > Venue.anyValueMax { return .quantityTooLarge }
            if enforces {
                let most = OrderSize.quantityMax(at: price, sharesMax: days[symbol].quantityMax)
                if quantity > most { return .quantityTooLarge }
            }
        }
        guard let limit else { return nil }
        if limit.won < 1 { return .offStep }
        if !enforces { return nil }
        if !days[symbol].steps.isOnGrid(limit) { return .offStep }
        if limit < days[symbol].lower || limit > days[symbol].upper { return .outsideBand }
        return nil
    }

    /// Checks what the phase takes, then what the status leaves of it (krx-market.md §5.1,
    /// §4).
    mutating func checkSession(
        _ type: OrderType, _ timeInForce: TimeInForce, symbol: Int, at moment: Moment
    ) -> VenueRejection? {
        guard let hours else { return type == .closingPrice ? .orderTypeNotAllowed : nil }
        var phase = hours.phase(at: moment)
        if type == .closingPrice, hours.preOpenClosingPrice.contains(moment) {
            phase = .preOpenClosingPrice
        }
        if phase == .afterMarket, !hasAfterMarket(symbol) { return .wrongSession }
        if !OrderRules.accepts(type, timeInForce, in: phase) {
            let isPhaseFit = OrderRules.accepts(.limit, timeInForce, in: phase)
            return isPhaseFit && type != .closingPrice ? .orderTypeNotAllowed : .wrongSession
        }
        switch states[symbol].status {
        case .normal: return nil
        case .halted, .closed: return .halted
        case .callAuction:
            if type == .closingPrice { return nil }
            if timeInForce != .day { return .wrongSession }
            let isTaken = OrderRules.accepts(type, .day, in: .openingAuction)
            return isTaken ? nil : .orderTypeNotAllowed
        }
    }

    /// Checks cash or shares, then room; holds back what the order needs when there is enough.
    mutating func checkMeans(_ order: inout VenueOrder) -> VenueRejection? {
        switch order.side {
        case .buy:
            guard let price = reservingPrice(order.type, order.limit, symbol: order.symbol.int)
            else {
                // A buy without a price that nothing prices: no band, and nothing printed yet.
                return .orderTypeNotAllowed
            }
            order.reservingPrice = price
            let needed = ledger.costs.reservation(
                filled: .zero, leaves: order.leaves, price: price)
            if needed > ledger.available { return .cashShort }
        case .sell:
            if order.leaves > ledger.sellable(order.symbol) { return .sharesShort }
        }
        if orders.isFull { return .tooManyOrders }
        ledger.hold(&order)
        return nil
    }

    mutating func reservingPrice(
        _ type: OrderType, _ limit: Price?, symbol: Int
    ) -> Price? {
        Reservation.price(
            type: type, limit: limit, upper: days[symbol].band?.upper,
            last: states[symbol].lastPrice)
    }

    /// Checks quantity, order type, value, step, band, session, cash for the difference, room.
    mutating func checkChange(
        of old: VenueOrder, to order: VenueOrder, at moment: Moment
    ) -> VenueRejection? {
        if order.quantity < Shares(1) { return .badQuantity }
        // Neither a market order nor an immediate one has a price that could change (§5.1).
        if old.limit == nil || old.timeInForce != .day { return .orderTypeNotAllowed }
        let symbol = old.symbol.int
        if let rejection = checkPrice(order.type, order.limit, order.quantity, symbol: symbol) {
            return rejection
        }
        if let rejection = checkSession(order.type, .day, symbol: symbol, at: moment) {
            return rejection
        }
        if old.side == .buy {
            let costs = ledger.costs
            let moved = costs.reservation(
                filled: order.amount, leaves: order.leaves, price: order.reservingPrice)
            let stays = costs.reservation(
                filled: old.amount, leaves: old.leaves - order.leaves, price: old.reservingPrice)
            let more = moved + stays - old.reserved
            if more > .zero, more > ledger.available { return .cashShort }
        }
        return order.leaves < old.leaves && orders.isFull ? .tooManyOrders : nil
    }
}
