public import KraderEngine
public import KraderModel

/// `volatility_breakout`: Larry Williams' rule as traders in Korea know it. It buys the day's
/// strength and holds it overnight, or to the close.
///
/// - The target of a day is its open + `k` × (yesterday's high − low). The open is the first price
///   of continuous trading, which is the opening cross; yesterday is the last daily candle, so the
///   day before a halt counts as yesterday of the day after it.
/// - A price above the target (not at it) is bought at the market, once a day a symbol: whether
///   risk refuses the order or not, that was the day's entry. Every print is looked at, and the
///   close of every candle of `timeframe`: where data are candles there are no prints, and the
///   open is that of the day's first candle. Buys in continuous trading, only in the universe, and
///   not while shares of the symbol are held or an order of it is open.
/// - With an `average`, only above the mean of so many daily closes, yesterday's the last; the
///   first price above the target decides for the day.
/// - `exit` `open`: what is held at the day's end is sold at the next opening auction. `close`: it
///   is sold at the market when the closing auction begins; what is left then, or was bought in the
///   closing auction, goes at the next opening auction.
///
/// What is held means what its own orders have bought.
public struct VolatilityBreakout: Strategy {
    public static let name = "volatility_breakout"
    public static let summary =
        "Buys above the open plus a part of yesterday's range; sells at the next open or the close."
    public static let parameters = [
        ParameterDeclaration(
            "k", .decimal(0...5), default: .decimal(0.5),
            help: "Part of yesterday's range above the open that a price must pass."),
        ParameterDeclaration(
            "average", .integer(0...240), default: .integer(0),
            help: "Daily closes above whose mean the price must lie; 0: no filter."),
        ParameterDeclaration(
            "exit", .text(allowed: ["open", "close"]), default: .text("open"),
            help: "Whether to sell at the next day's open or at the day's close."),
        ParameterDeclaration(
            "timeframe", .timeframe, default: nil,
            help: "Of the candles that stand in for prints, less than 1d."),
        CrossRule.quantityParameter,
    ]

    private let k: Double
    private let average: Int
    private let sellsAtClose: Bool
    private let timeframe: Timeframe
    private let quantity: Shares?
    private var days = SymbolStates(repeating: BreakoutDay())
    /// The day on which prices have been seen last.
    private var hours = SessionHours.on(CalendarDate(dayNumber: 0))

    /// Throws `ParameterFault` when the timeframe is 1d.
    public init(_ parameters: ParameterValues) throws {
        k = parameters.decimal("k")
        average = parameters.integer("average")
        sellsAtClose = parameters.text("exit") == "close"
        timeframe = parameters.timeframe("timeframe")
        quantity = CrossRule.quantity(parameters)
        guard timeframe < .d1 else {
            throw ParameterFault("timeframe", "timeframe is 1d; it must be less than a day")
        }
    }

    public var subscriptions: Subscriptions {
        Subscriptions.ticks
            .adding(timeframe, window: 1, isOptional: true)
            .adding(.d1, window: max(average, 1), needed: max(average, 1))
    }

    public mutating func start(_ context: inout StrategyContext) throws {
        days = SymbolStates(repeating: BreakoutDay(), count: context.symbolCount)
    }

    public mutating func tick(_ tick: Tick, _ context: inout StrategyContext) throws {
        if tick.time >= days[tick.symbol].end {
            guard tick.scope == .regular else { return }
            begin(tick.symbol, at: tick.time, open: tick.price, &context)
        }
        guard days[tick.symbol].isBreakout(tick.price), tick.scope == .regular else { return }
        enter(tick.symbol, at: tick.price, time: tick.time, &context)
    }

    public mutating func candle(
        _ candle: Candle, _ timeframe: Timeframe, _ context: inout StrategyContext
    ) throws {
        let symbol = context.symbol
        if timeframe == .d1 { return sell(symbol, .nextOpen, &context) }
        if candle.start >= days[symbol].end {
            // The candle's end decides: a coarse candle may start before a day that begins late.
            let last = candle.end - Interval(nanoseconds: 1)
            begin(symbol, at: last, open: candle.open, &context)
        }
        guard candle.end <= days[symbol].end, days[symbol].isBreakout(candle.close) else { return }
        enter(symbol, at: candle.close, time: context.now, &context)
    }

    /// The closing auction begins.
    public mutating func timer(_ context: inout StrategyContext) throws {
        for index in 0..<context.symbolCount { sell(SymbolIndex(index), .day, &context) }
    }

    /// A symbol's first price of a day; earlier ones (the closing-price session) make no open.
    private mutating func begin(
        _ symbol: SymbolIndex, at moment: Moment, open: Price, _ context: inout StrategyContext
    ) {
        let day = CalendarDate(moment)
        if CalendarDate(hours.open) != day {
            hours = SessionHours.on(day)
            if sellsAtClose { context.wake(at: hours.closingAuctionStart) }
        }
        guard moment >= hours.open && moment < hours.auctionEnd else { return }
        let daily = context.candles(symbol, .d1)
        if let yesterday = BreakoutRules.yesterday(daily, before: day) {
            days[symbol] = BreakoutDay(
                until: hours.auctionEnd, open: open, yesterday: yesterday, k: k)
        } else {
            days[symbol] = BreakoutDay(until: hours.auctionEnd)
            context.hold("no_yesterday")
        }
    }

    private mutating func enter(
        _ symbol: SymbolIndex, at price: Price, time: Moment, _ context: inout StrategyContext
    ) {
        let position = context.ownPosition(symbol)
        guard time < hours.closingAuctionStart, context.isMarketOpen,
            context.isInUniverse(symbol), position.quantity == .zero, position.bidFor == .zero,
            position.offered == .zero
        else { return }
        let day = days[symbol]
        days[symbol].close()
        let daily = context.candles(symbol, .d1)
        guard BreakoutRules.isAboveAverage(price, daily, length: average) else {
            return context.hold("below_average")
        }
        context.buy(
            symbol, quantity: quantity, timeInForce: .day, reason: "breakout",
            notes: [
                ("open", Double(day.open?.won ?? 0)), ("range", day.range), ("target", day.target),
            ])
    }

    private func sell(
        _ symbol: SymbolIndex, _ timeInForce: TimeInForce, _ context: inout StrategyContext
    ) {
        let position = context.ownPosition(symbol)
        let left = position.quantity - position.offered
        guard left > .zero else { return }
        context.sell(
            symbol, quantity: left, timeInForce: timeInForce,
            reason: timeInForce == .day ? "at_the_close" : "at_the_open")
    }
}
