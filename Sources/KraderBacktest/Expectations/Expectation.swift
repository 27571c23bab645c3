public import KraderEngine
public import KraderModel

/// What a run must have come to, or must be like at a moment: a line of a scenario's `expect`
/// (design.md §6).
public struct Expectation: Hashable, Sendable {
    /// Where it stands in its file: `expect[2]`.
    public var path: String
    public var time: Time
    public var claim: Claim

    public init(_ path: String, _ time: Time, _ claim: Claim) {
        self.path = path
        self.time = time
        self.claim = claim
    }

    /// When the claim must hold.
    public enum Time: Hashable, Sendable {
        case end
        /// At a moment, what happens at it included.
        case at(Moment)
        /// So long after a line of the script, by its place in the plan, was done for the first
        /// time.
        case after(Int, Interval)
    }

    public enum Claim: Hashable, Sendable {
        case order(OrderChoice, OrderClaim)
        /// How many requests of each kind have left.
        case requests([Counted<RequestKind>])
        /// The shares held of each symbol.
        case positions([Counted<SymbolIndex>])
        /// Cash in won.
        case cash(Bounds<Int64>)
        case killSwitch(KillSwitchClaim)
        case mode(EngineMode)
        /// Errors that count for the kill switch, over the whole run.
        case errors(Bounds<Int64>)
        /// How often something happened beside orders.
        case incident(IncidentRecord.Kind, Bounds<Int64>)
        /// The first hex digits of the run's digest.
        case digest(String)
        case figures([FigureClaim])
    }

    public struct Counted<Subject: Hashable & Sendable>: Hashable, Sendable {
        public var subject: Subject
        public var bounds: Bounds<Int64>

        public init(_ subject: Subject, _ bounds: Bounds<Int64>) {
            self.subject = subject
            self.bounds = bounds
        }
    }
}

/// Which order is meant: the nth that the engine decided in the run, counted from 1 over restarts;
/// of a symbol, where one is named.
public struct OrderChoice: Hashable, Sendable {
    public var nth: Int
    public var symbol: SymbolIndex?

    public init(nth: Int = 1, symbol: SymbolIndex? = nil) {
        self.nth = nth
        self.symbol = symbol
    }
}

/// What is expected of an order. What stays `nil` may be anything.
public struct OrderClaim: Hashable, Sendable {
    public var stage: OrderStage?
    public var filled: Bounds<Int64>?
    public var reason: Reason?

    /// Why an order is as it is: by our word or the venue's.
    public enum Reason: Hashable, Sendable {
        case ours(OrderReason)
        case venue(VenueRejection)

        /// The reasons that have a name, which `expect` uses.
        public static var all: [Reason] {
            OrderReason.allCases.filter { $0 != .none }.map { .ours($0) }
                + VenueRejection.allCases.map { .venue($0) }
        }

        public var code: String {
            switch self {
            case .ours(let reason): reason.code
            case .venue(let rejection): rejection.code
            }
        }
    }

    public init(
        stage: OrderStage? = nil, filled: Bounds<Int64>? = nil, reason: Reason? = nil
    ) {
        self.stage = stage
        self.filled = filled
        self.reason = reason
    }
}

/// How far the kill switch is expected to be.
public struct KillSwitchClaim: Hashable, Sendable {
    public enum Stage: String, Hashable, Sendable, CaseIterable {
        /// It is not engaged.
        case armed
        /// It is, whether or not the broker's list has shown that nothing is open.
        case engaged
        /// It is, and the list has shown it.
        case complete
    }
    public var stage: Stage
    public var cause: StopCause?
    /// The longest time from the engaging to the list that showed nothing open.
    public var within: Interval?

    public init(_ stage: Stage, cause: StopCause? = nil, within: Interval? = nil) {
        self.stage = stage
        self.cause = cause
        self.within = within
    }
}

/// What a figure of the result is expected to be.
public struct FigureClaim: Hashable, Sendable {
    public var figure: Figure
    public var bounds: Bounds<Double>

    public init(_ figure: Figure, _ bounds: Bounds<Double>) {
        self.figure = figure
        self.bounds = bounds
    }
}

/// A figure that can be expected: a statistic, or one of the totals that stand beside them.
public enum Figure: Hashable, Sendable {
    case statistic(Statistic)
    case fills, orders, signals, refusals, equity

    public static var all: [Figure] {
        Statistic.allCases.map { .statistic($0) } + [.fills, .orders, .signals, .refusals, .equity]
    }

    public var name: String {
        switch self {
        case .statistic(let statistic): statistic.rawValue
        case .fills: "fills"
        case .orders: "orders"
        case .signals: "signals"
        case .refusals: "refusals"
        case .equity: "equity"
        }
    }

    /// All that it can be: bounds around that expect nothing.
    public var range: ClosedRange<Double> {
        let greatest = Double.greatestFiniteMagnitude
        switch self {
        case .fills, .orders, .signals, .refusals: return 0...greatest
        case .equity: return -greatest...greatest
        case .statistic(let statistic):
            switch statistic {
            case .maxDrawdown, .winRate, .exposure: return 0...1
            case .maxDrawdownWon, .drawdownDays, .trades, .averageHolding, .costs, .costShare,
                .turnover, .volatility, .profitFactor, .moneyAtWork, .mostMoneyAtWork:
                return 0...greatest
            case .net, .totalReturn, .cagr, .sharpe, .sortino, .averageTrade, .bestTrade,
                .worstTrade, .benchmarkReturn, .excessReturn:
                return -greatest...greatest
            }
        }
    }

    func value(_ result: RunResult, _ statistics: Statistics) -> Double? {
        switch self {
        case .statistic(let statistic): statistics[statistic]
        case .fills: Double(result.fills)
        case .orders: Double(result.ordersMade)
        case .signals: Double(result.signals)
        case .refusals: Double(result.refusals.values.reduce(0, +))
        case .equity: Double(result.account.equity.amount)
        }
    }
}
