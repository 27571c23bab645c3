import KraderMarket
import KraderModel

/// Reads the candles of one symbol and timeframe of a dataset, in batches; halted days have none.
final class DatasetCandles: CandleSource {
    private var series: RowSeries
    private let symbol: SymbolIndex
    private let period: MomentSpan
    /// The days that finer data of the symbol tell of.
    private let daysLeftOut: Set<CalendarDate>
    private let batch: FixedBuffer<CandleEvent>
    private var latest = Moment.distantPast

    init(
        _ series: RowSeries, symbol: SymbolIndex, period: MomentSpan,
        daysLeftOut: Set<CalendarDate>, batch: Int
    ) {
        self.series = series
        self.symbol = symbol
        self.period = period
        self.daysLeftOut = daysLeftOut
        let blank = Candle(
            start: .distantPast, end: .distantPast, open: Price(1), high: Price(1), low: Price(1),
            close: Price(1), volume: .zero, value: .zero)
        self.batch = FixedBuffer(
            repeating: CandleEvent(symbol: symbol, timeframe: .m1, candle: blank), count: batch)
    }

    func nextCandles() -> BufferView<CandleEvent> {
        while let (header, bytes) = series.next(batch.count) {
            guard let base = bytes.baseAddress, let timeframe = header.timeframe else { break }
            let count = bytes.count / CandleRow.length
            var kept = 0
            for index in 0..<count {
                guard let row = CandleRow(base + index * CandleRow.length),
                    row.start > latest
                else {
                    series.note(.impossible, place: index, of: count)
                    return batch.view(of: 0..<0)
                }
                latest = row.start
                if row.isHalted { continue }
                let candle = row.candle(timeframe)
                guard period.contains(candle.start) else { continue }
                if !daysLeftOut.isEmpty, daysLeftOut.contains(CalendarDate(candle.start)) {
                    continue
                }
                batch[kept] = CandleEvent(symbol: symbol, timeframe: timeframe, candle: candle)
                kept += 1
            }
            if kept > 0 { return batch.view(of: 0..<kept) }
        }
        return batch.view(of: 0..<0)
    }
}
