public import KraderModel

/// The names by which people, files and databases call signals, orders and fills: functions of the
/// facts, so that the same market data give the same names after a restart (krader-behaviour.md §4,
/// semantics.md §8).
public enum Identity {
    /// The id of a signal: `SIG-` and 12 hex digits of SHA-256 over `strategy id|symbol|epoch
    /// ms|sequence`.
    public static func signal(
        strategyID: String, symbol: IssueCode, milliseconds: Int64, sequence: Int32
    ) -> String {
        text(
            signal(
                strategyID: Array(strategyID.utf8), symbol: Array(symbol.description.utf8),
                milliseconds: milliseconds, sequence: sequence))
    }

    /// The id of an order: `ORD-` and 16 hex digits of SHA-256 over `signal
    /// id|symbol|side|quantity|minute`. The minute is that of the signal's time, counted from 1970
    /// UTC; `|leg` follows when the leg is not 0.
    public static func order(
        signalID: String, symbol: IssueCode, side: Side, quantity: Shares, milliseconds: Int64,
        leg: Int32 = 0
    ) -> String {
        text(
            order(
                signalID: Array(signalID.utf8), symbol: Array(symbol.description.utf8), side: side,
                quantity: quantity, milliseconds: milliseconds, leg: leg))
    }

    /// The id of a fill, `FILL-2026-03-03-17`: the exchange's number of an execution is unique
    /// within a trading day.
    public static func fill(date: CalendarDate, number: ExecutionNumber) -> String {
        "\(fillPrefix(date: date))\(number.value)"
    }

    static func fillPrefix(date: CalendarDate) -> String { "FILL-\(date)-" }

    static func signal(
        strategyID: [UInt8], symbol: [UInt8], milliseconds: Int64, sequence: Int32
    ) -> [UInt8] {
        var canonical: [UInt8] = []
        canonical.reserveCapacity(64)
        canonical += strategyID
        canonical.append(bar)
        canonical += symbol
        canonical.append(bar)
        appendDecimal(milliseconds, to: &canonical)
        canonical.append(bar)
        appendDecimal(Int64(sequence), to: &canonical)
        return name([0x53, 0x49, 0x47, 0x2D], canonical, hashBytes: 6)
    }

    static func order(
        signalID: [UInt8], symbol: [UInt8], side: Side, quantity: Shares, milliseconds: Int64,
        leg: Int32
    ) -> [UInt8] {
        var canonical = signalID
        canonical.reserveCapacity(80)
        canonical.append(bar)
        canonical += symbol
        canonical.append(bar)
        canonical += side == .buy ? [0x62, 0x75, 0x79] : [0x73, 0x65, 0x6C, 0x6C]
        canonical.append(bar)
        appendDecimal(quantity.count, to: &canonical)
        canonical.append(bar)
        appendDecimal(bucket(milliseconds), to: &canonical)
        if leg != 0 {
            canonical.append(bar)
            appendDecimal(Int64(leg), to: &canonical)
        }
        return name([0x4F, 0x52, 0x44, 0x2D], canonical, hashBytes: 8)
    }

    private static let bar: UInt8 = 0x7C

    /// The whole minutes since 1970 UTC, cut down.
    private static func bucket(_ milliseconds: Int64) -> Int64 {
        milliseconds >= 0 ? milliseconds / 60_000 : -((-milliseconds + 59_999) / 60_000)
    }

    private static func name(_ prefix: [UInt8], _ canonical: [UInt8], hashBytes: Int) -> [UInt8] {
        let hash = SHA256.hash(canonical)
        var name = prefix
        name.reserveCapacity(prefix.count + hashBytes * 2)
        for byte in hash[..<hashBytes] {
            name.append(digit(byte >> 4))
            name.append(digit(byte & 15))
        }
        return name
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// Appends a number in decimal digits.
func appendDecimal(_ value: Int64, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(0x2D) }
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var rest = value.magnitude
    var count = 0
    repeat {
        digits[count] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        count += 1
    } while rest > 0
    while count > 0 {
        count -= 1
        bytes.append(digits[count])
    }
}
