public import KraderChecks
public import KraderEngine
public import KraderModel

/// What a run leaves: everything a report needs, as data, by symbol and time. Long lists stream to
/// files while the run goes on; here are totals, daily figures and thinned-out curves, so that
/// memory does not grow with length.
public struct RunResult: Sendable {
    public var instruments: [Instrument]
    /// Strategy ids in the order of their indices.
    public var strategyIDs: [String]
    /// First and last moment of the run's inputs, engine time.
    public var firstMoment: Moment?
    public var lastMoment: Moment?
    public var isComplete = true
    /// The days from first to last on which what can be traded had data; `nil` when nothing had
    /// any. `days` and all statistics are of these days.
    public var dataDays: DataDays?
    /// The same days for each symbol, by symbol.
    public var dataDaysBySymbol: [DataDays?] = []
    /// The number of the days between on which each symbol had data, by symbol.
    public var dataDayCounts: [Int] = []
    /// Days in years that no calendar covers on which any symbol had data, in order.
    public var datesBeyondCalendar: [CalendarDate] = []
    /// The digest, 32 bytes: the join of its lanes.
    public var digest: [UInt8] = []
    /// What the market showed, and what came of it (semantics.md §8).
    public var lanes = RunDigest()
    public var events: Int64 = 0

    public var openingEquity = Won.zero
    /// The account at the end.
    public var account: Account
    public var fills: Int64 = 0
    public var buyAmount = WonSum.zero
    public var sellAmount = WonSum.zero
    public var ordersByStatus: [OrderStatus: Int64] = [:]
    public var ordersMade: Int64 = 0
    public var signals: Int64 = 0
    public var refusals: [Refusal.Code: Int64] = [:]
    /// The first refusal of each code, with the numbers that decided it.
    public var firstRefusals: [Refusal.Code: Refusal] = [:]
    /// Orders that a rule made smaller, by the rule that decided.
    public var cuts: [Refusal.Code: Int64] = [:]
    /// What the controls found of signals, where it is in no record.
    public var controls = ControlCounts()
    public var rejections: [VenueRejection: Int64] = [:]
    public var fillsByEvidence: [Evidence: Int64] = [:]
    public var sharesByEvidence: [Evidence: Shares] = [:]
    /// Round trips of all strategies, each by its own book, and of what was held before the run.
    public var trades = TradeStatistics()
    public var days: [DayRecord] = []
    public var symbols: [SymbolResult] = []
    public var strategies: [StrategyResult] = []
    /// What the sales of shares held before the run came to, by nobody's book; `signals`, `orders`
    /// and `fills` stay zero, for they are the strategies'.
    public var nobody = StrategyResult(id: "")
    /// Thinned out to at most `RunResult.curvePointsMax` points, first and last kept.
    public var equityCurve: [EquityPoint] = []
    /// The first trades of the run, for pictures; all are in trades.csv.
    public var firstTrades: [Trade] = []
    public var incidents: [IncidentRecord] = []
    /// The first thing that krader did and that can't be: the result is not to be trusted.
    public var breach: InvariantBreach?
    /// How often each check had something to look at, where checks were thorough.
    public var evaluations = Evaluations()
    public var faults: [StrategyFault] = []
    /// What became of each line of the script, in the order of the plan.
    public var script: [ScriptedOutcome] = []
    /// What the script kept from the engine.
    public var scriptCounts = ScriptCounts()
    /// Whether all had been calm at the end for so long that everything was owed (`FaultPlan`), and
    /// was looked at.
    public var wasCalm = false
    /// Why the run's store could not be written or read, which ended the run.
    public var storeFault: String?
    /// Why the store's second place, which tells whoever starts from it of a kill, could not be
    /// written the last time.
    public var markFault: String?
    public var holds: [Hold] = []
    public var warmUps: [WarmUp] = []
    public var engineCounts = EngineCounts()
    /// Errors that counted for the kill switch, over the whole run.
    public var countedErrors: Int64 = 0
    public var latePrints: Int64 = 0
    public var ticks: Int64 = 0
    public var candles: Int64 = 0
    public var books: Int64 = 0
    /// The benchmark that the result is compared with, once it had a price.
    public var benchmark: BenchmarkResult?
    /// Corporate actions that changed what the account holds, in order.
    public var corporateActions: [CorporateActionRecord] = []
    /// What is held at the end and could not be sold then.
    public var stranded: [StrandedHolding] = []
    /// How much of the equity was in holdings.
    public var moneyAtWork = MoneyAtWork()
    /// Whether the venue had no books, so that `queue` behaved as `through`.
    public var queueWasThrough = false
    /// Fills by prints alone where a book was not believed, and sides that no longer were.
    public var unbelievedFills = DisbeliefCounts()
    public var unbelievedSides = DisbeliefCounts()
    /// How often an order met a best price, carried by a print, that could not price it.
    public var carriedPricesUnusable: Int64 = 0
    /// Displays in continuous trading whose best bid was no lower than the best ask.
    public var crossedDisplays: Int64 = 0

