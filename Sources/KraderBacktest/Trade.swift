public import KraderModel

/// A round trip of one strategy in one symbol: from nothing of its own back to nothing. Shares that
/// were held before the run belong to no strategy; they are a round trip of their own, which opened
/// at the start at what they cost and which the sales of nobody's shares close.
public struct Trade: Hashable, Sendable {
    public var symbol: SymbolIndex
    /// The index of the strategy whose shares they are; `nil`: they were held before the run and
    /// are nobody's.
    public var strategy: Int?
    public var openedAt: Moment
    public var closedAt: Moment
    /// Shares bought in all.
    public var quantity: Shares
    public var bought: WonSum
    public var sold: WonSum
    public var commission: Won
    public var tax: Won
    public var fills: Int

    public init(
        symbol: SymbolIndex, strategy: Int?, openedAt: Moment, closedAt: Moment,
        quantity: Shares = .zero, bought: WonSum = .zero, sold: WonSum = .zero,
        commission: Won = .zero, tax: Won = .zero, fills: Int = 0
    ) {
        self.symbol = symbol
        self.strategy = strategy
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.quantity = quantity
        self.bought = bought
        self.sold = sold
        self.commission = commission
        self.tax = tax
        self.fills = fills
    }

    /// Adds shares that were bought: a sum over fills that nothing bounds, and a statistic.
    mutating func add(_ shares: Shares) { quantity = quantity.saturatedSum(shares) }

    /// The result in won that it brought the account, which counts in `Won`: it fits, however much
    /// was turned over.
    public var net: Won {
        Won(Int64(clamping: (sold - bought).amount)) - commission - tax
    }
    public var held: Interval { closedAt - openedAt }
    /// The net result as a part of what was bought.
    public var returnOnCost: Double {
        bought > .zero ? Double(net.amount) / Double(bought.amount) : 0
    }
}

/// Counts and sums over round trips, in the order in which they closed. None of the sums can
/// overflow: years times millions of trades are more nanoseconds than 64 bits count.
public struct TradeStatistics: Hashable, Sendable {
    public var count: Int64 = 0
    public var wins: Int64 = 0
    public var losses: Int64 = 0
    /// Sum of net results of winners and of losers.
    public var won = WonSum.zero
    public var lost = WonSum.zero
    public var best: Won?
    public var worst: Won?
    /// How long all of them were held together, in nanoseconds.
    public var heldNanoseconds: Int128 = 0

    public init() {}

    public var net: WonSum { won + lost }

    /// The mean time held, in seconds; `nil` without a trade.
    public var averageHoldingSeconds: Double? {
        count > 0 ? Double(heldNanoseconds) / 1_000_000_000 / Double(count) : nil
    }

    public var winRate: Double? { count > 0 ? Double(wins) / Double(count) : nil }

    /// Gains divided by losses; `nil` without a loss.
    public var profitFactor: Double? {
        lost.amount != 0 ? Double(won.amount) / -Double(lost.amount) : nil
    }

    public mutating func add(_ trade: Trade) { add(net: trade.net, held: trade.held) }

    mutating func add(net: Won, held: Interval) {
        count += 1
        if net > .zero {
            wins += 1
            won += net
        } else if net < .zero {
            losses += 1
            lost += net
        }
        best = best.map { max($0, net) } ?? net
        worst = worst.map { min($0, net) } ?? net
        heldNanoseconds += Int128(held.nanoseconds)
    }
}
