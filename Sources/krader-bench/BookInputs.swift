import KraderMarket
import KraderModel

/// A made-up day of twenty issues in memory: prints and ten-level books.
struct BookInputs {
    let ticks: [Tick]
    let books: [Book]
    /// The same books for the bare loop.
    let raw: RawBooks
    /// Time, price and size of each print of the symbol that is traded.
    let rawPrints: [Int64]

    static let day = CalendarDate(2026, 3, 3)
    static let symbols = 20

    init(seed: UInt64 = 1) {
        var settings = SyntheticSettings(from: BookInputs.day, through: BookInputs.day)
        settings.books = .levels
        let market = SyntheticMarket(settings: settings, seed: seed)
        var ticks: [Tick] = []
        while true {
            let batch = market.nextTicks()
            if batch.count == 0 { break }
            for index in 0..<batch.count { ticks.append(batch[index]) }
        }
        let source = SyntheticBooks(settings: settings, seed: seed)
        var books: [Book] = []
        while true {
            let batch = source.nextBooks()
            if batch.count == 0 { break }
            for index in 0..<batch.count { books.append(batch[index]) }
        }
        self.init(ticks: ticks, books: books)
    }

    /// The day up to its so many first books.
    func prefix(_ count: Int) -> BookInputs {
        let books = Array(self.books.prefix(count))
        let end = books.last?.time ?? .distantPast
        return BookInputs(ticks: ticks.filter { $0.time <= end }, books: books)
    }

    private init(ticks: [Tick], books: [Book]) {
        self.ticks = ticks
        self.books = books
        raw = RawBooks(books)
        rawPrints = ticks.filter { $0.symbol == BooksWorkload.symbol }.flatMap {
            [$0.time.nanoseconds, $0.price.won, $0.size.count]
        }
    }
}

/// Books as plain numbers, nothing of krader's: time, symbol, how many asks and bids there are,
/// then price and quantity of ten asks and of ten bids.
struct RawBooks {
    private let numbers: UnsafePointer<Int64>
    let count: Int

    static let length = 44
    static let asks = 4
    static let bids = 24

    /// They stay in memory until the process ends.
    init(_ books: [Book]) {
        let numbers = UnsafeMutablePointer<Int64>.allocate(capacity: books.count * RawBooks.length)
        numbers.initialize(repeating: 0, count: books.count * RawBooks.length)
        for (place, book) in books.enumerated() {
            let record = numbers + place * RawBooks.length
            record[0] = book.time.nanoseconds
            record[1] = Int64(book.symbol.int)
            record[2] = Int64(book.count(.sell))
            record[3] = Int64(book.count(.buy))
            for (side, first) in [(Side.sell, RawBooks.asks), (.buy, RawBooks.bids)] {
                for index in 0..<book.count(side) {
                    let level = book.level(side, index)
                    record[first + 2 * index] = level.price.won
                    record[first + 2 * index + 1] = level.quantity.count
                }
            }
        }
        self.numbers = UnsafePointer(numbers)
        count = books.count
    }

    @inline(__always)
    func record(_ index: Int) -> UnsafePointer<Int64> { numbers + index * RawBooks.length }
}

/// Books in memory, handed over in batches of some size.
final class BookBatches: BookSource {
    private let books: FixedBuffer<Book>
    private let size: Int
    private var next = 0

    init(_ books: [Book], size: Int) {
        self.books = FixedBuffer(count: books.count) { books[$0] }
        self.size = size
    }

    func nextBooks() -> BufferView<Book> {
        let first = next
        next = min(first + size, books.count)
        return books.view(of: first..<next)
    }
}
