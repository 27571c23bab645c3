import KraderModel

extension Books {
    /// The first difference from other books, in words; `nil` when there is none. Marks, and what
    /// follows from them, are the market's.
    func difference(from other: borrowing Books) -> String? {
        let (mine, theirs) = (totals[0], other.totals[0])
        if (mine.cash, mine.reserved, mine.commission, mine.tax, mine.grossProfit)
            != (theirs.cash, theirs.reserved, theirs.commission, theirs.tax, theirs.grossProfit)
        {
            return "account \(mine), not \(theirs)"
        }
        if (mine.unsettledToday, mine.unsettledYesterday, mine.equityAtPreviousClose)
            != (theirs.unsettledToday, theirs.unsettledYesterday, theirs.equityAtPreviousClose)
        {
            return "unsettled of \(mine), not \(theirs)"
        }
        for symbol in 0..<positions.count {
            var (here, there) = (positions[symbol], other.positions[symbol])
            (here.mark, there.mark) = (nil, nil)
            if here != there { return "position \(symbol) \(here), not \(there)" }
        }
        for place in 0..<cells.count where cells[place] != other.cells[place] {
            return "cell \(place) \(cells[place]), not \(other.cells[place])"
        }
        for row in 0...strategies where totals(of: row) != other.totals(of: row) {
            return "row \(row) \(totals(of: row)), not \(other.totals(of: row))"
        }
        if openBuys != other.openBuys { return "open buys \(openBuys), not \(other.openBuys)" }
        return unlisted == other.unlisted ? nil : "unlisted \(unlisted), not \(other.unlisted)"
    }
}
