public import KraderModel

/// What a `SyntheticMarket` of the same settings and seed displays beside its prints: best quotes
/// or
/// ten levels a side, as the setting `books` says; nothing when it says none.
///
/// Each print finds what it takes: the last book before it shows its price as the best of the other
/// side, with enough shares. A book comes before each order of a taker and, where there is time
/// until the next, one after it. In auctions sides are empty, at a locked limit one of them is.
///
/// Books are painted a few at a time while they are read; the day's prints are drawn for them once
/// more.
public final class SyntheticBooks: BookSource {
    private let days: SyntheticDays
    private var painters: [BookPainter]
    private let factors: FixedBuffer<Double>
    /// The next books of each issue, `chunk` of them.
    private let ahead: FixedBuffer<Book>
    private static let chunk = 16
    private var merge = Merge<Book>([])
    private let batch: FixedBuffer<Book>

    /// The settings must be in their ranges: `settings.faults` is empty.
    public init(settings: SyntheticSettings, seed: UInt64) {
        days = SyntheticDays(settings: settings, seed: seed, isMarked: true)
        var generator = SeededGenerator(seed: 0, stream: "synthetic books")
        let factors = FixedBuffer<Double>(count: 4_096) { _ in
            exponential(0.8 * generator.normal())
        }
        let view = factors.view
        let depth =
            switch settings.books {
            case .none: 0
            case .quotes: 1
            case .levels: Book.depthMax
            }
        painters = settings.issues.enumerated().map { index, issue in
            BookPainter(index: index, issue: issue, depth: depth, factors: view, seed: seed)
        }
        self.factors = factors
        let blank = Book(time: .distantPast, symbol: SymbolIndex(0))
        let isOn = settings.books != .none
        ahead = FixedBuffer(
            repeating: blank, count: isOn ? settings.issues.count * SyntheticBooks.chunk : 0)
        batch = FixedBuffer(repeating: blank, count: isOn ? Merge<Book>.batch : 0)
    }

    /// The next books, at most 4,096, all of one day.
    public func nextBooks() -> BufferView<Book> {
        guard days.settings.books != .none else { return batch.view }
        var count = merge.fill(batch) { paint($0) }
        while count == 0, days.drawNext() {
            beginDay()
            count = merge.fill(batch) { paint($0) }
        }
        return batch.view(of: 0..<count)
    }

    private func beginDay() {
        let statuses = days.statuses()
        for index in painters.indices {
            let issue = days.settings.issues[index]
            let auctions = statuses.filter {
                $0.symbol == SymbolIndex(index) && $0.status == .callAuction
            }
            painters[index].begin(
                days.day(of: index), band: days.band(of: index),
                table: PriceStepTable.table(board: issue.board, on: days.date),
                auctions: auctions.map(\.time) + [days.hours.closingAuctionStart])
        }
        merge = Merge(painters.indices.map { paint($0) })
    }

    private func paint(_ index: Int) -> BufferView<Book> {
        let first = index * SyntheticBooks.chunk
        let space = ahead.view(of: first..<(first + SyntheticBooks.chunk))
        let count = painters[index].paint(into: space)
        return ahead.view(of: first..<(first + count))
    }
}
