import KraderModel

/// The account's book and each strategy's, which tell one story: every verb moves all that it
/// concerns, so that no caller keeps two of them in step by hand.
///
/// The account's totals and positions are the venue's to confirm; the strategies' books say whose
/// they are. `agree` compares them, from scratch, after each step of a debug build.
struct Books: ~Copyable {
    private let ledger: Ledger
    private let own: StrategyLedger
    /// The value of all open buys at their valuations, in won.
    private(set) var openBuys = Won.zero
    /// New shares of bonus issues that wait for their listing.
    private(set) var unlisted: [UnlistedShares] = []

    init(opening: OpeningAccount, instruments: [Instrument], budgets: [Won?]) {
        ledger = Ledger(opening: opening, instruments: instruments)
        own = StrategyLedger(budgets: budgets, opening: ledger.positions.view)
    }
}

// What an order holds while it is open.
extension Books {
    /// Shares of an order begin to be bid for or offered, with the won that they hold back.
    @inline(__always)
    mutating func promise(_ promise: OrderPromise, _ shares: Shares, reserving reserved: Won) {
        change(promise, shares)
        ledger.totals[0].reserved += reserved
    }

    /// Shares of an order cease to be bid for or offered.
    @inline(__always)
    mutating func takeBack(_ promise: OrderPromise, _ shares: Shares, releasing reserved: Won) {
        change(promise, -shares)
        ledger.totals[0].reserved -= reserved
    }

    @inline(__always)
    private mutating func change(_ promise: OrderPromise, _ shares: Shares) {
        switch promise.side {
        case .buy:
            ledger.positions[promise.symbol].bidFor += shares
            openBuys += promise.valuation * shares
            own.bid(promise.strategy, promise.symbol, shares, at: promise.valuation)
        case .sell:
            ledger.positions[promise.symbol].offered += shares
            own.offer(promise.strategy, promise.symbol, shares)
        }
    }

    /// What is left of a buy counts at another price.
    mutating func reprice(_ promise: OrderPromise, _ leaves: Shares, at valuation: Price) {
        openBuys += valuation * leaves - promise.valuation * leaves
        own.bid(promise.strategy, promise.symbol, -leaves, at: promise.valuation)
        own.bid(promise.strategy, promise.symbol, leaves, at: valuation)
    }

    /// An open buy holds back more won than before, or fewer.
    @inline(__always)
    func reserve(_ change: Won) { ledger.totals[0].reserved += change }
}

// Executions.
extension Books {
    /// Books a buy whose shares were bid for: their promise ends with it. What it reserved is the
    /// caller's to renew.
    @inline(__always)
    mutating func bookBuy(
        _ promise: OrderPromise, _ execution: Execution, _ costs: Costs
    ) -> OwnBooking {
        let quantity = execution.quantity
        ledger.positions[promise.symbol].bidFor -= quantity
        openBuys -= promise.valuation * quantity
        ledger.bookBuy(
            promise.symbol, quantity, at: execution.price, time: execution.time, last: costs.last,
            commission: costs.commission)
        own.bookBuy(
            promise.strategy, promise.symbol, quantity, at: execution.price,
            valuation: promise.valuation, commission: costs.commission)
        var booking = OwnBooking()
        booking.after = position(of: promise.strategy, promise.symbol).quantity
        return booking
    }

    /// Books a sale whose shares were offered: their promise ends with it. `kept` are shares of the
    /// strategy's own that another of its orders is selling. Gives the gross profit too.
    @inline(__always)
    mutating func bookSale(
        _ promise: OrderPromise, _ execution: Execution, keeping kept: Shares, _ costs: Costs
    ) -> (profit: Won, booking: OwnBooking) {
        let quantity = execution.quantity
        ledger.positions[promise.symbol].offered -= quantity
        let profit = ledger.bookSale(
            promise.symbol, quantity, at: execution.price, time: execution.time, last: costs.last,
            commission: costs.commission, tax: costs.tax)
        if promise.strategy < 0 {
            let booking = own.bookExternalSale(
                promise.symbol, quantity, at: execution.price, commission: costs.commission,
                tax: costs.tax)
            return (profit, booking)
        }
        let booking = own.bookSale(
            promise.strategy, promise.symbol, quantity, at: execution.price, keeping: kept,
            commission: costs.commission, tax: costs.tax)
        return (profit, booking)
    }

