import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

/// Gathers the run's result from what the engine leaves: totals and thinned curves, never the whole
/// history.
struct RunCollector: ~Copyable {
    private var result: RunResult
    private var trades: TradeBuilder
    private var equity = ThinnedCurve<EquityPoint>(most: RunResult.curvePointsMax)
    private var pictures: PricePictures
    private var span: DataSpan
    private let symbols: FixedBuffer<SymbolResult>
    private let strategies: FixedBuffer<StrategyResult>
    private let statuses = FixedBuffer<Int64>(repeating: 0, count: OrderStatus.allCases.count)
    private let refusals = FixedBuffer<Int64>(repeating: 0, count: Refusal.all.count)
    private let cuts = FixedBuffer<Int64>(repeating: 0, count: Refusal.all.count)
    private let rejections = FixedBuffer<Int64>(repeating: 0, count: VenueRejection.allCases.count)
    private let byEvidence = FixedBuffer<(fills: Int64, shares: Shares)>(
        repeating: (0, .zero), count: Evidence.allCases.count)
    private let controls = ControlTally()
    /// Round trips of the last commit, for whoever writes them.
    var closedTrades = AppendBuffer<Trade>()
    /// What the fills of the last commit rest on, in their order.
    private(set) var evidenceOfFills = AppendBuffer<Evidence?>()

    /// What the checks found.
    var breach: InvariantBreach? {
        get { result.breach }
        set { result.breach = newValue }
    }
    private var benchmark: BenchmarkSeries?
    /// Whether prices said that what is held is not what the run takes it for.
    private(set) var hasContradiction = false
    /// One element: where a sum over the run, or the benchmark, left the range of numbers.
    let breaches = FixedBuffer<RangeBreach?>(repeating: nil, count: 1)

    init(_ configuration: EngineConfiguration, benchmark: SymbolIndex?) {
        self.benchmark = benchmark.map {
            BenchmarkSeries(
                $0, configuration.instruments[$0.int], start: CalendarDate(configuration.start))
        }
        span = DataSpan(configuration, benchmark: benchmark)
        pictures = PricePictures(symbols: configuration.instruments.count)
        result = RunResult(
            instruments: configuration.instruments,
            strategyIDs: configuration.strategies.map(\.id),
            account: Account(cash: configuration.account.cash))
        symbols = FixedBuffer(count: configuration.instruments.count) {
            SymbolResult(symbol: SymbolIndex($0))
        }
        strategies = FixedBuffer(count: configuration.strategies.count) {
            StrategyResult(id: configuration.strategies[$0].id)
        }
        trades = TradeBuilder(
            symbols: configuration.instruments.count,
            strategies: configuration.strategies.count, opening: configuration.account,
            at: configuration.start)
    }

    /// Begins the result, before the first input.
    mutating func begin(_ account: Account) { result.openingEquity = account.equity }

    mutating func minute(
        _ line: UnsafePointer<DigestLine>, _ market: MarketView, at now: Moment
    ) {
        let (minute, account) = (line.pointee.minute, line.pointee.account)
        if result.firstMoment == nil { result.firstMoment = minute }
        result.lastMoment = minute
        result.moneyAtWork.add(holdings: account.holdings, equity: account.equity)
        let compared = benchmark?.note(minute, market) ?? nil
        if let benchmark, let compared, compared > NumberRange.priceMax {
            breaches[0] = RangeBreach(.price, symbol: benchmark.symbol, at: minute)
        }
        equity.add(
            EquityPoint(
                at: minute + .minutes(1), equity: account.equity,
                cash: account.cash, benchmark: compared))
        pictures.minute(minute, market)
        if span.isDayOver(market, at: now), !span.hasBegun {
            // Days before the first data dilute nothing.
            result.moneyAtWork = MoneyAtWork()
            equity = ThinnedCurve(most: RunResult.curvePointsMax)
        }
    }

