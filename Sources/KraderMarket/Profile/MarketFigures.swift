/// What `MarketProfile` found. Shares are parts of 1.
public struct MarketFigures: Hashable, Sendable {
    /// The number of days with prints.
    public var days: Int
    /// The figures of each issue, in the order of the symbol index.
    public var issues: [IssueFigures]
    /// The figures of the issues beside each other, from day to day.
    public var cross = CrossFigures()

    /// The mean of a figure over the issues that have it; 0 when none has.
    public func mean(_ figure: (IssueFigures) -> Double?) -> Double {
        let found = issues.compactMap(figure)
        return found.isEmpty ? 0 : found.reduce(0, +) / Double(found.count)
    }
}

public struct IssueFigures: Hashable, Sendable {
    /// The widest spread in steps that is counted by itself; wider ones are counted with it.
    public static let spreadMax = 10

    /// The number of days with prints, and of all prints on them.
    public var days = 0
    public var prints: Int64 = 0
    public var printsPerDay: Double { days == 0 ? 0 : Double(prints) / Double(days) }
    /// Shares and won traded on an average day.
    public var volumePerDay = 0.0
    public var valuePerDay = 0.0
    /// Parts of a day's volume by half hour from the open on, the mean of the days with thirteen of
    /// them; empty when there is no such day.
    public var halfHours: [Double] = []
    /// Parts of a day's volume that the crosses took.
    public var openingShare = 0.0
    public var closingShare = 0.0
    /// Shares in a print, at 10, 25, 50, 75, 90 and 99 per cent of the prints.
    public var sizeQuantiles: [Int64] = []
    static let sizeShares = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99]
    public var medianSize: Int64 { sizeQuantiles.count > 2 ? sizeQuantiles[2] : 0 }
    /// The part of the prints that are of ten shares or fewer.
    public var tenOrFewer = 0.0
    /// The part of the prints that have the stamp of the one before.
    public var sharedStamps = 0.0
    /// The parts of the displayed quotes that were 1, 2, … `spreadMax` steps wide; empty without
    /// quotes.
    public var spreads: [Double] = []
    /// Returns from minute to minute in continuous trading, minutes without prints included.
    var minuteReturns = 0
    /// The correlation of neighbouring returns; `nil` where prices did not move.
    public var minuteAutocorrelation: Double?
    /// The fourth moment over the square of the second: 3 for a normal distribution.
    public var minuteKurtosis: Double?
    /// Standard deviation of a minute's return.
    var minuteDeviation = 0.0
    public var staticInterruptions = 0
    public var dynamicInterruptions = 0
    /// The number of days with a print at a limit, of those that closed at one, and of those that
    /// printed nowhere else.
    public var limitDays = 0
    public var closesAtLimit = 0
    public var lockedDays = 0

    public init() {}
}
