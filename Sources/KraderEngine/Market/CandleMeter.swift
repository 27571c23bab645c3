package import KraderModel

/// The engine's candle book with nothing around it: what building candles costs by itself. It is
/// for the benchmark; windows keep one candle, days are whole KST days.
package struct CandleMeter: ~Copyable {
    private var book: CandleBook
    private var dayEnd = Moment.distantPast
    package private(set) var candles: Int64 = 0
    /// Σ(open + high + low + close) of the closed candles.
    package private(set) var prices: Int64 = 0

    /// - Parameter timeframes: The timeframes to build, finest first.
    package init(timeframes: [Timeframe]) {
        book = CandleBook(
            windows: timeframes.map { ($0, 1) }, symbolCount: 1, closeDelay: .zero)
    }

    /// Adds prints of symbol 0, by time.
    package mutating func add(_ ticks: BufferView<Tick>) {
        for index in 0..<ticks.count {
            let tick = ticks[index]
            if tick.time >= book.nextClose { close(upTo: tick.time) }
            if tick.time >= dayEnd { beginDay(tick.time) }
            book.add(tick, at: tick.time)
        }
    }

    /// Closes what is still being built.
    package mutating func finish() { close(upTo: dayEnd) }

    private mutating func beginDay(_ moment: Moment) {
        let midnight = CalendarDate(moment).midnight
        dayEnd = midnight + .day
        book.beginSession(start: midnight, end: dayEnd)
    }

    @inline(never)
    private mutating func close(upTo moment: Moment) {
        while book.nextClose <= moment {
            book.closeDue(at: book.nextClose)
            for k in 0..<book.timeframes.count where book.closed.masks[0] >> UInt16(k) & 1 == 1 {
                let candle = book.slab[book.newest(0, k)]
                candles += 1
                prices += candle.open.won + candle.high.won + candle.low.won + candle.close.won
            }
            book.closed.removeAll()
        }
    }
}
