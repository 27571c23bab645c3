/// What the broker holds for us when a run starts.
public struct OpeningAccount: Hashable, Sendable {
    /// Settled cash, zero or more.
    public var cash: Won
    public var positions: [Holding]

    public struct Holding: Hashable, Sendable {
        public var symbol: SymbolIndex
        public var quantity: Shares
        /// What the shares cost together, without commission.
        public var cost: Won

        public init(symbol: SymbolIndex, quantity: Shares, cost: Won) {
            self.symbol = symbol
            self.quantity = quantity
            self.cost = cost
        }
    }

    public init(cash: Won, positions: [Holding] = []) {
        self.cash = cash
        self.positions = positions
    }
}
