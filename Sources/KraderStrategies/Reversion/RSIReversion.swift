public import KraderEngine
public import KraderModel

/// `rsi_reversion`: buys what fell too far when it turns, sells it when it has risen far.
///
/// Asked at the close of each candle, while no order of its own for the symbol is open; what is
/// held means what its own orders have bought:
/// 1. Nothing held, and the strength index (`RelativeStrengthIndex`, `length` changes) crosses up
///    through `lower`, from below it to it or above: buys at the market, in the universe and while
///    the market is open. The buy carries `stop_rate`, `target_rate` and `hold_minutes` as
///    protective exits, which the engine acts on between candles.
/// 2. Shares held, and the index is above `upper`: sells all of them.
///
/// On 1d candles, which close after the market, both wait for the next opening auction. The index
/// is read from the window of up to 10 × `length` closes, at least 250, when that was changed by
/// more than one candle (history, a split); otherwise it goes on with each close.
public struct RSIReversion: Strategy {
    public static let name = "rsi_reversion"
    public static let summary =
        "Buys when the strength index turns up from its lower bound, sells above the upper one."
    public static let parameters = [
        ParameterDeclaration(
            "length", .integer(2...200), default: .integer(14),
            help: "Changes of the close that the strength index is made of."),
        ParameterDeclaration(
            "lower", .decimal(0...50), default: .decimal(30),
            help: "Bound through which the index must rise for a buy."),
        ParameterDeclaration(
            "upper", .decimal(50...100), default: .decimal(70),
            help: "Bound above which the index sells."),
        ParameterDeclaration(
            "timeframe", .timeframe, default: nil, help: "Of the candles."),
        ParameterDeclaration(
            "stop_rate", .decimal(0...0.99), default: .decimal(0.03),
            help: "Fall from the bought price at which the engine sells; 0: no stop."),
        ParameterDeclaration(
            "target_rate", .decimal(0...10), default: .decimal(0),
            help: "Rise from the bought price at which the engine sells; 0: no target."),
        ParameterDeclaration(
            "hold_minutes", .integer(0...100_000), default: .integer(0),
            help: "Minutes after the first fill at which the engine sells; 0: no limit."),
        CrossRule.quantityParameter,
    ]

    private let empty: ReversionIndex
    private let upper: Double
    private let lower: Double
    private let timeframe: Timeframe
    private let exits: ProtectiveExits?
    private let quantity: Shares?
    private let windowLength: Int
    private let needed: Int
    private var indices: SymbolStates<ReversionIndex>

    public init(_ parameters: ParameterValues) throws {
        let length = parameters.integer("length")
        lower = parameters.decimal("lower")
        upper = parameters.decimal("upper")
        timeframe = parameters.timeframe("timeframe")
        exits = RSIReversion.exits(parameters)
        quantity = CrossRule.quantity(parameters)
        // After ten lengths the seed makes up less than 1 / 20,000 of the means.
        windowLength = min(max(250, length * 10), Limits.windowMax)
        needed = length + 2
        empty = ReversionIndex(length: length)
        indices = SymbolStates(repeating: empty)
    }

    /// The exits of a buy; `nil` when none is asked for.
    private static func exits(_ parameters: ParameterValues) -> ProtectiveExits? {
        func level(_ name: String) -> ProtectiveExits.Level? {
            Rate(fraction: parameters.decimal(name)).flatMap { $0 > .zero ? .distance($0) : nil }
        }
        let minutes = parameters.integer("hold_minutes")
        let exits = ProtectiveExits(
            stop: level("stop_rate"), target: level("target_rate"),
            after: minutes > 0 ? .minutes(Int64(minutes)) : nil)
        return exits == ProtectiveExits() ? nil : exits
    }

    public var subscriptions: Subscriptions {
        .candles(timeframe, window: windowLength, needed: needed)
    }

    public mutating func start(_ context: inout StrategyContext) throws {
        indices = SymbolStates(repeating: empty, count: context.symbolCount)
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        let symbol = context.symbol
        let reading = indices[symbol].follow(
            context.candles(symbol, timeframe), last: windowLength, from: empty)
        guard let reading else { return context.hold("insufficient_data") }
        let position = context.ownPosition(symbol)
        guard position.bidFor == .zero && position.offered == .zero else { return }
        if position.quantity > .zero {
            guard reading.now > upper else { return }
            context.sell(
                symbol, quantity: position.quantity, reason: "overbought",
                notes: [("rsi", reading.now)])
        } else if reading.before < lower && reading.now >= lower && context.isInUniverse(symbol),
            timeframe == .d1 || context.isMarketOpen
        {
            context.buy(
                symbol, quantity: quantity, exits: exits, reason: "turned_up",
                notes: [("rsi", reading.now), ("rsi_before", reading.before)])
        }
    }
}

/// The strength index of one symbol at its last two closes.
struct ReversionIndex: Hashable, Sendable {
    private var index: RelativeStrengthIndex
    private var before: Double?
    private var lastSeen = LastSeen()

    struct Reading: Hashable, Sendable {
        var before: Double
        var now: Double
    }

    init(length: Int) { index = RelativeStrengthIndex(length: length) }

    /// Takes in the newest close of a window, or the last `length` of them when it is not the
    /// window it knew plus one candle. Returns `nil` before there are two values.
    mutating func follow(
        _ window: borrowing some CandleList & ~Copyable, last length: Int,
        from empty: ReversionIndex
    ) -> Reading? {
        guard window.count > 0 else { return nil }
        var first = window.count - 1
        if !lastSeen.isSecondLast(of: window) {
            self = empty
            first = max(0, window.count - length)
        }
        for place in first..<window.count {
            before = index.value
            index.advance(to: Double(window[place].close.won))
        }
        lastSeen = LastSeen(window[window.count - 1])
        guard let before, let now = index.value else { return nil }
        return Reading(before: before, now: now)
    }
}
