public import KraderModel

/// What is wrong with a list of orders: it can't be played. Orders count from 0.
public enum FlowFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// An order's time lies before that of the order before it.
    case outOfOrder(order: Int)
    /// An order's symbol isn't in the list of instruments.
    case unknownSymbol(order: Int)
    /// An index is an input, never ordered.
    case notTradeable(order: Int)
    /// A cancel or change names something that is no earlier order.
    case unknownOrder(order: Int, names: Int)
    /// A quantity is below 1.
    case badQuantity(order: Int)
    /// A type that carries a limit has none, or one below 1.
    case noLimit(order: Int)
    /// A type that carries no limit has one.
    case limitNotTaken(order: Int)
    /// A change says neither a limit nor a quantity.
    case emptyChange(order: Int)
    /// The exchange doesn't trade on the order's date.
    case notATradingDay(order: Int)
    /// Nobody said the base price of the symbol, so its limits are unknown.
    case noBasePrice(SymbolIndex)
    /// A halt is of an unknown symbol or ends before it begins.
    case badHalt(Int)
    /// An index's board isn't KOSPI or KOSDAQ, its levels aren't positive, or its points aren't in
    /// the order of time.
    case badIndex(Int)

    public var description: String {
        switch self {
        case .outOfOrder(let order): "order \(order) is earlier than the one before it"
        case .unknownSymbol(let order): "order \(order) is of an unknown symbol"
        case .notTradeable(let order): "order \(order) is of an index"
        case .unknownOrder(let order, let named):
            "order \(order) names \(named), which is no earlier order"
        case .badQuantity(let order): "order \(order) is of no shares"
        case .noLimit(let order): "order \(order) needs a limit of at least 1"
        case .limitNotTaken(let order): "order \(order) is of a type that carries no limit"
        case .emptyChange(let order): "order \(order) changes nothing"
        case .notATradingDay(let order): "order \(order) is on a day without trading"
        case .noBasePrice(let symbol): "symbol \(symbol.value) needs a base price"
        case .badHalt(let halt): "halt \(halt) is of an unknown symbol or has no length"
        case .badIndex(let index):
            "index \(index) must be of KOSPI or KOSDAQ, its points positive and by time"
        }
    }
}

/// Why the exchange didn't take an order, a cancel or a change. It is part of the play, no fault.
public enum FlowRejection: UInt8, Hashable, Sendable, CaseIterable {
    /// The phase doesn't take the type or the time in force (krx-market.md §5.1).
    case notAccepted
    /// The issue is halted: cancels only; closed: nothing.
    case halted
    /// The limit lies outside the day's limits.
    case outsideLimits
    case offGrid
    /// The order is larger than one may be (§5.2).
    case tooLarge
    /// A cancel or change of an order that is no longer open.
    case notOpen
    /// A new limit for an order that has none.
    case notChangeable
}

/// An order, by its number in the list, that the exchange didn't take.
public struct RejectedOrder: Hashable, Sendable {
    public var order: Int
    public var time: Moment
    public var rejection: FlowRejection

    public init(order: Int, time: Moment, rejection: FlowRejection) {
        self.order = order
        self.time = time
        self.rejection = rejection
    }
}

/// A trade between two orders of the list.
public struct FlowTrade: Hashable, Sendable {
    public var time: Moment
    public var symbol: SymbolIndex
    public var buy: Int
    public var sell: Int
    public var price: Price
    public var quantity: Shares

    public init(
        time: Moment, symbol: SymbolIndex, buy: Int, sell: Int, price: Price, quantity: Shares
    ) {
        self.time = time
        self.symbol = symbol
        self.buy = buy
        self.sell = sell
        self.price = price
        self.quantity = quantity
    }
}
