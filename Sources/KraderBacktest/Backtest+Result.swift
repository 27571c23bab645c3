import KraderChecks
import KraderEngine
import KraderModel
import KraderVenue

// What a run came to.
extension Backtest {
    /// Stops the strategies and gives the run's result, whole or interrupted. The sink stays.
    public mutating func finish() -> RunResult {
        if script.isActive { finishScript() }
        let digest = engine.finish(into: &out)
        if storeFault == nil { keepLeft() } else { out.removeAll() }
        settle()
        collector.breach = checks.breach
        var result = collector.finish(
            engine, venue: venue, digest: digest, ticks: tickCount, candles: candles.count,
            books: books.count, isComplete: isComplete)
        result.evaluations = checks.evaluations
        result.storeFault = storeFault
        result.markFault = markFault
        if script.isActive {
            result.script = script.conclude()
            result.scriptCounts = script.totals
            result.wasCalm = script.wasCalm
        }
        return result
    }
}
