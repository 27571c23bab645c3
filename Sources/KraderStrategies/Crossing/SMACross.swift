public import KraderEngine
public import KraderModel

/// `sma_cross`: long while the fast simple average of closes is above the slow one, from the first
/// candle at which the slow one has a value.
///
/// The sums are whole won and follow the engine's window, so that a candle costs four reads
/// whatever the lengths, and equal averages are equal exactly.
public struct SMACross: Strategy {
    public static let name = "sma_cross"
    public static let summary = "Long while a fast simple average of closes is above a slow one."
    public static let parameters = [
        ParameterDeclaration(
            "fast", .integer(1...1_000), default: .integer(20),
            help: "Length of the fast average, in candles."),
        ParameterDeclaration(
            "slow", .integer(2...2_000), default: .integer(60),
            help: "Length of the slow average; more than fast."),
        ParameterDeclaration(
            "timeframe", .timeframe, default: nil, help: "Of the candles."),
        CrossRule.quantityParameter,
    ]

    private let fast: Int
    private let slow: Int
    private let timeframe: Timeframe
    private let quantity: Shares?
    private var crossings: SymbolStates<SMACrossing>

    public init(_ parameters: ParameterValues) throws {
        (fast, slow) = try CrossRule.lengths(parameters)
        timeframe = parameters.timeframe("timeframe")
        quantity = CrossRule.quantity(parameters)
        crossings = SymbolStates(repeating: SMACrossing(fast: fast, slow: slow))
    }

    public var subscriptions: Subscriptions { .candles(timeframe, window: slow + 1, needed: slow) }

    public mutating func start(_ context: inout StrategyContext) throws {
        crossings = SymbolStates(
            repeating: SMACrossing(fast: fast, slow: slow), count: context.symbolCount)
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        let symbol = context.symbol
        let lead = crossings[symbol].follow(context.candles(symbol, timeframe))
        if let side = CrossRule.side(lead: lead, context.position(symbol)) {
            CrossRule.act(side, symbol, buying: quantity, &context)
        }
    }
}

/// The two sums of one symbol.
struct SMACrossing: Hashable, Sendable {
    private let fast: Int
    private let slow: Int
    private var fastSum: Int64 = 0
    private var slowSum: Int64 = 0
    private var lastSeen = LastSeen()

    init(fast: Int, slow: Int) {
        self.fast = fast
        self.slow = slow
    }

    /// Moves the sums to the window's newest candle. Returns a number with the sign of fast less
    /// slow; 0 before there are `slow` candles. The window keeps at least `slow + 1`.
    mutating func follow(_ window: borrowing some CandleList & ~Copyable) -> Double {
        let count = window.count
        guard count >= slow else { return 0 }
        if count > slow && lastSeen.isSecondLast(of: window) {
            let newest = window[count - 1].close.won
            fastSum += newest - window[count - 1 - fast].close.won
            slowSum += newest - window[count - 1 - slow].close.won
        } else {
            fastSum = SMACrossing.sum(window, last: fast)
            slowSum = SMACrossing.sum(window, last: slow)
        }
        lastSeen = LastSeen(window[count - 1])
        // The same denominator: no rounding decides which is higher.
        let lead = fastSum * Int64(slow) - slowSum * Int64(fast)
        return Double(lead)
    }

    private static func sum(
        _ window: borrowing some CandleList & ~Copyable, last length: Int
    ) -> Int64 {
        var sum: Int64 = 0
        for index in (window.count - length)..<window.count { sum += window[index].close.won }
        return sum
    }
}
