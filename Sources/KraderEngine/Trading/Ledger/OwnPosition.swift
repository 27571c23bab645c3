public import KraderModel

/// What one strategy holds of one symbol, by its own fills.
public struct OwnPosition: Hashable, Sendable {
    public var quantity = Shares.zero
    /// What the shares cost together, without commission. A sale takes ⌊cost × sold ÷ held⌋ of it.
    public var cost = Won.zero
    /// Shares that the strategy's open sell orders offer, of its own or of nobody's.
    public var offered = Shares.zero
    /// Shares that its open buy orders may still add.
    public var bidFor = Shares.zero

    public init() {}

    /// Makes a position of all that the account holds.
    @inlinable init(_ position: Position) {
        quantity = position.quantity
        cost = position.cost
        offered = position.offered
        bidFor = position.bidFor
    }

    /// Shares that are offered but not covered by its own: they are taken from what belongs to
    /// nobody.
    @inline(__always)
    var borrowed: Shares { max(.zero, offered - quantity) }

    /// What a share cost on average, for people; decisions use `cost`.
    public var averagePrice: Double? {
        quantity.count > 0 ? Double(cost.amount) / Double(quantity.count) : nil
    }
}

/// A strategy's part of the account's money, over all symbols.
public struct OwnTotals: Hashable, Sendable {
    /// Value of its open buys, at the price each was valued at.
    var openBuys = Won.zero
    /// What its holdings cost.
    var cost = Won.zero
    /// Sales less the cost of what was sold by its own book, before commission and tax.
    public var grossProfit = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero

    public init() {}

    /// What it has put in, or is about to.
    var committed: Won { cost + openBuys }
}
