public import KraderModel

/// One made-up issue: what it is and how lively it trades.
public struct SyntheticIssue: Hashable, Sendable {
    public var code: IssueCode
    /// Tradeable boards only.
    public var board: Board
    /// The base price of the first day, rounded down to that day's grid.
    public var basePrice: Price
    /// Continuous prints on an average day (`printsPerDayRange`); a day has 0.6 to 1.4 times as
    /// many.
    public var printsPerDay: Int
    /// Standard deviation of a year's return (`yearlyVolatilityRange`): 0.4 is 40 %.
    public var yearlyVolatility: Double

    public init(
        code: IssueCode, board: Board, basePrice: Price, printsPerDay: Int = 5_000,
        yearlyVolatility: Double = 0.4
    ) {
        self.code = code
        self.board = board
        self.basePrice = basePrice
        self.printsPerDay = printsPerDay
        self.yearlyVolatility = yearlyVolatility
    }

    public static let basePriceRange = Price(100)...Price(5_000_000)
    public static let printsPerDayRange = 10...500_000
    public static let yearlyVolatilityRange = 0.01...2.0
}

/// What a synthetic market is made of. The defaults are 20 issues over 60 trading days, about 5.5
/// million prints.
public struct SyntheticSettings: Hashable, Sendable {
    /// In the order of their symbol index; codes differ (`issueCountRange` of them).
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
    /// Of a day's variance, what happens overnight and shows as a gap at the open (`shareRange`).
    public var overnightShare = 0.25
    /// Of each issue's variance, what all issues have in common (`shareRange`).
    public var commonShare = 0.3

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

    /// Issues of many sizes: two of KOSPI to one of KOSDAQ, prices from 1,500 to 262,500 won,
    /// 25,000 prints a day for the first and 25,000 ÷ n (at least 150) for the n-th. Real large
    /// caps print two to six times as often (krx-market.md §9). Codes are 900010, 900020 … as no
    /// listed company has.
    public static func issues(count: Int) -> [SyntheticIssue] {
        let prices: [Int64] = [
            71_200, 262_500, 48_350, 12_480, 184_300, 8_930, 33_150, 5_620, 101_500, 1_500,
        ]
        let volatilities = [0.28, 0.36, 0.52, 0.33, 0.42, 0.58, 0.31]
        return (0..<count).compactMap { index in
            guard let code = try? IssueCode(String(900_010 + 10 * index)) else { return nil }
            return SyntheticIssue(
                code: code, board: index % 3 == 2 ? .kosdaq : .kospi,
                basePrice: Price(prices[index % prices.count]),
                printsPerDay: max(150, 25_000 / (index + 1)),
                yearlyVolatility: volatilities[index % volatilities.count])
        }
    }

    /// Trading days from `from` through `through`, by KRX's calendar.
    public var tradingDays: [TradingDay] {
        TradingCalendar.krx.tradingDays(from: from, through: through)
    }
}

extension SyntheticSettings {
    /// A setting outside what is allowed.
    public enum Fault: Error, Hashable, Sendable {
        case issueCount
        case trendStrength
        case trendDays
        case overnightShare
        case commonShare
        /// No trading day lies between the dates.
        case noTradingDay
        /// The issue at this index trades on no board that has a price band and a tape.
        case board(Int)
        case basePrice(Int)
        case printsPerDay(Int)
        case yearlyVolatility(Int)
        /// The issue at this index has the code of an earlier one.
        case repeatedCode(Int)
    }

    /// Everything that is outside its range, in the order of the settings.
    public var faults: [Fault] {
        var faults: [Fault] = []
        func check(_ isAllowed: Bool, _ fault: Fault) {
            if !isAllowed { faults.append(fault) }
        }
        check(SyntheticSettings.issueCountRange.contains(issues.count), .issueCount)
        check(SyntheticSettings.trendStrengthRange.contains(trendStrength), .trendStrength)
        check(SyntheticSettings.trendDaysRange.contains(trendDays), .trendDays)
        check(SyntheticSettings.shareRange.contains(overnightShare), .overnightShare)
        check(SyntheticSettings.shareRange.contains(commonShare), .commonShare)
        check(!tradingDays.isEmpty, .noTradingDay)
        var codes: Set<IssueCode> = []
        for (index, issue) in issues.enumerated() {
            check(
                PriceLimit.width(board: issue.board, on: from) != nil, .board(index))
            check(SyntheticIssue.basePriceRange.contains(issue.basePrice), .basePrice(index))
            check(
                SyntheticIssue.printsPerDayRange.contains(issue.printsPerDay), .printsPerDay(index))
            check(
                SyntheticIssue.yearlyVolatilityRange.contains(issue.yearlyVolatility),
                .yearlyVolatility(index))
            check(codes.insert(issue.code).inserted, .repeatedCode(index))
        }
        return faults
    }
}
