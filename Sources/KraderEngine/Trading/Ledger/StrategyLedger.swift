import KraderModel

/// What belongs to which strategy (design.md §4): the account's fills booked once more, to whose
/// order each was. What the account held at the start belongs to nobody and may be sold by
/// whichever strategy asks first; a sale takes the strategy's own shares, then nobody's.
///
/// Rows are strategies, the last one nobody. Invariants, checked in debug builds:
/// 1. The quantities of a symbol's rows sum up to the account's position.
/// 2. Cost less gross profit, summed over all rows, is the account's (failure-modes.md §2, 17):
///    the average cost of each row is its own, money is made once.
/// 3. Nobody's row offers what the strategies borrow, never more than it holds, and what orders of
///    other channels offer.
struct StrategyLedger: ~Copyable {
    let cells: FixedBuffer<OwnPosition>
    let totals: FixedBuffer<OwnTotals>
    /// One element: whether orders of other channels, late fills or an adjustment took shares that
    /// others count on. Then more may be offered than is held, until the broker refuses it.
    let isDisturbed = FixedBuffer(repeating: false, count: 1)
    /// The most that a strategy's holdings and open buys may be worth; `nil`: no bound of its own.
    let budgets: FixedBuffer<Won?>
    let symbols: Int
    let strategies: Int

    init(budgets: [Won?], opening: BufferView<Position>) {
        let strategies = budgets.count
        self.strategies = strategies
        self.budgets = FixedBuffer(count: strategies) { budgets[$0] }
        symbols = opening.count
        let first = strategies * opening.count
        cells = FixedBuffer(count: first + opening.count) { index in
            index < first ? OwnPosition() : OwnPosition(opening[index - first])
        }
        totals = FixedBuffer(repeating: OwnTotals(), count: strategies + 1)
        for symbol in 0..<opening.count { totals[strategies].cost += opening[symbol].cost }
    }

    /// A strategy's row; nobody's, which is the last, for an index below 0.
    @inline(__always)
    func row(_ strategy: Int) -> Int { strategy >= 0 ? strategy : strategies }

    @inline(__always)
    func place(_ strategy: Int, _ symbol: Int) -> Int { row(strategy) * symbols + symbol }

    @inline(__always)
    private func nobody(_ symbol: Int) -> Int { strategies * symbols + symbol }

    /// The shares that a strategy may look upon as its to sell, and how many of them orders offer
    /// already.
    @inline(__always)
    func toSell(_ strategy: Int, _ symbol: Int) -> (held: Shares, offered: Shares) {
        let own = cells[place(strategy, symbol)]
        let free = cells[nobody(symbol)]
        // Its own borrowing stands in both of these.
        return (own.quantity + free.quantity, own.offered + free.offered - own.borrowed)
    }

    /// What the risk rules look at beside the account.
    @inline(__always)
    func share(_ strategy: Int, _ symbol: Int, _ positions: BufferView<Position>) -> OwnShare {
        let (held, offered) = toSell(strategy, symbol)
        let budget = budgets[strategy]
        return OwnShare(
            held: held, offered: offered, budget: budget,
            value: budget == nil ? .zero : value(strategy, positions))
    }

    /// Orders begin or cease to bid for shares, valued at a price a share.
    @inline(__always)
    func bid(_ strategy: Int, _ symbol: Int, _ change: Shares, at valuation: Price) {
        cells[place(strategy, symbol)].bidFor += change
        totals[row(strategy)].openBuys += valuation * change
    }

    /// Sell orders begin or cease to offer shares.
    @inline(__always)
    func offer(_ strategy: Int, _ symbol: Int, _ change: Shares) {
        let place = place(strategy, symbol)
        if strategy < 0 {
            cells[place].offered += change
            return
        }
        let before = cells[place].borrowed
        cells[place].offered += change
        let after = cells[place].borrowed
        if after != before { cells[nobody(symbol)].offered += after - before }
    }

    /// Books a buy that was bid for at a valuation: its bid ends with it.
    @inline(__always)
    func bookBuy(
        _ strategy: Int, _ symbol: Int, _ quantity: Shares, at price: Price,
        valuation: Price, commission: Won
    ) {
        let place = place(strategy, symbol)
        let before = cells[place].borrowed
        cells[place].quantity += quantity
        cells[place].cost += price * quantity
        cells[place].bidFor -= quantity
        if before != .zero && strategy >= 0 {
            cells[nobody(symbol)].offered += cells[place].borrowed - before
        }
        totals[row(strategy)].openBuys -= valuation * quantity
        totals[row(strategy)].cost += price * quantity
        totals[row(strategy)].commission += commission
    }

    /// Books a sale of an order that is nobody's here: nobody's shares go first, then those of the
    /// strategies, the first one's first.
    func bookExternalSale(
        _ symbol: Int, _ quantity: Shares, at price: Price, commission: Won, tax: Won
    ) -> OwnBooking {
        cells[nobody(symbol)].offered -= quantity
        takeAnywhere(quantity, symbol, at: price)
        totals[strategies].commission += commission
        totals[strategies].tax += tax
        var booking = OwnBooking()
        booking.after = cells[nobody(symbol)].quantity
        return booking
    }

    /// Takes sold shares from whoever has them: first those that nobody offers, nobody's before
    /// the strategies'.
    private func takeAnywhere(_ quantity: Shares, _ symbol: Int, at price: Price) {
        isDisturbed[0] = true
        var left = quantity
        for takesOffered in [false, true] {
            for row in [strategies] + Array(0..<strategies) where left > .zero {
                let place = row * symbols + symbol
                let before = row < strategies ? cells[place].borrowed : .zero
                let free = cells[place].quantity - (takesOffered ? .zero : cells[place].offered)
                let taken = min(left, max(.zero, free))
                take(taken, at: price, from: place, row: row)
                left -= taken
                guard row < strategies else { continue }
                cells[nobody(symbol)].offered += cells[place].borrowed - before
            }
        }
    }

