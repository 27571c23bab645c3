public import KraderModel

/// What a synthetic market is made of. The defaults are 20 issues over 60 trading days, about 8.5
/// million prints.
public struct SyntheticSettings: Hashable, Sendable {
    /// The issues in the order of their symbol index; codes differ (`issueCountRange` of them).
    public var issues: [SyntheticIssue]
    /// First and last date; the trading days between them, both included, trade.
    public var from: CalendarDate
    public var through: CalendarDate
    /// Drift of a day inside a trend, in standard deviations of a day (`trendStrengthRange`). An
    /// issue is in a rising, a flat or a falling trend for some days, then in another. 0 is a
    /// random walk.
    public var trendStrength = 0.3
    /// Mean length of a trend in trading days; lengths are uniform from half to one and a half of
    /// it.
    public var trendDays = 14
    /// The part of a day's variance that happens overnight and shows as a gap at the open
    /// (`shareRange`).
    public var overnightShare = 0.25
    /// The part of each issue's variance that all issues have in common (`shareRange`).
    public var commonShare = 0.1
    /// How much prints and swings come in bursts, and how heavy the tails of returns are
    /// (`clusteringRange`): 0 is an even flow of small changes.
    public var clustering = 0.6
    /// Whether trading is interrupted by the rules of krx-market.md §4. If not, issues trade
    /// through.
    public var interruptions = true
    /// The chance that a limit which is reached holds the price for a while (`limitLockRange`).
    /// The other times the price turns.
    public var limitLock = 0.6
    /// What is displayed beside the prints.
    public var books = Books.none
    /// One-minute or daily candles in place of prints, for thousands of issues; `nil`: prints.
    public var candles: Timeframe?

    public enum Books: String, Hashable, Sendable, CaseIterable {
        case none
        /// The best price and quantity of each side.
        case quotes
        /// Ten levels a side.
        case levels
    }

    public init(
        issues: [SyntheticIssue] = SyntheticSettings.issues(count: 20),
        from: CalendarDate = CalendarDate(2026, 3, 3),
        through: CalendarDate = CalendarDate(2026, 5, 28)
    ) {
        self.issues = issues
        self.from = from
        self.through = through
    }

    public static let issueCountRange = 1...5_000
    public static let trendStrengthRange = 0.0...1.0
    public static let trendDaysRange = 2...250
    public static let shareRange = 0.0...0.9
    public static let clusteringRange = 0.0...1.0
    public static let limitLockRange = 0.0...1.0
    /// Timeframes that can be made without prints.
    public static let candleTimeframes = [Timeframe.m1, .d1]

    /// Continuous prints a day of the first twenty issues: active, middling and quiet ones, each
    /// within what krx-market.md §9 says of its class. The two or three largest issues of KRX, with
    /// over 100,000, are left out.
    private static let printsPerDay = [
        40_000, 30_000, 22_000, 12_000, 9_000, 7_000, 5_000, 4_000, 3_000, 2_500,
        2_000, 1_600, 1_200, 900, 700, 500, 400, 300, 200, 120,
    ]

    /// Issues of many sizes: two of KOSPI to one of KOSDAQ. The first twenty cost from 1,500 to
    /// 262,500 won, with 40,000 prints a day for the first and 120 for the twentieth, so that any
    /// few of them have lively, middling and quiet ones. All further ones are spread as KRX's are:
    /// half of the market has fewer than 400 prints a day, one in a hundred a hundred times as
    /// many, and prices around 6,500 won. Codes are 900010, 900020 … as no listed company has.
    public static func issues(count: Int) -> [SyntheticIssue] {
        let prices: [Int64] = [
            71_200, 262_500, 48_350, 12_480, 184_300, 8_930, 33_150, 5_620, 101_500, 1_500,
        ]
        let volatilities = [0.28, 0.36, 0.52, 0.33, 0.42, 0.58, 0.31]
        return (0..<count).compactMap { index in
            guard let code = try? IssueCode(String(900_010 + 10 * index)) else { return nil }
            let board: Board = index % 3 == 2 ? .kosdaq : .kospi
            guard index < printsPerDay.count else {
                return SyntheticIssue(code: code, board: board, place: index)
            }
            let prints = printsPerDay[index]
            let size = SyntheticIssue.Size(printsPerDay: prints)
            let wildness = size == .large ? 1 : size == .mid ? 1.15 : 1.3
            return SyntheticIssue(
                code: code, board: board, basePrice: Price(prices[index % prices.count]),
                printsPerDay: prints,
                yearlyVolatility: volatilities[index % volatilities.count] * wildness)
        }
    }

    /// Trading days from `from` through `through`, by KRX's calendar.
    public var tradingDays: [TradingDay] {
        TradingCalendar.krx.tradingDays(from: from, through: through)
    }

    /// The issues as a run knows them, in the order of their symbol index.
    public var instruments: [Instrument] { issues.map { $0.listed(on: from) } }
}
