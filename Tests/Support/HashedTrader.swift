public import KraderEngine
public import KraderModel

/// Trades at random, but what it does at a print follows from the print and from what it holds
/// alone: it remembers nothing, so that one that begins in the middle goes on as the other.
public struct HashedTrader: Strategy {
    public static let name = "hashed_trader"
    public static let summary = "Trades by the hash of each print."
    public static let parameters: [ParameterDeclaration] = []

    private let seed: UInt64
    /// The number of prints of which one makes it act.
    private let rarity: UInt64

    public init(_ parameters: ParameterValues) { self.init(seed: 0, rarity: 2) }

    public init(seed: UInt64, rarity: UInt64) {
        self.seed = seed
        self.rarity = rarity
    }

    public var subscriptions: Subscriptions {
        var subscriptions = Subscriptions().adding(.m5, window: 3).adding(.d1, window: 2)
        subscriptions.ticks = true
        return subscriptions
    }

    public mutating func start(_ context: inout StrategyContext) throws {
        context.wake(at: context.now + .hours(9))
    }

    public mutating func timer(_ context: inout StrategyContext) throws {
        context.wake(at: context.now + .minutes(13))
        var generator = generator(context.now, 0)
        trade(SymbolIndex(0), &generator, &context)
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        var generator = generator(candle.end, candle.close.won)
        if timeframe == .d1 || generator.next(below: 3) == 0 {
            trade(context.symbol, &generator, &context)
        }
    }

    public mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        var generator = generator(tick.time, tick.price.won << 20 | tick.size.count)
        if generator.next(below: rarity) == 0 { trade(tick.symbol, &generator, &context) }
    }

    private func generator(_ moment: Moment, _ fact: Int64) -> SeededGenerator {
        let mixed = UInt64(bitPattern: moment.nanoseconds) &* 0x9E37_79B9_7F4A_7C15
        return SeededGenerator(
            seed: mixed ^ UInt64(bitPattern: fact) ^ seed, stream: "hashed trader")
    }

    private func trade(
        _ symbol: SymbolIndex, _ generator: inout SeededGenerator, _ context: inout StrategyContext
    ) {
        guard let last = context.lastPrice(symbol) else { return }
        let table = PriceStepTable.table(board: .kospi, on: Sample.tuesday)
        func near() -> Price { table.moved(last, steps: Int(generator.next(below: 7)) - 3) }
        let quantity =
            generator.next(below: 10) == 0 ? nil : Shares(Int64(generator.next(below: 60)) + 1)
        let limit = generator.next(below: 4) == 0 ? nil : near()
        let expiry =
            generator.next(below: 6) == 0
            ? Interval.seconds(Int64(generator.next(below: 900)) + 1) : nil
        let timeInForce: [TimeInForce?] = [.immediateOrCancel, .nextOpen, nil, nil, nil]
        let immediate = timeInForce[Int(generator.next(below: 5))]
        switch generator.next(below: 12) {
        case 0: for order in context.activeOrders(symbol) { context.cancel(order.reference) }
        case 1, 2:
            for order in context.activeOrders(symbol) {
                context.replace(order.reference, limit: near())
            }
        case 3, 4, 5, 6, 7:
            let exits = ProtectiveExits(
                stop: .distance(Rate(basisPoints: 100)), target: .distance(Rate(basisPoints: 150)),
                trailing: Rate(basisPoints: 80), after: .hours(3))
            context.buy(
                symbol, quantity: quantity, limit: limit, timeInForce: immediate,
                expireAfter: expiry, exits: generator.next(below: 2) == 0 ? exits : nil,
                reason: "hashed_buy", notes: [("last", Double(last.won))])
        case _:
            context.sell(
                symbol, quantity: quantity, limit: limit, timeInForce: immediate,
                expireAfter: expiry, leg: 1, reason: "hashed_sale")
        }
    }
}
