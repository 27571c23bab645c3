public import KraderEngine
public import KraderModel

/// `ema_cross`: long while the fast exponential average is above the slow one.
///
/// On candles, averages begin with the mean of their first closes; when the window was changed by
/// more than one new candle (history, a split), they are read again from the window. On ticks they
/// begin with the first price and see prints only: no allocation, about two multiplications a
/// print; a split scales them.
public struct EMACross: Strategy {
    public static let name = "ema_cross"
    public static let summary =
        "Long while a fast exponential average is above a slow one, on candles or on every print."
    public static let parameters = [
        ParameterDeclaration(
            "fast", .integer(1...1_000), default: .integer(10),
            help: "Length of the fast average, in candles or prints."),
        ParameterDeclaration(
            "slow", .integer(2...2_000), default: .integer(50),
            help: "Length of the slow average; more than fast."),
        ParameterDeclaration(
            "on", .text(allowed: ["candle", "tick"]), default: .text("candle"),
            help: "What the averages are made of: closes of candles, or every print."),
        ParameterDeclaration(
            "timeframe", .timeframe, default: nil,
            help: "Of the candles, when on is candle."),
        CrossRule.quantityParameter,
        ParameterDeclaration(
            "warmup", .integer(0...9_999), default: .integer(0),
            help: "Candles or prints that only feed the averages; 0: as many as slow."),
    ]

    private let empty: EMACrossing
    private let timeframe: Timeframe
    private let isOnTicks: Bool
    private let quantity: Shares?
    private let windowLength: Int
    private let needed: Int
    private var crossings: SymbolStates<EMACrossing>

    public init(_ parameters: ParameterValues) throws {
        let (fast, slow) = try CrossRule.lengths(parameters)
        let warmup = parameters.integer("warmup")
        timeframe = parameters.timeframe("timeframe")
        isOnTicks = parameters.text("on") == "tick"
        quantity = CrossRule.quantity(parameters)
        // After five lengths the seed makes up less than 1 / 2,900 of an average.
        windowLength = min(max(250, slow * 5, warmup + 1), Limits.windowMax)
        needed = warmup == 0 ? slow : warmup
        empty = EMACrossing(
            fast: fast, slow: slow, warmup: needed,
            seed: isOnTicks ? .first : .mean)
        crossings = SymbolStates(repeating: empty)
    }

    public var subscriptions: Subscriptions {
        isOnTicks ? .ticks : .candles(timeframe, window: windowLength, needed: needed)
    }

    public mutating func start(_ context: inout StrategyContext) throws {
        crossings = SymbolStates(repeating: empty, count: context.symbolCount)
    }

    public mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        let lead = crossings[tick.symbol].add(Double(tick.price.won))
        if lead == 0 { return }
        if let side = CrossRule.side(lead: lead, context.position(tick.symbol)) {
            CrossRule.act(side, tick.symbol, buying: quantity, &context)
        }
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        let symbol = context.symbol
        let lead = crossings[symbol].follow(
            context.candles(symbol, timeframe), last: windowLength, from: empty)
        if let side = CrossRule.side(lead: lead, context.position(symbol)) {
            CrossRule.act(side, symbol, buying: quantity, &context)
        }
    }

    /// Averages of candles are read again from the window; those of prints have none.
    public mutating func adjusted(
        _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
    ) throws {
        if isOnTicks { crossings[symbol].scale(by: action.priceFactor.quotient) }
    }
}

/// The two averages of one symbol.
struct EMACrossing: Hashable, Sendable {
    private var fast: ExponentialMovingAverage
    private var slow: ExponentialMovingAverage
    private var warmup: Int
    private var lastSeen = LastSeen()

    init(fast: Int, slow: Int, warmup: Int, seed: ExponentialMovingAverage.Seed) {
        self.fast = ExponentialMovingAverage(length: fast, seed: seed)
        self.slow = ExponentialMovingAverage(length: slow, seed: seed)
        self.warmup = warmup
    }

    /// Takes in a price. Returns fast less slow; 0 while warming up.
    @inline(__always)
    mutating func add(_ price: Double) -> Double {
        let fast = fast.add(price)
        let slow = slow.add(price)
        if warmup > 0 {
            warmup -= 1
            return 0
        }
        guard let fast, let slow else { return 0 }
        return fast - slow
    }

    mutating func scale(by factor: Double) {
        fast.scale(by: factor)
        slow.scale(by: factor)
    }

    /// Takes in the newest close of a window, or the last `length` of them when it is not the
    /// window it knew plus one candle.
    mutating func follow(
        _ window: borrowing some CandleList & ~Copyable, last length: Int, from empty: EMACrossing
    ) -> Double {
        guard window.count > 0 else { return 0 }
        var first = window.count - 1
        if !lastSeen.isSecondLast(of: window) {
            self = empty
            first = max(0, window.count - length)
        }
        var lead = 0.0
        for index in first..<window.count { lead = add(Double(window[index].close.won)) }
        lastSeen = LastSeen(window[window.count - 1])
        return lead
    }
}
