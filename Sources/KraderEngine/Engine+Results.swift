public import KraderModel

// What a run is told by when it is over, or in between.
extension Engine {
    public var account: Account { trading.books.account }
    /// Why the account left the range of numbers: nothing after it means anything. It is one
    /// element, for whoever looks at each step.
    public var rangeBreaches: BufferView<RangeBreach?> { trading.books.breaches }
    public func position(_ symbol: SymbolIndex) -> Position { trading.books.positions[symbol.int] }
    public var marketView: MarketView {
        MarketView(symbols: market.view, session: trading.session.view)
    }
    public func symbolState(_ symbol: SymbolIndex) -> SymbolState { market[symbol.int] }

    /// The trading day that has begun last.
    public var tradingDay: CalendarDate { trading.session[0].day }
    /// How many orders, or changes of orders, have an outcome that nobody knows.
    public var doubts: Int { trading.doubts }
    /// The errors that counted for the kill switch, of all days.
    public var countedErrors: Int { trading.errors.all }
    /// What a strategy's own orders bought of a symbol and have not sold; by index in the run's
    /// list, whose count stands for nobody: what the account held at the start.
    public func ownPosition(_ strategy: Int, _ symbol: SymbolIndex) -> OwnPosition {
        trading.books.position(of: strategy, symbol.int)
    }
    /// A strategy's part in profit and costs, by its own book; see `ownPosition`.
    public func ownTotals(_ strategy: Int) -> OwnTotals { trading.books.totals(of: strategy) }
    /// Armed exits by symbol, then strategy.
    public var armedExits: [ArmedExit] { trading.exits.all }
    public var liveOrderCount: Int { trading.orders.count }
    public var latePrints: Int64 { candles.latePrints }
    public var eventCount: Int64 { digest.events }
    /// Both lanes of the digest, up to the last minute that has ended.
    public var digestLanes: RunDigest { digest.chains }
    public var strategyFaults: [StrategyFault] { host.faults }
    /// Pushes whose order never became known.
    public var unexplainedPushes: Int { trading.earlyPushes.count }

    public var reasons: ReasonTable { host.context.reasons }

    /// The closed candles that each window of each strategy needs and, for the symbol with the
    /// most, has seen. An optional window needs none.
    public var warmUps: [WarmUp] {
        configuration.strategies.indices.flatMap { index in
            host.subscriptions(of: index).windows.map { window in
                WarmUp(
                    strategy: index, timeframe: window.timeframe,
                    needed: window.isOptional ? 0 : Int64(window.needed),
                    seen: candles.mostClosed(window.timeframe),
                    canBeBuilt: candles.canBuild(window.timeframe))
            }
        }
    }

    /// How often each strategy held, by reason, in the order of first use.
    public var holds: [(strategy: Int, reason: String, count: Int64)] {
        host.context.holds.rows.map { (Int($0.strategy), reasons.text($0.reason), $0.count) }
    }
}

/// Whether a strategy had the closed candles that it needs.
public struct WarmUp: Hashable, Sendable {
    /// The strategy's index in the run's list.
    public var strategy: Int
    public var timeframe: Timeframe
    public var needed: Int64
    public var seen: Int64
    /// Whether the run's data make candles of the timeframe: 5-minute ones make no 1-minute ones.
    public var canBeBuilt: Bool
}
