import KraderMarket
import KraderModel

/// The prints of one symbol of a dataset, in batches.
final class DatasetTicks: TickSource {
    private var series: RecordSeries
    private let symbol: SymbolIndex
    private let scope: Tick.Scope
    private let period: MomentSpan
    private let batch: FixedBuffer<Tick>

    init(
        _ series: RecordSeries, symbol: SymbolIndex, scope: Tick.Scope, period: MomentSpan,
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
            guard let base = bytes.baseAddress, let day = header.day else { break }
            let (count, length) = (bytes.count / header.recordLength, header.recordLength)
            let (midnight, isLong) = (day.midnight, length == TickRecord.longLength)
            let (symbol, scope) = (symbol, scope)
            var latest: Int64 = 0
            for index in 0..<count {
                guard let record = TickRecord(base + index * length, isLong: isLong),
                    record.sinceMidnight >= latest
                else {
                    series.note(.impossible, place: index, of: count)
                    return batch.view(of: 0..<0)
                }
                latest = record.sinceMidnight
                batch[index] = record.tick(symbol, midnight: midnight, scope: scope)
            }
            if let range = inPeriod(count) { return batch.view(of: range) }
        }
        return batch.view(of: 0..<0)
    }

    /// Those of the batch that lie in the period; `nil` when none does.
    private func inPeriod(_ count: Int) -> Range<Int>? {
        var (from, to) = (0, count)
        if batch[0].time < period.start || batch[count - 1].time >= period.end {
            while from < to, batch[from].time < period.start { from += 1 }
            while to > from, batch[to - 1].time >= period.end { to -= 1 }
        }
        return from < to ? from..<to : nil
    }
}
