import KraderModel

/// What a day is for all issues alike.
struct SyntheticDay {
    let date: CalendarDate
    let hours: SessionHours
    let common: CommonFactor
}

/// One issue on its way through the days. Each day is drawn from the issue's own stream of random
/// numbers and the common factor, so that an issue's path does not depend on which others trade
/// beside it.
///
/// A fair value walks in the time of trading, not of the clock: busy minutes move it further. What
/// prints, and what that brings, is `ContinuousTrading`'s.
struct IssuePath {
    let issue: SyntheticIssue
    let symbol: SymbolIndex
    let settings: SyntheticSettings
    var generator: SeededGenerator
    private var mood = Mood()
    /// The base price of the first day.
    private let origin: Price
    private var previousClose: Price
    /// Limits of the last day that was drawn.
    private(set) var band = PriceBand(lower: Price(1), upper: Price(1))
    /// The value when the last day ended, as a multiple of the close, and whether a limit held the
    /// close.
    private var overhang = 1.0
    private var wasLocked = false

    init(index: Int, settings: SyntheticSettings, seed: UInt64) {
        issue = settings.issues[index]
        symbol = SymbolIndex(index)
        self.settings = settings
        generator = SeededGenerator(seed: seed, stream: "synthetic \(issue.code)")
        origin = issue.listed(on: settings.from).basePrice ?? issue.basePrice
        previousClose = origin
    }

    /// Trading of the liveliest days in multiples of an average one's.
    static let activityMax = 2.8

    /// The most prints that a day can have, crosses included.
    static func capacity(_ issue: SyntheticIssue) -> Int {
        Int(Double(issue.printsPerDay) * activityMax) + 4
    }

    /// What the day has in store for the issue, drawn before it opens.
    struct Plan {
        var prints: Int
        var drift: Double
        /// The deviation of the issue's own return of the whole day.
        var deviation: Double
        /// The deviation of the return that one item of news brings.
        var jumpDeviation: Double
        var commonWeight: Double
        var openingShare: Double
        var closingShare: Double
        var isListingDay: Bool
    }

    /// Writes the day's prints in order, both crosses included.
    /// Returns: how many; none before the issue is listed.
    mutating func trade(
        _ day: SyntheticDay, scratch: inout DayScratch, into sheet: DaySheet
    ) -> Int {
        if let listing = issue.listingDay, day.date < listing { return 0 }
        let table = PriceStepTable.table(board: issue.board, on: day.date)
        let base = table.roundedDown(previousClose) ?? table.lowest
        let isListingDay = day.date == issue.listingDay
        band =
            PriceLimit.band(
                base: base, board: issue.board, basis: isListingDay ? .offerPrice : .previousClose,
                on: day.date) ?? PriceBand(lower: base, upper: base)
        let mix = SpreadMix(size: issue.size, price: base, step: table.step(at: base))
        overhang = DayOutlook.carried(
            overhang, wasLocked: wasLocked, generator: &generator)
        var quote = Quote(
            value: Double(base.won) * overhang, spread: mix.steps(generator.next() & 0xFF),
            band: band, table: table)
        let outlook = DayOutlook(
            issue, settings, market: day.common,
            level: Double(previousClose.won) / Double(origin.won), isListingDay: isListingDay,
            mood: &mood, generator: &generator)
        quote.move(by: outlook.gap)
        let plan = plan(outlook, isListingDay: isListingDay, generator: &generator)
        var trading = ContinuousTrading(
            path: self, plan: plan, day: day, quote: quote, mix: mix, base: base)
        let opening = trading.open(into: sheet, statuses: &scratch.statuses)
        let curve = VolumeCurve(
            board: issue.board, hours: day.hours, start: opening, openingShare: plan.openingShare,
            closingShare: plan.closingShare)
        trading.drawTimes(curve: curve, tempo: &scratch.tempo, into: sheet)
        trading.draw(into: sheet, scratch: &scratch)
        let count = trading.close(into: sheet)
        generator = trading.generator
        previousClose = sheet.prints[count - 1].price
        overhang = trading.quote.overhang(at: previousClose)
        wasLocked = trading.quote.lock != .none
        return count
    }

    private func plan(
        _ outlook: DayOutlook, isListingDay: Bool, generator: inout SeededGenerator
    ) -> Plan {
        let isKosdaq = issue.board == .kosdaq || issue.board == .konex
        let (night, common) = (settings.overnightShare, settings.commonShare)
        let own = outlook.own * ((1 - night) * (1 - common)).squareRoot()
        let news = settings.clustering > 0 ? 0.25 : 0
        return Plan(
            prints: Int(
                Double(issue.printsPerDay) * min(outlook.activity, IssuePath.activityMax)),
            drift: outlook.drift, deviation: own * (1 - news).squareRoot(),
            // One and a half news items a day and half a one that they bring.
            jumpDeviation: own * (news / 2).squareRoot(),
            commonWeight: outlook.common * ((1 - night) * common).squareRoot(),
            openingShare: generator.uniform(0.02, 0.04),
            closingShare: isKosdaq
                ? generator.uniform(0.03, 0.05) : generator.uniform(0.06, 0.1),
            isListingDay: isListingDay)
    }
}
