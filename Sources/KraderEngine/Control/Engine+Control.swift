import KraderModel

// What stops orders: a person, errors, losses.
extension Engine {
    /// The strictest mode in force.
    public var mode: EngineMode {
        let session = trading.session[0]
        if session.isKillSwitchEngaged { return .killed }
        if session.blocks.contains(.startup) { return .startupBlocked }
        if session.blocks.contains(.reconciling) { return .reconciling }
        if session.isReducing { return .reducing }
        if session.isPaused { return .paused }
        return session.blocks.isEmpty ? .active : .degraded
    }

    mutating func receive(_ command: Command, _ out: inout OutputBuffer) {
        switch command {
        case .engage(let cause): engageKillSwitch(cause, &out)
        case .rearmKillSwitch(let note, let isReducing):
            askRearm(note, isReducing: isReducing, &out)
        case .acknowledge(let note): acknowledge(note, &out)
        case .flatten(let symbol, let note): flatten(symbol, note, &out)
        case .pause: pauseTrading(.byHand, &out)
        case .resume:
            switchOn(&out)
            let session = trading.session[0]
            guard session.isPaused || session.reductions.contains(.byHand) else { return }
            let wasFlattening = trading.flattening != nil
            recordIncident(.resumed, nil, &out)
            if wasFlattening { endFlattening(&out) }
        case .reconcile:
            lastAccount = .distantPast
            askSoon()
        case .acceptDifference:
            isDifferenceAccepted = true
            lastAccount = .distantPast
            askSoon()
        case .invariantBroken:
            recordIncident(.invariantBroken, nil, &out)
            engageKillSwitch(.critical, &out)
        }
    }

    private mutating func pauseTrading(_ cause: StopCause, _ out: inout OutputBuffer) {
        guard !trading.session[0].isPaused else { return }
        tell(
            IncidentRecord(at: now, kind: .paused, strategy: nil, symbol: nil, cause: cause), &out)
    }

    mutating func recordIncident(
        _ kind: IncidentRecord.Kind, _ symbol: SymbolIndex?, _ out: inout OutputBuffer
    ) {
        tell(IncidentRecord(at: now, kind: kind, strategy: nil, symbol: symbol), &out)
    }
}

// Errors that count (failure-modes.md §2, "Errors").
extension Engine {
    /// Tells of an incident. The kill switch engages exactly when the errors of the last five
    /// minutes reach three; trading is paused when a day has had too many.
    mutating func tell(_ incident: IncidentRecord, _ out: inout OutputBuffer) {
        let counted = trading.errors.today
        trading.take(incident)
        emit(incident, &out)
        guard trading.errors.today > counted else { return }
        if trading.errors.isFull(at: now) { engageKillSwitch(.errors, &out) }
        if trading.errors.today > Limits.errorsADayMax { pauseTrading(.errors, &out) }
    }

    /// A refusal that local checks should have caught is an error.
    mutating func countRejection(
        _ rejection: VenueRejection, _ symbol: SymbolIndex, isPriced: Bool,
        _ out: inout OutputBuffer
    ) {
        controlRejections(&out)
        guard isUnexpected(rejection, symbol.int, isPriced: isPriced) else { return }
        recordIncident(.unexpectedRejection, symbol, &out)
    }

    /// What may change on the way to the venue is expected: the session and the status
    /// within a minute, and, where the band is unknown, what only the venue knows.
    private mutating func isUnexpected(
        _ rejection: VenueRejection, _ symbol: Int, isPriced: Bool
    ) -> Bool {
        switch rejection {
        case .wrongSession, .orderTypeNotAllowed, .notTradeable, .halted:
            !isNearSessionEdge && now > market[symbol].statusTime + Limits.sessionEdge
        case .outsideBand, .cashShort:
            // The opening cross moves the band on a listing day before 2023-06-26 (krx-market.md
            // §3.1).
            market[symbol].band != nil
                && configuration.instruments[symbol].listing?.day != trading.session[0].day
        case .quantityTooLarge:
            // A quantity without limit and band is measured by the last price, which the venue
            // knows sooner.
            isPriced || market[symbol].band != nil
        case .sharesShort, .offStep, .unknownSymbol, .unknownOrder, .nothingLeft, .badQuantity,
            .tooManyOrders:
            true
        }
    }

    private var isNearSessionEdge: Bool {
        let hours = trading.session[0].hours
        for span in [
            hours.preOpenClosingPrice, hours.openingAuction, hours.continuous,
            hours.closingAuction, hours.closingPrice, hours.afterMarket,
        ] where !span.isEmpty {
            for edge in [span.start, span.end]
            where now >= edge - Limits.sessionEdge && now <= edge + Limits.sessionEdge {
                return true
            }
        }
        return false
    }
}

// Losses (semantics.md §5).
extension Engine {
    /// Finds the equity below which the day has lost more than twice the daily loss limit.
    mutating func findLossFloor() {
        let account = trading.books.account
        lossFloor =
            account.equityAtPreviousClose + account.depositsToday - limits.dailyLossLimit
            - limits.dailyLossLimit
    }

    private var limits: RiskLimits { configuration.limits }

    /// Equity fell below the floor: if a fresh sum over all positions says so too, open buys go and
    /// only sells are taken until the next trading day.
    @inline(never)
    mutating func beginReducing(_ out: inout OutputBuffer) {
        var equity = trading.books.totals[0].cash
        for symbol in 0..<trading.books.positions.count {
            equity += trading.books.positions[symbol].value
        }
        guard equity < lossFloor, !trading.session[0].reductions.contains(.loss) else { return }
        // Nothing more to look for today.
        lossFloor = Won(.min)
        recordIncident(.reducing, nil, &out)
        cancelForbidden(&out)
    }
}
