import KraderModel

/// What closed at an instant and still waits for its hooks: by symbol, and such that hooks find it
/// in the order of symbols without asking all of them.
struct ClosedCandles: ~Copyable {
    /// A bit a timeframe, by symbol.
    let masks: FixedBuffer<UInt16>
    /// A bit a symbol, 64 symbols a word: those whose mask isn't zero.
    let symbols: FixedBuffer<UInt64>
    /// The timeframes of which anything closed.
    private(set) var timeframes: UInt16 = 0
    /// The end of what closed last, by timeframe.
    let ends: FixedBuffer<Moment>

    init(symbolCount: Int, timeframes: Int) {
        masks = FixedBuffer(repeating: 0, count: symbolCount)
        symbols = FixedBuffer(repeating: 0, count: (symbolCount + 63) / 64)
        ends = FixedBuffer(repeating: .distantPast, count: timeframes)
    }

    var isEmpty: Bool { timeframes == 0 }

    @inline(__always)
    mutating func note(_ symbol: Int, _ k: Int, end: Moment) {
        masks[symbol] |= 1 << UInt16(k)
        symbols[symbol >> 6] |= 1 << UInt64(symbol & 63)
        timeframes |= 1 << UInt16(k)
        ends[k] = end
    }

    mutating func removeAll() {
        for word in 0..<symbols.count {
            var left = symbols[word]
            while left != 0 {
                masks[word << 6 | left.trailingZeroBitCount] = 0
                left &= left - 1
            }
            symbols[word] = 0
        }
        timeframes = 0
    }
}
