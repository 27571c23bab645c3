import KraderModel

// What the issues' histories say of a day, at its beginning (semantics.md §4, §6).
extension Engine {
    mutating func followHistories(
        on day: CalendarDate, after last: CalendarDate, _ out: inout OutputBuffer
    ) {
        for symbol in historic {
            guard let history = configuration.instruments[symbol].history else { continue }
            follow(history, symbol, day, after: last, &out)
        }
    }

    private mutating func follow(
        _ history: InstrumentHistory, _ symbol: Int, _ day: CalendarDate,
        after last: CalendarDate, _ out: inout OutputBuffer
    ) {
        market[symbol].isTradeable =
            configuration.instruments[symbol].board.isTradeable && history.isListed(on: day)
        // The first that is known is no change.
        if let before = history.boards.value(on: last), history.boards.value(on: day) != before {
            counts.boardChanges += 1
        }
        let actions = history.actions(after: last, through: day)
        let close = market[symbol].officialClose
        let base = history.basePrice(
            on: day, close: market[symbol].base, actions: actions, steps: market[symbol].steps)
        let held = trading.books.positions[symbol].quantity
        if !isReplayed,
            let number = CorporateAction.breach(of: actions, held: held, base: base)
        {
            let breach = RangeBreach(number, symbol: SymbolIndex(symbol), at: now)
            return trading.books.leaveRange(breach)
        }
        if configuration.instruments[symbol].listing?.day != day { setBase(base, symbol, day) }
        compareBase(history, symbol, day, close: close, actions, &out)
        for action in actions where !isReplayed { adjust(symbol, action, &out) }
        for action in actions where isReplayed {
            candles.adjust(symbol, by: action.priceFactor)
        }
        // They are told in a step of its own: hooks see all of the day's actions.
        for action in actions { tellStrategies(symbol, action, &out) }
        if rehearsal == nil, actions.isEmpty, let base,
            trading.books.mark(symbol, base, at: now, floor: lossFloor)
        {
            beginReducing(&out)
        }
    }

    /// A base price that isn't the close stands for the last price until the first print
    /// (krx-market.md §5.4).
    private mutating func setBase(_ base: Price?, _ symbol: Int, _ day: CalendarDate) {
        guard let base, base != market[symbol].base || base != market[symbol].last else { return }
        market[symbol].base = base
        if market[symbol].last != nil {
            market[symbol].last = base
            market[symbol].afterMarketTime = .distantPast
        }
        setBand(symbol, day)
    }

    private mutating func adjust(
        _ symbol: Int, _ action: CorporateAction, _ out: inout OutputBuffer
    ) {
        endOrders(of: symbol, &out)
        candles.adjust(symbol, by: action.priceFactor)
        adjustHeldSignals(symbol, action, &out)
        if trading.books.positions[symbol].quantity > .zero {
            adjustHoldings(symbol, action, &out)
            adjustExits(symbol, action, &out)
        } else if let base = market[symbol].base {
            trading.books.note(symbol, mark: base)
        }
    }

    /// No order outlives its day: what the broker hasn't said yet of one is known all the same.
    private mutating func endOrders(of symbol: Int, _ out: inout OutputBuffer) {
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot) && trading.orders.slots[slot].symbol.int == symbol {
            close(slot, .expired, &out)
        }
    }

    /// The account's shares, then those of each strategy.
    private mutating func adjustHoldings(
        _ symbol: Int, _ action: CorporateAction, _ out: inout OutputBuffer
    ) {
        let records = trading.books.adjust(
            SymbolIndex(symbol), by: action, on: trading.session[0].day, at: now,
            mark: market[symbol].base ?? trading.books.positions[symbol].mark)
        for record in records { emit(record, &out) }
        counts.corporateActions += 1
        if records[0].losesFraction { counts.fractionsLost += 1 }
    }

    private mutating func tellStrategies(
        _ symbol: Int, _ action: CorporateAction, _ out: inout OutputBuffer
    ) {
        for strategy in 0..<host.count where !trading.isPaused[strategy] {
            prepareHook(.timer, symbol: symbol, eventTime: now)
            let done = host.call(strategy) { try $0.adjusted(SymbolIndex(symbol), by: action, &$1) }
            finishHook(strategy, done, &out)
        }
    }

    /// Tells of listings in a fixed universe; a ranked one is told of them at its next ranking.
    mutating func tellListings(_ out: inout OutputBuffer) {
        guard !universe.isRanked else { return }
        for symbol in historic {
            let rank = universe.plannedRank(of: symbol)
            // An index is on no list; a strategy that asks for it keeps it.
            guard rank > 0, configuration.instruments[symbol].board.isTradeable,
                market[symbol].isTradeable != market[symbol].isInUniverse
            else { continue }
            let joins = market[symbol].isTradeable
            market[symbol].isInUniverse = joins
            market[symbol].rank = joins ? rank : 0
            if isReplayed { continue }
            emit(
                UniverseRecord(
                    at: now, symbol: SymbolIndex(symbol), change: joins ? .joined : .left,
                    rank: joins ? rank : 0), &out)
        }
    }
}
