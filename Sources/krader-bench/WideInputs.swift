import KraderMarket
import KraderModel

/// A made-up market of many symbols: days first, then minutes. Weekdays from 2024-11-15 on, the
/// day after an entrance exam, whose hours would need a logic of their own; prices on
/// a 100-won grid between 52,000 and 195,000, each candle opening where the one before closed.
/// Volumes are heavy-tailed and burst now and then, so that the ranking changes.
final class WideInputs {
    let symbols: Int
    /// The daily candles, as records of `PackedCandles`; a day ends at 15:30:30.
    let days: UnsafeRawBufferPointer
    /// The minute candles, of 09:00 to 15:20.
    let minutes: UnsafeRawBufferPointer

    static let firstDay = CalendarDate(2024, 11, 15)
    static let minutesADay = 380
    static let minute: Int64 = 60_000_000_000
    /// The times 09:00 and 15:30:30, in nanoseconds since midnight.
    static let opening = 540 * minute
    static let closing = 930 * minute + minute / 2

    init(symbols: Int = 2_500, days: Int = 245, minuteDays: Int = 5) {
        self.symbols = symbols
        var maker = Maker(symbols: symbols)
        self.days = maker.records(days) { midnight, _ in midnight + WideInputs.closing }
        minutes = maker.records(
            minuteDays * WideInputs.minutesADay, aDay: WideInputs.minutesADay
        ) { midnight, minute in
            midnight + WideInputs.opening + Int64(minute + 1) * WideInputs.minute
        }
    }

    deinit {
        days.deallocate()
        minutes.deallocate()
    }

    var candleCount: Int { (days.count + minutes.count) / PackedCandles.rowLength }

    func source() throws -> any CandleSource { try Source(self) }

    private struct Maker {
        private var random = SeededGenerator(seed: 44, stream: "bench wide")
        private var day = CalendarDate(dayNumber: WideInputs.firstDay.dayNumber - 1)
        private var closes: [Int32]
        /// Shares a day on an ordinary day.
        private let activity: [Int64]

        init(symbols: Int) {
            closes = (0..<symbols).map { 650 + Int32($0 % 60) * 20 }
            // A multiplication that visits all gives the places: neighbours differ in size.
            activity = (0..<symbols).map { 200_000_000 / Int64(10 + $0 * 7_919 % symbols) }
        }

        /// `count` candles of every symbol, `aDay` of them to a weekday.
        mutating func records(
            _ count: Int, aDay: Int = 1, end: (Int64, Int) -> Int64
        ) -> UnsafeRawBufferPointer {
            let bytes = UnsafeMutableRawBufferPointer.allocate(
                byteCount: count * closes.count * PackedCandles.rowLength, alignment: 8)
            var place = 0
            for index in 0..<count {
                if index % aDay == 0 {
                    repeat {
                        day = CalendarDate(dayNumber: day.dayNumber + 1)
                    } while day.isWeekend
                }
                let end = end(day.midnight.nanoseconds, index % aDay)
                for symbol in closes.indices {
                    let record = UnsafeMutableRawBufferPointer(
                        rebasing: bytes[place..<(place + PackedCandles.rowLength)])
                    store(symbol, end: end, part: Int64(aDay), in: record)
                    place += PackedCandles.rowLength
                }
            }
            return UnsafeRawBufferPointer(bytes)
        }

        private mutating func store(
            _ symbol: Int, end: Int64, part: Int64, in record: UnsafeMutableRawBufferPointer
        ) {
            let open = closes[symbol]
            let step = Int32(random.next(below: 13)) - 6
            let close = min(max(open + step, 525), 1_940)
            let high = max(open, close) + Int32(random.next(below: 3))
            let low = min(open, close) - Int32(random.next(below: 3))
            closes[symbol] = close
            let burst: Int64 = random.next(below: 100) == 0 ? 8 : 1
            let shares = activity[symbol] * Int64(50 + random.next(below: 100)) / 100
            let volume = 1_001 + Int32(shares * burst / part)
            record.storeBytes(of: end.littleEndian, as: Int64.self)
            record.storeBytes(of: Int32(symbol).littleEndian, toByteOffset: 8, as: Int32.self)
            for (field, price) in [open, high, low, close].enumerated() {
                record.storeBytes(
                    of: (price * 100).littleEndian, toByteOffset: 12 + field * 4, as: Int32.self)
            }
            record.storeBytes(of: volume.littleEndian, toByteOffset: 28, as: Int32.self)
        }
    }

    /// A source of the days, then the minutes, decoded in batches.
    private final class Source: CandleSource {
        private let inputs: WideInputs
        private let minutes: PackedCandles
        private let batch: FixedBuffer<CandleEvent>
        private let days: RawCandles
        private var next = 0

        init(_ inputs: WideInputs) throws {
            self.inputs = inputs
            minutes = try PackedCandles(inputs.minutes, symbolCount: inputs.symbols)
            days = RawCandles(inputs.days)
            let blank = Candle(
                start: .distantPast, end: .distantPast, open: Price(1), high: Price(1),
                low: Price(1), close: Price(1), volume: .zero, value: .zero)
            batch = FixedBuffer(
                repeating: CandleEvent(symbol: SymbolIndex(0), timeframe: .d1, candle: blank),
                count: 4_096)
        }

        func nextCandles() -> BufferView<CandleEvent> {
            if next == days.count { return minutes.nextCandles() }
            let count = min(batch.count, days.count - next)
            for index in 0..<count { batch[index] = day(next + index) }
            next += count
            return batch.view(of: 0..<count)
        }

        private func day(_ index: Int) -> CandleEvent {
            let end = Moment(nanoseconds: days.end(index))
            let volume = Shares(days.volume(index))
            let close = Price(days.close(index))
            return CandleEvent(
                symbol: SymbolIndex(days.symbol(index)), timeframe: .d1,
                candle: Candle(
                    start: Moment(
                        nanoseconds: end.nanoseconds - WideInputs.closing + WideInputs.opening),
                    end: end, open: Price(days.open(index)), high: Price(days.high(index)),
                    low: Price(days.low(index)), close: close, volume: volume,
                    value: close * volume))
        }
    }
}
