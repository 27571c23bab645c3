import KraderBacktest
import KraderEngine
import KraderMarket
import KraderModel
import KraderVenue
import Support
import Testing

/// A random day of prints, books and statuses, traded by a strategy through the engine: its orders
/// reach the venue 50 ms after their signals, its exits send orders of their own.
private struct TradedHistory {
    static let latency = Interval.milliseconds(50)
    /// The day with the orders that really reached the venue, when they did.
    private(set) var history: History
    private(set) var fills: [History.Fill] = []
    private(set) var exits = 0

    /// - Parameter isOneSided: whether there are only buys, so that no order keeps another from
    ///   leaving.
    init(_ seed: UInt64, _ model: FillModel, isOneSided: Bool = false) throws {
        let drawn = RandomHistory(seed: seed).history
        var generator = SeededGenerator(seed: seed, stream: "exits")
        var script: [(at: Moment, act: Puppet.Act)] = []
        var ticks: [Tick] = []
        var books: [Book] = []
        var statuses: [StatusChange] = []
        let symbol = SymbolIndex(0)
        for (time, event) in drawn.events {
            let moment = Moment(nanoseconds: time)
            switch event {
            case .print(let price, let size):
                ticks.append(
                    Tick(time: moment, symbol: symbol, price: Price(price), size: Shares(size)))
            case .book(let asks, let bids):
                books.append(
                    Book(
                        time: moment, symbol: symbol,
                        asks: asks.map { PriceLevel(Price($0.0), Shares($0.1)) },
                        bids: bids.map { PriceLevel(Price($0.0), Shares($0.1)) }))
            case .status(let status):
                statuses.append(
                    StatusChange(time: moment, symbol: symbol, status: status, cause: .halt))
            case .order(let order):
                let draw = generator.next(below: 12)
                script.append((moment, Self.act(order, isOneSided ? nil : draw, isOneSided)))
            case .cancel: break
            }
        }
        var engine = EngineConfiguration.sample(
            [Puppet(script)], instruments: [Sample.samsung], cash: 100_000_000_000,
            holdings: [
                .init(symbol: symbol, quantity: Shares(1_000_000), cost: Won(70_000_000_000))
            ])
        engine.limits = .open
        engine.tradesInterruptions = true
        var configuration = BacktestConfiguration.sample(
            engine, fills: model, latency: .shipped)
        // A cap is shared by the orders of a side, so that what one got another lacks; without a
        // cap it isn't.
        if isOneSided { configuration.venue.participation = nil }
        let run = FinishedRun(
            configuration, ticks: try TickArray(ticks),
            books: books.isEmpty ? nil : try BookArray(books), statuses: try StatusArray(statuses))
        history = drawn
        read(run.sink)
    }

    /// Makes the order that one signal of the script says.
    private static func act(
        _ order: History.Order, _ draw: UInt64?, _ isOneSided: Bool
    ) -> Puppet.Act {
        let limit = order.limit.map { Price($0) }
        guard order.isBuy || isOneSided else {
            return {
                $0.sell(
                    SymbolIndex(0), quantity: Shares(order.quantity), type: order.type,
                    limit: limit, timeInForce: order.kind)
            }
        }
        var exits: ProtectiveExits?
        switch draw {
        case 0: exits = ProtectiveExits(stop: .distance(Rate(basisPoints: 40)))
        case 1: exits = ProtectiveExits(target: .distance(Rate(basisPoints: 60)))
        case 2: exits = ProtectiveExits(trailing: Rate(basisPoints: 80))
        case 3: exits = ProtectiveExits(after: .minutes(7))
        case _: break
        }
        let guards = exits
        return {
            $0.buy(
                SymbolIndex(0), quantity: Shares(order.quantity), type: order.type, limit: limit,
                timeInForce: order.kind, exits: guards)
        }
    }

