import KraderModel

// Who is ranked, and by what (semantics.md §7).
extension Universe {
    /// Ranks by today's values, or by those of the day before when `usesToday` is false or nothing
    /// has been traded today. Among equal values the lower index comes first, and a symbol's index
    /// is the place of its code.
    ///
    /// Returns false when nothing that a ranking is made from has changed since the last one: the
    /// members are the same, and nothing was compared.
    mutating func rank(usesToday: Bool) -> Bool {
        guard isStale || usesToday != usedToday else { return false }
        isStale = false
        usedToday = usesToday
        formerCount = count
        for place in 0..<formerCount { formerMembers[place] = members[place] }
        counter[0] = usesToday ? select(by: today) : 0
        if count == 0 { counter[0] = select(by: before) }
        return true
    }

    /// One pass that keeps the best so far in a heap whose root is the last of them: once all
    /// places are taken, all but a few candidates are told by one comparison. Then the heap is
    /// taken apart, the last of them first. Returns how many there are.
    private func select(by values: borrowing FixedBuffer<Int64>) -> Int {
        let places = members.count
        if places == 0 { return 0 }
        var found = 0
        var least: Int64 = 0
        for index in 0..<candidateCount {
            let symbol = candidates[index]
            let value = values[Int(symbol)]
            // The one that came before has the lower index where values are equal.
            if value <= least || isHalted[Int(symbol)] { continue }
            if found < places {
                rise(symbol, to: found, by: values)
                found += 1
            } else {
                sink(symbol, below: found, by: values)
            }
            if found == places { least = values[members[0].int] }
        }
        for end in stride(from: found - 1, to: 0, by: -1) {
            let worst = members[0]
            sink(Int32(members[end].int), below: end, by: values)
            members[end] = worst
        }
        return found
    }

    /// Whether a symbol comes after another in a ranking.
    @inline(__always)
    private func isBehind(
        _ a: SymbolIndex, _ b: SymbolIndex, _ values: borrowing FixedBuffer<Int64>
    ) -> Bool {
        let (first, second) = (values[a.int], values[b.int])
        return first != second ? first < second : a > b
    }

    /// Puts a symbol into the heap's new place, or higher up.
    private func rise(
        _ symbol: Int32, to end: Int, by values: borrowing FixedBuffer<Int64>
    ) {
        let symbol = SymbolIndex(Int(symbol))
        var place = end
        while place > 0 {
            let parent = (place - 1) / 2
            guard isBehind(symbol, members[parent], values) else { break }
            members[place] = members[parent]
            place = parent
        }
        members[place] = symbol
    }

    /// Puts a symbol in the root's place of a heap of `end`, or lower down.
    private func sink(
        _ symbol: Int32, below end: Int, by values: borrowing FixedBuffer<Int64>
    ) {
        let symbol = SymbolIndex(Int(symbol))
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < end else { break }
            if child + 1 < end, isBehind(members[child + 1], members[child], values) { child += 1 }
            guard isBehind(members[child], symbol, values) else { break }
            members[place] = members[child]
            place = child
        }
        members[place] = symbol
    }

    /// Leaves out what isn't on the exchange's list that day and, of a ranking, what is first
    /// listed on it.
    mutating func keepListed(_ market: BufferView<SymbolState>, on day: CalendarDate) {
        var count = 0
        for symbol in planned where market[Int(symbol)].isTradeable {
            if isRanked {
                if listingDays[Int(symbol)] == day { continue }
                candidates[count] = symbol
            } else {
                members[count] = SymbolIndex(Int(symbol))
            }
            count += 1
        }
        if isRanked {
            candidateCount = count
            isStale = true
        } else {
            counter[0] = count
        }
    }

    /// A halted issue is left out of rankings until it trades again or its day ends. Interruptions
    /// pass in minutes, and a circuit breaker halts all alike: neither says anything of the issue.
    mutating func note(_ change: StatusChange) {
        guard isRanked else { return }
        let isOver = change.status == .normal || change.cause != .halt
        let halted = !isOver || (isHalted[change.symbol.int] && change.status != .normal)
        guard halted != isHalted[change.symbol.int] else { return }
        isHalted[change.symbol.int] = halted
        isStale = true
    }
}
