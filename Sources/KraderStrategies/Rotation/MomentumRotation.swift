public import KraderEngine
public import KraderModel

/// `momentum_rotation`: holds the issues of the universe that have risen most, in equal parts.
///
/// Asked once a day, when all daily candles have closed. Every `every` days, counted from the first
/// day on which anything could be ranked, it chooses anew:
/// - Ranked are the symbols of the universe with a candle of the day and `lookback` candles before
///   it, by close ÷ close `lookback` candles before; of equals the one listed first comes first.
/// - The best `count` are the choice. Each should be `share` of the equity ÷ `count` at the day's
///   close, cut down to whole shares; where fewer can be ranked, the rest stays cash.
/// - Held shares of anything else are sold, and of what is kept those above its number, when it is
///   off by more than `drift` of it.
///
/// On each day, so also on those between, what is missing of the chosen number by more than `drift`
/// is asked for when the cash is there (else `waits_for_cash`), the best first. All orders are said
/// at the close for the next opening auction, sales first. A sale's money comes with the auction,
/// so that what it pays for is mostly bought at the open after.
///
/// A market order reserves cash at the day's upper limit, 1.3 × the close (semantics.md §3): with a
/// `share` above 0.77 the last of a full choice find none left and are not bought.
///
/// What is held means what its own orders have bought. The equity is the account's: beside other
/// strategies, make `share` smaller by theirs.
public struct MomentumRotation: Strategy {
    public static let name = "momentum_rotation"
    public static let summary =
        "Holds the issues that have risen most over some days, in equal parts, and rotates."
    public static let parameters = [
        ParameterDeclaration(
            "lookback", .integer(1...500), default: .integer(60),
            help: "Trading days over which the rise is measured."),
        ParameterDeclaration(
            "count", .integer(1...200), default: .integer(5), help: "How many issues are held."),
        ParameterDeclaration(
            "every", .integer(1...250), default: .integer(20),
            help: "Trading days from one choice to the next."),
        ParameterDeclaration(
            "share", .decimal(0.01...1), default: .decimal(0.75),
            help: "Part of the equity to hold; above 0.77 market orders find too little cash."),
        ParameterDeclaration(
            "drift", .decimal(0...10), default: .decimal(0.2),
            help: "Part of its number of shares by which a holding may be off."),
    ]

    private let lookback: Int
    private let count: Int
    private let every: Int
    private let share: Double
    private let drift: Double
    /// The choice in force, best first.
    private var chosen: [RotationTarget] = []
    /// The number of days until the next choice.
    private var daysLeft = 0

    public init(_ parameters: ParameterValues) throws {
        lookback = parameters.integer("lookback")
        count = parameters.integer("count")
        every = parameters.integer("every")
        share = parameters.decimal("share")
        drift = parameters.decimal("drift")
    }

    public var subscriptions: Subscriptions {
        Subscriptions().adding(
            .d1, window: lookback + 1, callsHook: false, callsCrossSection: true,
            needed: lookback + 1)
    }

    public mutating func crossSection(
        _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        if daysLeft > 0 { daysLeft -= 1 }
        if daysLeft == 0 {
            let best = RotationRules.best(candidates(context), count: count)
            if best.isEmpty { return context.hold("insufficient_data") }
            let equity = context.equity
            chosen = best.map { candidate in
                let quantity = RotationRules.quantity(
                    at: candidate.close, equity: equity, share: share, count: count)
                return RotationTarget(symbol: candidate.symbol, quantity: quantity)
            }
            daysLeft = every
            sellOthers(&context)
            sellExcess(&context)
        }
        buyMissing(&context)
    }

    /// The choice in force is a number of shares.
    public mutating func adjusted(
        _ symbol: SymbolIndex, by action: CorporateAction, _ context: inout StrategyContext
    ) throws {
        for place in chosen.indices where chosen[place].symbol == symbol {
            chosen[place].quantity = action.shareFactor.floor(chosen[place].quantity)
        }
    }

    private func candidates(_ context: borrowing StrategyContext) -> [RotationCandidate] {
        // The candles say which day it is: engine time may be that of a later input.
        var newest = Moment.distantPast
        var members: [SymbolIndex] = []
        for place in 0..<context.universe.count {
            let symbol = context.universe[place]
            let daily = context.candles(symbol, .d1)
            guard !daily.isEmpty else { continue }
            newest = max(newest, daily[fromEnd: 0].start)
            members.append(symbol)
        }
        let day = CalendarDate(newest)
        return members.compactMap { symbol in
            let daily = context.candles(symbol, .d1)
            return RotationRules.candidate(symbol, daily, lookback: lookback, on: day)
        }
    }

    private func sellOthers(_ context: inout StrategyContext) {
        for index in 0..<context.symbolCount {
            let symbol = SymbolIndex(index)
            let position = context.ownPosition(symbol)
            let left = position.quantity - position.offered
            guard left > .zero, !chosen.contains(where: { $0.symbol == symbol }) else { continue }
            context.sell(symbol, quantity: left, timeInForce: .nextOpen, reason: "rotated_out")
        }
    }

    /// Takes from kept holdings what they are above their weight.
    private func sellExcess(_ context: inout StrategyContext) {
        for target in chosen {
            let position = context.ownPosition(target.symbol)
            let change = RotationRules.change(
                held: position.quantity - position.offered, target: target.quantity, drift: drift)
            guard change < .zero else { continue }
            context.sell(
                target.symbol, quantity: -change, timeInForce: .nextOpen, reason: "above_weight")
        }
    }

    /// Asks for what is missing, the best first, as far as the cash goes.
    private func buyMissing(_ context: inout StrategyContext) {
        var cash = Double(context.availableCash.amount)
        for target in chosen where context.isInUniverse(target.symbol) {
            if target.quantity == .zero {
                context.hold("share_below_price")
                continue
            }
            let position = context.ownPosition(target.symbol)
            let change = RotationRules.change(
                held: position.quantity + position.bidFor, target: target.quantity, drift: drift)
            let daily = context.candles(target.symbol, .d1)
            guard change > .zero, !daily.isEmpty else { continue }
            // A market order reserves at the day's upper limit.
            let reserved = Double((daily[fromEnd: 0].close * change).amount) * 1.3
            guard reserved <= cash else {
                context.hold("waits_for_cash")
                continue
            }
            cash -= reserved
            context.buy(
                target.symbol, quantity: change, timeInForce: .nextOpen,
                reason: position.quantity == .zero ? "rotated_in" : "below_weight")
        }
    }
}
