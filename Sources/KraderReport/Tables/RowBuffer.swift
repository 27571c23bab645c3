import KraderModel

/// Gathers CSV rows as bytes until there are enough to hand on. Fields are written by hand into
/// plain memory: a long run writes hundreds of thousands of rows.
struct RowBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0
    private var isRowStart = true
    /// The day whose date is in `date`, so that it is worked out once a day and not once a row.
    private var dayNumber = Int32.min
    private var date: [UInt8] = []

    init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// What was gathered; the buffer is empty afterwards.
    mutating func taken() -> [UInt8] {
        let bytes = Array(UnsafeBufferPointer(start: base, count: count))
        count = 0
        return bytes
    }

    mutating func endRow() {
        reserve(1)
        put(0x0A)
        isRowStart = true
    }

    /// Writes a field without a value.
    mutating func empty() { separate(0) }

    mutating func field(_ value: Int64) {
        separate(20)
        putNumber(value)
    }

    /// Writes a whole number that may exceed 64 bits: a sum of a whole run or of a long round trip.
    mutating func field(whole value: Int128) {
        if let value = Int64(exactly: value) { return field(value) }
        field(Array(String(value).utf8))
    }

    mutating func field(_ value: Int64?) {
        if let value { field(value) } else { empty() }
    }

    /// Writes bytes that need no escaping, or have been escaped.
    mutating func field(_ bytes: [UInt8]) {
        separate(bytes.count)
        bytes.withUnsafeBufferPointer { put($0) }
    }

    /// Writes a field of bytes and a number right behind them.
    mutating func field(_ bytes: [UInt8], then value: Int64) {
        separate(bytes.count + 20)
        bytes.withUnsafeBufferPointer { put($0) }
        putNumber(value)
    }

    mutating func field(_ text: StaticString) {
        separate(text.utf8CodeUnitCount)
        put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes a part of one million as a fraction: 12,345 is `0.012345`.
    mutating func field(millionths value: Int64) {
        separate(28)
        putFraction(value, digits: 6)
    }

    /// Writes a number of hundredths: 7,001,234 is `70012.34`.
    mutating func field(hundredths value: Int64) {
        separate(28)
        putFraction(value, digits: 2)
    }

    /// Writes a moment in KST, its milliseconds cut down: `2026-03-03T09:01:00.050+09:00`.
    mutating func field(_ moment: Moment) { field(moment, milliseconds: true) }

    mutating func field(_ moment: Moment?) {
        if let moment { field(moment) } else { empty() }
    }

    /// Writes a moment in KST, in whole seconds: `2026-03-03T09:01:00+09:00`.
    mutating func field(seconds moment: Moment) { field(moment, milliseconds: false) }

    private mutating func field(_ moment: Moment, milliseconds: Bool) {
        separate(40)
        let day = CalendarDate(moment)
        if day.dayNumber != dayNumber {
            dayNumber = day.dayNumber
            date = Array("\(day)T".utf8)
        }
        date.withUnsafeBufferPointer { put($0) }
        let time = (moment - day.midnight).nanoseconds / 1_000_000
        putTwo(time / 3_600_000)
        put(0x3A)
        putTwo(time / 60_000 % 60)
        put(0x3A)
        putTwo(time / 1_000 % 60)
        if milliseconds {
            put(0x2E)
            put(0x30 + UInt8(truncatingIfNeeded: time / 100 % 10))
            putTwo(time % 100)
        }
        let offset: StaticString = "+09:00"
        put(UnsafeBufferPointer(start: offset.utf8Start, count: 6))
    }

    private mutating func separate(_ width: Int) {
        reserve(width + 1)
        if !isRowStart { put(0x2C) }
        isRowStart = false
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    private mutating func putTwo(_ value: Int64) {
        put(0x30 + UInt8(truncatingIfNeeded: value / 10))
        put(0x30 + UInt8(truncatingIfNeeded: value % 10))
    }

    private mutating func putNumber(_ value: Int64) {
        if value < 0 { put(0x2D) }
        var rest = value.magnitude
        var width = 1
        var bound: UInt64 = 10
        while rest >= bound, width < 19 {
            width += 1
            bound *= 10
        }
        var place = count + width
        count = place
        repeat {
            place -= 1
            base[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
    }

    private mutating func putFraction(_ value: Int64, digits: Int) {
        if value < 0 { put(0x2D) }
        var unit: UInt64 = 1
        for _ in 0..<digits { unit *= 10 }
        putNumber(Int64(value.magnitude / unit))
        put(0x2E)
        var rest = value.magnitude % unit
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            base[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.moveInitialize(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = larger
    }
}
