public import KraderModel

/// What happens by the clock: phases begin and end, auctions are decided.
extension ExchangeBook {
    /// Lets everything happen that is due by a moment, that moment included.
    public mutating func advance(to moment: Moment) {
        while true {
            if let due = closingPrices?.due, due <= moment, due <= phaseEnd {
                matchClosingPrices(at: due)
            } else if phaseEnd <= moment {
                endPhase(at: phaseEnd)
            } else {
                return
            }
        }
    }

    /// The issue stops until a moment, by disclosure or for inquiry. Then a call auction of 10
    /// minutes follows.
    public mutating func halt(at moment: Moment, until end: Moment) {
        advance(to: moment)
        guard phase != .ended else { return }
        stop(at: moment, until: end, cause: .halt)
    }

    /// A stage of the circuit breaker begins (§4.3).
    public mutating func breakCircuit(_ stage: CircuitBreaker.Stage, at moment: Moment) {
        advance(to: moment)
        switch stage {
        case .first, .second:
            guard phase != .ended else { return }
            stop(at: moment, until: moment + CircuitBreaker.halt, cause: stage.cause)
        case .third:
            guard phase != .ended else { return }
            change(to: .closed, stage.cause, at: moment)
            endDay()
        }
    }

    private mutating func stop(at moment: Moment, until end: Moment, cause: StatusChange.Cause) {
        // A longer halt goes on.
        if case .halted = phase, phaseEnd >= end { return }
        change(to: .halted, cause, at: moment)
        phase = .halted(cause)
        phaseEnd = end
        closingPrices?.postpone(until: end)
    }

    private mutating func endPhase(at moment: Moment) {
        switch phase {
        case .beforeOpening:
            if status != .normal { change(to: .normal, .resumption, at: moment) }
            phase = .openingAuction(isExtended: false)
            phaseEnd = hours.open + randomEnd()
        case .openingAuction(let isExtended):
            endOpeningAuction(isExtended: isExtended, at: moment)
        case .continuous:
            beginClosingAuction(at: moment)
        case .callAuction(let cause, let isExtended):
            endCallAuction(cause, isExtended: isExtended, at: moment)
        case .halted(let cause):
            endHalt(cause, at: moment)
        case .closingAuction(let isExtended):
            endClosingAuction(isExtended: isExtended, at: moment)
        case .afterClose:
            // It is a separate market: nothing is carried into it (§1.2).
            phase = .afterMarket
            phaseEnd = hours.afterMarket.end
            display(at: moment)
        case .afterMarket:
            endDay()
        case .ended:
            phaseEnd = .distantFuture
        }
    }

    private mutating func endOpeningAuction(isExtended: Bool, at moment: Moment) {
        let price = singlePrice
        if !isExtended, !firstPriceSetsBase, let price,
            let cause = interruption(by: price.price, in: .openingAuction, from: last)
        {
            phase = .openingAuction(isExtended: true)
            return extendAuction(cause, at: moment)
        }
        cross(price, at: moment)
        if firstPriceSetsBase, price != nil { rebase(on: last) }
        if isExtended { change(to: .normal, .resumption, at: moment) }
        beginContinuous(at: moment)
    }

    private mutating func beginContinuous(at moment: Moment) {
        phase = .continuous
        phaseEnd = hours.closingAuctionStart
        servesBySize = false
        display(at: moment)
    }

    /// Whether the issue is new and lists before 2023-06-26: there is nothing yet that its first
    /// price moves away from.
    private var firstPriceSetsBase: Bool {
        isListingDay && day < ExchangeBook.widerListingDay
            && (instrument.board == .kospi || instrument.board == .kosdaq)
    }

    private static let widerListingDay = CalendarDate(2023, 6, 26)

    /// Sets an ordinary band around the first price; what lies outside leaves the book (assumed).
    private mutating func rebase(on price: Price) {
        band = PriceLimit.band(base: price, instrument: instrument, on: day)
        for side in Side.allCases {
            for level in self[side].levels where band?.contains(level.price) == false {
                for order in level.queue.all { remove(order.number) }
            }
        }
    }

    /// Conditional limits become market orders, later than those that are there already.
    private mutating func beginClosingAuction(at moment: Moment) {
        phase = .closingAuction(isExtended: false)
        phaseEnd = hours.close + randomEnd()
        for number in conditionals {
            guard var order = orders[number], order.isConditional else { continue }
            self[order.side].take(order.open, of: number, limit: order.limit)
            let open = order.open
            order.limit = nil
            order.isConditional = false
            order.open = .zero
            orders[number] = order
            rest(open, of: number)
        }
        conditionals = []
    }

    private mutating func endClosingAuction(isExtended: Bool, at moment: Moment) {
        let price = singlePrice
        if !isExtended, let price,
            let cause = interruption(by: price.price, in: .closingAuction, from: last)
        {
            phase = .closingAuction(isExtended: true)
            return extendAuction(cause, at: moment)
        }
        cross(price, at: moment)
        if isExtended { change(to: .normal, .resumption, at: moment) }
        beginAfterClose()
    }

