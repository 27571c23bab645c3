/// What the broker is asked for. A query is a request as an order is: it takes its time, keeps the
/// pacing, and may be refused or lost; but it may be asked again.
///
/// Lists come in pages: page 0 first, the next one as long as an answer says that more follow.
public struct BrokerQuery: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// Orders with shares left to fill (ka10075).
        case openOrders
        /// Today's orders with what of each was executed, without numbers of executions (ka10076).
        case executedOrders
        /// All orders, modifies and cancels of the day, ended and rejected ones too (kt00007).
        case ordersOfDay
        /// Today's executions, each with its number (kt00009).
        case executions
        /// What is held (kt00018).
        case positions
        /// Money (kt00001).
        case balance

        public var description: String {
            switch self {
            case .openOrders: "open_orders"
            case .executedOrders: "executed_orders"
            case .ordersOfDay: "orders_of_day"
            case .executions: "executions"
            case .positions: "positions"
            case .balance: "balance"
            }
        }
    }
    public var kind: Kind
    public var page: Int32

    @inlinable public init(_ kind: Kind, page: Int32 = 0) {
        self.kind = kind
        self.page = page
    }
}

/// The broker's answer to a query.
public struct BrokerAnswer: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// A page of a list, and whether another follows.
        case orders([ListedOrder], hasMore: Bool)
        case executions([ListedExecution], hasMore: Bool)
        case positions([ListedPosition], hasMore: Bool)
        case balance(ListedBalance)
        /// The broker answers, and not with a list: busy, in maintenance, asked too often. The
        /// number is its own code, where it gave one.
        case refused(Int32?)
        /// No answer that can be read.
        case failed(UnknownOutcome)
    }
    public var request: RequestID
    public var query: BrokerQuery
    /// The broker's time of what the page shows. A page may be older than its answer.
    public var asOf: Moment
    public var outcome: Outcome

    public init(request: RequestID, query: BrokerQuery, asOf: Moment, outcome: Outcome) {
        self.request = request
        self.query = query
        self.asOf = asOf
        self.outcome = outcome
    }
}

/// A row of the broker's lists of orders: of open ones, of executed ones, of all of the day.
public struct ListedOrder: Hashable, Sendable {
    /// What was asked for: a modify and a cancel have rows and numbers of their own.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable { case new, modify, cancel }

    public var number: OrderNumber
    /// The order that a modify or cancel is about; `nil` for a new order.
    public var original: OrderNumber?
    public var symbol: SymbolIndex
    public var kind: Kind
    /// What this row asks for; a cancel's quantity is what it takes out.
    public var terms: OrderTerms
    /// What is left to fill under this number: of an order that ended, nothing.
    public var leaves: Shares
    /// What was executed under this number, in shares and in won.
    public var filled: Shares
    public var amount: Won
    /// Why the order was refused after it had been taken; `nil` for all others.
    public var rejection: VenueRejection?

    public init(
        number: OrderNumber, original: OrderNumber?, symbol: SymbolIndex, kind: Kind = .new,
        terms: OrderTerms, leaves: Shares, filled: Shares, amount: Won,
        rejection: VenueRejection? = nil
    ) {
        self.number = number
        self.original = original
        self.symbol = symbol
        self.kind = kind
        self.terms = terms
        self.leaves = leaves
        self.filled = filled
        self.amount = amount
        self.rejection = rejection
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
