import KraderModel

/// The last gate (failure-modes.md §3): no more requests leave than were decided, and no more
/// shares. It counts records by itself and knows neither the table of orders nor the line of
/// requests. Cancels always pass: they only take risk away.
struct LastGate: Hashable {
    private(set) var ordersDecided: Int64 = 0
    private(set) var sharesDecided = Shares.zero
    private(set) var ordersSent: Int64 = 0
    private(set) var sharesSent = Shares.zero
    private(set) var changesDecided: Int64 = 0
    private(set) var changesSent: Int64 = 0

    @inline(__always)
    mutating func decided(_ quantity: Shares) {
        ordersDecided += 1
        sharesDecided = sharesDecided.saturatedSum(quantity)
    }

    @inline(__always)
    mutating func sent(_ quantity: Shares) {
        ordersSent += 1
        sharesSent = sharesSent.saturatedSum(quantity)
    }

    mutating func decidedChange() { changesDecided += 1 }

    mutating func sentChange() { changesSent += 1 }

    /// Whether a request may leave.
    @inline(__always)
    func admits(_ request: BrokerRequest) -> Bool {
        switch request {
        case .newOrder(let order):
            ordersSent < ordersDecided
                && sharesSent.saturatedSum(order.quantity) <= sharesDecided
        case .modify: changesSent < changesDecided
        case .cancel, .query: true
        }
    }
}
