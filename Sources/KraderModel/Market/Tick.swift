/// A trade print. `time` is the exchange's stamp, not the moment at which anybody learned of it.
public struct Tick: Hashable, Sendable {
    public var time: Moment
    /// The price in won. It may lie off the grid: midpoint orders print there (krx-market.md §2.4).
    public var price: Price
    public var size: Shares
    public var symbol: SymbolIndex
    public var taker: Taker
    public var scope: Scope
    /// The best prices that came with it; of few sources, and never of a made-up print.
    public var quote: CarriedQuote

    @inlinable public init(
        time: Moment, symbol: SymbolIndex, price: Price, size: Shares, taker: Taker = .unknown,
        scope: Scope = .regular, quote: CarriedQuote = .none
    ) {
        self.time = time
        self.price = price
        self.size = size
        self.symbol = symbol
        self.taker = taker
        self.scope = scope
        self.quote = quote
    }

    /// Who crossed the spread.
    public enum Taker: UInt8, Hashable, Sendable { case unknown, buyer, seller }

    /// Whether a print belongs to the KRX regular session (semantics.md §2, scope).
    public enum Scope: UInt8, Hashable, Sendable { case regular, other }
}
