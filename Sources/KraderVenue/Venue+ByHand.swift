public import KraderModel

extension Venue {
    /// The number under which something was taken, or why it was not.
    typealias Acceptance = Result<OrderNumber, VenueRejection>
}

/// Who asks for an order, a modify or a cancel.
enum Asker {
    /// A program, which hears a reply under its own number.
    case program(RequestID)
    /// A person at a terminal: the account hears of it by pushes alone.
    case person

    var channel: OrderChannel {
        switch self {
        case .program: .openAPI
        case .person: .other
        }
    }
}

// What happens to the account from elsewhere: a person at a terminal gives orders, changes and
// cancels them, whoever gave them first (failure-modes.md §1, C07, D16, I04), and a test or a
// scenario says what fills. They do what requests do, at the moment itself.
extension Venue {
    /// A person enters an order.
    public mutating func enterByHand(
        _ order: BrokerRequest.NewOrder, at moment: Moment
    ) -> Result<OrderNumber, VenueRejection> {
        if moment >= wakeup { advance(to: moment) }
        return enter(order, for: .person, at: moment)
    }

    /// A person cancels shares of an order, all that are left where none is said.
    public mutating func cancelByHand(
        _ number: OrderNumber, quantity: Shares? = nil, at moment: Moment
    ) -> Result<OrderNumber, VenueRejection> {
        if moment >= wakeup { advance(to: moment) }
        guard let symbol = orders.symbol(of: number) else { return .failure(.unknownOrder) }
        return cancel(
            .init(original: number, symbol: symbol, quantity: quantity), for: .person, at: moment)
    }

    /// A person gives shares of an order another price, all that are left where none is said.
    public mutating func modifyByHand(
        _ number: OrderNumber, quantity: Shares? = nil, limit: Price, at moment: Moment
    ) -> Result<OrderNumber, VenueRejection> {
        if moment >= wakeup { advance(to: moment) }
        guard let symbol = orders.symbol(of: number) else { return .failure(.unknownOrder) }
        return modify(
            .init(original: number, symbol: symbol, quantity: quantity, limit: limit),
            for: .person, at: moment)
    }

    /// The exchange refuses an order that was accepted: what is left of it is gone, what has filled
    /// stays.
    /// - Returns: The order's number; else `unknownOrder` or `nothingLeft`
    public mutating func rejectByHand(
        _ number: OrderNumber, _ rejection: VenueRejection, at moment: Moment
    ) -> Result<OrderNumber, VenueRejection> {
        if moment >= wakeup { advance(to: moment) }
        switch orders.place(of: number) {
        case .resting(let slot):
            push(number, orders[slot].symbol, .rejected(rejection), at: moment)
            take(orders[slot].leaves, from: slot)
            refreshWakeup()
            return .success(number)
        case .nothingLeft: return .failure(.nothingLeft)
        case .noOrder: return .failure(.unknownOrder)
        }
    }

    /// Fills an order as somebody says, whatever the market shows. A price beyond the order's limit
    /// is booked as it is said: cash may go below zero.
    /// - Parameters:
    ///   - quantity: one share up to what is left of the order
    ///   - price: from 1 won on
    ///   - time: the moment of the act and the exchange's time of the trade
    /// - Returns: The execution's number; else `unknownOrder`, `nothingLeft`, `badQuantity`,
    ///   `offStep` for a price below 1 won, or `quantityTooLarge` where money would leave
    ///   `NumberRange`
    public mutating func fillByHand(
        _ number: OrderNumber, quantity: Shares, at price: Price, time: Moment
    ) -> Result<ExecutionNumber, VenueRejection> {
        if time >= wakeup { advance(to: time) }
        let slot: Int32
        switch orders.place(of: number) {
        case .resting(let place): slot = place
        case .nothingLeft: return .failure(.nothingLeft)
        case .noOrder: return .failure(.unknownOrder)
        }
        if let rejection = checkFill(slot, quantity, at: price) { return .failure(rejection) }
        fill(slot, quantity, at: price, time: time, evidence: .scripted)
        refreshWakeup()
        return .success(lastExecution)
    }

    private mutating func checkFill(
        _ slot: Int32, _ quantity: Shares, at price: Price
    ) -> VenueRejection? {
        if quantity < Shares(1) || quantity > orders[slot].leaves { return .badQuantity }
        if price < Price(1) { return .offStep }
        let (value, overflows) = price.won.multipliedReportingOverflow(by: quantity.count)
        let most = NumberRange.moneyMax.amount
        let before = max(orders[slot].amount, ledger.holding(orders[slot].symbol).cost)
        return overflows || value > most - before.amount ? .quantityTooLarge : nil
    }
}
