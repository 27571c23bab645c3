import KraderEngine
import KraderModel
import KraderVenue

/// Gathers the run's record from what the engine leaves: totals and thinned curves, never the whole
/// history.
struct RunCollector: ~Copyable {
    private var record: RunRecord
    private var trades: TradeBuilder
    private var equity = ThinnedCurve<EquityPoint>(most: RunRecord.curvePointsMax)
    private var prices: [[SymbolResult.PricePoint]]
    /// Prices of all symbols are noted in the same minutes: each of so many, more as the run grows
    /// longer.
    private var priceStride = 1
    private var minutesSincePrices = 0
    private let symbols: FixedBuffer<SymbolResult>
    private let strategies: FixedBuffer<StrategyResult>
    private let statuses = FixedBuffer<Int64>(repeating: 0, count: OrderStatus.allCases.count)
    private let refusals = FixedBuffer<Int64>(repeating: 0, count: Refusal.all.count)
    private let cuts = FixedBuffer<Int64>(repeating: 0, count: Refusal.all.count)
    private let rejections = FixedBuffer<Int64>(repeating: 0, count: VenueRejection.allCases.count)
    private let byEvidence = FixedBuffer<(fills: Int64, shares: Shares)>(
        repeating: (0, .zero), count: Evidence.allCases.count)
    /// Round trips of the last commit, for whoever writes them.
    var closedTrades = AppendBuffer<Trade>()
    /// What the fills of the last commit rest on, in their order.
    private(set) var evidenceOfFills = AppendBuffer<Evidence?>()

    private let benchmark: SymbolIndex?
    /// Corporate actions of the benchmark so far, and the day until which.
    private var benchmarkActions: [CorporateAction] = []
    private var benchmarkDay: CalendarDate?

    private static let pricePointsMax = 1_500
    /// Pictures of more symbols than this would cost more than they show: the first ones are kept.
    private static let picturedSymbolsMax = 64

