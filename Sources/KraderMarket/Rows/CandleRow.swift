public import KraderModel

/// A candle as a dataset keeps it, 48 bytes:
///
///     0   Int64   start, nanoseconds since 1970 UTC; of a daily one its midnight in KST
///     8   UInt32  open, 12 high, 16 low, 20 close
///     24  Int64   volume, shares
///     32  Int64   traded value, won
///     40  UInt32  base price of that day as the row says it, 0 when it does not
///     44  UInt32  flags; 1: the issue was halted all day, and open, high and low are 0
public struct CandleRow: Hashable, Sendable {
    public static let length = 48

    public var start: Moment
    public var open: UInt32
    public var high: UInt32
    public var low: UInt32
    public var close: UInt32
    public var volume: Int64
    public var value: Int64
    public var basePrice: UInt32
    public var isHalted: Bool

    public init(
        start: Moment, open: UInt32, high: UInt32, low: UInt32, close: UInt32, volume: Int64,
        value: Int64, basePrice: UInt32 = 0, isHalted: Bool = false
    ) {
        self.start = start
        self.open = open
        self.high = high
        self.low = low
        self.close = close
        self.volume = volume
        self.value = value
        self.basePrice = basePrice
        self.isHalted = isHalted
    }

    public func write(to bytes: UnsafeMutableRawPointer) {
        bytes.write(UInt64(bitPattern: start.nanoseconds), at: 0)
        bytes.write(open, at: 8)
        bytes.write(high, at: 12)
        bytes.write(low, at: 16)
        bytes.write(close, at: 20)
        bytes.write(UInt64(bitPattern: volume), at: 24)
        bytes.write(UInt64(bitPattern: value), at: 32)
        bytes.write(basePrice, at: 40)
        bytes.write(UInt32(isHalted ? 1 : 0), at: 44)
    }

    /// Decodes a row; `nil` when the bytes hold what cannot be.
    @inline(__always)
    public init?(_ bytes: UnsafeRawPointer) {
        start = Moment(nanoseconds: Int64(bitPattern: bytes.word(at: 0)))
        open = bytes.half(at: 8)
        high = bytes.half(at: 12)
        low = bytes.half(at: 16)
        close = bytes.half(at: 20)
        volume = Int64(bitPattern: bytes.word(at: 24))
        value = Int64(bitPattern: bytes.word(at: 32))
        basePrice = bytes.half(at: 40)
        let flags = bytes.half(at: 44)
        isHalted = flags == 1
        guard isPossible, flags <= 1 else { return nil }
    }

    /// A million times what the busiest index trades in a day; sums of many still fit 64 bits.
    static let volumeMax: Int64 = 1_000_000_000_000_000

    /// Whether the numbers can be those of a candle.
    public var isPossible: Bool {
        let pricesMax: UInt32 = 1_000_000_000
        guard (0...CandleRow.volumeMax).contains(volume),
            (0...NumberRange.moneyMax.amount).contains(value), basePrice <= pricesMax,
            (1...pricesMax).contains(close)
        else {
            return false
        }
        if isHalted { return open == 0 && high == 0 && low == 0 && volume == 0 }
        return low >= 1 && high <= pricesMax && low <= min(open, close) && high >= max(open, close)
    }

    /// The candle as data: it stands in [start, end), a daily one in the session of its day. This
    /// is not for halted ones, which have no prices.
    @inline(__always)
    public func candle(_ timeframe: Timeframe) -> Candle {
        var span = MomentSpan(start: start, end: start + timeframe.interval)
        if timeframe == .d1 {
            let hours = SessionHours.on(CalendarDate(start))
            span = MomentSpan(start: hours.open, end: hours.auctionEnd)
        }
        return Candle(
            start: span.start, end: span.end, open: Price(Int64(open)), high: Price(Int64(high)),
            low: Price(Int64(low)), close: Price(Int64(close)), volume: Shares(volume),
            value: Won(value))
    }
}
