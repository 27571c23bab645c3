import KraderEngine
public import KraderModel

/// What the broker's lists show, all of it at one moment.
public struct BrokerLists: Sendable {
    public var openOrders: [ListedOrder]
    public var positions: [ListedPosition]
    public var balance: ListedBalance

    public init(
        openOrders: [ListedOrder], positions: [ListedPosition], balance: ListedBalance
    ) {
        self.openOrders = openOrders
        self.positions = positions
        self.balance = balance
    }
}

// At the end of a calm phase (invariants 20 and 40).
extension InvariantChecks {
    /// Two minutes after the last fault nothing is in doubt, no cancel is wished for, and trading
    /// is whole or the kill complete.
    public mutating func checkCalm(at moment: Moment) {
        guard breach == nil else { return }
        if isThorough { evaluations.count(.calmEndsDoubts, .calmEndsWishes, .calmEndsBlocks) }
        expect(
            control.doubts == 0, .calmEndsDoubts, at: moment, nil, nil, 0,
            Int64(control.doubts))
        var wishes: Int64 = 0
        for place in 0..<orders.places.count
        where orders.places[place].isAlive && orders.places[place].isCancelWished
            && !orders.places[place].isAbsent
        {
            // Of an order that is proved absent nothing is wished any more.
            wishes += 1
        }
        expect(wishes == 0, .calmEndsWishes, at: moment, nil, nil, 0, wishes)
        let isWhole = control.blocks.isEmpty && control.link == .up
        expect(
            control.isKilled ? control.mustGo == 0 : isWhole, .calmEndsBlocks, at: moment)
    }

    /// Orders, positions and cash are the broker's: cash within 1,000 won or 0.002 % of the day's
    /// turnover.
    public mutating func compare(with lists: BrokerLists, at moment: Moment) {
        guard breach == nil else { return }
        if isThorough {
            evaluations.count(.cashIsTheBrokers, .positionsAreTheBrokers, .ordersAreTheBrokers)
        }
        let cash = lists.balance.cash.amount
        expect(
            abs(cash - money.cash) <= max(1_000, money.turnover / 50_000), .cashIsTheBrokers,
            at: moment, nil, nil, cash, money.cash)
        for symbol in 0..<symbols.count {
            let index = SymbolIndex(symbol)
            let theirs = lists.positions.first { $0.symbol == index }?.quantity.count ?? 0
            expect(
                theirs == symbols[symbol].held, .positionsAreTheBrokers, at: moment, nil, index,
                theirs, symbols[symbol].held)
        }
        var found: Int64 = 0
        for place in 0..<orders.places.count where orders.places[place].isAlive {
            let order = orders.places[place]
            guard order.hasLeft, !order.isAbsent else { continue }
            found += 1
            let theirs = lists.openOrders.first { $0.number.value == order.number }
            expect(
                theirs?.leaves.count == order.leaves, .ordersAreTheBrokers, at: moment,
                OrderReference(serial: order.serial), order.symbol,
                theirs?.leaves.count ?? 0, order.leaves)
        }
        expect(
            found == Int64(lists.openOrders.count), .ordersAreTheBrokers, at: moment, nil, nil,
            Int64(lists.openOrders.count), found)
    }
}
