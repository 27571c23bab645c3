import KraderModel

// What is held while the kill switch keeps exits from selling (semantics.md §5).
extension Engine {
    /// Tells what is held and what would have guarded it, again and again until a person says that
    /// he knows, or arms the kill switch again. The pauses grow from ten minutes to a day.
    mutating func tellUnprotected(_ out: inout OutputBuffer) {
        guard nextUnprotected <= now else { return }
        nextUnprotected = .distantFuture
        guard trading.session[0].isKillSwitchEngaged, !isAcknowledged else { return }
        var isAnyHeld = false
        for symbol in 0..<market.count where trading.books.positions[symbol].quantity > .zero {
            for row in 0...trading.books.strategies {
                let strategy = row < trading.books.strategies ? row : Int(SignalKey.nobody)
                guard let holding = unprotected(strategy, symbol) else { continue }
                isAnyHeld = true
                tell(
                    IncidentRecord(
                        at: now, kind: .unprotected, strategy: strategy < 0 ? nil : Int32(row),
                        symbol: SymbolIndex(symbol), holding: holding), &out)
            }
        }
        if isAnyHeld { nextUnprotected = now + unprotectedPause() }
    }

    /// Whether a person knows of all that is held: nothing came since he said so.
    private var isAcknowledged: Bool {
        let since = trading.killSwitch.acknowledgedAt
        return since > .distantPast && holdingsChanged <= since
    }

    /// What is held has changed: while the kill switch is engaged that is told.
    @inline(__always)
    mutating func noteHoldings() {
        guard trading.session[0].isKillSwitchEngaged else { return }
        holdingsChanged = now
        nextUnprotected = now
    }

    mutating func unprotectedPause() -> Interval {
        var pause = Limits.unprotectedPause
        for _ in 1..<max(1, trading.killSwitch.warnings) where pause < .day {
            pause = pause + pause
        }
        return min(pause, .day)
    }

    /// What a strategy, or nobody, holds of a symbol without an exit that may sell it.
    private mutating func unprotected(
        _ strategy: Int, _ symbol: Int
    ) -> IncidentRecord.Holding? {
        let own = trading.books.position(of: strategy, symbol)
        let exit = trading.exits.place(Int32(strategy), SymbolIndex(symbol))
            .map { trading.exits.slots[$0].exit }
        let guarded = trading.session[0].letsExitsSell ? exit?.quantity ?? .zero : .zero
        guard own.quantity > guarded else { return nil }
        let quantity = own.quantity - guarded
        let stop = [exit?.stop, exit?.trailingStop].compactMap(\.self).max()
        let cost = Ledger.costTaken(own.cost, sold: quantity, held: own.quantity)
        return IncidentRecord.Holding(
            quantity: quantity, stop: stop, loss: stop.map { cost - $0 * quantity })
    }

    /// A person knows what is held.
    mutating func acknowledge(_ note: OperatorNote, _ out: inout OutputBuffer) {
        guard trading.session[0].isKillSwitchEngaged, !isAcknowledged else { return }
        nextUnprotected = .distantFuture
        tell(
            IncidentRecord(
                at: now, kind: .acknowledged, strategy: nil, symbol: nil, note: note), &out)
    }
}
