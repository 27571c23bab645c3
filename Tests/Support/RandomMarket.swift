public import KraderEngine
public import KraderMarket
public import KraderModel

/// Makes prints of a few days of random trading, crosses included.
public enum RandomMarket {
    /// The prints by time, then symbol: `count` a day on the grid, near each base price.
    public static func ticks(
        seed: UInt64, days: [CalendarDate], instruments: [Instrument], perDay count: Int,
        sharesTimes: Bool = false
    ) -> [Tick] {
        var generator = SeededGenerator(seed: seed, stream: "random market")
        var prices = instruments.map { $0.basePrice ?? Price(10_000) }
        var ticks: [Tick] = []
        for day in days {
            let hours = SessionHours.on(day)
            let length = UInt64((hours.closingAuctionStart - hours.open).nanoseconds)
            var times = (0..<count).map { _ in
                hours.open + Interval(nanoseconds: Int64(generator.next(below: length)))
            }
            if sharesTimes {
                // The times are whole seconds, so that many prints share a moment.
                times = times.map {
                    Moment(nanoseconds: $0.nanoseconds - $0.nanoseconds % 1_000_000_000)
                }
            }
            times.sort()
            for symbol in instruments.indices {
                times.append(hours.close + .seconds(Int64(symbol)))
            }
            var today: [Tick] = []
            for (place, time) in times.enumerated() {
                let symbol =
                    place < count
                    ? Int(generator.next(below: UInt64(instruments.count))) : place - count
                let table = PriceStepTable.table(board: instruments[symbol].board, on: day)
                let moved = table.moved(prices[symbol], steps: Int(generator.next(below: 5)) - 2)
                let base = instruments[symbol].basePrice ?? Price(10_000)
                // It stays within a tenth of where it began: no limit is ever near.
                if (moved.won - base.won).magnitude * 10 < base.won { prices[symbol] = moved }
                today.append(
                    .print(
                        time, prices[symbol].won, Int64(generator.next(below: 400)) + 1,
                        symbol: symbol))
            }
            ticks += today.enumerated().sorted {
                ($0.element.time, $0.element.symbol, $0.offset)
                    < ($1.element.time, $1.element.symbol, $1.offset)
            }.map(\.element)
        }
        return ticks
    }
}

/// Prints from memory in batches of a given size.
public final class BatchedTicks: TickSource {
    private let ticks: FixedBuffer<Tick>
    private let size: Int
    private var next = 0

    public init(_ ticks: [Tick], size: Int) {
        self.ticks = FixedBuffer(count: ticks.count) { ticks[$0] }
        self.size = size
    }

    public func nextTicks() -> BufferView<Tick> {
        let end = min(next + size, ticks.count)
        defer { next = end }
        return ticks.view(of: next..<end)
    }
}

/// Buys, sells, cancels and replaces at random, by every kind of order there is.
public struct RandomTrader: Strategy {
    public static let name = "random_trader"
    public static let summary = "Trades at random."
    public static let parameters: [ParameterDeclaration] = []

    private var generator: SeededGenerator
    /// The number of prints of which one makes it act.
    private let rarity: UInt64
    /// Whether every fourth buy is guarded by exits.
    private let usesExits: Bool

    public init(_ parameters: ParameterValues) { self.init(seed: 0, rarity: 2) }

    public init(seed: UInt64, rarity: UInt64, usesExits: Bool = false) {
        generator = SeededGenerator(seed: seed, stream: "random trader")
        self.rarity = rarity
        self.usesExits = usesExits
    }

    public var subscriptions: Subscriptions {
        var subscriptions = Subscriptions().adding(.m5, window: 3).adding(.d1, window: 2)
        subscriptions.ticks = true
        return subscriptions
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        if timeframe == .d1 { trade(context.symbol, &context) }
    }

    public mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        if generator.next(below: rarity) == 0 { trade(tick.symbol, &context) }
    }

    public mutating func fill(_ fill: StrategyFill, _ context: inout StrategyContext) throws {
        if generator.next(below: 20) == 0 { trade(fill.symbol, &context) }
    }

    private mutating func trade(_ symbol: SymbolIndex, _ context: inout StrategyContext) {
        guard let last = context.lastPrice(symbol) else { return }
        switch generator.next(below: 12) {
        case 0, 1:
            for order in context.activeOrders(symbol) where generator.next(below: 2) == 0 {
                context.cancel(order.reference)
            }
        case 2:
            for order in context.activeOrders(symbol) {
                context.replace(order.reference, limit: near(last))
            }
        case 3, 4, 5, 6, 7:
            context.buy(
                symbol, quantity: quantity(), limit: limit(last), timeInForce: timeInForce(),
                expireAfter: expiry(), exits: exits(), leg: Int(generator.next(below: 2)))
        case _:
            context.sell(
                symbol, quantity: quantity(), limit: limit(last), timeInForce: timeInForce(),
                expireAfter: expiry(), leg: Int(generator.next(below: 2)))
        }
    }

    private mutating func quantity() -> Shares? {
        generator.next(below: 10) == 0 ? nil : Shares(Int64(generator.next(below: 60)) + 1)
    }

    private mutating func near(_ last: Price) -> Price {
        let table = PriceStepTable.table(board: .kospi, on: Sample.tuesday)
        let moved = table.moved(last, steps: Int(generator.next(below: 7)) - 3)
        return generator.next(below: 40) == 0 ? Price(moved.won + 1) : moved
    }

    private mutating func limit(_ last: Price) -> Price? {
        generator.next(below: 4) == 0 ? nil : near(last)
    }

    private mutating func timeInForce() -> TimeInForce? {
        switch generator.next(below: 12) {
        case 0: .immediateOrCancel
        case 1: .fillOrKill
        case 2: .nextOpen
        case _: nil
        }
    }

    private mutating func exits() -> ProtectiveExits? {
        guard usesExits, generator.next(below: 4) == 0 else { return nil }
        return ProtectiveExits(
            stop: .distance(Rate(basisPoints: 100)), target: .distance(Rate(basisPoints: 150)),
            trailing: Rate(basisPoints: 80), after: .hours(3))
    }

    private mutating func expiry() -> Interval? {
        generator.next(below: 6) == 0 ? .seconds(Int64(generator.next(below: 900)) + 1) : nil
    }
}
