import KraderModel

/// Which session's end, or what else, an order waits for.
enum OrderClock: UInt8, CaseIterable {
    case regular
    /// It turns into a market order when the closing auction begins, and is regular from then on.
    case conditional
    case preOpenClosingPrice, closingPrice, afterMarket
}

/// An order that rests at the venue.
struct VenueOrder {
    var number: OrderNumber
    var symbol: SymbolIndex
    var side: Side
    var timeInForce: TimeInForce
    var type = OrderType.limit
    var clock = OrderClock.regular
    /// Whether it takes what the next prints show; else it waits at its limit.
    var isAggressive = false
    var limit: Price?
    /// What a share of a buy holds back.
    var reservingPrice: Price
    /// The shares filled and still to fill: what was cancelled or moved to another number is out of
    /// it.
    var quantity: Shares
    var leaves: Shares
    /// What its executions amount to, and the commission and tax booked on them. Those under
    /// earlier numbers are included: a modify of all that is left goes on with the same counts.
    var amount = Won.zero
    var commission = Won.zero
    var tax = Won.zero
    /// What the executions under earlier numbers amount to.
    var amountBefore = Won.zero
    /// What it holds back now: cash if it buys, shares if it sells.
    var reserved = Won.zero
    var offered = Shares.zero
    var enteredAt: Moment
    /// From where the first order of its chain was given.
    var channel = OrderChannel.openAPI
    /// The level of an exit met inside a candle, `nil` for other orders: it never sells at a better
    /// price.
    var pathLevel: Price?
    /// Shares displayed ahead of it at its limit; `unknownQueue` until a book has shown its price.
    var ahead = VenueOrder.unknownQueue
    /// Whether it took from a display, or the allowance held it back: no display reaches it, it
    /// goes on taking, and while it is open the allowance lives.
    var hasTaken = false
    /// Its neighbours in the list it hangs in.
    var previous = VenueOrders.none
    var next = VenueOrders.none

    static let unknownQueue = Shares(.max)

    /// What was executed under its number alone, in shares and in won.
    var filled: Shares { quantity - leaves }
    var amountHere: Won { amount - amountBefore }
}
