import KraderMarket
import KraderModel

/// Candles as data on their two ways: to the venue at their start, to the engine once they have
/// closed.
struct CandleFeed: ~Copyable {
    private let source: (any CandleSource)?
    private var batch: BufferView<CandleEvent>
    private var index = 0
    private(set) var count: Int64 = 0
    /// When the next candle starts; `distantFuture` when there is none.
    private(set) var nextStart = Moment.distantFuture
    /// Started candles by arrival.
    private var waiting = Fifo<CandleEvent>()

    init(_ source: (any CandleSource)?) {
        self.source = source
        batch = source?.nextCandles() ?? BufferView.empty
        if batch.count > 0 { nextStart = batch[0].candle.start }
    }

    /// When the next started candle reaches the engine.
    var nextArrival: Moment { waiting.next }

    var isOver: Bool { nextStart == .distantFuture && nextArrival == .distantFuture }

    /// The part of the next candle that lies in the session; one that lies outside comes as it is.
    mutating func takeStarted(delay: Interval, session: MomentSpan) -> CandleEvent {
        var event = batch[index]
        if event.candle.start < session.end && event.candle.end > session.start {
            event.candle.start = max(event.candle.start, session.start)
            event.candle.end = min(event.candle.end, session.end)
        }
        index += 1
        count += 1
        if index >= batch.count, let source {
            batch = source.nextCandles()
            index = 0
        }
        nextStart = index < batch.count ? batch[index].candle.start : .distantFuture
        // Ends are in order within a timeframe: it seldom overtakes anything.
        waiting.insert(event, at: event.candle.end + delay)
        return event
    }

    mutating func takeArrived() -> CandleEvent { waiting.removeFirst() }
}
