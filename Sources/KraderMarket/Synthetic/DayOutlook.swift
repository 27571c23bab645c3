import KraderModel

/// What a day has in store for an issue, whatever it is made of, prints or candles: the deviations
/// of its returns, how lively it trades, and how far it opens from the close before.
struct DayOutlook {
    /// The trading of the day in multiples of an average day's.
    var activity: Double
    /// Standard deviations of the day's whole return: as far as the market moves it, and as far as
    /// its own news do. Each is that of all of the variance.
    var common: Double
    var own: Double
    /// The return that the trend brings over the day.
    var drift: Double
    /// The return from the close before to the open.
    var gap: Double

    /// - Parameters:
    ///   - level: The close before as a multiple of the price with which the issue began.
    ///   - isListingDay: Whether it is a listing day: such a day goes its own way: from a little
    ///     below the offer price to far above it, then on.
    init(
        _ issue: SyntheticIssue, _ settings: SyntheticSettings, market: CommonFactor,
        level: Double, isListingDay: Bool, mood: inout Mood, generator: inout SeededGenerator
    ) {
        let wildness = mood.nextWildness(settings.clustering, generator: &generator)
        // 245 trading days a year.
        let usual = issue.yearlyVolatility / Double(245).squareRoot()
        let share = settings.commonShare
        let leaps = Leap.share(of: issue.size, clustering: settings.clustering)
        let leap = Leap(
            variance: (1 - share) * usual * usual, share: leaps, generator: &generator)
        activity =
            generator.uniform(0.6, 1.4) * (0.4 + 0.6 * wildness) * (leap.size == 0 ? 1 : 2.5)
        common = usual * market.wildness
        own = common * wildness * (1 - leaps).squareRoot()
        let direction = mood.trend.nextDay(meanDays: settings.trendDays, generator: &generator)
        // Returns of the mean 0 would let prices fall: half their variance makes up for it. Far
        // from where it began an issue is drawn back, by its variance too, so slowly that it takes
        // a year or two, and so surely that prices do not drift away in twelve.
        let pull = usual * usual * (0.5 + 4 * (1 - level) / (1 + level))
        drift = direction * settings.trendStrength * usual + pull - leap.mean
        let together = share.squareRoot() * market.gap * common
        let alone = (1 - share).squareRoot() * coarseNormal(generator.next()) * own
        gap = (together + alone) * settings.overnightShare.squareRoot()
        if leap.size != 0 {
            let overnight = leap.size * generator.uniform(0, 0.5)
            gap += overnight
            drift += leap.size - overnight
        }
        if isListingDay {
            gap = generator.uniform(-0.2, 1.8)
            own = 0.15
        }
    }

    /// Whether the closing auction finds the price of the day before: many orders wait there, more
    /// of what little there is in a small issue.
    static func isUnchanged(_ value: Double, base: Price, issue: SyntheticIssue) -> Bool {
        let reach: Double =
            switch issue.size {
            case .large: 0.0018
            case .mid: 0.0028
            case .small: 0.0042
            }
        let before = Double(base.won)
        return (value - before).magnitude < reach * issue.yearlyVolatility * before
    }

    /// The part of yesterday's overhang with which the day begins. After a limit that held, once in
    /// eight times, nobody has had enough: the next limit is reached at the open.
    static func carried(
        _ overhang: Double, wasLocked: Bool, generator: inout SeededGenerator
    ) -> Double {
        if !wasLocked || generator.next(below: 8) > 0 { return overhang }
        return overhang > 1 ? 1.4 : 0.6
    }
}

/// A small book of a call auction, drawn around a fair value: what is ordered at three steps to
/// either side, more to buy below and more to sell above. The single-price rule decides.
func auctionPrice(
    around quote: Quote, last: Price, generator: inout SeededGenerator
) -> Price {
    let middle = quote.nearest
    if quote.lock != .none { return middle }
    let prices = (-3...3).map { quote.table.moved(middle, steps: $0) }
        .filter { quote.band.contains($0) }
    func orders(_ weight: (Int64) -> Int64) -> [PriceLevel] {
        prices.enumerated().map { place, price in
            let most = UInt64(max(1, weight(Int64(place)))) * 100
            return PriceLevel(price, Shares(Int64(generator.next(below: most)) + 1))
        }
    }
    let count = Int64(prices.count)
    let asks = orders { $0 + 1 }
    let bids = orders { count - $0 }
    let decided = SinglePrice.decide(
        bids: bids.reversed(), asks: asks, last: last, band: quote.band, table: quote.table)
    return decided?.price ?? middle
}
