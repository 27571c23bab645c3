import KraderModel

/// Modifies and cancels: what is left of an order moves or goes.
extension Venue {
    private enum Original {
        case slot(Int32)
        case rejected(VenueRejection)
    }

    private mutating func original(_ number: OrderNumber, _ symbol: SymbolIndex) -> Original {
        switch orders.place(of: number) {
        case .resting(let slot):
            return orders[slot].symbol == symbol ? .slot(slot) : .rejected(.unknownOrder)
        case .nothingLeft: return .rejected(.nothingLeft)
        case .noOrder: return .rejected(.unknownOrder)
        }
    }

    @discardableResult
    mutating func cancel(
        _ request: BrokerRequest.CancelOrder, for asker: Asker, at moment: Moment
    ) -> Acceptance {
        switch original(request.original, request.symbol) {
        case .rejected(let rejection): return refuse(rejection, asker, at: moment)
        case .slot(let slot):
            if states[request.symbol.int].status == .closed {
                return refuse(.halted, asker, at: moment)
            }
            let leaves = orders[slot].leaves
            let quantity = min(request.quantity ?? leaves, leaves)
            if quantity < Shares(1) { return refuse(.badQuantity, asker, at: moment) }
            // A cancel has no price.
            let terms = OrderTerms(
                side: orders[slot].side, quantity: quantity, limit: nil,
                type: orders.row(of: request.original).type, channel: asker.channel,
                enteredAt: moment)
            let number = orders.number(.cancel, of: request.original, request.symbol, terms)
            accept(number, asker, at: moment)
            push(
                request.original, request.symbol, .cancelled(quantity: quantity, by: number),
                at: moment)
            take(quantity, from: slot)
            refreshWakeup()
            return .success(number)
        }
    }

    /// Moves shares to a new number at a new price, behind everything that waits there.
    @discardableResult
    mutating func modify(
        _ request: BrokerRequest.ModifyOrder, for asker: Asker, at moment: Moment
    ) -> Acceptance {
        switch original(request.original, request.symbol) {
        case .rejected(let rejection): return refuse(rejection, asker, at: moment)
        case .slot(let slot):
            let old = orders[slot]
            var order = successor(of: old, request, at: moment)
            if let rejection = checkChange(of: old, to: order, at: moment) {
                return refuse(rejection, asker, at: moment)
            }
            let terms = OrderTerms(
                side: order.side, quantity: order.quantity, limit: request.limit,
                type: order.type, channel: asker.channel, enteredAt: moment)
            order.number = orders.number(.modify, of: old.number, order.symbol, terms)
            accept(order.number, asker, at: moment)
            let event = BrokerPush.Event.modified(
                quantity: order.quantity, limit: request.limit, to: order.number)
            push(old.number, old.symbol, event, at: moment)
            take(order.quantity, from: slot)
            ledger.hold(&order)
            order.isAggressive = isAggressive(order)
            place(order, at: moment)
            refreshWakeup()
            return .success(order.number)
        }
    }

    /// What a modify makes of an order, before it has a number. When all that is left moves, the
    /// counts for costs and steps go with it; a part begins its own.
    private mutating func successor(
        of old: VenueOrder, _ request: BrokerRequest.ModifyOrder, at moment: Moment
    ) -> VenueOrder {
        let quantity = min(request.quantity ?? old.leaves, old.leaves)
        let type = old.type == .conditionalLimit ? OrderType.conditionalLimit : .limit
        let reserving = reservingPrice(type, request.limit, symbol: old.symbol.int)
        var order = VenueOrder(
            number: OrderNumber(0), symbol: old.symbol, side: old.side, timeInForce: .day,
            type: type, clock: old.clock, limit: request.limit,
            reservingPrice: reserving ?? request.limit, quantity: quantity, leaves: quantity,
            enteredAt: moment, channel: old.channel)
        order.hasTaken = old.hasTaken
        if quantity == old.leaves {
            order.amount = old.amount
            order.commission = old.commission
            order.tax = old.tax
            order.amountBefore = old.amount
        }
        return order
    }
}
