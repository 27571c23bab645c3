public import KraderEngine
public import KraderModel

/// `pullback_v1`: buys the end of a pullback in a rising market (krader-behaviour.md §7, in every
/// detail).
///
/// The trend is read from 60-minute candles, entry and exit from 5-minute ones, or from 1-minute
/// ones while there are no 5-minute candles; each time over the window of up to 250 closed candles.
/// It is asked when a candle of the lower timeframe closes. Outside the universe or while the
/// market is closed it says nothing at all; otherwise the first of these answers:
/// 1. too few candles → HOLD `insufficient_data`
/// 2. EMA50 or EMA200 not positive → HOLD `invalid_ema`
/// 3. no rising trend → HOLD `trend_filter_fail`
/// 4. close outside the band, or a collapse → HOLD `no_pullback`
/// 5. exit → SELL `exit_trigger`
/// 6. entry, and no BUY in the last `cooldown_minutes` → BUY `entry_trigger`
/// 7. HOLD `hold`
///
/// What the text leaves open, and how it is read here:
/// - **The filters come before the exit.** "Exit first" stands after filters that each end in HOLD:
///   it says that the exit is asked before the entry. So a position whose trend has turned is not
///   sold by this strategy until the filters pass again. That is a weakness of the rules, kept
///   because users rely on them as they are: limit the loss of a position by other means.
/// - A SELL does not depend on holding anything. It suggests the whole quantity held; with nothing
///   held it suggests none, and the risk rules refuse it. A BUY never names a quantity: the risk
///   rules size it.
/// - The cooldown counts BUY signals, also those that were refused, from candle end to candle end,
///   so that a close that is told late can't change the answer. Exactly `cooldown_minutes` later
///   the next BUY may follow.
/// - A BUY and SELL carry every indicator value as a note, rounded to 2 places; HOLDs are counted
///   by reason only.
public struct PullbackV1: Strategy {
    public static let name = "pullback_v1"
    public static let summary =
        "Buys the end of a pullback in a rising 60-minute trend; leaves when momentum fades."
    public static let parameters = [
        ParameterDeclaration(
            "swing_lookback", .integer(1...200), default: .integer(10),
            help: "Candles before the last whose highest high an entry must close above."),
        ParameterDeclaration(
            "cooldown_minutes", .integer(0...1_440), default: .integer(30),
            help: "Minutes after a buy signal during which the symbol is not bought again."),
    ]

    private static let higher = Timeframe.m60
    private static let lower = Timeframe.m5
    private static let lowerInstead = Timeframe.m1

    /// What is remembered of a symbol between its candles.
    private struct Memory {
        var lastBuy: Moment?
        var trend: PullbackTrend?
        /// The end, the close and the number of the candles from which the trend was read. A split
        /// changes old closes but no time.
        var trendEnd = Moment.distantPast
        var trendClose = Price(1)
        var trendCount = 0
    }

    private let rules: PullbackRules
    private var memory = SymbolStates(repeating: Memory())

    public init(_ parameters: ParameterValues) throws {
        rules = PullbackRules(
            swingLookback: parameters.integer("swing_lookback"),
            cooldown: .minutes(Int64(parameters.integer("cooldown_minutes"))))
    }

    public var subscriptions: Subscriptions {
        Subscriptions()
            .adding(PullbackV1.lowerInstead, window: PullbackTrend.window, isOptional: true)
            .adding(
                PullbackV1.lower, window: PullbackTrend.window,
                needed: PullbackTrigger.closesNeeded(swingLookback: rules.swingLookback)
            )
            .adding(
                PullbackV1.higher, window: PullbackTrend.window, callsHook: false,
                needed: PullbackTrend.closesNeeded)
    }

    public mutating func start(_ context: inout StrategyContext) throws {
        memory = SymbolStates(repeating: Memory(), count: context.symbolCount)
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        let symbol = context.symbol
        guard context.isInUniverse(symbol) && context.isMarketOpen else { return }
        let lower = context.candles(symbol, PullbackV1.lower)
        if lower.isEmpty {
            guard timeframe == PullbackV1.lowerInstead else { return }
            let instead = context.candles(symbol, PullbackV1.lowerInstead)
            answer(decide(symbol, instead, candle.end, context), symbol, candle.end, &context)
        } else if timeframe == PullbackV1.lower {
            answer(decide(symbol, lower, candle.end, context), symbol, candle.end, &context)
        }
    }

    private func decide(
        _ symbol: SymbolIndex, _ lower: borrowing CandleWindow, _ now: Moment,
        _ context: borrowing StrategyContext
    ) -> PullbackDecision {
        refreshTrend(symbol, context.candles(symbol, PullbackV1.higher))
        return rules.decide(
            memory[symbol].trend, lower: lower, lastBuy: memory[symbol].lastBuy, now: now)
    }

    /// Reads the higher timeframe again only when its window has changed.
    private func refreshTrend(_ symbol: SymbolIndex, _ window: borrowing CandleWindow) {
        guard !window.isEmpty else { return }
        let last = window[window.count - 1]
        if memory[symbol].trendEnd == last.end && memory[symbol].trendClose == last.close
            && memory[symbol].trendCount == window.count
        {
            return
        }
        memory[symbol].trend = PullbackTrend(window)
        memory[symbol].trendEnd = last.end
        memory[symbol].trendClose = last.close
        memory[symbol].trendCount = window.count
    }

    private func answer(
        _ decision: PullbackDecision, _ symbol: SymbolIndex, _ now: Moment,
        _ context: inout StrategyContext
    ) {
        switch decision {
        case .hold(let hold):
            context.hold(hold.reason)
        case .sell(let confidence, let trend, let trigger):
            let held = context.position(symbol).quantity
            context.sell(
                symbol, quantity: held > .zero ? held : nil, confidence: confidence,
                reason: "exit_trigger", notes: PullbackV1.notes(trend, trigger))
        case .buy(let confidence, let trend, let trigger):
            memory[symbol].lastBuy = now
            context.buy(
                symbol, confidence: confidence, reason: "entry_trigger",
                notes: PullbackV1.notes(trend, trigger))
        }
    }

    /// Every indicator value, rounded to 2 places, halves away from zero.
    static func notes(
        _ trend: PullbackTrend, _ trigger: PullbackTrigger
    ) -> [(StaticString, Double)] {
        let values: [(StaticString, Double)] = [
            ("htf_close", trend.close), ("htf_ema20", trend.ema20), ("htf_ema50", trend.ema50),
            ("htf_ema200", trend.ema200), ("htf_rsi14", trend.rsi14),
            ("ltf_close", trigger.close), ("ltf_ema20", trigger.ema20),
            ("ltf_rsi14", trigger.rsi14), ("ltf_rsi14_previous", trigger.previousRSI14),
            ("ltf_swing_high", trigger.swingHigh),
        ]
        return values.map { ($0.0, ($0.1 * 100).rounded() / 100) }
    }
}
