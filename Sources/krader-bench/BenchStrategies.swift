import KraderEngine
import KraderModel

/// Asks for the four timeframes and adds up what it is shown.
struct CandleCounter: Strategy {
    static let name = "candle_counter"
    static let summary = "Counts candles of four timeframes"
    static let parameters: [ParameterDeclaration] = []

    final class Tally {
        var candles: Int64 = 0
        /// The sum of open + high + low + close of the candles.
        var prices: Int64 = 0
    }
    let tally: Tally

    init(_ parameters: ParameterValues) { tally = Tally() }
    init(tally: Tally) { self.tally = tally }

    var subscriptions: Subscriptions {
        // It looks at none but the candle that it is shown.
        Subscriptions().adding(.m1, window: 1).adding(.m5, window: 1).adding(.m15, window: 1)
            .adding(.m60, window: 1)
    }

    func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        tally.candles += 1
        tally.prices += candle.open.won + candle.high.won + candle.low.won + candle.close.won
    }
}

/// Buys and sells ten shares in turn, an order every so many prints: orders without thought, to see
/// what an order costs.
struct AlternatingOrders: Strategy {
    static let name = "alternating_orders"
    static let summary = "Buys and sells in turn"
    static let parameters: [ParameterDeclaration] = []

    private let every: Int
    private var untilNext: Int
    private var isLong = false

    init(_ parameters: ParameterValues) { self.init(every: .max) }

    init(every: Int) {
        self.every = every
        untilNext = every
    }

    var subscriptions: Subscriptions { .ticks }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        untilNext -= 1
        guard untilNext == 0 else { return }
        untilNext = every
        if isLong {
            context.sell(tick.symbol, quantity: Shares(10))
        } else {
            context.buy(tick.symbol, quantity: Shares(10))
        }
        isLong.toggle()
    }
}

/// `sma_cross` on prints, each of them a candle's close.
struct ClosesCross: Strategy {
    static let name = "closes_cross"
    static let summary = "Crosses simple averages of prints"
    static let parameters: [ParameterDeclaration] = []

    private let fast: Int
    private let slow: Int
    private var closes: [[Int64]] = []

    init(_ parameters: ParameterValues) { self.init(fast: 20, slow: 60) }

    init(fast: Int, slow: Int) {
        self.fast = fast
        self.slow = slow
    }

    var subscriptions: Subscriptions { .ticks }

    mutating func start(_ context: inout StrategyContext) throws {
        closes = Array(repeating: [], count: context.symbolCount)
    }

    mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        let symbol = tick.symbol.int
        if closes[symbol].count == slow { closes[symbol].removeFirst() }
        closes[symbol].append(tick.price.won)
        guard closes[symbol].count == slow else { return }
        // The sums are fresh each time: slow, and nothing to get wrong.
        let slowSum = closes[symbol].reduce(0, +)
        let fastSum = closes[symbol].suffix(fast).reduce(0, +)
        let lead = fastSum * Int64(slow) - slowSum * Int64(fast)
        let held = context.position(tick.symbol).quantity
        if lead > 0, held == .zero {
            context.buy(tick.symbol, quantity: Shares(10))
        } else if lead < 0, Shares.zero < held {
            context.sell(tick.symbol, quantity: held)
        }
    }
}
