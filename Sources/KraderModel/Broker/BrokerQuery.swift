/// What the broker lists for an order that still has shares to fill.
public struct OpenOrder: Hashable, Sendable {
    public var number: OrderNumber
    /// The first number of a modified order; `number` itself otherwise.
    public var root: OrderNumber
    public var symbol: SymbolIndex
    public var side: Side
    public var quantity: Shares
    public var leaves: Shares
    public var limit: Price?
    public var enteredAt: Moment

    public init(
        number: OrderNumber, root: OrderNumber, symbol: SymbolIndex, side: Side, quantity: Shares,
        leaves: Shares, limit: Price?, enteredAt: Moment
    ) {
        self.number = number
        self.root = root
        self.symbol = symbol
        self.side = side
        self.quantity = quantity
        self.leaves = leaves
        self.limit = limit
        self.enteredAt = enteredAt
    }
}

/// One of today's executions as the broker lists it.
public struct ListedExecution: Hashable, Sendable {
    public var order: OrderNumber
    public var symbol: SymbolIndex
    public var side: Side
    public var execution: Execution

    public init(order: OrderNumber, symbol: SymbolIndex, side: Side, execution: Execution) {
        self.order = order
        self.symbol = symbol
        self.side = side
        self.execution = execution
    }
}

/// A holding as the broker lists it.
public struct ListedPosition: Hashable, Sendable {
    public var symbol: SymbolIndex
    public var quantity: Shares
    /// The shares held, less those that open sell orders offer.
    public var sellable: Shares
    /// What the shares cost, without commission.
    public var cost: Won

    public init(symbol: SymbolIndex, quantity: Shares, sellable: Shares, cost: Won) {
        self.symbol = symbol
        self.quantity = quantity
        self.sellable = sellable
        self.cost = cost
    }
}

/// The account's money as the broker lists it (Kiwoom kt00001).
public struct ListedBalance: Hashable, Sendable {
    /// Money that may buy now, settled or not, before reservations are taken off.
    public var cash: Won
    /// Money that is held back for open buy orders.
    public var reserved: Won
    /// Part of `cash` that may leave the account today.
    public var withdrawable: Won

    public init(cash: Won, reserved: Won, withdrawable: Won) {
        self.cash = cash
        self.reserved = reserved
        self.withdrawable = withdrawable
    }

    public var available: Won { cash - reserved }
}
