import KraderMarket
import KraderModel

/// An index of all issues: the mean of their days' returns, chained, from 1,000 points on.
struct MeanIndex {
    static let decimals = 2
    let code: IssueCode
    let rows = RowBlock()
    private var level = 100_000.0
    private var closes: [Double?]

    init(_ code: IssueCode, _ instruments: [Instrument]) {
        self.code = code
        closes = instruments.map { $0.basePrice.map { Double($0.won) } }
    }

    /// Adds a day's candles of all issues.
    mutating func add(_ batch: BufferView<CandleEvent>, _ date: CalendarDate) {
        var (open, high, low, close, count) = (0.0, 0.0, 0.0, 0.0, 0.0)
        var (volume, value) = (Shares.zero, Won.zero)
        for place in 0..<batch.count {
            let (symbol, candle) = (batch[place].symbol.int, batch[place].candle)
            if let before = closes[symbol] {
                open += Double(candle.open.won) / before
                high += Double(candle.high.won) / before
                low += Double(candle.low.won) / before
                close += Double(candle.close.won) / before
                count += 1
            }
            closes[symbol] = Double(candle.close.won)
            volume = volume.saturatedSum(candle.volume)
            value = value.saturatedSum(candle.value)
        }
        guard count > 0 else { return }
        func points(_ sum: Double) -> UInt32 { UInt32((level * sum / count).rounded()) }
        CandleRow(
            start: date.midnight, open: points(open), high: points(high), low: points(low),
            close: points(close), volume: volume.count, value: value.amount
        ).write(to: rows.next(CandleRow.length))
        level *= close / count
    }
}
