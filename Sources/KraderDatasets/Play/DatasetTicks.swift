import KraderMarket
import KraderModel

/// Reads the prints of one symbol of a dataset, in batches.
final class DatasetTicks: TickSource {
    private var series: RowSeries
    private let symbol: SymbolIndex
    private let scope: Tick.Scope
    private let period: MomentSpan
    private let batch: FixedBuffer<Tick>

    init(
        _ series: RowSeries, symbol: SymbolIndex, scope: Tick.Scope, period: MomentSpan,
        batch: Int
    ) {
        self.series = series
        self.symbol = symbol
        self.scope = scope
        self.period = period
        self.batch = FixedBuffer(
            repeating: Tick(time: .distantPast, symbol: symbol, price: Price(1), size: .zero),
            count: batch)
    }

    func nextTicks() -> BufferView<Tick> {
        while let (header, bytes) = series.next(batch.count) {
            guard let day = header.day else { break }
            let count = bytes.count / header.rowLength
            let fault = TickRow.read(
                bytes, isLong: header.rowLength == TickRow.longLength, symbol,
                midnight: day.midnight, scope: scope, into: batch)
            if let fault {
                series.note(.impossible, place: fault, of: count)
                return batch.view(of: 0..<0)
            }
            if let range = inPeriod(count) { return batch.view(of: range) }
        }
        return batch.view(of: 0..<0)
    }

    /// The places in the batch that lie in the period; `nil` when none does.
    private func inPeriod(_ count: Int) -> Range<Int>? {
        var (from, to) = (0, count)
        if batch[0].time < period.start || batch[count - 1].time >= period.end {
            while from < to, batch[from].time < period.start { from += 1 }
            while to > from, batch[to - 1].time >= period.end { to -= 1 }
        }
        return from < to ? from..<to : nil
    }
}