    /// Adds a step's records. It only reads; lent to a call that isn't inlined, the buffer would be
    /// copied.
    mutating func commit(_ output: inout OutputBuffer, _ evidence: borrowing EvidenceLog) {
        for index in 0..<output.records.signals.count {
            add(output.records.signals.address(of: index))
        }
        for index in 0..<output.records.orders.count {
            result.ordersMade += 1
            strategies[Int(output.records.orders[index].key.strategy)].orders += 1
        }
        for index in 0..<output.records.transitions.count {
            add(output.records.transitions.address(of: index))
        }
        evidenceOfFills.removeAll()
        for index in 0..<output.records.fills.count {
            let fill = output.records.fills.address(of: index)
            add(
                evidence.evidence(of: fill.pointee.execution), fill.pointee.execution.quantity)
            add(fill)
        }
        for index in 0..<output.records.days.count {
            result.days.append(output.records.days[index])
        }
        for index in 0..<output.records.incidents.count { add(output.records.incidents[index]) }
        if !output.controls.isEmpty { controls.add(output.controls) }
        for index in 0..<output.records.corporateActions.count {
            add(output.records.corporateActions[index])
        }
    }

    private mutating func add(_ signal: UnsafePointer<SignalRecord>) {
        result.signals += 1
        strategies[Int(signal.pointee.key.strategy)].signals += 1
        if case .refused(let refusal) = signal.pointee.answer {
            if refusals[refusal.index] == 0 { result.firstRefusals[refusal.kind] = refusal }
            refusals[refusal.index] += 1
        }
        if let cut = signal.pointee.cut { cuts[cut.index] += 1 }
    }

    private mutating func add(_ change: UnsafePointer<OrderTransition>) {
        switch change.pointee.event {
        case .ended:
            statuses[Int(change.pointee.status.rawValue)] += 1
            if let rejection = change.pointee.rejection, change.pointee.status == .rejected {
                rejections[Int(rejection.rawValue)] += 1
            }
        case .changeRefused:
            if let rejection = change.pointee.rejection { rejections[Int(rejection.rawValue)] += 1 }
        case .sent, .acknowledged, .changeSent, .modified, .inDoubt, .partlyCancelled,
            .changeWithdrawn, .cancelRequested, .replaceRequested, .adopted, .notFound,
            .resurrected:
            break
        }
    }

    private mutating func add(_ fill: UnsafePointer<FillRecord>) {
        let (price, quantity) = (fill.pointee.execution.price, fill.pointee.execution.quantity)
        let amount = price * quantity
        let symbol = symbols.address(of: fill.pointee.key.symbol.int)
        let strategy = Int(fill.pointee.key.strategy)
        result.fills += 1
        symbol.pointee.fills += 1
        pictures.join(
            fill.pointee.key.symbol.int, SymbolResult.PricePoint(at: fill.pointee.at, price: price))
        if strategy >= 0 { strategies[strategy].fills += 1 }
        symbol.pointee.commission += fill.pointee.commission
        switch fill.pointee.side {
        case .buy:
            result.buyAmount += amount
            symbol.pointee.bought += amount
        case .sell:
            result.sellAmount += amount
            symbol.pointee.sold += amount
            symbol.pointee.grossProfit += fill.pointee.grossProfit
            symbol.pointee.tax += fill.pointee.tax
            if !NumberRange.holds(symbol.pointee.grossProfit) {
                breaches[0] = RangeBreach(
                    .sums, symbol: fill.pointee.key.symbol, at: fill.pointee.at)
            }
        }
        if fill.pointee.status.isTerminal { statuses[Int(fill.pointee.status.rawValue)] += 1 }
        trades.add(fill)
        if !trades.closed.isEmpty { closeTrades() }
    }

    private mutating func add(_ evidence: Evidence?, _ quantity: Shares) {
        evidenceOfFills.append(evidence)
        guard let evidence else { return }
        byEvidence[Int(evidence.rawValue)].fills += 1
        byEvidence[Int(evidence.rawValue)].shares += quantity
    }

    private mutating func add(_ adjustment: CorporateActionRecord) {
        if adjustment.strategy == nil {
            result.corporateActions.append(adjustment)
            symbols[adjustment.symbol.int].grossProfit -= adjustment.writtenOff
        }
        trades.add(adjustment)
        closeTrades()
    }

    private mutating func closeTrades() {
        for index in 0..<trades.closed.count {
            let (net, held) = (trades.closed[index].net, trades.closed[index].held)
            result.trades.add(net: net, held: held)
            symbols[trades.closed[index].symbol.int].trades.add(net: net, held: held)
            if let strategy = trades.closed[index].strategy {
                strategies[strategy].trades.add(net: net, held: held)
            } else {
                result.nobody.trades.add(net: net, held: held)
            }
            if result.firstTrades.count < RunResult.firstTradesMax {
                result.firstTrades.append(trades.closed[index])
            }
            closedTrades.append(trades.closed[index])
        }
    }

