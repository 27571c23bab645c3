import KraderModel

/// How many closed candles each strategy needs in each of its windows before it may buy what has
/// joined a ranked universe (semantics.md §7: joiners trade when warm).
struct WindowNeeds: ~Copyable {
    struct Need {
        var strategy: Int32
        /// The timeframe's place in the candle book.
        var timeframe: Int32
        var candles: Int64
    }

    private let needs: FixedBuffer<Need>
    private let timeframes: Int

    init(of strategies: [StrategyInstance], timeframes: [Timeframe]) {
        var all: [Need] = []
        for (index, strategy) in strategies.enumerated() {
            for window in strategy.box.subscriptions.windows {
                guard let k = timeframes.firstIndex(of: window.timeframe) else { continue }
                let candles = Int64(window.needed)
                all.append(Need(strategy: Int32(index), timeframe: Int32(k), candles: candles))
            }
        }
        let listed = all
        needs = FixedBuffer(count: listed.count) { listed[$0] }
        self.timeframes = timeframes.count
    }

    /// The refusal of a buy for want of candles, `nil` when every window has what it needs.
    func refusal(
        _ strategy: Int, _ symbol: Int, series: BufferView<CandleSeries>
    ) -> Refusal? {
        for index in 0..<needs.count where needs[index].strategy == strategy {
            let seen = series[symbol * timeframes + Int(needs[index].timeframe)].closed
            if seen < needs[index].candles {
                return .notWarm(needed: needs[index].candles, seen: seen)
            }
        }
        return nil
    }
}
