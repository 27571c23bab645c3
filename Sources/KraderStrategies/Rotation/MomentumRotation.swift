public import KraderEngine
public import KraderModel

/// `momentum_rotation`: holds the issues of the universe that have risen most, in equal parts.
///
/// Asked once a day, when all daily candles have closed. Every `every` days, counted from the first
/// day on which anything could be ranked, it chooses anew:
/// - Ranked are the symbols of the universe with a candle of the day and `lookback` candles before
///   it, by close ÷ close `lookback` candles before; of equals the one listed first comes first.
/// - The best `count` are the choice. Each should be worth `share` of the equity ÷ `count` at the
///   day's close, cut down to whole shares; where fewer can be ranked, the rest stays cash.
/// - Held shares of anything else are sold; a kept holding is brought back to its weight when it is
///   off by more than `drift` of it.
///
/// On each day, so also on those between, what is chosen but not held is asked for when the cash
/// is there. All orders are said at the close for the next opening auction, sales first. A sale's
/// money comes with the auction, so what it pays for is bought at the open after: on days of a
/// rotation the new ones wait (`waits_for_cash`) unless there is cash for them.
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
            help: "Part of its weight by which a kept holding may be off at a choice."),
    ]

    private let lookback: Int
    private let count: Int
    private let every: Int
    private let share: Double
    private let drift: Double
    /// The choice in force, best first.
    private var chosen: [SymbolIndex] = []
    /// Days until the next choice.
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
        var cash = Double(context.availableCash.amount)
        if daysLeft == 0 {
            let best = RotationRules.best(candidates(context), count: count)
            if best.isEmpty { return context.hold("insufficient_data") }
            chosen = best.map(\.symbol)
            daysLeft = every
            sellOthers(&context)
            bringToWeight(best, from: &cash, &context)
        }
        buyMissing(from: &cash, &context)
    }

    private func candidates(_ context: borrowing StrategyContext) -> [RotationCandidate] {
        // By the candles: engine time may be that of a later input.
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
            guard left > .zero, !chosen.contains(symbol) else { continue }
            context.sell(symbol, quantity: left, timeInForce: .nextOpen, reason: "rotated_out")
        }
    }

    /// Takes from kept holdings what they are above their weight; adds what they are below.
    private func bringToWeight(
        _ best: [RotationCandidate], from cash: inout Double, _ context: inout StrategyContext
    ) {
        for candidate in best {
            let position = context.ownPosition(candidate.symbol)
            guard position.quantity > .zero, position.offered == .zero, position.bidFor == .zero
            else { continue }
            let target = RotationRules.quantity(
                at: candidate.close, equity: context.equity, share: share, count: count)
            let change = RotationRules.change(
                held: position.quantity, target: target, drift: drift)
            if change < .zero {
                context.sell(
                    candidate.symbol, quantity: -change, timeInForce: .nextOpen,
                    reason: "above_weight")
            } else if change > .zero, take(change, at: candidate.close, from: &cash) {
                context.buy(
                    candidate.symbol, quantity: change, timeInForce: .nextOpen,
                    reason: "below_weight")
            }
        }
    }

    private func buyMissing(from cash: inout Double, _ context: inout StrategyContext) {
        for symbol in chosen {
            let position = context.ownPosition(symbol)
            guard position.quantity == .zero, position.bidFor == .zero,
                context.isInUniverse(symbol)
            else { continue }
            let daily = context.candles(symbol, .d1)
            guard !daily.isEmpty else { continue }
            let close = daily[fromEnd: 0].close
            let quantity = RotationRules.quantity(
                at: close, equity: context.equity, share: share, count: count)
            if quantity == .zero {
                context.hold("share_below_price")
            } else if take(quantity, at: close, from: &cash) {
                context.buy(
                    symbol, quantity: quantity, timeInForce: .nextOpen, reason: "rotated_in")
            } else {
                context.hold("waits_for_cash")
            }
        }
    }

    /// Whether the cash covers what the order will reserve, which is then taken from it.
    private func take(_ quantity: Shares, at close: Price, from cash: inout Double) -> Bool {
        let reserved = Double((close * quantity).amount) * 1.3
        guard reserved <= cash else { return false }
        cash -= reserved
        return true
    }
}
