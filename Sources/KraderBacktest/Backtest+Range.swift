import KraderEngine
import KraderModel
import KraderVenue

extension Backtest {
    /// Whether a number of the engine, the venue or the run's own sums has left its range.
    @inline(__always)
    mutating func hasLeftRange() -> Bool {
        if let breach = engine.rangeBreach {
            rangeBreach = breach
        } else if let breach = collector.leftRange() {
            rangeBreach = breach
        } else if let (number, symbol) = venue.rangeBreach {
            // The venue begins a day before the engine hears of it.
            rangeBreach = RangeBreach(number, symbol: symbol, at: max(engine.now, venueDay))
        } else {
            return false
        }
        return true
    }
}
