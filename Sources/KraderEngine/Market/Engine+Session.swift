import KraderModel

extension Engine {
    mutating func measureSession() {
        sessionLength =
            sessionEnd > sessionStart ? UInt64((sessionEnd - sessionStart).nanoseconds) : 0
    }

    /// Whether a moment lies in the session, by one comparison: what lies before the start is very
    /// far behind it.
    @inline(__always)
    func isInSession(_ time: Moment) -> Bool {
        UInt64(bitPattern: time.nanoseconds &- sessionStart.nanoseconds) < sessionLength
    }

    /// The next trading day begins at its midnight, or today's regular session is over.
    mutating func rollSession(_ out: inout OutputBuffer) {
        switch dayStage {
        case .waiting: beginDay(&out)
        case .open: closeDay(&out)
        }
    }

    private mutating func beginDay(_ out: inout OutputBuffer) {
        let day = CalendarDate(nextRoll)
        guard configuration.calendar.isTradingDay(day) else {
            trading.session[0].isTradingDay = false
            nextRoll = configuration.calendar.next(after: day).date.midnight
            return
        }
        let hours = SessionHours.on(day)
        let regular = regularSession(hours)
        let end = regular.end + configuration.closeDelay + Engine.lastDelay(configuration)
        if end <= now && nextRoll == configuration.start {
            // The run begins after the close: its first day is the next.
            lastDay = day
            nextRoll = configuration.calendar.next(after: day).date.midnight
            return
        }
        breakersToday = 0
        let unnamed = trading.earlyPushes.map(\.push)
        if rehearsal == nil { tellBegin(of: day, &out) } else { rehearseBegin(of: day, &out) }
        sessionStart = regular.start
        sessionEnd = regular.end
        candles.beginSession(start: sessionStart, end: sessionEnd)
        // A cross may print until the very end.
        if Engine.lastDelay(configuration) > .zero {
            sessionEnd = sessionEnd + Interval(nanoseconds: 1)
        }
        if rehearsal == nil { quarantine(unnamed: unnamed, &out) }
        findLossFloor()
        for symbol in 0..<market.count { beginDay(day, symbol) }
        if !isReplayed { putExitsOnGrid(&out) }
        awaitFirstPrices(on: day)
        dayStage = .open
        nextRoll = end
        planRankings(lastCandles: end)
        if !historic.isEmpty { followHistories(on: day, after: lastDay ?? day, &out) }
        if universe.isRanked || !historic.isEmpty { universe.keepListed(market.view, on: day) }
        if !historic.isEmpty { tellListings(&out) }
        lastDay = day
    }

    /// How long after a session's end its last prints have come: a unit of their stamps has to
    /// pass, for those of that instant come first (semantics.md §2).
    static func lastDelay(_ configuration: EngineConfiguration) -> Interval {
        guard configuration.enforcesMarketRules, configuration.stampUnit > .zero else {
            return .zero
        }
        let moment = Interval(nanoseconds: 1)
        return configuration.stampUnit > moment ? configuration.stampUnit + moment : moment
    }

    /// The session whose prints make candles and prices: open to closing cross; without market
    /// rules, the whole day.
    private mutating func regularSession(_ hours: SessionHours) -> MomentSpan {
        configuration.enforcesMarketRules
            ? MomentSpan(start: hours.open, end: hours.auctionEnd)
            : MomentSpan(
                start: CalendarDate(hours.open).midnight,
                end: CalendarDate(hours.open).midnight + .day)
    }

    /// Begins a symbol's day. Its base price is given for the first day, then the previous official
    /// close, unless the history knows better; on the listing day the offer price; unknown
    /// has no band.
    private mutating func beginDay(_ day: CalendarDate, _ symbol: Int) {
        let board = market[symbol].board
        market[symbol].formerClose = market[symbol].officialClose
        if let close = market[symbol].officialClose { market[symbol].base = close }
        market[symbol].resume(at: day.midnight)
        market[symbol].steps = PriceStepTable.table(board: board, on: day)
        market[symbol].taxRates = configuration.costs.taxRates(board: board, on: day)
        if let listing = configuration.instruments[symbol].listing, listing.day == day {
            market[symbol].base = listing.offerPrice
        }
        setBand(symbol, day)
    }