    private mutating func read(_ sink: MemorySink) {
        let records = sink.records
        var signals: [OrderReference: SignalRecord] = [:]
        var sent: [(time: Int64, reference: OrderReference, order: History.Order)] = []
        for record in records {
            if case .signal(let signal) = record, case .order(let reference, _) = signal.answer {
                signals[reference] = signal
                if signal.key.sequence < 0 { exits += 1 }
            }
        }
        var sizes: [OrderReference: Int64] = [:]
        for record in records {
            if case .order(let order) = record { sizes[order.reference] = order.quantity.count }
            guard case .transition(let change) = record, change.event == .sent,
                let signal = signals[change.reference]
            else { continue }
            sent.append(
                (
                    (change.at + Self.latency).nanoseconds, change.reference,
                    History.Order(
                        isBuy: signal.order.side == .buy, quantity: sizes[change.reference] ?? 0,
                        type: signal.order.type, limit: signal.order.limit?.won,
                        kind: signal.order.timeInForce, isFromTick: false)
                ))
        }
        var places: [OrderReference: Int] = [:]
        for (place, order) in sent.enumerated() { places[order.reference] = place }
        history.events.removeAll {
            switch $0.event {
            case .order, .cancel: true
            case .print, .book, .status: false
            }
        }
        history.events += sent.map { ($0.time, .order($0.order)) }
        history.events = history.events.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        for case (let fill, let evidence?) in sink.fills {
            fills.append(
                History.Fill(
                    order: places[fill.order] ?? -1, price: fill.execution.price.won,
                    quantity: fill.execution.quantity.count,
                    time: fill.execution.time.nanoseconds, evidence: evidence))
        }
    }

    func filled(_ order: Int) -> Int64 {
        fills.filter { $0.order == order }.reduce(0) { $0 + $1.quantity }
    }

    /// The orders that arrived, in words.
    var arrivals: [String] {
        history.events.compactMap { entry in
            if case .order(let order) = entry.event { return "\(entry.time) \(order)" }
            return nil
        }
    }
}

@Suite("A hundred random days through engine and venue") struct TrueMarketHistoryTests {
    @Test(
        "no fill is outside the band, off the grid, in a halt, early, or beyond what was there",
        arguments: Proof.range(25, long: 100))
    func sound(seed: UInt64) throws {
        for model in FillModel.allCases {
            let traded = try TradedHistory(seed, model)
            var checker = FillChecker(
                traded.history, isTouch: model == .touch, participation: 10)
            checker.check(traded.fills)
            #expect(checker.faults.isEmpty, "\(model)")
            #expect(!traded.fills.isEmpty && traded.fills.allSatisfy { $0.order >= 0 })
        }
    }

    @Test("exits sell on these days, and resting limits fill most in touch, least in through")
    func together() throws {
        var exits = 0
        var sums: [FillModel: Int64] = [:]
        for seed in 0..<100 as Range<UInt64> {
            for model in FillModel.allCases {
                let traded = try TradedHistory(seed, model)
                exits += traded.exits
                for order in RandomHistoryTests.resting(traded.history) {
                    sums[model, default: 0] += traded.filled(order)
                }
            }
        }
        #expect(exits > 500)
        let (touch, queue) = (sums[.touch] ?? 0, sums[.queue] ?? 0)
        let through = sums[.through] ?? 0
        #expect(touch >= queue && queue >= through && through > 0, "\(touch) \(queue) \(through)")
    }

    @Test(
        "of the same orders resting limits fill most in touch, then in queue, least in through")
    func ordered() throws {
        var (first, second, third): (Int64, Int64, Int64) = (0, 0, 0)
        for seed in 0..<100 as Range<UInt64> {
            let touch = try TradedHistory(seed, .touch, isOneSided: true)
            let queue = try TradedHistory(seed, .queue, isOneSided: true)
            let through = try TradedHistory(seed, .through, isOneSided: true)
            try #require(touch.arrivals == queue.arrivals && queue.arrivals == through.arrivals)
            // What one order takes of a display another lacks, so that only the sums are ordered.
            for order in RandomHistoryTests.resting(touch.history) {
                first += touch.filled(order)
                second += queue.filled(order)
                third += through.filled(order)
            }
        }
        #expect(first >= second && second >= third && third > 0, "\(first) \(second) \(third)")
    }
}