    /// Checks after an execution that the account's numbers, the strategy's and nobody's, which may
    /// grow apart from them, are within the range.
    @inline(__always)
    func checkRange(_ promise: OrderPromise, at time: Moment) {
        ledger.checkRange(promise.symbol, at: time)
        if !NumberRange.holds(own.totals[own.row(promise.strategy)].grossProfit)
            || !NumberRange.holds(own.totals[own.strategies].grossProfit)
        {
            leaveRange(RangeBreach(.sums, symbol: SymbolIndex(promise.symbol), at: time))
        }
    }
}

// Prices and days.
extension Books {
    /// As `Ledger.mark`.
    @inline(__always)
    func mark(_ symbol: Int, _ price: Price, at time: Moment, floor: Won) -> Bool {
        ledger.mark(symbol, price, at: time, floor: floor)
    }

    /// A restart knows the market's last price again: it is the mark, unless a fill of ours is
    /// newer.
    func remark(_ symbol: Int, at last: Price, time: Moment) {
        guard time >= ledger.positions[symbol].filledAt else { return }
        let before = ledger.positions[symbol].value
        ledger.positions[symbol].mark = last
        ledger.totals[0].holdings += ledger.positions[symbol].value - before
    }

    func measureDrawdown() { ledger.measureDrawdown() }

    /// Nothing is held: the price is known all the same.
    func note(_ symbol: Int, mark: Price) { ledger.positions[symbol].mark = mark }

    func markClose(equity: Won) { ledger.markClose(equity: equity) }

    /// The run's highest equity and its deepest fall so far.
    var peak: Peak {
        get {
            Peak(
                equity: ledger.totals[0].peakEquity, fall: ledger.totals[0].deepestFall,
                drawdown: ledger.totals[0].maxDrawdown)
        }
        nonmutating set {
            ledger.totals[0].peakEquity = newValue.equity
            ledger.totals[0].deepestFall = newValue.fall
            ledger.totals[0].maxDrawdown = newValue.drawdown
        }
    }

    /// As a day ended that a record tells of: the run's highest equity and deepest fall so far.
    func takePeak(of day: borrowing DayRecord) {
        peak = Peak(equity: day.peakEquity, fall: day.deepestFall, drawdown: day.maxDrawdown)
    }

    /// A trading day begins: new shares are listed, trades settle. Returns what settled.
    mutating func beginDay(_ day: CalendarDate) -> Won {
        for shares in unlisted where shares.listed <= day {
            ledger.positions[shares.symbol.int].unlisted -= shares.quantity
        }
        unlisted.removeAll { $0.listed <= day }
        return ledger.beginDay()
    }

    func leaveRange(_ breach: RangeBreach) { ledger.leaveRange(breach) }
}

// Corporate actions (semantics.md §6).
extension Books {
    /// A corporate action changes the account's shares of a symbol, then those of each strategy and
    /// of nobody. Gives the account's record, then those of the strategies that hold some.
    ///
    /// - Parameters:
    ///   - day: the trading day that begins
    ///   - mark: what a share is valued at from now on; `nil` when nothing is known
    mutating func adjust(
        _ symbol: SymbolIndex, by action: CorporateAction, on day: CalendarDate,
        at moment: Moment, mark: Price?
    ) -> [CorporateActionRecord] {
        let place = symbol.int
        let before = positions[place].quantity
        let owned = before - unowned(place).quantity
        let writtenOff = ledger.adjust(place, by: action.shareFactor, mark: mark)
        adjustUnlisted(symbol, action, on: day, added: positions[place].quantity - before)
        var record = CorporateActionRecord(
            at: moment, symbol: symbol, strategy: nil, action: action, before: before,
            after: positions[place].quantity, cost: positions[place].cost,
            writtenOff: writtenOff, mark: mark,
            unownedAfter: positions[place].quantity - action.shareFactor.floor(owned))
        var records = [record]
        record.unownedAfter = .zero
        var shares = Shares.zero
        for row in 0...strategies {
            let change = own.adjust(row, place, by: action.shareFactor, after: &shares)
            guard change.before > .zero, row < strategies else { continue }
            record.strategy = Int32(row)
            record.before = change.before
            record.after = change.after
            record.cost = change.cost
            record.writtenOff = change.writtenOff
            records.append(record)
        }
        return records
    }

