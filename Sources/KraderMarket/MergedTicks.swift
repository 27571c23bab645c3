public import KraderModel

/// Many sources of prints as one: by time, then symbol index, then sequence. Where two sources
/// carry the same symbol at the same time, the earlier in the list goes first.
///
/// A source that is not in order itself makes the result so: sources check their own order.
public final class MergedTicks: TickSource {
    private let sources: [any TickSource]
    private let batch: FixedBuffer<Tick>
    private let merge: Merge<Tick>

    /// Reads the first batch of each source.
    public init(_ sources: [any TickSource]) {
        self.sources = sources
        batch = FixedBuffer(repeating: .blank, count: Merge<Tick>.batch)
        merge = Merge(sources.map { $0.nextTicks() })
    }

    /// The next prints, at most 4,096.
    public func nextTicks() -> BufferView<Tick> {
        let sources = sources
        let count = merge.fill(batch) { sources[$0].nextTicks() }
        return batch.view(of: 0..<count)
    }
}
