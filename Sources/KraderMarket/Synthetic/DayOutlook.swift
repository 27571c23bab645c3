import KraderModel

/// What a day has in store for an issue, whatever it is made of, prints or candles: the deviations
/// of its returns, how lively it trades, and how far it opens from the close before.
struct DayOutlook {
    /// Trading in multiples of an average day's.
    var activity: Double
    /// Standard deviations of the day's whole return: as far as the market moves it, and as far as
    /// its own news do. Each is that of all of the variance.
    var common: Double
    var own: Double
    /// The return that the trend brings over the day.
    var drift: Double
    /// The return from the close before to the open.
    var gap: Double

    /// - Parameter isListingDay: such a day goes its own way: from a little below the offer price
    /// to
    ///   far above it, then on.
    init(
        _ issue: SyntheticIssue, _ settings: SyntheticSettings, market: CommonFactor,
        isListingDay: Bool, trend: inout Trend, generator: inout SeededGenerator
    ) {
        let hasNews = generator.next(below: 25) == 0
        activity = generator.uniform(0.6, 1.4) * (hasNews ? 2 : 1)
        // 245 trading days a year. With news of its own an issue is three times as wild: the mean
        // square of the factor is 24/25 + 9/25 = 1.32, its root 1.15.
        let usual = issue.yearlyVolatility / Double(245).squareRoot()
        common = usual * market.wildness
        own = common * (hasNews ? 3 : 1) / 1.15
        let direction = trend.nextDay(meanDays: settings.trendDays, generator: &generator)
        drift = direction * settings.trendStrength * usual
        let share = settings.commonShare
        let together = share.squareRoot() * market.gap * common
        let alone = (1 - share).squareRoot() * generator.normal() * own
        gap = (together + alone) * settings.overnightShare.squareRoot()
        if isListingDay {
            gap = generator.uniform(-0.2, 1.8)
            own = 0.15
        }
    }

    /// With how much of yesterday's overhang the day begins. After a limit that held, once in eight
    /// times, nobody has had enough: the next limit is reached at the open.
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
