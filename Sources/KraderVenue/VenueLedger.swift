import KraderModel

/// The broker's books: cash, holdings, and what open orders hold back.
///
/// 1. `reserved` is the sum of what the open buys hold back, a holding's `offered` that of the open
///    sells.
/// 2. No holding is negative, nor offered beyond what is held and listed.
/// 3. cash + cost of holdings + commission + tax − realised gains = opening cash + cost.
struct VenueLedger: ~Copyable {
    struct Holding {
        var quantity = Shares.zero
        var cost = Won.zero
        /// The shares that open sell orders offer.
        var offered = Shares.zero
        /// New shares of a bonus issue, not listed yet: held, but not to be sold.
        var unlisted = Shares.zero
    }

    /// Shares of a bonus issue and the day of their listing.
    struct UnlistedShares {
        var symbol: SymbolIndex
        var quantity: Shares
        var listed: CalendarDate
    }

    /// What the trades of a day change in cash once they settle.
    struct Settlement {
        var due: CalendarDate
        var net: Won
    }

    let costs: CostSchedule
    private(set) var cash: Won
    private(set) var reserved = Won.zero
    private(set) var commission = Won.zero
    private(set) var tax = Won.zero
    var realised = Won.zero
    /// One element: which number is outside of `NumberRange`, and by whose action or execution.
    let breaches: FixedBuffer<Breach?>

    typealias Breach = (number: RangeBreach.Number, symbol: SymbolIndex)
    let holdings: FixedBuffer<Holding>
    var unlisted: [UnlistedShares] = []
    /// The settlements by due day; the last is today's. There are more than three only if a
    /// calendar settles later than T+2.
    private let settlements: FixedBuffer<Settlement>
    private var unsettled = 0

    init(copying other: borrowing VenueLedger) {
        costs = other.costs
        cash = other.cash
        reserved = other.reserved
        commission = other.commission
        tax = other.tax
        realised = other.realised
        breaches = other.breaches.copy()
        holdings = other.holdings.copy()
        unlisted = other.unlisted
        settlements = other.settlements.copy()
        unsettled = other.unsettled
    }

    init(account: OpeningAccount, symbols: Int, costs: CostSchedule) {
        self.costs = costs
        cash = account.cash
        breaches = FixedBuffer(repeating: nil, count: 1)
        holdings = FixedBuffer(repeating: Holding(), count: symbols)
        let nothing = Settlement(due: CalendarDate(dayNumber: .min), net: .zero)
        settlements = FixedBuffer(repeating: nothing, count: 8)
        for position in account.positions {
            precondition(position.quantity >= .zero, "Nobody holds less than nothing")
            holdings[position.symbol.int].quantity += position.quantity
            holdings[position.symbol.int].cost += position.cost
        }
    }

    func holding(_ symbol: SymbolIndex) -> Holding { holdings[symbol.int] }

    var available: Won { cash - reserved }

    func sellable(_ symbol: SymbolIndex) -> Shares {
        holdings[symbol.int].quantity - holdings[symbol.int].offered
            - holdings[symbol.int].unlisted
    }

    /// What may leave the account today: the least that cash will be on any day until everything
    /// has settled, less reservations.
    var withdrawable: Won {
        var balance = cash
        var least = cash
        for index in 0..<unsettled {
            balance = balance - settlements[unsettled - 1 - index].net
            least = min(least, balance)
        }
        return max(.zero, least - reserved)
    }

    /// Settles what is due and opens the day's own settlement.
    mutating func beginDay(_ day: CalendarDate, settlementDay: CalendarDate) {
        var kept = 0
        for index in 0..<unsettled where settlements[index].due > day {
            settlements[kept] = settlements[index]
            kept += 1
        }
        if kept == settlements.count {
            // A calendar without an end to settlement: the two latest days become one.
            settlements[kept - 1].due = settlementDay
        } else {
            settlements[kept] = Settlement(due: settlementDay, net: .zero)
            kept += 1
        }
        unsettled = kept
    }

    /// Holds back what the order needs for its leaves, after they changed.
    mutating func hold(_ order: inout VenueOrder) {
        switch order.side {
        case .buy:
            let needed = costs.reservation(
                filled: order.amount, leaves: order.leaves, price: order.reservingPrice)
            reserved += needed - order.reserved
            order.reserved = needed
        case .sell:
            holdings[order.symbol.int].offered += order.leaves - order.offered
            order.offered = order.leaves
        }
    }

    /// Books an execution on the order, in cash and in the holding.
    mutating func book(
        _ quantity: Shares, at price: Price, of order: inout VenueOrder, taxRates: TaxRates
    ) {
        precondition(quantity > .zero && quantity <= order.leaves, "No order fills beyond leaves")
        let amount = price * quantity
        order.leaves -= quantity
        order.amount += amount
        let total = costs.commission(onCumulative: order.amount)
        let fee = total - order.commission
        order.commission = total
        commission += fee
        let net: Won
        switch order.side {
        case .buy:
            holdings[order.symbol.int].quantity += quantity
            holdings[order.symbol.int].cost += amount
            net = -amount - fee
        case .sell:
            let taxed = taxRates.tax(onCumulative: order.amount)
            let levy = taxed - order.tax
            order.tax = taxed
            tax += levy
            realised = realised.saturatedSum(amount - takeCost(of: quantity, from: order.symbol))
            net = amount - fee - levy
        }
        // The run ends with this step where it is beyond the range; the step may hold more
        // executions.
        cash = cash.saturatedSum(net)
        if !NumberRange.holds(cash) || !NumberRange.holds(realised) {
            breaches[0] = (NumberRange.holds(cash) ? .sums : .cash, order.symbol)
        }
        if unsettled > 0 {
            settlements[unsettled - 1].net = settlements[unsettled - 1].net.saturatedSum(net)
        }
        hold(&order)
    }

    /// Takes the cost that leaves with sold shares, ⌊cost × sold ÷ held⌋ (semantics.md §5).
    private func takeCost(of sold: Shares, from symbol: SymbolIndex) -> Won {
        let held = holdings[symbol.int].quantity
        precondition(sold <= held, "Nobody sells what isn't there")
        let product = holdings[symbol.int].cost.amount.multipliedFullWidth(by: sold.count)
        let cost = Won(held.count.dividingFullWidth(product).quotient)
        holdings[symbol.int].quantity -= sold
        holdings[symbol.int].cost -= cost
        return cost
    }
}
