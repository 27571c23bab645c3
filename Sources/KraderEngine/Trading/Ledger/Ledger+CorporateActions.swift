import KraderModel

// Corporate actions in both books (semantics.md §6).
extension Ledger {
    /// A holding becomes ⌊× share factor⌋ at the same cost, valued at `mark` from now on. What a
    /// fraction is paid out with isn't known: it is written off, and with the last share its cost.
    /// Returns what of the cost is written off. Nothing may be offered or bid for.
    func adjust(_ symbol: Int, by factor: Ratio, mark: Price?) -> Won {
        let before = positions[symbol].value
        positions[symbol].quantity = factor.floor(positions[symbol].quantity)
        if let mark { positions[symbol].mark = mark }
        var writtenOff = Won.zero
        if positions[symbol].quantity == .zero {
            writtenOff = positions[symbol].cost
            positions[symbol].cost = .zero
            totals[0].grossProfit -= writtenOff
        }
        totals[0].holdings += positions[symbol].value - before
        measureDrawdown()
        return writtenOff
    }
}

extension StrategyLedger {
    /// What an action did to one row.
    struct Adjustment {
        var before: Shares
        var after: Shares
        var cost: Won
        var writtenOff: Won
    }

    /// Changes one row of a symbol likewise. The rows share the account's whole shares: each gets
    /// what those up to it have together, less what those before it got. `shares` are the ones
    /// before the action of the rows so far.
    func adjust(
        _ row: Int, _ symbol: Int, by factor: Ratio, after shares: inout Shares
    ) -> Adjustment {
        let place = row * symbols + symbol
        let before = cells[place].quantity
        let given = factor.floor(shares)
        shares += before
        cells[place].quantity = factor.floor(shares) - given
        var writtenOff = Won.zero
        if cells[place].quantity == .zero {
            writtenOff = cells[place].cost
            cells[place].cost = .zero
            totals[row].cost -= writtenOff
            totals[row].grossProfit -= writtenOff
        }
        return Adjustment(
            before: before, after: cells[place].quantity, cost: cells[place].cost,
            writtenOff: writtenOff)
    }
}
