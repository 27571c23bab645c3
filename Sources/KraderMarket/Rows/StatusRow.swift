public import KraderModel

/// A change of status as a dataset keeps it, 16 bytes:
///
///     0   UInt64  nanoseconds since midnight KST of the file's day
///     8   UInt8   status: 0 normal, 1 call auction, 2 halted, 3 closed
///     9   UInt8   cause: 0 resumption, 1 static and 2 dynamic interruption, 3 halt, 4, 5 and 6
///                 stages of the circuit breaker
///     10  6 bytes zero
public enum StatusRow {
    public static let length = 16

    /// A change on the day that begins at `midnight`.
    public static func write(
        _ change: StatusChange, midnight: Moment, to bytes: UnsafeMutableRawPointer
    ) {
        let since = change.time.nanoseconds - midnight.nanoseconds
        bytes.write(UInt64(bitPattern: since), at: 0)
        bytes.write(UInt64(change.status.rawValue) | UInt64(change.cause.rawValue) << 8, at: 8)
    }

    /// Decodes a row; `nil` when the bytes hold what cannot be.
    public static func read(
        _ bytes: UnsafeRawPointer, midnight: Moment, symbol: SymbolIndex
    ) -> StatusChange? {
        let since = bytes.word(at: 0)
        let word = bytes.word(at: 8)
        guard since < 86_400_000_000_000, word >> 16 == 0,
            let status = TradingStatus(rawValue: UInt8(word & 0xFF)),
            let cause = StatusChange.Cause(rawValue: UInt8(word >> 8))
        else { return nil }
        return StatusChange(
            time: Moment(nanoseconds: midnight.nanoseconds + Int64(since)), symbol: symbol,
            status: status, cause: cause)
    }
}