    /// Books a sale that was offered: own shares go first, but for those that another order of the
    /// strategy is selling. Its offer ends with it. What takes nobody's shares pays the commission
    /// and tax of their part out of nobody's book, rounded down.
    @inline(__always)
    func bookSale(
        _ strategy: Int, _ symbol: Int, _ quantity: Shares, at price: Price, keeping kept: Shares,
        commission: Won, tax: Won
    ) -> OwnBooking {
        let place = place(strategy, symbol)
        let before = cells[place].borrowed
        let own = min(quantity, max(.zero, cells[place].quantity - kept))
        cells[place].offered -= quantity
        take(own, at: price, from: place, row: strategy)
        if before != .zero { cells[nobody(symbol)].offered += cells[place].borrowed - before }
        var booking = OwnBooking()
        booking.after = cells[place].quantity
        if own < quantity {
            booking.unowned = quantity - own
            let free = min(booking.unowned, cells[nobody(symbol)].quantity)
            take(free, at: price, from: nobody(symbol), row: strategies)
            // Somebody else sold what was nobody's: others have the rest.
            if free < booking.unowned {
                takeAnywhere(booking.unowned - free, symbol, at: price)
            }
            booking.unownedAfter = cells[nobody(symbol)].quantity
            booking.unownedCommission = Ledger.costTaken(
                commission, sold: booking.unowned, held: quantity)
            booking.unownedTax = Ledger.costTaken(tax, sold: booking.unowned, held: quantity)
            totals[strategies].commission += booking.unownedCommission
            totals[strategies].tax += booking.unownedTax
        }
        totals[strategy].commission += commission - booking.unownedCommission
        totals[strategy].tax += tax - booking.unownedTax
        return booking
    }

    @inline(__always)
    private func take(_ quantity: Shares, at price: Price, from place: Int, row: Int) {
        guard quantity > .zero else { return }
        let taken = Ledger.costTaken(
            cells[place].cost, sold: quantity, held: cells[place].quantity)
        cells[place].quantity -= quantity
        cells[place].cost -= taken
        totals[row].cost -= taken
        totals[row].grossProfit += price * quantity - taken
    }

    /// Shares were found or lost: nobody's first, then those of the strategies, the first one's
    /// first. What they cost changes with them, by so much in all.
    func adjust(_ symbol: Int, by change: Shares, cost: Won) {
        isDisturbed[0] = true
        var costLeft = cost
        var lost = max(.zero, .zero - change)
        if change > .zero { cells[nobody(symbol)].quantity += change }
        for row in [strategies] + Array(0..<strategies) where lost > .zero {
            let place = row * symbols + symbol
            let before = row < strategies ? cells[place].borrowed : .zero
            let taken = min(lost, cells[place].quantity)
            guard taken > .zero else { continue }
            let part = Ledger.costTaken(
                cells[place].cost, sold: taken, held: cells[place].quantity)
            cells[place].quantity -= taken
            cells[place].cost -= part
            totals[row].cost -= part
            costLeft += part
            lost -= taken
            guard row < strategies else { continue }
            cells[nobody(symbol)].offered += cells[place].borrowed - before
        }
        // What the broker says beyond that is the cost of whoever still holds some.
        for row in [strategies] + Array(0..<strategies) where costLeft != .zero {
            let place = row * symbols + symbol
            guard cells[place].quantity > .zero, cells[place].cost + costLeft >= .zero else {
                continue
            }
            cells[place].cost += costLeft
            totals[row].cost += costLeft
            costLeft = .zero
        }
        cells[nobody(symbol)].cost += costLeft
        totals[strategies].cost += costLeft
    }

    /// A strategy's holdings at their marks and its open buys: what its budget bounds.
    func value(_ strategy: Int, _ positions: BufferView<Position>) -> Won {
        var value = totals[strategy].openBuys
        for symbol in 0..<symbols {
            let own = cells[place(strategy, symbol)]
            guard own.quantity > .zero else { continue }
            value += positions[symbol].mark.map { $0 * own.quantity } ?? own.cost
        }
        return value
    }

    /// Whether invariants 1 to 3 hold against the account's ledger and the opening holdings.
    func agrees(with ledger: borrowing Ledger) -> Bool {
        var costs = Won.zero
        var rest = Won.zero
        var profits = ledger.totals[0].grossProfit
        for row in 0...strategies {
            profits -= totals[row].grossProfit
            rest += totals[row].cost
        }
        for symbol in 0..<symbols {
            var quantity = Shares.zero
            var borrowed = Shares.zero
            var offered = Shares.zero
            for row in 0..<strategies {
                let own = cells[place(row, symbol)]
                guard own.quantity >= .zero, own.offered >= .zero, own.bidFor >= .zero else {
                    return false
                }
                quantity += own.quantity
                costs += own.cost
                rest -= own.cost
                borrowed += own.borrowed
                offered += own.offered
            }
            let free = cells[nobody(symbol)]
            costs += free.cost - ledger.positions[symbol].cost
            rest -= free.cost
            guard quantity + free.quantity == ledger.positions[symbol].quantity,
                free.offered >= borrowed, isDisturbed[0] || borrowed <= free.quantity,
                offered + free.offered - borrowed == ledger.positions[symbol].offered
            else { return false }
        }
        return costs + profits == .zero && rest == .zero
    }
}
