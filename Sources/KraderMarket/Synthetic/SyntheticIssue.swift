public import KraderModel

/// One made-up issue: what it is and how lively it trades.
public struct SyntheticIssue: Hashable, Sendable {
    public var code: IssueCode
    /// The board, a tradeable one.
    public var board: Board
    /// The base price of the first day, rounded down to that day's grid; with a `listingDay` the
    /// offer price of that day.
    public var basePrice: Price
    /// Continuous prints on an average day (`printsPerDayRange`); quiet days have half as
    /// many, wild ones up to 2.8 times.
    public var printsPerDay: Int
    /// Standard deviation of a year's return (`yearlyVolatilityRange`): 0.4 is 40 %.
    public var yearlyVolatility: Double
    /// What its quotes look like, and by which rates its trading is interrupted.
    public var size: Size
    /// The issue trades from this day on, under the limits of a listing day on it (krx-market.md
    /// §3.1); `nil`: it was listed before.
    public var listingDay: CalendarDate?

    /// Classes of krx-market.md §9. Large issues quote at one step and are taken for members of the
    /// KOSPI 200 when interruptions are decided; mid ones quote at 1–3 steps, small ones at 2–6
    /// (fewer where a step is a large part of the price).
    public enum Size: String, Hashable, Sendable, CaseIterable {
        case large, mid, small

        /// The class in which issues of so many prints a day are.
        public init(printsPerDay: Int) {
            self = printsPerDay >= 15_000 ? .large : printsPerDay >= 2_000 ? .mid : .small
        }
    }

    /// - Parameter size: The class; `nil` is the one in which issues of so many prints are.
    public init(
        code: IssueCode, board: Board, basePrice: Price, printsPerDay: Int = 5_000,
        yearlyVolatility: Double = 0.4, size: Size? = nil, listingDay: CalendarDate? = nil
    ) {
        self.code = code
        self.board = board
        self.basePrice = basePrice
        self.printsPerDay = printsPerDay
        self.yearlyVolatility = yearlyVolatility
        self.size = size ?? Size(printsPerDay: printsPerDay)
        self.listingDay = listingDay
    }

    public static let basePriceRange = Price(100)...Price(5_000_000)
    public static let printsPerDayRange = 10...500_000
    public static let yearlyVolatilityRange = 0.01...2.0

    /// The instrument as a run that begins on a day knows it.
    public func listed(on day: CalendarDate) -> Instrument {
        let table = PriceStepTable.table(board: board, on: listingDay ?? day)
        let price = table.roundedDown(basePrice) ?? table.lowest
        return Instrument(
            code: code, board: board, basePrice: price,
            interruptionClass: size == .large ? .large : .other,
            listing: listingDay.map { Instrument.Listing(day: $0, offerPrice: price) })
    }
}

extension SyntheticIssue {
    /// One of a whole market, spread as the issues of KRX are (krx-market.md §9 and the market
    /// files it was measured on): odds of evenly spread places make tails as long as theirs on
    /// both sides, from arithmetic that every machine does alike.
    init(code: IssueCode, board: Board, place: Int) {
        // Multiples of these three fill a cube evenly, however many there are.
        func odds(_ step: Double) -> (place: Double, odds: Double) {
            let all = (Double(place) + 0.5) * step
            let place = all - Double(Int(all))
            return (place, place / (1 - place))
        }
        let activity = odds(0.819_172_513_396_164_4)
        let price = odds(0.671_043_606_703_789_2).odds.squareRoot()
        let wildness = odds(0.549_700_477_901_970_2).odds.squareRoot().squareRoot()
        // Who trades more swings more, but for the largest.
        let liveliness = activity.place > 0.97 ? 0.8 : 0.65 + 0.6 * activity.place
        self.init(
            code: code, board: board,
            basePrice: Price(min(max(Int64(6_500 * price * price.squareRoot()), 500), 1_500_000)),
            printsPerDay: min(max(Int(400 * activity.odds), 10), 120_000),
            yearlyVolatility: min(max(0.37 * wildness * liveliness, 0.1), 1.5))
    }
}
