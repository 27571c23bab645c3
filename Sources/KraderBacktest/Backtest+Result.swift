import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

// What a run came to.
extension Backtest {
    /// Stops the strategies and gives the run's result, whole or interrupted. The sink stays.
    public mutating func finish() -> RunResult {
        let digest = engine.finish(into: &out)
        if storeFault == nil { keepLeft() } else { out.removeAll() }
        settle()
        collector.breach = checks.breach
        return collector.finish(
            engine, venue: venue, digest: digest, ticks: tickCount, candles: candles.count,
            books: books.count, isComplete: isComplete)
    }
}
