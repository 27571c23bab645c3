import KraderModel

/// Which timeframes of a chain a candle is absorbed into when it closes, a bit each. They are
/// always the finest that it makes up: those feed the coarser ones when they close themselves, so
/// that nothing is counted twice.
@usableFromInline struct CandleFeeding {
    /// The timeframe's place in the chain; -1 when it has none.
    @usableFromInline private(set) var place: Int8 = -1
    /// The timeframes for a candle that was built by finer ones, which feed others too.
    private(set) var whenBuilt: UInt16 = 0
    /// The timeframes for a candle that was read from data.
    private(set) var whenRead: UInt16 = 0

    /// - Parameter chain: The timeframes of the candle book, finest first.
    init(_ timeframe: Timeframe, chain: [Timeframe]) {
        if let k = chain.firstIndex(of: timeframe) { place = Int8(k) }
        let feeders = chain.indices.map { k in
            chain.indices.last { $0 < k && chain[$0].divides(chain[k]) }
        }
        if let finest = chain.first, timeframe < finest, timeframe.divides(finest) {
            whenRead = 1
            return
        }
        let madeUp = chain.indices.filter { chain[$0] > timeframe && timeframe.divides(chain[$0]) }
        for k in madeUp {
            if feeders[k].map({ $0 == Int(place) }) ?? false { whenBuilt |= 1 << UInt16(k) }
            if !(feeders[k].map(madeUp.contains) ?? false) { whenRead |= 1 << UInt16(k) }
        }
    }
}
