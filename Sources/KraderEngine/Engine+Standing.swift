public import KraderModel

/// How things stand for one symbol at a moment, as plain values: what decides whether
/// anything may be bought or sold, and what strategies see.
public struct SymbolStanding: Sendable {
    /// Candles of one timeframe.
    public struct Candles: Hashable, Sendable {
        public var timeframe: Timeframe
        /// How many have closed since the run began.
        public var closed: Int64
        /// The one that closed last; `nil` before any, and of a timeframe that only feeds others.
        public var newest: Candle?
        /// The one that is being built.
        public var building: Candle?
    }

    public var market: SymbolState
    public var mode: EngineMode
    /// What keeps orders from leaving beside people and losses (`TradingBlocks.names`).
    public var blocks: [String]
    /// What stands against a plain limit order to buy and to sell, whoever gives it, in the
    /// order of the rules.
    public var againstBuys: [Refusal]
    public var againstSells: [Refusal]
    public var phase: SessionPhase
    public var position: Position
    /// Whether nobody knows what became of an order of the symbol.
    public var isInDoubt: Bool
    public var candles: [Candles]
    /// By strategy: its windows, whether it is paused, the timer it asked for.
    public var warmUps: [WarmUp]
    public var isPaused: [Bool]
    public var nextTimers: [Moment?]
}

extension Engine {
    /// How things stand for a symbol at a moment, up to which nothing else comes: the engine's time
    /// is that of the last thing that came. It is for explanations: it makes arrays.
    public func standing(of symbol: SymbolIndex, at moment: Moment) -> SymbolStanding {
        var session = trading.session[0]
        let day = CalendarDate(moment)
        if day != session.day {
            session.day = day
            session.hours = SessionHours.on(day)
            session.isTradingDay = configuration.calendar.isTradingDay(day)
        }
        let sessions = FixedBuffer(repeating: session, count: 1)
        let facts = RiskRules.Facts(
            now: moment, index: symbol.int, sessions: sessions.view, market: market.view,
            positions: trading.books.positions, totals: trading.books.totals,
            openBuys: trading.books.openBuys)
        let slots = trading.orders.slots.view
        return SymbolStanding(
            market: market[symbol.int], mode: mode, blocks: session.blocks.names,
            againstBuys: rules.obstacles(.buy, facts),
            againstSells: rules.obstacles(.sell, facts), phase: session.hours.phase(at: moment),
            position: trading.books.positions[symbol.int],
            isInDoubt: (0..<trading.orders.usedSlots).contains {
                trading.orders.isAlive($0) && slots[$0].symbol == symbol
                    && slots[$0].doubtSince != .distantFuture
            },
            candles: candles.timeframes.indices.map { standingCandles(of: symbol, $0) },
            warmUps: warmUps(of: symbol),
            isPaused: configuration.strategies.indices.map { trading.isPaused[$0] },
            nextTimers: configuration.strategies.indices.map { index in
                trading.timers.all.first { Int($0.strategy) == index }?.moment
            })
    }

    private func standingCandles(of symbol: SymbolIndex, _ k: Int) -> SymbolStanding.Candles {
        let slot = symbol.int * candles.depth + k
        let (series, building) = (candles.series[slot], candles.building[slot])
        return SymbolStanding.Candles(
            timeframe: candles.timeframes[k], closed: series.closed,
            newest: series.count > 0 ? candles.slab[candles.newest(symbol.int, k)] : nil,
            building: building.isOpen ? building.candle : nil)
    }

    /// The closed candles of one symbol that each window of each strategy needs and has seen.
    private func warmUps(of symbol: SymbolIndex) -> [WarmUp] {
        configuration.strategies.indices.flatMap { index in
            host.subscriptions(of: index).windows.map { window in
                let k = candles.timeframes.firstIndex(of: window.timeframe)
                return WarmUp(
                    strategy: index, timeframe: window.timeframe,
                    needed: window.isOptional ? 0 : Int64(window.needed),
                    seen: k.map { candles.series[symbol.int * candles.depth + $0].closed } ?? 0,
                    canBeBuilt: candles.canBuild(window.timeframe, symbol.int))
            }
        }
    }
}
