import KraderModel

/// How many closed candles each strategy needs in each of its windows before it may buy what has
/// joined a ranked universe (semantics.md §7: joiners trade when warm). Windows that a strategy
/// declares optional are none of them, and nothing waits for candles that no data can make.
struct WindowNeeds: ~Copyable {
    struct Need {
        var strategy: Int32
        /// The timeframe's place in the candle book.
        var timeframe: Int32
        var candles: Int64
    }

    private let needs: FixedBuffer<Need>

    init(of boxes: [StrategyBox], timeframes: [Timeframe]) {
        var all: [Need] = []
        for (index, box) in boxes.enumerated() {
            for window in box.subscriptions.windows where !window.isOptional {
                guard let k = timeframes.firstIndex(of: window.timeframe) else { continue }
                let candles = Int64(window.needed)
                all.append(Need(strategy: Int32(index), timeframe: Int32(k), candles: candles))
            }
        }
        let listed = all
        needs = FixedBuffer(count: listed.count) { listed[$0] }
    }

    /// The refusal of a buy for want of candles, `nil` when every window has what it needs.
    func refusal(
        _ strategy: Int, _ symbol: Int, _ candles: borrowing CandleBook
    ) -> Refusal? {
        for index in 0..<needs.count where needs[index].strategy == strategy {
            let k = Int(needs[index].timeframe)
            let seen = candles.series[symbol * candles.depth + k].closed
            if seen < needs[index].candles, candles.canBuild(candles.timeframes[k], symbol) {
                return .notWarm(needed: needs[index].candles, seen: seen)
            }
        }
        return nil
    }
}

extension Engine {
    /// The longest window that anybody asks for, by timeframe, finest first.
    static func windows(
        of boxes: [StrategyBox]
    ) -> [(timeframe: Timeframe, length: Int)] {
        var lengths = [Int](repeating: 0, count: Timeframe.allCases.count)
        for box in boxes {
            for window in box.subscriptions.windows {
                let index = Int(window.timeframe.rawValue)
                lengths[index] = max(lengths[index], min(window.length, Limits.windowMax), 1)
            }
        }
        return Timeframe.allCases.compactMap { timeframe in
            let length = lengths[Int(timeframe.rawValue)]
            return length > 0 ? (timeframe, length) : nil
        }
    }
}
