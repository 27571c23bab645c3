import KraderModel

/// The last of each strategy's signals for a symbol from one kind of hook: what the next one's
/// sequence follows. A key is made of facts only: strategy, symbol, the event's millisecond, and a
/// sequence: six times how many hooks of the kind had signals for the symbol in that millisecond
/// before, plus the kind (candle 0, tick 1, timer 2, fill 3, cross-section 4, book 5).
struct SignalKeys: ~Copyable {
    struct Last {
        var milliseconds = Int64.min
        /// The hook that it came from, by the count of hooks: all signals of one share a sequence.
        var hook: Int64 = -1
        var sequence: Int32 = 0
    }

    private static let kinds = StrategyContext.Hook.allCases.count
    private let last: FixedBuffer<Last>
    private let symbols: Int

    init(symbols: Int, strategies: Int) {
        self.symbols = symbols
        last = FixedBuffer(repeating: Last(), count: strategies * symbols * SignalKeys.kinds)
    }

    /// The key of a signal from the hook with a count, which comes after those of the hooks before.
    func next(
        _ kind: StrategyContext.Hook, _ strategy: Int32, _ symbol: SymbolIndex,
        at milliseconds: Int64, hook: Int64, leg: Int32
    ) -> SignalKey {
        let place = place(strategy, symbol, kind.rawValue)
        if last[place].milliseconds != milliseconds {
            last[place] = Last(
                milliseconds: milliseconds, hook: hook, sequence: Int32(kind.rawValue))
        } else if last[place].hook != hook {
            last[place].hook = hook
            last[place].sequence += Int32(SignalKeys.kinds)
        }
        return SignalKey(
            strategy: strategy, symbol: symbol, milliseconds: milliseconds,
            sequence: last[place].sequence, leg: leg)
    }

    /// A key was used: by whoever asked for it, or by whom a restart knows of by its record.
    @inline(__always)
    func note(_ key: SignalKey) {
        guard key.sequence >= 0 else { return }
        let place = place(key.strategy, key.symbol, Int(key.sequence) % SignalKeys.kinds)
        // The answer to a signal that has waited has an older key.
        let known = (last[place].milliseconds, last[place].sequence)
        if (key.milliseconds, key.sequence) <= known { return }
        last[place].milliseconds = key.milliseconds
        last[place].sequence = key.sequence
    }

    @inline(__always)
    private func place(_ strategy: Int32, _ symbol: SymbolIndex, _ kind: Int) -> Int {
        (Int(strategy) * symbols + symbol.int) * SignalKeys.kinds + kind
    }

    func agrees(with other: borrowing SignalKeys) -> Bool {
        (0..<last.count).allSatisfy {
            last[$0].milliseconds == other.last[$0].milliseconds
                && last[$0].sequence == other.last[$0].sequence
        }
    }
}