    /// The band and the largest part of the shares in one order: both follow from the base price.
    mutating func setBand(_ symbol: Int, _ day: CalendarDate) {
        market[symbol].orderSharesMax = OrderSize.sharesMax(
            listed: configuration.instruments[symbol].listedShares(on: day),
            base: market[symbol].base, on: day)
        market[symbol].hasNarrowCollar =
            market[symbol].board == .etf || market[symbol].board == .etn
            || configuration.instruments[symbol].interruptionClass(on: day) == .large
        let isListingDay = configuration.instruments[symbol].listing?.day == day
        market[symbol].band = market[symbol].base.flatMap {
            PriceLimit.band(
                base: $0, board: market[symbol].board,
                multipleThousandths: market[symbol].multipleThousandths,
                basis: isListingDay ? .offerPrice : .previousClose, on: day)
        }
    }

    mutating func tellBegin(of day: CalendarDate, _ out: inout OutputBuffer) {
        endUnresolved(&out)
        var record = DayBeginRecord(at: now, day: day)
        trading.take(&record)
        emit(.dayBegin(record), &out)
        findNextInquiry()
    }

    /// The session is over: what was found absent keeps its cash no longer.
    private mutating func endAbsent(_ out: inout OutputBuffer) {
        for slot in 0..<trading.orders.usedSlots
        where trading.orders.isAlive(slot) && trading.orders.slots[slot].machine.isAbsent {
            close(slot, .notFound, &out)
        }
    }

    /// What nobody knows of yesterday's orders no list of today tells; day orders are over. What
    /// they did all the same a reconcile of holdings shows.
    private mutating func endUnresolved(_ out: inout OutputBuffer) {
        for slot in 0..<trading.orders.usedSlots where trading.orders.isAlive(slot) {
            let machine = trading.orders.slots[slot].machine
            if machine.isInDoubt || machine.isAbsent {
                close(slot, .notFound, &out)
            } else if machine.isChangeInDoubt {
                close(slot, .expired, &out)
            }
        }
    }

    /// The account as the day ends.
    mutating func tellDay(isUnfinished: Bool = false, _ out: inout OutputBuffer) {
        let account = trading.books.account
        let record = DayRecord(
            at: now, day: trading.session[0].day, cash: account.cash, holdings: account.holdings,
            profit: account.profitToday, peakEquity: account.peakEquity,
            deepestFall: account.deepestFall, maxDrawdown: account.maxDrawdown,
            ordersMade: Int64(trading.session[0].ordersToday), settled: trading.settledToday,
            isFlagged: !configuration.calendar.isCovered(trading.session[0].day)
                || configuration.calendar.isAdded(trading.session[0].day),
            isUnfinished: isUnfinished)
        trading.take(record)
        emit(record, &out)
    }

    mutating func closeDay(isUnfinished: Bool = false, _ out: inout OutputBuffer) {
        if !isUnfinished, rehearsal == nil { endAbsent(&out) }
        // Limits would have held back nothing of what did not trade.
        let midnight = trading.session[0].day.midnight
        for symbol in 0..<market.count
        where market[symbol].base == nil && market[symbol].lastTime >= midnight
            && market[symbol].board.isTradeable
        {
            counts.bandsUnknown += 1
        }
        if rehearsal == nil {
            tellDay(isUnfinished: isUnfinished, &out)
        } else {
            rehearseClose(&out)
        }
        findNextInquiry()
        if !trading.session[0].reductions.contains(.loss) { findLossFloor() }
        dayStage = .waiting
        nextRoll = configuration.calendar.next(after: trading.session[0].day).date.midnight
    }
}
