public import KraderModel

extension Venue {
    /// A trading day begins: what is left of yesterday's orders expires, what is due settles,
    /// numbers begin at 1, limits follow from the previous official close or the instrument's base
    /// price. Halts stay, circuit breakers and call auctions end with their day.
    /// - Parameters:
    ///   - hours: The day's hours, `nil` when it has none: orders are taken at all times and live
    ///     until the next day
    ///   - settlementDay: The day on which today's trades settle, T+2 in trading days
    ///     (krx-market.md §7)
    public mutating func beginDay(
        _ day: CalendarDate, hours: SessionHours?, settlementDay: CalendarDate
    ) {
        advance(to: day.midnight)
        expireAll(at: day.midnight)
        for symbol in 0..<states.count { finishPath(of: symbol) }
        orders.restartNumbers()
        executionsToday.removeAll()
        ledger.beginDay(day, settlementDay: settlementDay)
        ledger.list(through: day)
        let lastDay = isFirstDay ? day : today
        isFirstDay = false
        today = day
        self.hours = configuration.enforcesMarketRules ? hours : nil
        expiry = self.hours.map { sessionOver(after: $0.auctionEnd) } ?? .distantFuture
        continuousEnd = self.hours == nil ? .distantFuture : .distantPast
        for symbol in 0..<states.count {
            forgetYesterday(symbol)
            setRules(of: symbol, after: lastDay)
        }
        refreshWakeup()
    }

    private mutating func forgetYesterday(_ symbol: Int) {
        if let close = days[symbol].officialClose {
            states[symbol].last = close
            days[symbol].officialClose = nil
        }
        states[symbol].previous = states[symbol].last
        states[symbol].awaitsCross = false
        states[symbol].hasClosed = false
        states[symbol].hasPrints = false
        states[symbol].isGathering = hours != nil
        if hours != nil { states[symbol].calmUntil = .distantPast }
        if states[symbol].status != .halted { states[symbol].status = .normal }
        forgetDisplay(symbol)
    }

    private mutating func setRules(of symbol: Int, after lastDay: CalendarDate) {
        let board = instruments[symbol].board
        days[symbol].steps = PriceStepTable.table(board: board, on: today)
        days[symbol].taxRates = ledger.costs.taxRates(board: board, on: today)
        days[symbol].interruption = InterruptionRates.rates(
            of: instruments[symbol], in: .continuous, on: today)
        if configuration.enforcesMarketRules, instruments[symbol].hasHistory {
            follow(symbol, after: lastDay)
        }
        var base = lastOrBase(symbol)
        var basis = PriceLimit.Basis.previousClose
        if let listing = instruments[symbol].listing, listing.day == today {
            base = listing.offerPrice
            basis = .offerPrice
        }
        days[symbol].takesBaseFromCross =
            basis == .offerPrice && PriceLimit.isBaseFoundInAuction(on: today)
        states[symbol].auctionPrice = base ?? Price(0)
        days[symbol].quantityMax = OrderSize.sharesMax(
            listed: instruments[symbol].listedShares(on: today), base: base, on: today)
        setBand(of: symbol, base: base, basis: basis)
        if base == nil, board.isTradeable { symbolDaysWithoutBand += 1 }
    }

    mutating func setBand(of symbol: Int, base: Price?, basis: PriceLimit.Basis) {
        days[symbol].band = base.flatMap {
            PriceLimit.band(
                base: $0, board: instruments[symbol].board,
                multipleThousandths: instruments[symbol].multipleThousandths, basis: basis,
                on: today)
        }
        days[symbol].lower = Price(0)
        days[symbol].upper = Price(.max)
        if configuration.enforcesMarketRules, let band = days[symbol].band {
            days[symbol].lower = band.lower
            days[symbol].upper = band.upper
        }
    }
}
