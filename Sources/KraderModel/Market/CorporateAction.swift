/// What changes a holding or its price on a day without any trade (semantics.md §6).
public struct CorporateAction: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case split
        case reverseSplit = "reverse_split"
        /// New shares for nothing.
        case bonus
        /// New shares for money: only the price changes by itself.
        case rights
        /// A part becomes a company of its own: only the price changes by itself.
        case spinOff = "spin_off"
        /// The last action of an issue: from this day on it does not trade.
        case delisting
    }

    public var kind: Kind
    /// The day from whose opening on the action has effect (KST).
    public var day: CalendarDate
    /// Shares of a holding after ÷ before: 50 for a split by 50.
    public var shareFactor: Ratio
    /// Price of a share after ÷ before: 1/50 for a split by 50.
    public var priceFactor: Ratio
    /// The day from which the new shares of a bonus issue may be sold; `nil`: at once.
    public var sellableFrom: CalendarDate?

    public init(
        kind: Kind, day: CalendarDate, shareFactor: Ratio = .one, priceFactor: Ratio = .one,
        sellableFrom: CalendarDate? = nil
    ) {
        self.kind = kind
        self.day = day
        self.shareFactor = shareFactor
        self.priceFactor = priceFactor
        self.sellableFrom = sellableFrom
    }

    /// Makes an action from the one number that its kind is known by: the share factor, whose
    /// inverse the price factor is; for rights and spin-offs the price factor, which leaves shares
    /// as they are.
    public init(kind: Kind, factor: Ratio, day: CalendarDate, sellableFrom: CalendarDate? = nil) {
        switch kind {
        case .split, .reverseSplit, .bonus:
            self.init(
                kind: kind, day: day, shareFactor: factor, priceFactor: factor.inverse,
                sellableFrom: sellableFrom)
        case .rights, .spinOff:
            self.init(kind: kind, day: day, priceFactor: factor)
        case .delisting:
            self.init(kind: kind, day: day)
        }
    }
}

/// A positive fraction, kept in lowest terms: `3/2`, `50`.
public struct Ratio: Hashable, Sendable, CustomStringConvertible {
    public let numerator: Int64
    public let denominator: Int64

    public static let one = Ratio(1, 1)

    /// Makes a ratio. It traps unless both numbers are positive.
    public init(_ numerator: Int64, _ denominator: Int64 = 1) {
        precondition(numerator > 0 && denominator > 0, "A ratio is positive")
        var (a, b) = (numerator, denominator)
        while b != 0 { (a, b) = (b, a % b) }
        self.numerator = numerator / a
        self.denominator = denominator / a
    }

    /// Reads `50`, `3/2` and `1.05`; `nil` for anything else and for what is not positive.
    public init?(_ text: some StringProtocol) {
        func whole(_ text: Substring) -> Int64? {
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return Int64(text)
        }
        let text = Substring(text)
        if let slash = text.firstIndex(of: "/") {
            guard let above = whole(text[..<slash]), above > 0,
                let below = whole(text[text.index(after: slash)...]), below > 0
            else { return nil }
            self.init(above, below)
        } else if let point = text.firstIndex(of: ".") {
            let decimals = text[text.index(after: point)...]
            guard decimals.utf8.count <= 9, let digits = whole(text[..<point] + decimals),
                whole(decimals) != nil, digits > 0
            else { return nil }
            var below: Int64 = 1
            for _ in decimals.utf8 { below *= 10 }
            self.init(digits, below)
        } else {
            guard let above = whole(text), above > 0 else { return nil }
            self.init(above)
        }
    }

    public var inverse: Ratio { Ratio(denominator, numerator) }

    /// The ratio as text: `50`, `3/2`.
    public var description: String {
        denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
    }

    /// ⌊number × ratio⌋ for numbers from 0; the largest number when it does not fit 64 bits, which
    /// is far outside of `NumberRange`.
    public func floor(of number: Int64) -> Int64 {
        precondition(number >= 0, "Shares and prices are not negative")
        let product = Int128(number) * Int128(numerator)
        return Int64(clamping: product / Int128(denominator))
    }

    /// Whether number × ratio is no whole number.
    public func leavesFraction(of number: Int64) -> Bool {
        Int128(number) * Int128(numerator) % Int128(denominator) != 0
    }

    /// A price × ratio in whole won, halves up, at least 1.
    public func scaled(_ price: Price) -> Price {
        let twice = 2 * Int128(price.won) * Int128(numerator) + Int128(denominator)
        return Ratio.bounded(Int64(clamping: twice / (2 * Int128(denominator))))
    }

    /// A price of at least 1, and never so high that steps and bands above it would not fit 64
    /// bits.
    private static func bounded(_ won: Int64) -> Price {
        Price(min(max(1, won), 1_000 * NumberRange.priceMax.won))
    }

    /// ⌊shares × ratio⌋
    public func floor(_ shares: Shares) -> Shares { Shares(floor(of: shares.count)) }

    /// ⌈shares × ratio⌉
    public func ceiling(_ shares: Shares) -> Shares {
        floor(shares).saturatedSum(Shares(leavesFraction(of: shares.count) ? 1 : 0))
    }

    /// ⌊price × ratio⌋, at least 1.
    public func floor(_ price: Price) -> Price { Ratio.bounded(floor(of: price.won)) }

    /// ⌈price × ratio⌉
    public func ceiling(_ price: Price) -> Price {
        let floor = floor(of: price.won)
        return Ratio.bounded(leavesFraction(of: price.won) && floor < .max ? floor + 1 : floor)
    }

    /// The ratio as a double, for averages, which are no money.
    public var quotient: Double { Double(numerator) / Double(denominator) }
}
