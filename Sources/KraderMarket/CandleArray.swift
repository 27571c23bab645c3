public import KraderModel

/// Candles that are all in memory, handed over in one batch.
public final class CandleArray: CandleSource {
    private let candles: FixedBuffer<CandleEvent>
    private var isRead = false

    /// Copies the candles.
    /// Throws: `OutOfOrder` unless they ascend by start, then end, then symbol index.
    public init(_ candles: [CandleEvent]) throws(OutOfOrder) {
        var previous: CandlePlace?
        for (index, event) in candles.enumerated() {
            let place = CandlePlace(event, source: 0)
            if let before = previous, place < before { throw OutOfOrder(index: index) }
            previous = place
        }
        self.candles = FixedBuffer(count: candles.count) { candles[$0] }
    }

    public func nextCandles() -> BufferView<CandleEvent> {
        defer { isRead = true }
        return isRead ? candles.view(of: 0..<0) : candles.view
    }
}
