import KraderMarket
import KraderModel

/// Reads the books, or the best quotes, of one symbol of a dataset, in batches.
final class DatasetBooks: BookSource {
    private var series: RowSeries
    private let symbol: SymbolIndex
    private let period: MomentSpan
    private let batch: FixedBuffer<Book>

    init(_ series: RowSeries, symbol: SymbolIndex, period: MomentSpan, batch: Int) {
        self.series = series
        self.symbol = symbol
        self.period = period
        self.batch = FixedBuffer(
            repeating: Book(time: .distantPast, symbol: symbol), count: batch)
    }

    func nextBooks() -> BufferView<Book> {
        while let (header, bytes) = series.next(batch.count) {
            guard let base = bytes.baseAddress, let day = header.day else { break }
            let (count, length) = (bytes.count / header.rowLength, header.rowLength)
            var latest = Moment.distantPast
            for index in 0..<count {
                let isPossible = BookRow.read(
                    base + index * length, depth: header.depth, midnight: day.midnight,
                    symbol: symbol, into: &batch[index])
                guard isPossible, batch[index].time >= latest else {
                    series.note(.impossible, place: index, of: count)
                    return batch.view(of: 0..<0)
                }
                latest = batch[index].time
            }
            var (from, to) = (0, count)
            while from < to, batch[from].time < period.start { from += 1 }
            while to > from, batch[to - 1].time >= period.end { to -= 1 }
            if from < to { return batch.view(of: from..<to) }
        }
        return batch.view(of: 0..<0)
    }
}
