public import KraderModel

/// What we hold of one symbol.
public struct Position: Hashable, Sendable {
    public var quantity = Shares.zero
    /// What the shares cost together, without commission. A sale takes ⌊cost × sold ÷ held⌋
    /// (semantics.md §5).
    public var cost = Won.zero
    /// Shares that open sell orders offer.
    public var offered = Shares.zero
    /// Shares that open buy orders may still add.
    public var bidFor = Shares.zero
    /// New shares of a bonus issue that are not listed yet: held, but not to be sold.
    public var unlisted = Shares.zero
    /// The newest price we know: the last one in scope, or our own fill's until a later one comes
    /// (semantics.md §5); before both the base price or average cost.
    public var mark: Price?
    /// The exchange's stamp of our newest fill: prices with earlier ones don't move the mark.
    var filledAt = Moment.distantPast

    public init() {}

    public var sellable: Shares { quantity - offered - unlisted }
    public var value: Won { mark.map { $0 * quantity } ?? cost }
    /// What a share cost on average, for people; decisions use `cost`.
    public var averagePrice: Double? {
        quantity.count > 0 ? Double(cost.amount) / Double(quantity.count) : nil
    }
}

/// The account in one place. Equity is cash plus holdings at their marks.
public struct Account: Hashable, Sendable {
    /// Cash in won, settled or not: sale proceeds buy at once.
    public var cash: Won
    /// Cash in won that is held back for open buy orders.
    public var reserved = Won.zero
    public var holdings = Won.zero
    /// What the trades of today and of the previous trading day change in cash once they settle, at
    /// T+2.
    var unsettledToday = Won.zero
    var unsettledYesterday = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero
    /// Sales less the cost of what was sold, before commission and tax.
    public var grossProfit = Won.zero
    var equityAtPreviousClose = Won.zero
    var depositsToday = Won.zero
    /// What was bought and sold today, in won: what a difference of cash is measured by.
    var turnoverToday = Won.zero
    public var peakEquity = Won.zero
    /// The deepest fall from a peak so far, won and share of that peak.
    public var deepestFall = Won.zero
    public var maxDrawdown = 0.0

    public init(cash: Won) { self.cash = cash }

    public var equity: Won { cash + holdings }
    public var available: Won { cash - reserved }
    /// What may leave the account now: the least that cash will be on any day until all has
    /// settled, less reservations. Purchases and sales of a day settle as one sum.
    public var withdrawable: Won {
        let tomorrow = cash - unsettledToday
        let today = tomorrow - unsettledYesterday
        return max(.zero, min(cash, tomorrow, today) - reserved)
    }
    /// Equity now, less equity at the previous official close, less deposits (semantics.md §5).
    public var profitToday: Won { equity - equityAtPreviousClose - depositsToday }
}

/// Cash and positions from fills, by integer arithmetic. The venue keeps its own; the two must
/// agree.
struct Ledger: ~Copyable {
    let positions: FixedBuffer<Position>
    /// One element: shared with strategies by a view.
    let totals: FixedBuffer<Account>
    /// One element: where the account first left the range of numbers. No price moves a mark any
    /// further out.
    let breaches = FixedBuffer<RangeBreach?>(repeating: nil, count: 1)

    init(opening: OpeningAccount, instruments: [Instrument]) {
        var held = instruments.map { instrument in
            var position = Position()
            position.mark = instrument.basePrice
            return position
        }
        var account = Account(cash: opening.cash)
        for holding in opening.positions {
            held[holding.symbol.int].quantity += holding.quantity
            held[holding.symbol.int].cost += holding.cost
        }
        for position in held { account.holdings += position.value }
        account.equityAtPreviousClose = account.equity
        account.peakEquity = account.equity
        let opened = account
        positions = FixedBuffer(count: held.count) { held[$0] }
        totals = FixedBuffer(repeating: opened, count: 1)
    }

    var account: Account { totals[0] }
    var breach: RangeBreach? { breaches[0] }

    func leaveRange(_ breach: RangeBreach) {
        if breaches[0] == nil { breaches[0] = breach }
    }

    /// Leaves the mark of a holding as it was, and so equity: it returns false. It is kept out of
    /// the way of prints.
    @inline(never)
    private func leaveRange(holding symbol: Int, at time: Moment) -> Bool {
        leaveRange(RangeBreach(.holdings, symbol: SymbolIndex(symbol), at: time))
        return false
    }

    /// Checks after a fill of a symbol that all is still within the range. The next step is too
    /// late.
    @inline(__always)
    func checkRange(_ symbol: Int, at time: Moment) {
        if areSumsFarWithin && positions[symbol].quantity <= NumberRange.sharesMax { return }
        checkEachRange(symbol, at: time)
    }

    /// One comparison for all: below a power of two, smaller than the range, are all numbers whose
    /// bits together are.
    @inline(__always)
    private var areSumsFarWithin: Bool {
        let bits =
            totals[0].cash.amount.magnitude | totals[0].holdings.amount.magnitude
            | totals[0].grossProfit.amount.magnitude | totals[0].commission.amount.magnitude
            | totals[0].tax.amount.magnitude | totals[0].unsettledToday.amount.magnitude
        return bits < 1 << 59
    }

