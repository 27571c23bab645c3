import KraderEngine
import KraderModel

/// Round trips from fills, by the strategies' own books: a trade opens when a strategy's position
/// in a symbol leaves zero and closes when it is back there. Two strategies in one symbol are two
/// trades, and what was held before the run is a third, nobody's.
///
/// The parts of a fill sum up to the fill: amounts by shares, commission and tax as the engine
/// booked them. So the results of all trades are the account's realised profit once nothing is
/// held.
struct TradeBuilder: ~Copyable {
    /// The place in `cells` of each trade, by symbol and row, strategies and then nobody; -1 until
    /// something traded there, which is never for nearly all of them.
    private let places: FixedBuffer<Int32>
    private var cells = AppendBuffer<TradeCell>()
    private let strategies: Int
    private let symbols: Int
    /// Round trips that the last fill or action closed: a sale can close two.
    private(set) var closed = AppendBuffer<Trade>()

    init(symbols: Int, strategies: Int, opening: OpeningAccount, at start: Moment) {
        self.symbols = symbols
        self.strategies = strategies
        places = FixedBuffer(repeating: -1, count: symbols * (strategies + 1))
        for holding in opening.positions where holding.quantity > .zero {
            let place = open(strategies, holding.symbol, at: start)
            cells[place].trade.add(holding.quantity)
            cells[place].trade.bought += holding.cost
        }
    }

    /// The place of an open trade, opened now if need be.
    private mutating func open(_ row: Int, _ symbol: SymbolIndex, at moment: Moment) -> Int {
        let place = row * symbols + symbol.int
        if places[place] < 0 {
            places[place] = Int32(cells.count)
            cells.append(TradeCell(trade: new(row, symbol, moment), isOpen: true))
        } else if !cells[Int(places[place])].isOpen {
            cells[Int(places[place])] = TradeCell(trade: new(row, symbol, moment), isOpen: true)
        }
        return Int(places[place])
    }

    private func new(_ row: Int, _ symbol: SymbolIndex, _ moment: Moment) -> Trade {
        Trade(
            symbol: symbol, strategy: row < strategies ? row : nil, openedAt: moment,
            closedAt: moment)
    }

    /// Takes in a fill; what it closed is in `closed`.
    mutating func add(_ fill: UnsafePointer<FillRecord>) {
        closed.removeAll()
        let (symbol, time) = (fill.pointee.key.symbol, fill.pointee.execution.time)
        let row = fill.pointee.key.strategy
        let (price, unowned) = (fill.pointee.execution.price, fill.pointee.own.unowned)
        let quantity = fill.pointee.execution.quantity - unowned
        if quantity > .zero {
            let place = open(row < 0 ? strategies : Int(row), symbol, at: time)
            switch fill.pointee.side {
            case .buy:
                cells[place].trade.add(quantity)
                cells[place].trade.bought += price * quantity
            case .sell:
                cells[place].trade.sold += price * quantity
            }
            add(
                fill.pointee.commission - fill.pointee.own.unownedCommission,
                fill.pointee.tax - fill.pointee.own.unownedTax, time, to: place,
                left: fill.pointee.own.after)
        }
        if unowned > .zero {
            let place = open(strategies, symbol, at: time)
            cells[place].trade.sold += price * unowned
            add(
                fill.pointee.own.unownedCommission, fill.pointee.own.unownedTax, time, to: place,
                left: fill.pointee.own.unownedAfter)
        }
    }

    private mutating func add(
        _ commission: Won, _ tax: Won, _ moment: Moment, to place: Int, left: Shares
    ) {
        cells[place].trade.fills += 1
        cells[place].trade.commission += commission
        cells[place].trade.tax += tax
        cells[place].trade.closedAt = moment
        if left == .zero { close(place) }
    }

    private mutating func close(_ place: Int) {
        cells[place].isOpen = false
        closed.append(cells[place].trade)
    }

    /// Takes in that shares of one row became others; what closed because no whole share was left
    /// is in `closed`.
    mutating func add(_ adjustment: CorporateActionRecord) {
        closed.removeAll()
        if let strategy = adjustment.strategy {
            adjust(Int(strategy), adjustment, after: adjustment.after)
        } else {
            adjust(strategies, adjustment, after: adjustment.unownedAfter)
        }
    }

    private mutating func adjust(_ row: Int, _ adjustment: CorporateActionRecord, after: Shares) {
        let place = Int(places[row * symbols + adjustment.symbol.int])
        guard place >= 0, cells[place].isOpen else { return }
        let shares = adjustment.action.shareFactor.floor(cells[place].trade.quantity)
        cells[place].trade.quantity = max(shares, after)
        guard after == .zero else { return }
        cells[place].trade.closedAt = adjustment.at
        close(place)
    }
}

/// The round trip of one row in one symbol: the open one, or the last that closed.
struct TradeCell {
    var trade: Trade
    var isOpen: Bool
}
