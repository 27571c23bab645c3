public import KraderModel

// A batch at a time, in one call: a call for each print would cost more than its decoding.
extension TickRow {
    /// Decodes rows of one day into the front of a batch.
    ///
    /// - Parameters:
    ///   - bytes: Whole rows of 16 bytes, or of 24 when `isLong`; no more than the batch takes.
    ///   - scope: The scope of prints whose venue doesn't say otherwise.
    /// - Returns: the place of the first row that holds what cannot be or goes back in time;
    ///   `nil` when all are decoded.
    public static func read(
        _ bytes: UnsafeRawBufferPointer, isLong: Bool, _ symbol: SymbolIndex, midnight: Moment,
        scope: Tick.Scope, into batch: borrowing FixedBuffer<Tick>
    ) -> Int? {
        // Two loops, each with a length that the compiler knows.
        isLong
            ? read(bytes, longLength, symbol, midnight, scope, batch)
            : read(bytes, shortLength, symbol, midnight, scope, batch)
    }

    @inline(__always)
    private static func read(
        _ bytes: UnsafeRawBufferPointer, _ length: Int, _ symbol: SymbolIndex,
        _ midnight: Moment, _ scope: Tick.Scope, _ batch: borrowing FixedBuffer<Tick>
    ) -> Int? {
        guard var next = bytes.baseAddress else { return nil }
        var latest: Int64 = 0
        for index in 0..<bytes.count / length {
            guard let row = TickRow(next, isLong: length == longLength),
                row.sinceMidnight >= latest
            else { return index }
            latest = row.sinceMidnight
            batch[index] = row.tick(symbol, midnight: midnight, scope: scope)
            next += length
        }
        return nil
    }
}
