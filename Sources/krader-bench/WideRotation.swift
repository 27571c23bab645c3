import KraderEngine
import KraderModel

/// Holds the five of the universe that rose most in twenty days, ten shares each, rotated each day
/// at the next open; leaves one intraday when a minute closes below the lows of the twenty before.
struct WideRotation: Strategy {
    static let name = "wide_rotation"
    static let summary = "Rotates daily among the most traded, with an exit by the minute"
    static let parameters: [ParameterDeclaration] = []
    static let holdings = 5
    static let span = 20
    /// The time since midnight after which minutes cause no order: it might not fill on the day.
    static let lastExit = 915 * WideInputs.minute

    /// What the minute hooks heard, in their order.
    final class Tally {
        var hooks: Int64 = 0
        var sum: UInt64 = 0
    }
    let tally: Tally

    init(_ parameters: ParameterValues) { tally = Tally() }
    init(tally: Tally) { self.tally = tally }

    var subscriptions: Subscriptions {
        Subscriptions()
            .adding(.m1, window: WideRotation.span + 1, needed: 0, followsUniverse: true)
            .adding(.m5, window: WideRotation.span, callsHook: false, needed: 0)
            .adding(.m60, window: WideRotation.span, callsHook: false, needed: 0)
            .adding(
                .d1, window: WideRotation.span + 1, callsHook: false, callsCrossSection: true,
                needed: WideRotation.span + 1)
    }

    func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        let symbol = context.symbol
        let rank = UInt64(context.rank(symbol) ?? 0)
        tally.hooks += 1
        tally.sum = tally.sum &* 31 &+ UInt64(candle.close.won) &+ rank
        guard context.position(symbol).quantity > .zero else { return }
        let midnight = CalendarDate(candle.end).midnight
        guard (candle.end - midnight).nanoseconds <= WideRotation.lastExit else { return }
        let window = context.candles(symbol, .m1)
        guard window.count > WideRotation.span else { return }
        var lowest = Price(.max)
        for index in 0..<(window.count - 1) { lowest = min(lowest, window[index].low) }
        if candle.close < lowest {
            context.sell(symbol, quantity: context.position(symbol).quantity)
        }
    }

    func crossSection(_ timeframe: Timeframe, _ context: inout StrategyContext) throws {
        var scores: [(gain: Int64, symbol: SymbolIndex)] = []
        for place in 0..<context.universe.count {
            let symbol = context.universe[place]
            let window = context.candles(symbol, .d1)
            if window.count <= WideRotation.span { continue }
            let gain = window[fromEnd: 0].close.won * 1_000_000 / window[0].close.won
            scores.append((gain, symbol))
        }
        scores.sort { ($1.gain, $0.symbol.value) < ($0.gain, $1.symbol.value) }
        let chosen = scores.prefix(WideRotation.holdings).map(\.symbol)
        for index in 0..<context.symbolCount {
            let symbol = SymbolIndex(index)
            if context.position(symbol).quantity > .zero && !chosen.contains(symbol) {
                context.sell(symbol, quantity: context.position(symbol).quantity)
            }
        }
        for symbol in chosen where context.position(symbol).quantity == .zero {
            context.buy(symbol, quantity: Shares(10))
        }
    }
}
