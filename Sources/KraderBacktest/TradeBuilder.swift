import KraderEngine
import KraderModel

/// Round trips from fills: a trade opens when a position leaves zero and closes when it is back there.
struct TradeBuilder {
    private var open: [Trade?]

    /// Holdings from before the run are trades that opened at its start, at what they cost.
    init(symbols: Int, opening: OpeningAccount, at start: Moment) {
        open = Array(repeating: nil, count: symbols)
        for holding in opening.positions where holding.quantity > .zero {
            open[holding.symbol.int] = Trade(
                symbol: holding.symbol, strategy: 0, openedAt: start, closedAt: start,
                quantity: holding.quantity, bought: holding.cost, sold: .zero, commission: .zero,
                tax: .zero, fills: 0)
        }
    }

    /// Takes in a fill; gives the trade that it closed.
    mutating func add(_ fill: FillRecord) -> Trade? {
        let symbol = fill.key.symbol
        let amount = fill.execution.price * fill.execution.quantity
        var trade =
            open[symbol.int]
            ?? Trade(
                symbol: symbol, strategy: Int(fill.key.strategy), openedAt: fill.execution.time,
                closedAt: fill.execution.time, quantity: .zero, bought: .zero, sold: .zero,
                commission: .zero, tax: .zero, fills: 0)
        trade.fills += 1
        trade.commission += fill.commission
        trade.tax += fill.tax
        trade.closedAt = fill.execution.time
        switch fill.side {
        case .buy:
            trade.quantity += fill.execution.quantity
            trade.bought += amount
        case .sell:
            trade.sold += amount
        }
        if fill.positionAfter == .zero {
            open[symbol.int] = nil
            return trade
        }
        open[symbol.int] = trade
        return nil
    }
}
