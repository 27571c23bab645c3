import KraderMarket
public import KraderModel

/// Reads a market's data once, kind by kind, and tells how far it has come.
public struct MarketReading {
    private let market: MarketSources
    private let period: MomentSpan
    private let control: RunControl
    private var events: Int64 = 0
    /// The number of kinds that have been read through, of those that take time.
    private var kindsDone = 0.0

    public init(_ market: MarketSources, period: MomentSpan, control: RunControl) {
        self.market = market
        self.period = period
        self.control = control
    }

    mutating func ticks(_ body: (Tick) -> Void) {
        guard let source = market.ticks else { return }
        read({ source.nextTicks() }, time: { $0.time }, body)
    }

    mutating func candles(_ body: (CandleEvent) -> Void) {
        guard let source = market.candles else { return }
        read({ source.nextCandles() }, time: { $0.candle.start }, body)
    }

    mutating func books(_ body: (Book) -> Void) {
        guard let source = market.books else { return }
        read({ source.nextBooks() }, time: { $0.time }, body)
    }

    /// Reads the statuses. They are few: nobody waits for them.
    mutating func statuses(_ body: (StatusChange) -> Void) {
        guard let source = market.statuses else { return }
        while true {
            let batch = source.nextStatusChanges()
            if batch.count == 0 { return }
            for index in 0..<batch.count { body(batch[index]) }
        }
    }

    /// Whether anything says when trading was interrupted.
    var knowsStatuses: Bool { market.statuses != nil }

    private mutating func read<Element>(
        _ next: () -> BufferView<Element>, time: (Element) -> Moment, _ body: (Element) -> Void
    ) {
        let piece = 1 << 16
        while true {
            let batch = next()
            if batch.count == 0 { break }
            var first = 0
            while first < batch.count {
                let end = min(first + piece, batch.count)
                for index in first..<end { body(batch[index]) }
                events += Int64(end - first)
                show(time(batch[end - 1]))
                first = end
            }
        }
        kindsDone += 1
    }

    private mutating func show(_ moment: Moment) {
        let kinds = [market.ticks != nil, market.candles != nil, market.books != nil]
        let whole = Double((period.end - period.start).nanoseconds)
        let share = Double((moment - period.start).nanoseconds) / whole
        control.progress(
            RunProgress(
                share: (kindsDone + min(max(share, 0), 1)) / Double(max(1, kinds.count { $0 })),
                moment: moment, events: events))
    }
}
