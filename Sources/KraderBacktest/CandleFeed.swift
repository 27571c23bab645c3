import KraderMarket
import KraderModel

/// Candles as data on their two ways: to the venue at their start, to the engine once they have
/// closed.
struct CandleFeed: ~Copyable {
    private let source: (any CandleSource)?
    private var batch: BufferView<CandleEvent>
    private var index = 0
    private(set) var count: Int64 = 0
    /// The moment at which the next candle starts; `distantFuture` when there is none.
    private(set) var nextStart = Moment.distantFuture
    /// The started candles, by arrival.
    private var waiting = Fifo<CandleEvent>()

    init(_ source: (any CandleSource)?) {
        self.source = source
        batch = source?.nextCandles() ?? BufferView.empty
        if batch.count > 0 { nextStart = batch[0].candle.start }
    }

    /// The moment at which the next started candle reaches the engine.
    var nextArrival: Moment { waiting.next }

    var isOver: Bool { nextStart == .distantFuture && nextArrival == .distantFuture }

    /// The next candle to start. It is lent where it lies: a candle passes here millions of times.
    var starting: CandleEvent {
        @inline(__always) unsafeAddress { batch.address(of: index) }
    }

    /// The first of those that have arrived.
    var arrived: CandleEvent { @inline(__always) unsafeAddress { waiting.firstAddress } }

    /// Cuts the next candle to the part that lies in the session; one that lies outside stays as it
    /// is.
    func clipStarting(to session: MomentSpan) {
        if starting.candle.start < session.end && starting.candle.end > session.start {
            batch[index].candle.start = max(starting.candle.start, session.start)
            batch[index].candle.end = min(starting.candle.end, session.end)
        }
    }

    /// Sends it on its way to the engine, which has it at its end (semantics.md §2).
    mutating func start() {
        // Ends are in order within a timeframe: it seldom overtakes anything.
        waiting.insert(batch[index], at: batch[index].candle.end)
        index += 1
        count += 1
        if index >= batch.count, let source {
            batch = source.nextCandles()
            index = 0
        }
        nextStart = index < batch.count ? batch[index].candle.start : .distantFuture
    }

    mutating func dropArrived() { waiting.dropFirst() }
}
