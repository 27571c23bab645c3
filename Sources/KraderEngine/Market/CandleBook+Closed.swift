import KraderModel

// What its windows hold.
extension CandleBook {
    /// How many candles of a timeframe have closed, for the symbol with the most.
    func mostClosed(_ timeframe: Timeframe) -> Int64 {
        guard let k = timeframes.firstIndex(of: timeframe) else { return 0 }
        var most: Int64 = 0
        for symbol in 0..<symbolCount {
            most = max(most, series[symbol * depth + k].closed)
        }
        return most
    }

    /// Whether the data of any symbol make candles of a timeframe; without data, that is not known
    /// and taken to be so.
    func canBuild(_ timeframe: Timeframe) -> Bool {
        let told = (0..<symbolCount).filter { hasData(of: $0) }
        return told.isEmpty || told.contains { canBuild(timeframe, $0) }
    }

    /// The place in the slab of the candle of a symbol that closed last in timeframe `k`.
    @inline(__always)
    func newest(_ symbol: Int, _ k: Int) -> Int {
        let series = series[symbol * depth + k]
        return series.offset + (series.first > 0 ? series.first : series.count) - 1
    }
}