    private mutating func adjustUnlisted(
        _ symbol: SymbolIndex, _ action: CorporateAction, on day: CalendarDate, added: Shares
    ) {
        for place in unlisted.indices where unlisted[place].symbol == symbol {
            let shares = action.shareFactor.floor(unlisted[place].quantity)
            ledger.positions[symbol.int].unlisted += shares - unlisted[place].quantity
            unlisted[place].quantity = shares
        }
        guard let listed = action.sellableFrom, listed > day, added > .zero else { return }
        ledger.positions[symbol.int].unlisted += added
        unlisted.append(UnlistedShares(symbol: symbol, quantity: added, listed: listed))
    }
}

// What the broker's lists say (failure-modes.md §1, I02).
extension Books {
    /// Sets what is held or what is paid to what the broker lists. The change is no profit: it
    /// counts as a deposit of today, or as money taken out: `equityChange`.
    func adjust(_ record: AdjustRecord) {
        if let symbol = record.symbol?.int {
            let value = ledger.positions[symbol].value
            ledger.positions[symbol].quantity = record.after
            ledger.positions[symbol].cost = record.costAfter
            ledger.totals[0].holdings += ledger.positions[symbol].value - value
            own.adjust(
                symbol, by: record.after - record.before,
                cost: record.costAfter - record.costBefore)
        }
        ledger.totals[0].cash += record.cashAfter - record.cashBefore
        ledger.totals[0].depositsToday += record.equityChange
        ledger.totals[0].peakEquity += record.equityChange
    }

    /// What equity would change by if so much were held.
    func equityChange(_ symbol: Int, to quantity: Shares, cost: Won) -> Won {
        let position = ledger.positions[symbol]
        return (position.mark.map { $0 * quantity } ?? cost) - position.value
    }
}

// What others see of them.
extension Books {
    var positions: BufferView<Position> { ledger.positions.view }
    /// One element.
    var totals: BufferView<Account> { ledger.totals.view }
    /// The cells of the strategies by strategy and symbol, then those of nobody.
    var cells: BufferView<OwnPosition> { own.cells.view }
    var breaches: BufferView<RangeBreach?> { ledger.breaches.view }
    var breach: RangeBreach? { ledger.breach }
    var account: Account { ledger.account }
    var strategies: Int { own.strategies }

    @inline(__always)
    func position(of strategy: Int, _ symbol: Int) -> OwnPosition {
        own.cells[own.place(strategy, symbol)]
    }

    /// What nobody's row has of a symbol: holdings from before.
    func unowned(_ symbol: Int) -> OwnPosition { position(of: own.strategies, symbol) }

    func totals(of strategy: Int) -> OwnTotals { own.totals[strategy] }

    /// As `StrategyLedger.isDisturbed`.
    var isDisturbed: Bool { own.isDisturbed[0] }
    func disturb() { own.isDisturbed[0] = true }

    /// As `StrategyLedger.toSell`.
    @inline(__always)
    func toSell(_ strategy: Int, _ symbol: Int) -> (held: Shares, offered: Shares) {
        own.toSell(strategy, symbol)
    }

    /// What the risk rules look at beside the account.
    @inline(__always)
    func share(_ strategy: Int, _ symbol: Int) -> OwnShare {
        own.share(strategy, symbol, ledger.positions.view)
    }

    /// Whether all of them tell the same story.
    var agree: Bool {
        guard own.agrees(with: ledger) else { return false }
        var openBuys = Won.zero
        for row in 0...own.strategies { openBuys += own.totals[row].openBuys }
        return openBuys == self.openBuys
    }
}