    @inline(never)
    private func checkEachRange(_ symbol: Int, at time: Moment) {
        let account = totals[0]
        let number: RangeBreach.Number
        if !NumberRange.holds(account.cash) {
            number = .cash
        } else if positions[symbol].quantity > NumberRange.sharesMax {
            number = .shares
        } else if !NumberRange.holds(account.holdings) {
            number = .holdings
        } else if !NumberRange.holds(account.grossProfit)
            || !NumberRange.holds(account.commission) || !NumberRange.holds(account.tax)
            || !NumberRange.holds(account.unsettledToday)
        {
            number = .sums
        } else {
            return
        }
        leaveRange(RangeBreach(number, symbol: SymbolIndex(symbol), at: time))
    }

    /// Revalues what is held at a price in scope with its stamp, unless a fill of ours is newer.
    /// The print that made a fill has the fill's stamp and counts as later than it (semantics.md
    /// §5). Returns true when that left equity below the floor.
    @inline(__always)
    func mark(_ symbol: Int, _ price: Price, at time: Moment, floor: Won) -> Bool {
        let position = positions[symbol]
        if position.quantity.count != 0 {
            if time < position.filledAt { return false }
            let change = price * position.quantity - position.value
            if change.amount != 0 {
                let holdings = totals[0].holdings + change
                guard holdings <= NumberRange.moneyMax else {
                    return leaveRange(holding: symbol, at: time)
                }
                positions[symbol].mark = price
                totals[0].holdings = holdings
                return measureDrawdown() < floor
            }
            positions[symbol].mark = price
        } else {
            positions[symbol].mark = price
        }
        return false
    }

    /// Gives equity.
    @inline(__always)
    @discardableResult
    func measureDrawdown() -> Won {
        let equity = totals[0].cash + totals[0].holdings
        if equity > totals[0].peakEquity {
            totals[0].peakEquity = equity
        } else {
            let fall = Double((totals[0].peakEquity - equity).amount)
            if fall > totals[0].maxDrawdown * Double(totals[0].peakEquity.amount) {
                totals[0].maxDrawdown = fall / Double(totals[0].peakEquity.amount)
                totals[0].deepestFall = totals[0].peakEquity - equity
            }
        }
        return equity
    }

    func reserve(_ amount: Won) { totals[0].reserved += amount }

    /// A fill of ours becomes the mark of all that is held of the symbol, unless a later price, or
    /// one of the same stamp, is known already. `last` is that of the market's last price.
    @inline(__always)
    private func markFill(_ symbol: Int, _ price: Price, _ time: Moment, last: Moment) {
        guard time >= positions[symbol].filledAt else { return }
        positions[symbol].filledAt = time
        if time > last || positions[symbol].mark == nil { positions[symbol].mark = price }
    }

    /// Books a buy: `commission` is what this fill adds to the order's, `time` the fill's stamp,
    /// `last` that of the market's last price.
    func bookBuy(
        _ symbol: Int, _ quantity: Shares, at price: Price, time: Moment, last: Moment,
        commission: Won
    ) {
        let before = positions[symbol].value
        positions[symbol].quantity += quantity
        positions[symbol].cost += price * quantity
        markFill(symbol, price, time, last: last)
        totals[0].turnoverToday += price * quantity
        totals[0].cash -= price * quantity + commission
        totals[0].unsettledToday -= price * quantity + commission
        totals[0].commission += commission
        totals[0].holdings += positions[symbol].value - before
        measureDrawdown()
    }

    /// Books a sale of no more than is held. Returns the gross profit on it.
    func bookSale(
        _ symbol: Int, _ quantity: Shares, at price: Price, time: Moment, last: Moment,
        commission: Won, tax: Won
    ) -> Won {
        let position = positions[symbol]
        precondition(quantity <= position.quantity, "Never more is sold than held")
        let before = position.value
        let taken = Ledger.costTaken(position.cost, sold: quantity, held: position.quantity)
        positions[symbol].quantity -= quantity
        positions[symbol].cost -= taken
        markFill(symbol, price, time, last: last)
        let amount = price * quantity
        let profit = amount - taken
        let net = amount - commission - tax
        totals[0].turnoverToday += amount
        totals[0].cash += net
        totals[0].unsettledToday += net
        totals[0].commission += commission
        totals[0].tax += tax
        totals[0].grossProfit += profit
        totals[0].holdings += positions[symbol].value - before
        measureDrawdown()
        return profit
    }

    /// ⌊cost × sold ÷ held⌋ in exact arithmetic (semantics.md §5).
    static func costTaken(_ cost: Won, sold: Shares, held: Shares) -> Won {
        let (high, low) = cost.amount.multipliedFullWidth(by: sold.count)
        return Won(held.count.dividingFullWidth((high, low)).quotient)
    }

    /// A trading day begins: what was traded two trading days ago has settled. Returns what
    /// settled.
    func beginDay() -> Won {
        let settled = totals[0].unsettledYesterday
        totals[0].unsettledYesterday = totals[0].unsettledToday
        totals[0].unsettledToday = .zero
        totals[0].depositsToday = .zero
        totals[0].turnoverToday = .zero
        return settled
    }

    /// The official close is known: today's profit starts anew from there.
    func markClose(equity: Won) { totals[0].equityAtPreviousClose = equity }
}