    init(_ configuration: EngineConfiguration, benchmark: SymbolIndex?) {
        self.benchmark = benchmark
        record = RunRecord(
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
        prices = Array(
            repeating: [],
            count: min(configuration.instruments.count, RunCollector.picturedSymbolsMax))
    }

    /// Before the first input.
    mutating func begin(_ account: Account) { record.openingEquity = account.equity }

    mutating func minute(_ line: DigestLine, _ engine: borrowing Engine) {
        if record.firstMoment == nil { record.firstMoment = line.minute }
        record.lastMoment = line.minute
        record.moneyAtWork.add(holdings: line.account.holdings, equity: line.account.equity)
        let compared = benchmark.flatMap { symbol in
            engine.symbolState(symbol).last.map { ofFirstShares($0, symbol, line.minute) }
        }
        equity.add(
            EquityPoint(
                at: line.minute + .minutes(1), equity: line.account.equity,
                cash: line.account.cash, benchmark: compared))
        if let benchmark, let compared {
            // Before its first price it stood at its base price.
            let base = record.instruments[benchmark.int].basePrice
            let first = record.benchmark?.first ?? base ?? compared
            record.benchmark = BenchmarkResult(symbol: benchmark, first: first, last: compared)
        }
        minutesSincePrices += 1
        if minutesSincePrices >= priceStride { notePrices(at: line.minute, engine) }
    }

    /// What the series' first shares became is worth now: a split is no fall.
    private mutating func ofFirstShares(
        _ price: Price, _ symbol: SymbolIndex, _ moment: Moment
    ) -> Price {
        guard let history = record.instruments[symbol.int].history else { return price }
        let day = CalendarDate(moment)
        if let last = benchmarkDay, last < day {
            benchmarkActions += history.actions(after: last, through: day)
        }
        benchmarkDay = day
        return benchmarkActions.reduce(price) { $1.shareFactor.scaled($0) }
    }

    /// When any curve is full, every second point of all goes.
    private mutating func notePrices(at moment: Moment, _ engine: borrowing Engine) {
        minutesSincePrices = 0
        var isFull = false
        for symbol in prices.indices {
            guard let last = engine.symbolState(SymbolIndex(symbol)).last else { continue }
            prices[symbol].append(SymbolResult.PricePoint(at: moment, price: last))
            isFull = isFull || prices[symbol].count >= RunCollector.pricePointsMax
        }
        guard isFull else { return }
        priceStride *= 2
        for symbol in prices.indices {
            let points = prices[symbol]
            prices[symbol] = points.indices.filter { $0 % 2 == 0 }.map { points[$0] }
        }
    }

    /// Only reads; lent to a call that isn't inlined, the buffer would be copied.
    mutating func commit(_ output: inout OutputBuffer, _ evidence: borrowing EvidenceLog) {
        for index in 0..<output.records.signals.count { add(output.records.signals[index]) }
        for index in 0..<output.records.orders.count {
            record.ordersMade += 1
            strategies[Int(output.records.orders[index].key.strategy)].orders += 1
        }
        for index in 0..<output.records.transitions.count { add(output.records.transitions[index]) }
        evidenceOfFills.removeAll()
        for index in 0..<output.records.fills.count {
            let execution = output.records.fills[index].execution
            add(evidence.evidence(of: execution), execution.quantity)
            add(output.records.fills[index])
        }
        for index in 0..<output.records.days.count {
            record.days.append(output.records.days[index])
        }
        for index in 0..<output.records.incidents.count { add(output.records.incidents[index]) }
        for index in 0..<output.records.adjustments.count {
            add(output.records.adjustments[index])
        }
    }

    private mutating func add(_ signal: borrowing SignalRecord) {
        record.signals += 1
        strategies[Int(signal.key.strategy)].signals += 1
        if case .refused(let refusal) = signal.answer { refusals[refusal.index] += 1 }
        if let cut = signal.cut { cuts[cut.index] += 1 }
    }

    private mutating func add(_ change: borrowing OrderTransition) {
        switch change.event {
        case .ended:
            statuses[Int(change.status.rawValue)] += 1
            if let rejection = change.rejection, change.status == .rejected {
                rejections[Int(rejection.rawValue)] += 1
            }
        case .changeRefused:
            if let rejection = change.rejection { rejections[Int(rejection.rawValue)] += 1 }
        case .sent, .acknowledged, .changeSent, .modified, .inDoubt, .partlyCancelled,
            .changeWithdrawn:
            break
        }
    }

    private mutating func add(_ fill: borrowing FillRecord) {
        let amount = fill.execution.price * fill.execution.quantity
        let symbol = fill.key.symbol.int
        let strategy = Int(fill.key.strategy)
        record.fills += 1
        symbols[symbol].fills += 1
        strategies[strategy].fills += 1
        symbols[symbol].commission += fill.commission
        switch fill.side {
        case .buy:
            record.buyAmount += amount
            symbols[symbol].bought += amount
        case .sell:
            record.sellAmount += amount
            symbols[symbol].sold += amount
            symbols[symbol].grossProfit += fill.grossProfit
            symbols[symbol].tax += fill.tax
        }
        if fill.status.isTerminal { statuses[Int(fill.status.rawValue)] += 1 }
        trades.add(fill)
        if !trades.closed.isEmpty { closeTrades() }
    }

    private mutating func add(_ evidence: Evidence?, _ quantity: Shares) {
        evidenceOfFills.append(evidence)
        guard let evidence else { return }
        byEvidence[Int(evidence.rawValue)].fills += 1
        byEvidence[Int(evidence.rawValue)].shares += quantity
    }

    private mutating func add(_ adjustment: AdjustmentRecord) {
        if adjustment.strategy == nil {
            record.adjustments.append(adjustment)
            symbols[adjustment.symbol.int].grossProfit -= adjustment.writtenOff
        }
        trades.add(adjustment)
        closeTrades()
    }

    private mutating func closeTrades() {
        for index in 0..<trades.closed.count {
            let (net, held) = (trades.closed[index].net, trades.closed[index].held)
            record.trades.add(net: net, held: held)
            symbols[trades.closed[index].symbol.int].trades.add(net: net, held: held)
            if let strategy = trades.closed[index].strategy {
                strategies[strategy].trades.add(net: net, held: held)
            } else {
                record.nobody.trades.add(net: net, held: held)
            }
            if record.firstTrades.count < RunRecord.firstTradesMax {
                record.firstTrades.append(trades.closed[index])
            }
            closedTrades.append(trades.closed[index])
        }
    }

    private mutating func add(_ incident: IncidentRecord) {
        record.incidents.append(incident)
        if let strategy = incident.strategy {
            strategies[Int(strategy)].isPaused = true
        }
    }

    mutating func finish(
        _ engine: borrowing Engine, venue: borrowing Venue, digest: [UInt8], ticks: Int64,
        candles: Int64, books: Int64, isComplete: Bool
    ) -> RunRecord {
        record.account = engine.account
        record.digest = digest
        record.events = engine.eventCount
        record.isComplete = isComplete
        record.ticks = ticks
        record.candles = candles
        record.books = books
        record.faults = engine.strategyFaults
        record.engineCounts = engine.counts
        record.latePrints = engine.latePrints
        record.stranded = engine.strandedHoldings
        record.warmUps = engine.warmUps
        record.holds = engine.holds.map {
            RunRecord.Hold(strategy: $0.strategy, reason: $0.reason.description, count: $0.count)
        }
        record.queueWasThrough = venue.queueFillsWithoutBook > 0
        record.unbelievedFills = venue.unbelievedFills
        record.unbelievedSides = venue.unbelievedSides
        record.crossedDisplays = venue.crossedDisplays
        record.carriedPricesUnusable = Int64(venue.unusableCarriedPrices)
        record.equityCurve = equity.complete
        for symbol in 0..<symbols.count {
            symbols[symbol].position = engine.position(SymbolIndex(symbol))
        }
        if let end = record.lastMoment, minutesSincePrices > 0 { notePrices(at: end, engine) }
        for symbol in prices.indices { symbols[symbol].prices = prices[symbol] }
        record.symbols = (0..<symbols.count).map { symbols[$0] }
        for row in 0..<strategies.count { strategies[row].take(engine.ownTotals(row)) }
        record.nobody.take(engine.ownTotals(strategies.count))
        record.strategies = (0..<strategies.count).map { strategies[$0] }
        for status in OrderStatus.allCases {
            record.ordersByStatus[status] = statuses[Int(status.rawValue)]
        }
        for code in Refusal.Code.allCodes where refusals[code.index] > 0 {
            record.refusals[code] = refusals[code.index]
        }
        for code in Refusal.Code.allCodes where cuts[code.index] > 0 {
            record.cuts[code] = cuts[code.index]
        }
        for rejection in VenueRejection.allCases where rejections[Int(rejection.rawValue)] > 0 {
            record.rejections[rejection] = rejections[Int(rejection.rawValue)]
        }
        for kind in Evidence.allCases where byEvidence[Int(kind.rawValue)].fills > 0 {
            record.fillsByEvidence[kind] = byEvidence[Int(kind.rawValue)].fills
            record.sharesByEvidence[kind] = byEvidence[Int(kind.rawValue)].shares
        }
        return record
    }
}

extension StrategyResult {
    fileprivate mutating func take(_ totals: OwnTotals) {
        grossProfit = totals.grossProfit
        commission = totals.commission
        tax = totals.tax
    }
}
