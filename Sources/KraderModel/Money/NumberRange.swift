/// The range that a run's numbers keep to. It lies far beyond any account, and so far within 64
/// bits that none of the sums and products that a step makes of such numbers leaves them. Readers
/// refuse what lies outside; what a run's own prices and corporate actions carry outside ends the
/// run with a `RangeBreach`, before the next step. Constants behind a call would be asked at each
/// print, so they are none.
public enum NumberRange {
    /// The largest amount of cash, of all holdings together, and of every sum over fills: a
    /// quintillion won.
    @inlinable public static var moneyMax: Won { Won(1_000_000_000_000_000_000) }
    /// The most shares of one issue: at the highest price of data their value is four times
    /// `moneyMax`.
    @inlinable public static var sharesMax: Shares { Shares(4_000_000_000) }
    /// The highest price that data carry, and that a corporate action may make of another.
    @inlinable public static var priceMax: Price { Price(1_000_000_000) }

    /// Whether an amount, a debt too, lies within.
    @inlinable public static func holds(_ amount: Won) -> Bool {
        amount.amount.magnitude <= UInt64(moneyMax.amount)
    }
}

/// The number with which a run left the range that krader computes with.
public struct RangeBreach: Error, Hashable, Sendable {
    public enum Number: Hashable, Sendable {
        /// The shares of a holding, and a price as corporate actions leave it.
        case shares, price
        /// The value of all holdings, cash, and sums over the run's fills.
        case holdings, cash, sums
    }

    public var number: Number
    /// The symbol whose price, action or fill it was.
    public var symbol: SymbolIndex
    public var at: Moment

    public init(_ number: Number, symbol: SymbolIndex, at: Moment) {
        self.number = number
        self.symbol = symbol
        self.at = at
    }
}

extension CorporateAction {
    /// Which number some actions of one day would carry out of the range: what becomes of a
    /// holding, one after the other, and of the price, `base`, that it is valued at then.
    public static func breach(
        of actions: [CorporateAction], held: Shares, base: Price?
    ) -> RangeBreach.Number? {
        guard held > .zero else { return nil }
        var shares = held
        for action in actions {
            shares = action.shareFactor.floor(shares)
            if shares > NumberRange.sharesMax { return .shares }
        }
        if let base, base > NumberRange.priceMax { return .price }
        return nil
    }
}
