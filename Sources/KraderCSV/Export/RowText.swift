public import KraderModel

/// Writes rows of CSV as bytes, without a string for each. `krader data import` reads them back as
/// the same records. Fields that a record does not say are empty.
public struct RowText: ~Copyable {
    /// A size above that of the longest row: 40 numbers of books, a time, a code.
    private static let rowBytesMax = 1 << 10

    private var base: UnsafeMutablePointer<UInt8>
    private var room: Int
    private var used = 0
    private let decimals: Int
    /// 10 to the power of the decimals.
    private let unit: UInt64
    /// The code of the rows that follow, with the comma before it.
    private var code: [UInt8] = []
    /// The day of the last time, with the `T`, and its midnight in nanoseconds since 1970 UTC.
    private var day: [UInt8] = []
    private var midnight: Int64 = .max

    /// - Parameter decimals: how many decimals of prices are part of their whole number (0…4).
    public init(decimals: Int = 0, room: Int = 1 << 20) {
        precondition((0...4).contains(decimals), "Prices have up to four decimals")
        self.decimals = decimals
        unit = [1, 10, 100, 1_000, 10_000][decimals]
        self.room = max(room, RowText.rowBytesMax)
        base = .allocate(capacity: self.room)
    }

    deinit { base.deallocate() }

    /// What was written so far; valid until the next change.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: used) }

    public mutating func removeAll() { used = 0 }

    /// Whether another row might need more memory than there is: a good time to empty it.
    public var isFull: Bool { used + RowText.rowBytesMax > room }

    /// Says to which issue the rows that follow belong.
    public mutating func begin(_ code: IssueCode) { self.code = Array(",\(code)".utf8) }

    /// Writes a print. Numbers are 0 where they are not said.
    public mutating func tick(
        _ time: Moment, price: Int64, size: Int64, taker: Tick.Taker, venue: PrintVenue,
        best: (ask: Int64, bid: Int64)? = nil
    ) {
        begin(time)
        put(price: price)
        put(comma: size)
        switch taker {
        case .unknown: put(",")
        case .buyer: put(",buy")
        case .seller: put(",sell")
        }
        switch venue {
        case .unknown: put(",")
        case .krx: put(",KRX")
        case .nxt: put(",NXT")
        }
        if let best {
            put(optional: best.ask)
            put(optional: best.bid)
        }
        end()
    }

    /// Writes a book, or best quotes, with `depth` levels a side.
    public mutating func book(_ book: borrowing Book, depth: Int) {
        begin(book.time)
        let (asks, bids) = (book.count(.sell), book.count(.buy))
        for level in 0..<depth {
            if level < asks { put(book.level(.sell, level)) } else { put(",,") }
            if level < bids { put(book.level(.buy, level)) } else { put(",,") }
        }
        end()
    }

    /// Writes a candle. The time of a daily one is its date, else the time at which it starts. A
    /// base price that is said shows as the change from it.
    public mutating func candle(
        _ start: Moment, isDaily: Bool, open: Int64, high: Int64, low: Int64, close: Int64,
        volume: Int64, value: Int64, basePrice: Int64
    ) {
        begin(start, isDate: isDaily)
        put(price: open)
        put(price: high)
        put(price: low)
        put(price: close)
        put(comma: volume)
        put(comma: value)
        if basePrice > 0 {
            put(",")
            if close < basePrice { put("-") }
            number((close - basePrice).magnitude, decimals: true)
        } else {
            put(",")
        }
        end()
    }

    // These write the pieces of a row; `begin` makes room for all of it.

    private mutating func begin(_ time: Moment, isDate: Bool = false) {
        if isFull { grow() }
        let since = time.nanoseconds &- midnight
        if midnight == .max || since < 0 || since >= 86_400_000_000_000 {
            let date = CalendarDate(time)
            day = Array("\(date)T".utf8)
            midnight = date.midnight.nanoseconds
        }
        put(day)
        if isDate {
            used -= 1
        } else {
            clock(UInt64(time.nanoseconds - midnight))
            put("+09:00")
        }
        put(code)
    }

