import KraderModel

/// What was asked for under an order number of the day: 40 bytes, for a day may have many. What was
/// executed under it the day's executions say.
struct OrderRow {
    let enteredAt: Moment
    let quantity: Shares
    /// No price where none was asked for.
    private let price: Price
    private let side: Side
    let type: OrderType
    let channel: OrderChannel
    let kind: ListedOrder.Kind
    let original: OrderNumber
    let symbol: SymbolIndex
    /// The slot in which its order rests, `none` when nothing is left of it.
    var slot = VenueOrders.none

    init(
        _ kind: ListedOrder.Kind, of original: OrderNumber?, _ symbol: SymbolIndex,
        _ terms: OrderTerms
    ) {
        enteredAt = terms.enteredAt
        quantity = terms.quantity
        price = terms.limit ?? Price(0)
        side = terms.side
        type = terms.type
        channel = terms.channel
        self.kind = kind
        self.original = original ?? OrderNumber(0)
        self.symbol = symbol
    }

    /// The terms as they were asked for; a cancel has no price.
    var terms: OrderTerms {
        OrderTerms(
            side: side, quantity: quantity,
            limit: type.hasLimit && kind != .cancel ? price : nil, type: type, channel: channel,
            enteredAt: enteredAt)
    }
}

/// An execution of the day: the rest of it its order's row and the executions before it say.
struct ExecutionRow {
    let order: OrderNumber
    let price: Price
    let quantity: Shares
    let time: Moment
}

/// What was executed under each order number.
struct ExecutedSums {
    private var sums: [(shares: Shares, amount: Won)]

    init(numbers: Int) { sums = Array(repeating: (.zero, .zero), count: numbers) }

    subscript(number: OrderNumber) -> (shares: Shares, amount: Won) {
        sums[Int(number.value) - 1]
    }

    mutating func add(_ row: ExecutionRow) {
        sums[Int(row.order.value) - 1].shares += row.quantity
        sums[Int(row.order.value) - 1].amount += row.price * row.quantity
    }
}