    private mutating func add(_ incident: IncidentRecord) {
        result.incidents.append(incident)
        switch incident.kind {
        case .strategyPaused, .signalsFlooded, .strategySwitchedOff:
            if let strategy = incident.strategy { strategies[Int(strategy)].isPaused = true }
        case .strategySwitchedOn:
            if let strategy = incident.strategy { strategies[Int(strategy)].isPaused = false }
        case .baseChanged, .actionAgainstPrices: hasContradiction = true
        case .quarantinedPush, .killSwitchEngaged, .killSwitchRearmed, .paused, .resumed,
            .reducing, .killSwitchComplete, .rearmRefused, .unexpectedRejection, .circuitBreaker,
            .outcomeUnknown, .lateIntake, .orderNotFound, .orderResurrected, .secondOrder,
            .overfilled, .filledAfterEnd, .externalOrder, .linkLost, .linkRestored,
            .sessionTakenOver, .authenticationLost, .clockSkewed, .snapshotUnusable, .repaired,
            .largeDifference, .exitsStopped, .unprotected, .acknowledged, .flattening,
            .flattenRefused, .invariantBroken:
            break
        }
    }

    mutating func finish(
        _ engine: borrowing Engine, venue: borrowing Venue, digest: [UInt8], ticks: Int64,
        candles: Int64, books: Int64, isComplete: Bool
    ) -> RunResult {
        result.account = engine.account
        result.digest = digest
        result.lanes = engine.digestLanes
        result.events = engine.eventCount
        result.isComplete = isComplete
        result.ticks = ticks
        result.candles = candles
        result.books = books
        result.faults = engine.strategyFaults
        result.engineCounts = engine.counts
        result.countedErrors = Int64(engine.countedErrors)
        result.controls = controls.counts
        result.latePrints = engine.latePrints
        result.stranded = engine.strandedHoldings
        result.warmUps = engine.warmUps
        result.holds = engine.holds.map {
            RunResult.Hold(strategy: $0.strategy, reason: $0.reason, count: $0.count)
        }
        result.queueWasThrough = venue.queueFillsWithoutBook > 0
        result.unbelievedFills = venue.unbelievedFills
        result.unbelievedSides = venue.unbelievedSides
        result.crossedDisplays = venue.crossedDisplays
        result.lostPoints = venue.lostPoints
        result.carriedPricesUnusable = Int64(venue.unusableCarriedPrices)
        result.equityCurve = equity.complete
        for symbol in 0..<symbols.count {
            symbols[symbol].position = engine.position(SymbolIndex(symbol))
        }
        if let end = result.lastMoment { pictures.finish(at: end, engine.marketView) }
        for symbol in 0..<symbols.count { symbols[symbol].prices = pictures[symbol] }
        result.symbols = (0..<symbols.count).map { symbols[$0] }
        span.finish(engine.marketView, &result)
        result.benchmark = benchmark?.result(result) ?? nil
        for row in 0..<strategies.count { strategies[row].take(engine.ownTotals(row)) }
        result.nobody.take(engine.ownTotals(strategies.count))
        result.strategies = (0..<strategies.count).map { strategies[$0] }
        for status in OrderStatus.allCases {
            result.ordersByStatus[status] = statuses[Int(status.rawValue)]
        }
        for code in Refusal.Code.allCodes where refusals[code.index] > 0 {
            result.refusals[code] = refusals[code.index]
        }
        for code in Refusal.Code.allCodes where cuts[code.index] > 0 {
            result.cuts[code] = cuts[code.index]
        }
        for rejection in VenueRejection.allCases where rejections[Int(rejection.rawValue)] > 0 {
            result.rejections[rejection] = rejections[Int(rejection.rawValue)]
        }
        for kind in Evidence.allCases where byEvidence[Int(kind.rawValue)].fills > 0 {
            result.fillsByEvidence[kind] = byEvidence[Int(kind.rawValue)].fills
            result.sharesByEvidence[kind] = byEvidence[Int(kind.rawValue)].shares
        }
        return result
    }
}

extension StrategyResult {
    fileprivate mutating func take(_ totals: OwnTotals) {
        grossProfit = totals.grossProfit
        commission = totals.commission
        tax = totals.tax
    }
}