    private mutating func beginAfterClose() {
        expireAll()
        isEvening = true
        officialClose = last
        closingPrices = ClosingPriceQueue(price: last, matchesFrom: hours.closingPriceMatching)
        phase = .afterClose
        phaseEnd = hasAfterMarket ? hours.afterMarket.start : .distantFuture
    }

    /// Whether the issue has an after-market: KOSPI and KOSDAQ shares have one (§1.2).
    private var hasAfterMarket: Bool {
        switch instrument.board {
        case .kospi, .kosdaq: !hours.afterMarket.isEmpty
        case .konex, .etf, .etn, .elw, .index: false
        }
    }

    /// The day ends, by a stage-3 close or with the evening.
    private mutating func endDay() {
        if !isEvening { officialClose = last }
        expireAll()
        closingPrices = nil
        phase = .ended
        phaseEnd = .distantFuture
    }

    private mutating func expireAll() {
        sides = [RestingSide(.buy), RestingSide(.sell)]
        orders = [:]
        conditionals = []
    }
}

/// Interruptions and the call auctions after them.
extension ExchangeBook {
    /// The end of continuous trading. A call auction of the issue ends there at the latest: what
    /// gathers in it then goes into the closing auction.
    private var continuousEnd: Moment {
        isEvening ? hours.afterMarket.end : hours.closingAuctionStart
    }

    /// The interruption that a trade at the price would start, if any (§4.2). A price that is far
    /// from both references counts as static.
    func interruption(
        by price: Price, in session: SessionPhase, from dynamicReference: Price
    ) -> StatusChange.Cause? {
        let rates = InterruptionRates.rates(of: instrument, in: session, on: day)
        if InterruptionRates.isReached(rates.staticRate, by: price, from: staticReference) {
            return .staticInterruption
        }
        return InterruptionRates.isReached(rates.dynamicRate, by: price, from: dynamicReference)
            ? .dynamicInterruption : nil
    }

    /// Begins an interruption: two minutes and up to 30 s of call auction.
    mutating func interrupt(_ cause: StatusChange.Cause, at moment: Moment) {
        let end = continuousEnd
        phase = .callAuction(cause: cause, isExtended: false)
        extendAuction(cause, at: moment)
        phaseEnd = min(phaseEnd, end)
    }

    private mutating func extendAuction(_ cause: StatusChange.Cause, at moment: Moment) {
        change(to: .callAuction, cause, at: moment)
        phaseEnd = moment + ExchangeBook.interruptionLength + randomEnd()
    }

    private mutating func endCallAuction(
        _ cause: StatusChange.Cause, isExtended: Bool, at moment: Moment
    ) {
        let end = continuousEnd
        if moment >= end {
            change(to: .normal, .resumption, at: moment)
            return isEvening ? endDay() : beginClosingAuction(at: moment)
        }
        let price = singlePrice
        // What struck the static rate once is not asked again: its price is where it struck.
        if !isExtended, cause != .staticInterruption, let price,
            let again = interruption(by: price.price, in: .openingAuction, from: last)
        {
            phase = .callAuction(cause: again, isExtended: true)
            extendAuction(again, at: moment)
            phaseEnd = min(phaseEnd, end)
            return
        }
        cross(price, at: moment)
        change(to: .normal, .resumption, at: moment)
        if isEvening {
            phase = .afterMarket
            phaseEnd = hours.afterMarket.end
            display(at: moment)
        } else {
            beginContinuous(at: moment)
        }
    }

    /// Trading goes on as the hour says: between the open and the closing auction by a call
    /// auction of the issue's own.
    private mutating func endHalt(_ cause: StatusChange.Cause, at moment: Moment) {
        servesBySize = true
        if hours.open <= moment, moment < hours.closingAuctionStart {
            phase = .callAuction(cause: cause, isExtended: false)
            change(to: .callAuction, cause, at: moment)
            phaseEnd = min(
                moment + CircuitBreaker.auction + randomEnd(), hours.closingAuctionStart)
            return
        }
        change(to: .normal, .resumption, at: moment)
        if moment < hours.openingAuctionStart {
            phase = .beforeOpening
            phaseEnd = hours.openingAuctionStart
        } else if moment < hours.open {
            phase = .openingAuction(isExtended: false)
            phaseEnd = hours.open + randomEnd()
        } else if moment < hours.close {
            beginClosingAuction(at: moment)
        } else {
            if !isEvening { beginAfterClose() }
            phase = .afterClose
            phaseEnd = hasAfterMarket ? max(moment, hours.afterMarket.start) : .distantFuture
        }
    }

    static let interruptionLength = Interval.minutes(2)

    /// A random time within 30 s, uniform, in whole milliseconds.
    private mutating func randomEnd() -> Interval {
        let most = UInt64(SessionHours.auctionEndRandom.nanoseconds / 1_000_000)
        return .milliseconds(Int64(generator.next(below: most + 1)))
    }

    mutating func change(
        to status: TradingStatus, _ cause: StatusChange.Cause, at moment: Moment
    ) {
        self.status = status
        tape.statuses.append(
            StatusChange(time: moment, symbol: symbol, status: status, cause: cause))
    }
}
