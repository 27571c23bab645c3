import KraderModel

extension CandleBook {
    /// A corporate action rescales what windows of a symbol hold: a strategy sees prices of the new
    /// shares, in whole won and off the grid (krx-market.md §8), and volumes the other way. Values
    /// stay. All candles of the days before have closed.
    func adjust(_ symbol: Int, by factor: Ratio) {
        guard factor != .one else { return }
        let inverse = factor.inverse
        for k in 0..<depth {
            let series = series[symbol * depth + k]
            for place in series.offset..<(series.offset + series.count) {
                slab[place].open = factor.scaled(slab[place].open)
                slab[place].high = factor.scaled(slab[place].high)
                slab[place].low = factor.scaled(slab[place].low)
                slab[place].close = factor.scaled(slab[place].close)
                slab[place].volume = inverse.floor(slab[place].volume)
            }
        }
    }
}
