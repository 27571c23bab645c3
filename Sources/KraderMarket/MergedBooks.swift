public import KraderModel

/// Many sources of books as one: by time, then symbol index; the earlier source in the list first.
public final class MergedBooks: BookSource {
    private let sources: [any BookSource]
    private let batch: FixedBuffer<Book>
    private let merge: Merge<Book>

    /// Reads the first batch of each source.
    public init(_ sources: [any BookSource]) {
        self.sources = sources
        batch = FixedBuffer(
            repeating: Book(time: .distantPast, symbol: SymbolIndex(0)), count: Merge<Book>.batch)
        merge = Merge(sources.map { $0.nextBooks() })
    }

    /// The next books, at most 4,096.
    public func nextBooks() -> BufferView<Book> {
        let sources = sources
        let count = merge.fill(batch) { sources[$0].nextBooks() }
        return batch.view(of: 0..<count)
    }
}
