public import KraderEngine
public import KraderModel

/// What a run leaves: everything a report needs, as data, by symbol and time. Long lists stream to
/// files while the run goes on; here are totals, daily figures and thinned-out curves, so that
/// memory does not grow with length.
public struct RunRecord: Sendable {
    public var instruments: [Instrument]
    /// Strategy ids in the order of their indices.
    public var strategyIDs: [String]
    /// First and last moment of the run's inputs, engine time.
    public var firstMoment: Moment?
    public var lastMoment: Moment?
    public var isComplete = true
    /// 32 bytes: the last value of the digest's chain.
    public var digest: [UInt8] = []
    public var events: Int64 = 0

    public var openingEquity = Won.zero
    /// At the end.
    public var account: Account
    public var fills: Int64 = 0
    public var buyAmount = Won.zero
    public var sellAmount = Won.zero
    public var ordersByStatus: [OrderStatus: Int64] = [:]
    public var ordersMade: Int64 = 0
    public var signals: Int64 = 0
    public var refusals: [Refusal.Code: Int64] = [:]
    /// Orders that a rule made smaller, by the rule that decided.
    public var cuts: [Refusal.Code: Int64] = [:]
    public var rejections: [VenueRejection: Int64] = [:]
    public var fillsByEvidence: [Evidence: Int64] = [:]
    public var sharesByEvidence: [Evidence: Shares] = [:]
    public var trades = TradeStatistics()
    public var days: [DayRecord] = []
    public var symbols: [SymbolResult] = []
    public var strategies: [StrategyResult] = []
    /// Thinned out to at most `RunRecord.curvePointsMax` points, first and last kept.
    public var equityCurve: [EquityPoint] = []
    /// The first trades of the run, for pictures; all are in trades.csv.
    public var firstTrades: [Trade] = []
    public var incidents: [IncidentRecord] = []
    public var faults: [StrategyFault] = []
    public var holds: [Hold] = []
    public var warmUps: [WarmUp] = []
    public var engineCounts = EngineCounts()
    public var latePrints: Int64 = 0
    public var ticks: Int64 = 0
    public var candles: Int64 = 0
    public var books: Int64 = 0
    /// What the result is compared with, once it had a price.
    public var benchmark: BenchmarkResult?
    /// Corporate actions that changed what the account holds, in order.
    public var adjustments: [AdjustmentRecord] = []
    /// What is held at the end and could not be sold then.
    public var stranded: [StrandedHolding] = []
    /// The venue had no books: `queue` behaved as `through`.
    public var queueWasThrough = false
    /// Fills by prints alone where a book was not believed, and sides that no longer were.
    public var unbelievedFills = DisbeliefCounts()
    public var unbelievedSides = DisbeliefCounts()

    /// Equity at the end if nobody ever paid anything for the stranded holdings.
    public var equityIfWorthless: Won {
        stranded.reduce(account.equity) { $0 - $1.value }
    }

    public static let curvePointsMax = 4_000
    public static let firstTradesMax = 2_000

    public struct Hold: Hashable, Sendable {
        public var strategy: Int
        public var reason: String
        public var count: Int64
    }
}

public struct EquityPoint: Hashable, Sendable {
    public var at: Moment
    public var equity: Won
    public var cash: Won
    /// Of the series that results are compared with; `nil` before its first price.
    public var benchmark: Price?

    public init(at: Moment, equity: Won, cash: Won, benchmark: Price? = nil) {
        self.at = at
        self.equity = equity
        self.cash = cash
        self.benchmark = benchmark
    }
}

/// The series that a result is compared with, without dividends and costs.
public struct BenchmarkResult: Hashable, Sendable {
    public var symbol: SymbolIndex
    /// Its base price, else its first price.
    public var first: Price
    public var last: Price

    public init(symbol: SymbolIndex, first: Price, last: Price) {
        self.symbol = symbol
        self.first = first
        self.last = last
    }

    public var totalReturn: Double { Double(last.won) / Double(first.won) - 1 }
}

/// A round trip: from a flat position back to a flat one.
public struct Trade: Hashable, Sendable {
    public var symbol: SymbolIndex
    /// Of the order that opened it.
    public var strategy: Int
    public var openedAt: Moment
    public var closedAt: Moment
    /// Shares bought in all.
    public var quantity: Shares
    public var bought: Won
    public var sold: Won
    public var commission: Won
    public var tax: Won
    public var fills: Int

    public var net: Won { sold - bought - commission - tax }
    /// Net result by what was bought.
    public var returnOnCost: Double {
        bought.amount > 0 ? Double(net.amount) / Double(bought.amount) : 0
    }
}

/// Counts and sums over round trips, in the order in which they closed.
public struct TradeStatistics: Hashable, Sendable {
    public var count: Int64 = 0
    public var wins: Int64 = 0
    public var losses: Int64 = 0
    /// Sum of net results of winners and of losers.
    public var won = Won.zero
    public var lost = Won.zero
    public var best: Won?
    public var worst: Won?
    public var holdingTime = Interval.zero

    public mutating func add(_ trade: Trade) {
        count += 1
        let net = trade.net
        if net > .zero {
            wins += 1
            won += net
        } else if net < .zero {
            losses += 1
            lost += net
        }
        best = best.map { max($0, net) } ?? net
        worst = worst.map { min($0, net) } ?? net
        holdingTime += trade.closedAt - trade.openedAt
    }
}

public struct SymbolResult: Sendable {
    public var symbol: SymbolIndex
    public var fills: Int64 = 0
    public var bought = Won.zero
    public var sold = Won.zero
    public var grossProfit = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero
    public var trades = TradeStatistics()
    /// At the end: quantity, cost, mark.
    public var position = Position()
    /// Prices for the picture, thinned out, by engine minute.
    public var prices: [PricePoint] = []

    public struct PricePoint: Hashable, Sendable {
        public var at: Moment
        public var price: Price
    }
}

public struct StrategyResult: Sendable {
    public var id: String
    public var signals: Int64 = 0
    public var orders: Int64 = 0
    public var fills: Int64 = 0
    public var grossProfit = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero
    public var isPaused = false
}
