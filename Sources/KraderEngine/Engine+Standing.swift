public import KraderModel

/// How things stand for one symbol at the engine's time, as plain values: what decides whether
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

    public var now: Moment
    public var market: SymbolState
    public var mode: EngineMode
    /// What keeps orders from leaving beside people and losses (`TradingBlocks.names`).
    public var blocks: [String]
    /// What the mode has against a new buy and a new sell of a strategy; `nil`: nothing.
    public var buyRefusal: Refusal?
    public var sellRefusal: Refusal?
    public var isTradingDay: Bool
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
    /// How things stand for a symbol now. It is for explanations: it makes arrays.
    public func standing(of symbol: SymbolIndex) -> SymbolStanding {
        let session = trading.session[0]
        let slots = trading.orders.slots.view
        return SymbolStanding(
            now: now, market: market[symbol.int], mode: mode, blocks: session.blocks.names,
            buyRefusal: session.refusal(.buy), sellRefusal: session.refusal(.sell),
            isTradingDay: session.isTradingDay, phase: session.hours.phase(at: now),
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
