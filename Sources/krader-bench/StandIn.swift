import KraderModel

/// Made-up inputs of the same shape as the benchmark's own files: weekdays from 2024-01-02, 09:00
/// to 15:30 KST, prices on a 100-won grid, times of prints strictly ascending, each candle opening
/// where the one before closed. What an engine makes of them nobody else has measured: the bare
/// loop is the only judge.
enum StandIn {
    static func prints(_ count: Int, days: Int = 20) -> UnsafeRawBufferPointer {
        var random = SeededGenerator(seed: 42, stream: "bench prints")
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: count * 24, alignment: 8)
        let perDay = max(count / days, 1)
        // A uniform gap has this mean; a day's sum stays well inside the session.
        let gap = UInt64(2 * session * 49 / 50 / Int64(perDay))
        var midnights = Weekdays()
        var time: Int64 = 0
        var bid: Int64 = 700
        for index in 0..<count {
            if index % perDay == 0, index / perDay < days { time = midnights.next() + opening }
            time += 1 + Int64(random.next(below: gap))
            let draw = random.next(below: 100)
            if draw < 6 { bid -= 1 } else if draw < 12 { bid += 1 }
            bid = min(max(bid, 550), 900)
            let price = (bid + Int64(random.next(below: 2))) * 100
            let size = Int32(11 + random.next(below: 100))
            store(time, in: bytes, at: index * 24)
            store(price, in: bytes, at: index * 24 + 8)
            store(size, in: bytes, at: index * 24 + 16)
            store(Int32(0), in: bytes, at: index * 24 + 20)
        }
        return UnsafeRawBufferPointer(bytes)
    }

    /// One-minute candles, by end, then symbol.
    static func candles(_ count: Int, symbols: Int) -> UnsafeRawBufferPointer {
        var random = SeededGenerator(seed: 43, stream: "bench candles")
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: count * symbols * 32, alignment: 8)
        var midnights = Weekdays()
        var midnight: Int64 = 0
        var closes = (0..<symbols).map { 650 + 40 * Int32($0) }
        for index in 0..<count {
            if index % 390 == 0 { midnight = midnights.next() }
            let end = midnight + opening + Int64(index % 390 + 1) * minute
            for symbol in 0..<symbols {
                let open = closes[symbol]
                let step = Int32(random.next(below: 7)) - 3
                let close = min(max(open + step, 520), 1_950)
                let high = max(open, close) + Int32(random.next(below: 3))
                let low = min(open, close) - Int32(random.next(below: 3))
                closes[symbol] = close
                let place = (index * symbols + symbol) * 32
                store(end, in: bytes, at: place)
                store(Int32(symbol), in: bytes, at: place + 8)
                for (field, price) in [open, high, low, close].enumerated() {
                    store(price * 100, in: bytes, at: place + 12 + field * 4)
                }
                store(Int32(1_001 + random.next(below: 2_000)), in: bytes, at: place + 28)
            }
        }
        return UnsafeRawBufferPointer(bytes)
    }

    private static let minute: Int64 = 60_000_000_000
    private static let opening = 9 * 60 * minute
    private static let session = 390 * minute

    private static func store(
        _ value: some FixedWidthInteger & BitwiseCopyable, in bytes: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) {
        bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: type(of: value))
    }

    /// Midnights of weekdays, in nanoseconds.
    private struct Weekdays {
        private var day = CalendarDate(2024, 1, 1)

        mutating func next() -> Int64 {
            repeat { day = CalendarDate(dayNumber: day.dayNumber + 1) } while day.isWeekend
            return day.midnight.nanoseconds
        }
    }
}
