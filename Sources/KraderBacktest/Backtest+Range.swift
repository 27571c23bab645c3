import KraderEngine
import KraderModel
import KraderVenue

extension Backtest {
    /// Whether a number of the engine, the venue or the run's own sums has left its range.
    mutating func hasLeftRange() -> Bool {
        rangeBreach = engine.rangeBreach ?? collector.breach
        if rangeBreach == nil, let (number, symbol) = venue.rangeBreach {
            // The venue begins a day before the engine hears of it.
            rangeBreach = RangeBreach(number, symbol: symbol, at: max(engine.now, venueDay))
        }
        return rangeBreach != nil
    }
}
