public import KraderEngine
public import KraderModel

/// How broker and engine stand as a run begins, where they don't both begin afresh and agree: the
/// sections `account.orders` and `local` of a scenario (design.md §6). A run with one has a store,
/// and the engine reads the broker's lists.
public struct Opening: Hashable, Sendable {
    /// What the broker holds before the orders.
    public var account: OpeningAccount
    /// What the broker is asked for at the run's first moment, in this order: nobody hears of it.
    public var orders: [BrokerOrder]
    /// What our records say; `nil`: there are none, and the engine starts for the first time.
    public var local: Local?

    /// An order that stands at the broker: a limit for the day.
    public struct BrokerOrder: Hashable, Sendable {
        public var symbol: SymbolIndex
        public var side: Side
        public var quantity: Shares
        public var limit: Price
        /// What has been executed of it, at its limit.
        public var filled: Shares
        /// Whether what was left of it is cancelled.
        public var isCancelled: Bool
        /// Whether a person gave it, not our program.
        public var isByHand: Bool

        public init(
            symbol: SymbolIndex, side: Side, quantity: Shares, limit: Price, filled: Shares,
            isCancelled: Bool, isByHand: Bool
        ) {
            self.symbol = symbol
            self.side = side
            self.quantity = quantity
            self.limit = limit
            self.filled = filled
            self.isCancelled = isCancelled
            self.isByHand = isByHand
        }
    }

    public struct Local: Hashable, Sendable {
        public var orders: [LocalOrder]
        /// Why the kill switch was engaged; `nil`: it was armed.
        public var killed: StopCause?

        public init(orders: [LocalOrder], killed: StopCause?) {
            self.orders = orders
            self.killed = killed
        }
    }

    /// An order that our records know and that had not ended in them.
    public struct LocalOrder: Hashable, Sendable {
        public enum Stage: Hashable, Sendable {
            case decided, sent
            /// Under the number of an order of the broker's, by its place; `nil`: under one that
            /// the broker does not know.
            case taken(Int?)
        }
        public var strategy: Int32
        public var symbol: SymbolIndex
        public var side: Side
        public var quantity: Shares
        public var limit: Price
        public var filled: Shares
        public var stage: Stage

        public init(
            strategy: Int32, symbol: SymbolIndex, side: Side, quantity: Shares, limit: Price,
            filled: Shares, stage: Stage
        ) {
            self.strategy = strategy
            self.symbol = symbol
            self.side = side
            self.quantity = quantity
            self.limit = limit
            self.filled = filled
            self.stage = stage
        }
    }

    public init(account: OpeningAccount, orders: [BrokerOrder] = [], local: Local? = nil) {
        self.account = account
        self.orders = orders
        self.local = local
    }
}