    private mutating func end() {
        base[used] = 0x0A
        used += 1
    }

    /// Writes the time of day, as in `09:00:05.123`. It has no more decimals than the time has, in
    /// threes.
    private mutating func clock(_ nanoseconds: UInt64) {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        two(seconds / 3_600)
        put(":")
        two(seconds / 60 % 60)
        put(":")
        two(seconds % 60)
        if rest == 0 { return }
        put(".")
        three(rest / 1_000_000)
        if rest % 1_000_000 == 0 { return }
        three(rest / 1_000 % 1_000)
        if rest % 1_000 != 0 { three(rest % 1_000) }
    }

    @inline(__always)
    private mutating func two(_ number: UInt64) {
        base[used] = UInt8(truncatingIfNeeded: 0x30 + number / 10)
        base[used + 1] = UInt8(truncatingIfNeeded: 0x30 + number % 10)
        used += 2
    }

    @inline(__always)
    private mutating func three(_ number: UInt64) {
        base[used] = UInt8(truncatingIfNeeded: 0x30 + number / 100)
        used += 1
        two(number % 100)
    }

    @inline(__always)
    private mutating func put(_ level: PriceLevel) {
        put(price: level.price.won)
        put(comma: level.quantity.count)
    }

    @inline(__always)
    private mutating func put(price: Int64) {
        put(",")
        number(price.magnitude, decimals: true)
    }

    @inline(__always)
    private mutating func put(optional price: Int64) {
        if price > 0 { put(price: price) } else { put(",") }
    }

    @inline(__always)
    private mutating func put(comma number: Int64) {
        put(",")
        self.number(number.magnitude, decimals: false)
    }

    @inline(__always)
    private mutating func number(_ number: UInt64, decimals hasDecimals: Bool) {
        guard hasDecimals, decimals > 0 else {
            whole(number)
            return
        }
        whole(number / unit)
        put(".")
        var scale = unit / 10
        while scale > 0 {
            base[used] = UInt8(truncatingIfNeeded: 0x30 + number / scale % 10)
            used += 1
            scale /= 10
        }
    }

    @inline(__always)
    private mutating func whole(_ number: UInt64) {
        var length = 1
        var bound: UInt64 = 10
        while number >= bound, length < 19 {
            bound &*= 10
            length += 1
        }
        if number >= bound { length += 1 }
        var rest = number
        var place = used + length
        used = place
        repeat {
            place -= 1
            base[place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
            rest /= 10
        } while rest > 0
    }

    @inline(__always)
    private mutating func put(_ text: StaticString) {
        (base + used).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        used += text.utf8CodeUnitCount
    }

    @inline(__always)
    private mutating func put(_ bytes: [UInt8]) {
        for byte in bytes {
            base[used] = byte
            used += 1
        }
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room * 2)
        larger.moveInitialize(from: base, count: used)
        base.deallocate()
        (base, room) = (larger, room * 2)
    }
}

/// The first rows of exported files.
extension RowText {
    /// - Parameter hasBest: whether best prices stand beside each print.
    public static func tickTitles(hasBest: Bool) -> String {
        "time,code,price,size,side,venue" + (hasBest ? ",best_ask,best_bid" : "") + "\n"
    }

    public static func bookTitles(depth: Int) -> String {
        let levels = (1...depth).flatMap { level in
            ["ask_price", "ask_quantity", "bid_price", "bid_quantity"].map { "\($0)_\(level)" }
        }
        return (["time", "code"] + levels).joined(separator: ",") + "\n"
    }

    public static func candleTitles(isDaily: Bool) -> String {
        (isDaily ? "date" : "time") + ",code,open,high,low,close,volume,value,changes\n"
    }

    public mutating func add(_ titles: String) {
        if isFull { grow() }
        put(Array(titles.utf8))
    }
}
