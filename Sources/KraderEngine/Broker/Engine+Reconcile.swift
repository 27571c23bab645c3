import KraderModel

// What is held and what is paid, compared with the broker's lists.
//
// Entry points: `apply` of a reading that holds positions and balance (at the start, after each
// return of the link, every five minutes; `Command.reconcile` at any time).
//
// 1. Only complete readings whose orders were read twice and agree are applied; of an account that
//    is moving nothing is (failure-modes.md §2, 23).
// 2. The broker's is the truth: what differs is set right by an ADJUST record with before, after
//    and source. Nothing is bought, sold or invented (22).
// 3. A second reconcile finds nothing to do (21).
// 4. A difference worth more than `Limits.differenceMax` of equity waits for a person (I02).
extension Engine {
    /// Compares holdings and cash. Returns false where the account moves, so that nothing can be
    /// said: the reading is to be made again.
    mutating func reconcile(_ reading: Inquiry, _ out: inout OutputBuffer) -> Bool {
        guard let balance = reading.balance, isAtRest, lastFill < reading.startedAt else {
            return false
        }
        if PlantedBug.isPlanted(.leavesDifferences) { return true }
        var adjustments: [AdjustRecord] = []
        for symbol in 0..<market.count {
            let index = SymbolIndex(symbol)
            let listed = reading.positions.first { $0.symbol == index }
            let position = trading.books.positions[symbol]
            let quantity = listed?.quantity ?? .zero
            guard quantity != position.quantity || isRepairing(quantity) else { continue }
            adjustments.append(
                AdjustRecord(
                    at: now, source: .positions, symbol: index, before: position.quantity,
                    after: quantity, costBefore: position.cost, costAfter: listed?.cost ?? .zero,
                    cashBefore: trading.books.totals[0].cash,
                    cashAfter: trading.books.totals[0].cash,
                    equityChange: trading.books.equityChange(
                        symbol, to: quantity, cost: listed?.cost ?? .zero)))
        }
        let cash = trading.books.totals[0].cash
        if abs((balance.cash - cash).amount) > tolerance.amount {
            adjustments.append(
                AdjustRecord(
                    at: now, source: .balance, symbol: nil, before: .zero, after: .zero,
                    costBefore: .zero, costAfter: .zero, cashBefore: cash,
                    cashAfter: balance.cash, equityChange: balance.cash - cash))
        }
        return apply(adjustments, &out)
    }

    private func isRepairing(_ quantity: Shares) -> Bool {
        PlantedBug.isPlanted(.repairsWhatAgrees) && quantity > .zero
    }

    /// Whether nothing of ours is under way that could make the lists differ.
    var isAtRest: Bool {
        trading.requests.awaited.unanswered(sentBy: now) == 0 && trading.doubts == 0
            && trading.earlyPushes.isEmpty && holes(before: now) == 0
    }

    /// What cash may differ by before it is set right: commission and tax are booked by our own
    /// model and trued up after the close (failure-modes.md §2, 20).
    private var tolerance: Won {
        let turnover = trading.books.account.turnoverToday.amount
        let isAfterClose = !trading.isDayOpen
        return isAfterClose ? .zero : Won(max(1_000, turnover / 50_000))
    }

    private mutating func apply(
        _ adjustments: [AdjustRecord], _ out: inout OutputBuffer
    ) -> Bool {
        let difference = adjustments.reduce(Won.zero) { $0 + value(of: $1) }
        let bound = Limits.differenceMax.floored(of: trading.books.totals[0].equity)
        if difference > bound, !isDifferenceAccepted {
            if !isDifferenceWaiting {
                recordIncident(.largeDifference, adjustments.first?.symbol, &out)
            }
            isDifferenceWaiting = true
            setBlock(.startup, true, &out)
            return true
        }
        isDifferenceAccepted = false
        isDifferenceWaiting = false
        for adjustment in adjustments { tell(adjustment, &out) }
        if !adjustments.isEmpty { recordIncident(.repaired, adjustments[0].symbol, &out) }
        return true
    }

    /// What a difference is worth: shares at their mark, cash as it is.
    private func value(of adjustment: AdjustRecord) -> Won {
        guard let symbol = adjustment.symbol else {
            let change = adjustment.cashAfter - adjustment.cashBefore
            return change < .zero ? -change : change
        }
        let mark = trading.books.positions[symbol.int].mark ?? Price(1)
        let shares = adjustment.after - adjustment.before
        return mark * (shares < .zero ? -shares : shares)
    }
}
