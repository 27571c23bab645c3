import KraderModel

// Who may be bought, ranked again and again (semantics.md §7).
extension Engine {
    /// Plans the day's rankings: at the open, each period until the close, and once more when the
    /// day's last candles close, before their hooks: a daily rotation sees that day's values.
    mutating func planRankings(lastCandles: Moment) {
        guard universe.isRanked else { return }
        universe.beginDay()
        lastRanking = lastCandles
        nextRanking = universe.firstRefresh(open: trading.session[0].hours.open, now: now)
        if nextRanking >= trading.session[0].hours.close { nextRanking = lastCandles }
    }

    /// Ranks by the values known now; until half an hour after the open it ranks by those of the
    /// previous trading day.
    mutating func rankUniverse(_ out: inout OutputBuffer) {
        let hours = trading.session[0].hours
        let moment = nextRanking
        let isNew = universe.rank(usesToday: moment >= hours.open + Universe.openingSpan)
        nextRanking = universe.nextRefresh(
            after: moment, close: hours.close, lastCandles: lastRanking)
        counts.universeRankings += 1
        if isNew { tellChanges(&out) }
    }

    /// Tells first of those that leave, in the order of their former ranks, then of those that
    /// join, by rank.
    private mutating func tellChanges(_ out: inout OutputBuffer) {
        for place in 0..<universe.formerCount {
            market[universe.formerMembers[place].int].rank = 0
        }
        for place in 0..<universe.count { market[universe.members[place].int].rank = place + 1 }
        for place in 0..<universe.formerCount {
            let symbol = universe.formerMembers[place]
            if market[symbol.int].rank > 0 { continue }
            market[symbol.int].isInUniverse = false
            if isReplayed { continue }
            emit(UniverseRecord(at: now, symbol: symbol, change: .left, rank: 0), &out)
        }
        for place in 0..<universe.count {
            let symbol = universe.members[place]
            if market[symbol.int].isInUniverse { continue }
            market[symbol.int].isInUniverse = true
            if universe.notesMember(symbol.int) { counts.universeMembersEver += 1 }
            if isReplayed { continue }
            emit(UniverseRecord(at: now, symbol: symbol, change: .joined, rank: place + 1), &out)
        }
    }

    /// Why a buy is refused under a ranked universe: a strategy buys only what its windows know
    /// enough of.
    @inline(__always)
    mutating func warmthRefusal(_ signal: borrowing SignalRecord) -> Refusal? {
        guard universe.isRanked, signal.order.side == .buy else { return nil }
        return needs.refusal(Int(signal.key.strategy), signal.key.symbol.int, candles)
    }

    /// Whether data of a symbol reach hooks: it is in the universe, or held.
    @inline(__always)
    func isFollowed(_ symbol: Int) -> Bool {
        market[symbol].isInUniverse || trading.books.positions[symbol].quantity > .zero
    }
}
