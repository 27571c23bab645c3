/// Commission and sell tax of an account. Both ledgers, the trader's and the venue's, use this one
/// pure function of an order's cumulative amounts; each fill books the difference to what was
/// booked (semantics.md §5).
public struct CostSchedule: Hashable, Sendable {
    /// Commission on each side as a fraction of the executed amount, zero or more; cut down to
    /// `commissionUnit` per order.
    public var commissionRate: Rate
    /// The unit to which commission is cut down: 10 won at Kiwoom (krx-market.md §6.2).
    public var commissionUnit: Won
    /// What is charged on sales.
    public var tax: Tax

    /// Which sell tax is charged.
    public enum Tax: Hashable, Sendable {
        /// No sell tax is charged.
        case none
        /// The rates in force for the board and the date (`TransactionTax`).
        case dated
        /// One rate at all times, for experiments and benchmarks; the tax is cut down to 1 won.
        case fixed(Rate)
    }

    /// - Parameter commissionUnit: at least 1 won; traps if not.
    public init(commissionRate: Rate, commissionUnit: Won = Won(10), tax: Tax) {
        precondition(commissionUnit >= Won(1), "A commission unit is at least one won")
        self.commissionRate = commissionRate
        self.commissionUnit = commissionUnit
        self.tax = tax
    }

    /// No costs at all.
    public static let none = CostSchedule(commissionRate: .zero, tax: .none)
    /// Kiwoom online, real account: 0.015 % a side (krx-market.md §6.2).
    public static let kiwoom = CostSchedule(commissionRate: Rate(parts: 150_000), tax: .dated)
    /// Kiwoom's mock server: 0.35 % a side (krx-market.md §6.2).
    public static let kiwoomMock = CostSchedule(commissionRate: Rate(parts: 3_500_000), tax: .dated)

    /// Commission on an order whose executions so far amount to this, zero or more.
    @inlinable public func commission(onCumulative amount: Won) -> Won {
        let exact = commissionRate.floored(of: amount).amount
        return Won(exact - exact % commissionUnit.amount)
    }

    /// Tax rates that hold for a board on a day; look them up once a day, not once a fill.
    public func taxRates(board: Board, on day: CalendarDate) -> TaxRates {
        switch tax {
        case .none: .none
        case .fixed(let rate): TaxRates(transaction: rate, rural: .zero)
        case .dated: TransactionTax.rates(board: board, on: day)
        }
    }
}

/// The two parts of the sell tax, each cut down to whole won by itself (krx-market.md §6.1).
public struct TaxRates: Hashable, Sendable {
    /// Securities transaction tax.
    public var transaction: Rate
    /// Special tax for rural development, on KOSPI shares only.
    public var rural: Rate

    public init(transaction: Rate, rural: Rate) {
        self.transaction = transaction
        self.rural = rural
    }

    /// Nothing is charged.
    public static let none = TaxRates(transaction: .zero, rural: .zero)

    /// Tax on a sell order whose executions so far amount to this, zero or more. Purchases pay
    /// none: that is for the caller to know.
    @inlinable public func tax(onCumulative amount: Won) -> Won {
        transaction.floored(of: amount) + rural.floored(of: amount)
    }
}
