import KraderEngine
import KraderModel

/// Round trips from fills: a trade opens when a position leaves zero and closes when it is back
/// there.
struct TradeBuilder: ~Copyable {
    /// By symbol; nothing was bought in one that isn't open.
    private let open: FixedBuffer<Trade>

    /// Holdings from before the run are trades that opened at its start, at what they cost.
    init(symbols: Int, opening: OpeningAccount, at start: Moment) {
        open = FixedBuffer(count: symbols) { index in
            Trade(
                symbol: SymbolIndex(index), strategy: 0, openedAt: start, closedAt: start,
                quantity: .zero, bought: .zero, sold: .zero, commission: .zero, tax: .zero,
                fills: 0)
        }
        for holding in opening.positions where holding.quantity > .zero {
            open[holding.symbol.int].quantity = holding.quantity
            open[holding.symbol.int].bought = holding.cost
        }
    }

    /// Shares became others; gives the trade that closed because no whole one was left.
    mutating func add(_ adjustment: AdjustmentRecord) -> Trade? {
        let place = adjustment.symbol.int
        open[place].quantity = adjustment.action.shareFactor.floor(open[place].quantity)
        guard adjustment.after == .zero, adjustment.before > .zero else { return nil }
        var closed = open[place]
        closed.closedAt = adjustment.at
        open[place].quantity = .zero
        return closed
    }

    /// Takes in a fill; gives the trade that it closed.
    mutating func add(_ fill: borrowing FillRecord) -> Trade? {
        let symbol = fill.key.symbol
        let place = symbol.int
        if open[place].quantity == .zero {
            open[place] = Trade(
                symbol: symbol, strategy: Int(fill.key.strategy), openedAt: fill.execution.time,
                closedAt: fill.execution.time, quantity: .zero, bought: .zero, sold: .zero,
                commission: .zero, tax: .zero, fills: 0)
        }
        let amount = fill.execution.price * fill.execution.quantity
        open[place].fills += 1
        open[place].commission += fill.commission
        open[place].tax += fill.tax
        open[place].closedAt = fill.execution.time
        switch fill.side {
        case .buy:
            open[place].quantity += fill.execution.quantity
            open[place].bought += amount
        case .sell:
            open[place].sold += amount
        }
        guard fill.positionAfter == .zero else { return nil }
        let closed = open[place]
        open[place].quantity = .zero
        return closed
    }
}
