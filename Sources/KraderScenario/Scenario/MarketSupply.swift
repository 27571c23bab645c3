public import KraderModel

/// What market data a symbol has in a run's period: which candles can be made of them.
public struct MarketSupply: Hashable, Sendable {
    public var hasPrints: Bool
    /// Whether there are books. Displays alone make no candles.
    public var hasBooks: Bool
    /// The lengths of the candles among the data, each with days that nothing finer tells of.
    public var timeframes: Set<Timeframe>

    public init(
        hasPrints: Bool = false, hasBooks: Bool = false, timeframes: Set<Timeframe> = []
    ) {
        self.hasPrints = hasPrints
        self.hasBooks = hasBooks
        self.timeframes = timeframes
    }

    var isEmpty: Bool { !hasPrints && !hasBooks && timeframes.isEmpty }

    /// Whether some of the data make candles of a timeframe.
    func makes(_ timeframe: Timeframe) -> Bool {
        hasPrints || timeframes.contains { $0.divides(timeframe) }
    }

    /// Whether the data make candles of a timeframe all through the period. Candles that lead up to
    /// prints don't count: it is the prints that are traded on.
    func makesThroughout(_ timeframe: Timeframe) -> Bool {
        hasPrints || !timeframes.isEmpty && timeframes.allSatisfy { $0.divides(timeframe) }
    }

    /// All data that there are, the finest first: `prints`, `5m`, `5m and 1d`, `books`.
    var words: String {
        let candles = timeframes.sorted().map(\.description)
        let made = (hasPrints ? ["prints"] : []) + candles
        let all = made.isEmpty && hasBooks ? ["books"] : made
        switch all.count {
        case 0: return "nothing"
        case 1: return all[0]
        default: return all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1]
        }
    }
}

extension [MarketSupply] {
    /// The supply that all of them have together.
    var together: MarketSupply {
        reduce(into: MarketSupply()) { whole, one in
            whole.hasPrints = whole.hasPrints || one.hasPrints
            whole.hasBooks = whole.hasBooks || one.hasBooks
            whole.timeframes.formUnion(one.timeframes)
        }
    }
}
