public import KraderModel

/// Books in the order of exchange time, then symbol index, then the file's own sequence. Each says
/// all that its symbol displays from then on.
public protocol BookSource: AnyObject {
    /// The next books; none when there are no more. The view is valid until the next call and as
    /// long as the source lives.
    func nextBooks() -> BufferView<Book>
}

/// Books that are all in memory, handed over in one batch.
public final class BookArray: BookSource {
    private let books: FixedBuffer<Book>
    private var isRead = false

    /// Copies the books.
    /// Throws: `OutOfOrder` unless they ascend by time, then symbol index.
    public init(_ books: [Book]) throws(OutOfOrder) {
        for index in books.indices.dropFirst() {
            let (before, book) = (books[index - 1], books[index])
            if (book.time, book.symbol) < (before.time, before.symbol) {
                throw OutOfOrder(index: index)
            }
        }
        self.books = FixedBuffer(count: books.count) { books[$0] }
    }

    public func nextBooks() -> BufferView<Book> {
        defer { isRead = true }
        return isRead ? books.view(of: 0..<0) : books.view
    }
}
