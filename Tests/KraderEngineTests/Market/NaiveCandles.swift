import KraderModel

@testable import KraderEngine

/// Candles by plain grouping of all prints of a session, written from semantics.md §2 alone.
func naiveCandles(
    _ ticks: [Tick], symbol: Int, minutes: Int64?, day: CalendarDate
) -> [Candle] {
    let open = day.at(TimeOfDay(9, 0))
    let end = day.at(TimeOfDay(15, 30, 30))
    var candles: [Candle] = []
    for tick in ticks where tick.symbol.int == symbol && tick.time >= open && tick.time < end {
        var start = open
        var stop = end
        if let minutes {
            // All lengths up to 60 minutes divide the hour, and 4h counts from 09:00.
            let since = (tick.time - open).nanoseconds / 60_000_000_000
            start = open + .minutes(since / minutes * minutes)
            stop = min(start + .minutes(minutes), end)
        }
        if candles.last?.start == start {
            var candle = candles.removeLast()
            candle.high = max(candle.high, tick.price)
            candle.low = min(candle.low, tick.price)
            candle.close = tick.price
            candle.volume += tick.size
            candle.value += tick.price * tick.size
            candles.append(candle)
        } else {
            candles.append(
                Candle(
                    start: start, end: stop, open: tick.price, high: tick.price, low: tick.price,
                    close: tick.price, volume: tick.size, value: tick.price * tick.size))
        }
    }
    return candles
}

/// A candle book and what it has closed, by symbol and timeframe.
final class BookBench {
    var book: CandleBook
    let day: CalendarDate
    var closed: [Int: [Timeframe: [Candle]]] = [:]
    /// The instants of closing and what closed then: `10:00 0 5m`.
    var log: [String] = []

    init(
        _ windows: [(Timeframe, Int)], symbols: Int = 1, closeDelay: Interval = .zero,
        day: CalendarDate
    ) {
        book = CandleBook(
            windows: windows.map { (timeframe: $0.0, length: $0.1) }, symbolCount: symbols,
            closeDelay: closeDelay)
        self.day = day
        book.beginSession(start: day.at(TimeOfDay(9, 0)), end: day.at(TimeOfDay(15, 30, 30)))
    }

    func add(_ tick: Tick, at moment: Moment? = nil) {
        let arrival = moment ?? tick.time
        close(through: arrival)
        book.add(tick, at: arrival)
    }

    /// A candle as data, at its end: like the driver, the book hears of it before it closes others.
    func take(_ candle: Candle, _ timeframe: Timeframe, symbol: Int = 0) {
        close(through: Moment(nanoseconds: candle.end.nanoseconds - 1))
        book.take(candle, timeframe, symbol: SymbolIndex(symbol))
    }

    func close(through moment: Moment) {
        collect(book.nextClose)
        while book.nextClose <= moment {
            let at = book.nextClose
            book.closeDue(at: at)
            collect(at)
        }
    }

    func collect(_ at: Moment) {
        guard !book.closed.isEmpty else { return }
        for symbol in 0..<book.symbolCount {
            for (k, timeframe) in book.timeframes.enumerated()
            where book.closed.masks[symbol] >> UInt16(k) & 1 == 1 {
                closed[symbol, default: [:]][timeframe, default: []].append(
                    book.slab[book.newest(symbol, k)])
                if at != .distantFuture { log.append("\(TimeOfDay(at)) \(symbol) \(timeframe)") }
            }
        }
        book.closed.removeAll()
    }

    func candles(_ timeframe: Timeframe, symbol: Int = 0) -> [Candle] {
        closed[symbol]?[timeframe] ?? []
    }
}

/// The candle as a line: `09:00-09:01 70000 70100 69900 70000 ×30`.
func line(_ candle: Candle) -> String {
    "\(TimeOfDay(candle.start))-\(TimeOfDay(candle.end)) \(candle.open) \(candle.high) "
        + "\(candle.low) \(candle.close) ×\(candle.volume)"
}