    /// Points of candles that an interruption or a halt kept from those who waited for them.
    public var lostPoints = LostPoints()

    /// Equity at the end if nobody ever paid anything for the stranded holdings.
    public var equityIfWorthless: Won {
        stranded.reduce(account.equity) { $0 - $1.value }
    }

    static let curvePointsMax = 4_000
    static let firstTradesMax = 2_000

    public struct Hold: Hashable, Sendable {
        public var strategy: Int
        public var reason: String
        public var count: Int64
    }
}

/// The share of equity in holdings, at the end of each minute of market time in which anything
/// happened. Minutes without equity have no share.
public struct MoneyAtWork: Hashable, Sendable {
    public private(set) var minutes: Int64 = 0
    public private(set) var highest = 0.0
    private var sum = 0.0

    public init() {}

    public mutating func add(holdings: Won, equity: Won) {
        guard equity > .zero else { return }
        let share = Double(holdings.amount) / Double(equity.amount)
        minutes += 1
        sum += share
        highest = max(highest, share)
    }

    /// The mean share of equity in holdings; `nil` when no minute had any equity.
    public var average: Double? { minutes > 0 ? sum / Double(minutes) : nil }
}

public struct EquityPoint: Hashable, Sendable {
    public var at: Moment
    public var equity: Won
    public var cash: Won
    /// The price of the series that results are compared with; `nil` before its first price.
    public var benchmark: Price?

    public init(at: Moment, equity: Won, cash: Won, benchmark: Price? = nil) {
        self.at = at
        self.equity = equity
        self.cash = cash
        self.benchmark = benchmark
    }
}

/// The series that a result is compared with, without dividends and costs, over the days on which
/// both have data.
public struct BenchmarkResult: Hashable, Sendable {
    public var symbol: SymbolIndex
    /// The price at which the comparison begins: its base price, else its first price; for a series
    /// that begins later than the run its first close.
    public var first: Price
    public var last: Price
    public var days: DataDays
    /// The account's equity where the comparison begins and ends.
    public var ownFirst: Won
    public var ownLast: Won
    /// The first change of its base that no action explains, and how many there are.
    public var jump: Jump?
    public var jumps = 0

    public struct Jump: Hashable, Sendable {
        public var day: CalendarDate
        public var before: Price
        public var after: Price
    }

    public init(
        symbol: SymbolIndex, first: Price, last: Price, days: DataDays, ownFirst: Won, ownLast: Won
    ) {
        self.symbol = symbol
        self.first = first
        self.last = last
        self.days = days
        self.ownFirst = ownFirst
        self.ownLast = ownLast
    }

    public var totalReturn: Double { Double(last.won) / Double(first.won) - 1 }

    /// The account's over the same days; `nil` when it began with nothing.
    public var ownReturn: Double? {
        ownFirst > .zero ? Double(ownLast.amount) / Double(ownFirst.amount) - 1 : nil
    }
}

public struct SymbolResult: Sendable {
    public var symbol: SymbolIndex
    public var fills: Int64 = 0
    public var bought = WonSum.zero
    public var sold = WonSum.zero
    public var grossProfit = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero
    public var trades = TradeStatistics()
    /// The position at the end: quantity, cost, mark.
    public var position = Position()
    /// Prices for the picture, thinned out, by engine minute.
    public var prices: [PricePoint] = []

    public struct PricePoint: Hashable, Sendable {
        public var at: Moment
        public var price: Price
    }
}

/// A strategy's part in the result by its own book: its own shares at what they cost it. What was
/// held before the run is nobody's, whoever sells it.
public struct StrategyResult: Sendable {
    public var id: String
    public var signals: Int64 = 0
    public var orders: Int64 = 0
    public var fills: Int64 = 0
    public var grossProfit = Won.zero
    public var commission = Won.zero
    public var tax = Won.zero
    public var trades = TradeStatistics()
    public var isPaused = false

    public init(id: String) { self.id = id }

    /// The profit that was realised, in won, after costs.
    public var net: Won { grossProfit - commission - tax }
}
