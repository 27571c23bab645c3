public import KraderModel

/// How an order that names no quantity is sized: a share of what the account or the strategy has,
/// divided by what one share of the issue is valued at.
public struct SizeArithmetic: Hashable, Sendable {
    /// The equity of the account, or the strategy's budget where that is less.
    public var basis: Won
    /// The part of it that one position may take (`risk.position_size_pct`).
    public var size: Won
    public var price: Price

    public init(basis: Won, size: Won, price: Price) {
        self.basis = basis
        self.size = size
        self.price = price
    }

    /// Whole shares.
    public var quantity: Shares { Shares(size.amount / price.won) }
}
