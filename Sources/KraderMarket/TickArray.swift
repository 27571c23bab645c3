public import KraderModel

/// Prints or candles that are not in the order their source promises.
public struct OutOfOrder: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place, from 0, of the first element that belongs before its predecessor.
    public var index: Int

    public init(index: Int) { self.index = index }

    public var description: String { "element \(index) belongs before element \(index - 1)" }
}

/// Prints that are all in memory, handed over in one batch.
public final class TickArray: TickSource {
    private let ticks: FixedBuffer<Tick>
    private var isRead = false

    /// Copies the prints. Equal times keep the order of the array within a symbol, which is their
    /// sequence.
    /// Throws: `OutOfOrder` unless they ascend by time, then symbol index.
    public init(_ ticks: [Tick]) throws(OutOfOrder) {
        var previous: (Moment, SymbolIndex)?
        for (index, tick) in ticks.enumerated() {
            let place = (tick.time, tick.symbol)
            if let before = previous, place < before { throw OutOfOrder(index: index) }
            previous = place
        }
        self.ticks = FixedBuffer(count: ticks.count) { ticks[$0] }
    }

    public func nextTicks() -> BufferView<Tick> {
        defer { isRead = true }
        return isRead ? ticks.view(of: 0..<0) : ticks.view
    }
}
