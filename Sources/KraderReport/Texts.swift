import KraderBacktest
import KraderEngine
import KraderModel

/// Every word of the reports that is meant for people. A second language begins here.
enum Texts {
    static func label(_ statistic: Statistic) -> String {
        switch statistic {
        case .net: "Net result"
        case .totalReturn: "Return"
        case .cagr: "Annual growth"
        case .volatility: "Volatility a year"
        case .sharpe: "Sharpe ratio"
        case .sortino: "Sortino ratio"
        case .maxDrawdownWon: "Deepest fall"
        case .maxDrawdown: "Max drawdown"
        case .drawdownDays: "Longest drawdown"
        case .trades: "Round trips"
        case .winRate: "Win rate"
        case .profitFactor: "Profit factor"
        case .averageTrade: "Average round trip"
        case .bestTrade: "Best round trip"
        case .worstTrade: "Worst round trip"
        case .averageHolding: "Average holding time"
        case .exposure: "Days held overnight"
        case .moneyAtWork: "Money at work"
        case .mostMoneyAtWork: "Most money at work"
        case .turnover: "Turnover"
        case .costs: "Costs"
        case .costShare: "Costs by amount"
        case .benchmarkReturn: "Benchmark return"
        case .excessReturn: "Excess return"
        }
    }

    static func definition(_ statistic: Statistic) -> String {
        switch statistic {
        case .net:
            "Equity at the end less equity at the start, after costs, open positions at their last"
                + " price."
        case .totalReturn: "Net result by equity at the start."
        case .cagr:
            "Constant yearly growth that leads from first to last equity, by calendar days; from 60"
                + " trading days on."
        case .volatility: "Standard deviation of daily returns (n − 1) × √252."
        case .sharpe: "Mean daily return by its standard deviation × √252; the riskless rate is 0."
        case .sortino:
            "Mean daily return by the root of the losing days' squares over all days × √252;"
                + " undefined without a losing day."
        case .maxDrawdownWon:
            "Fall of equity from its highest value so far, at the moment of the deepest share,"
                + " in won."
        case .maxDrawdown:
            "Deepest fall of equity by its highest value before, at every print or candle's close."
        case .drawdownDays: "Most closes in a row below the highest close before them."
        case .trades:
            "From nothing of a strategy's own in a symbol back to nothing, whatever the number of"
                + " fills; the shares held before the run of a symbol are one of their own."
        case .winRate: "Share of round trips that ended with a gain after costs."
        case .profitFactor:
            "Sum of the gains by the sum of the losses of all round trips; undefined without a"
                + " loss."
        case .averageTrade: "Mean result of a round trip after costs."
        case .bestTrade: "Largest result of a round trip after costs."
        case .worstTrade: "Smallest result of a round trip after costs."
        case .averageHolding:
            "Mean time from the first to the last fill of a round trip, nights included."
        case .exposure: "Share of trading days on which something was held at the close."
        case .moneyAtWork:
            "Mean share of equity in holdings, at the end of each minute in which anything"
                + " happened."
        case .mostMoneyAtWork:
            "Highest share of equity in holdings at the end of any minute in which anything"
                + " happened."
        case .turnover: "Bought and sold amount together by the mean of the daily closing equity."
        case .costs: "Commission and transaction tax."
        case .costShare: "Costs by bought and sold amount together."
        case .benchmarkReturn:
            "Last price of the benchmark by its base or first price, less 1, over the days on which"
                + " both have data; without dividends and costs."
        case .excessReturn: "Return over the same days less the benchmark's."
        }
    }

    // These are headings of the page and the terminal's labels.
    static let equity = "Equity"
    static let drawdown = "Drawdown"
    static let outage = "Broker out of reach"
    static let killed = "Kill switch"
    static let dailyResult = "Result by day"
    static let monthlyResult = "Result by month"
    static let tradesOnPrice = "Trades on price"
    static let statistics = "Statistics"
    static let costsByKind = "Costs by kind"
    static let commission = "Commission"
    static let tax = "Transaction tax"
    static let orders = "Orders"
    static let refusals = "Refusals (ours)"
    static let cuts = "Orders made smaller"
    static let controls = "Controls that live would apply"
    static let unchecked = "Orders that passed a control unchecked"
    static let heldBefore = "held before"
    static let openPositions = "Held at the end"
    static let byOwnBook =
        "Each by its own book: its own shares at what they cost it. Shares held before the run are"
        + " nobody's, whoever sells them."
    static let lowFirstForTrailing =
        "`low_first` is not the cautious path for trailing stops: `both` is the answer."
    static let rejections = "Rejections (the venue’s)"
    static let evidence = "What the fills rest on"
    static let bySymbol = "By symbol"
    static let byStrategy = "By strategy"
    static let roundTrips = "Round trips"
    static let settings = "Settings in force"
    static let dataNotes = "Data and notes"
    static let incidents = "Incidents"
    static let expectations = "Expectations"
    static let script = "Script"
    static let holds = "Why strategies held"
    static let identity = "Identity"
    static let warnings = "Warnings"
    static let whyNothing = "Why nothing traded"
    static let none = "none"
    static let dash = "–"
    static let interrupted = "The run was interrupted: all figures are those up to its last moment."
    static let endedStrictly =
        "Prices contradicted what was held, and the run was to be strict: all figures are those up"
        + " to that moment."
    static let queueWasThrough =
        "There were no order books: the fill model `queue` behaved as `through`."
    /// A sentence on displays that were not believed; `nil` where every display was.
    static func disbelief(_ fills: DisbeliefCounts, _ sides: DisbeliefCounts) -> String? {
        guard fills.total + sides.total > 0 else { return nil }
        return "Displays not believed: \(fills.total) fills came from prints alone "
            + "(\(reasons(fills))); \(sides.total) sides (\(reasons(sides)))."
    }

    private static func reasons(_ counts: DisbeliefCounts) -> String {
        "never came \(counts.neverCame), ended \(counts.ended), too old \(counts.aged), "
            + "emptied by prints \(counts.emptied)"
    }

    static let benchmark = "Benchmark"
    static let intrabar = "Path inside candles"
    static let openOrders = "Open at the end"

    static let stranded = "Held and not to be sold"
    static let equityIfWorthless = "Equity if nobody ever paid for them"
    static let adjustments = "Corporate actions"

    static func reason(_ reason: StrandedHolding.Reason) -> String {
        switch reason {
        case .delisted: "no longer listed"
        case .halted: "halted at the end"
        case .locked: "locked at the lower limit"
        case .silent: "no print in the last \(StrandedHolding.silentDays) trading days"
        }
    }
}
