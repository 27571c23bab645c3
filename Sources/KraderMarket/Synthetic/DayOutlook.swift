import KraderModel

/// What a day has in store for an issue, whatever it is made of, prints or candles: the deviations
/// of its returns, how lively it trades, and how far it opens from the close before.
struct DayOutlook {
    /// Trading in multiples of an average day's.
    var activity: Double
    /// Standard deviation of the day's whole return.
    var deviation: Double
    /// The return that the trend brings over the day.
    var drift: Double
    /// The return from the close before to the open.
    var gap: Double

    /// - Parameter common: the gap that all issues have in common, in deviations; `nil` on a listing
    ///   day, which goes its own way: from a little below the offer price to far above it, then on.
    init(
        _ issue: SyntheticIssue, _ settings: SyntheticSettings, common: Double?,
        trend: inout Trend, generator: inout SeededGenerator
    ) {
        let hasNews = generator.next(below: 25) == 0
        activity = generator.uniform(0.6, 1.4) * (hasNews ? 2 : 1)
        // 245 trading days a year. Some days are wilder than others: the mean square of the factor
        // is 24/25 × 0.997 + 1/25 × 6.25 = 1.207, its root 1.1.
        let usual = issue.yearlyVolatility / Double(245).squareRoot()
        deviation = usual * (hasNews ? 2.5 : generator.uniform(0.6, 1.35)) / 1.1
        let direction = trend.nextDay(meanDays: settings.trendDays, generator: &generator)
        drift = direction * settings.trendStrength * usual
        let share = settings.commonShare
        let own = (1 - share).squareRoot() * generator.normal()
        if let common {
            gap =
                (share.squareRoot() * common + own) * deviation
                * settings.overnightShare.squareRoot()
        } else {
            gap = generator.uniform(-0.2, 1.8)
            deviation = 0.15
        }
    }

    /// With how much of yesterday's overhang beyond a limit the day begins. Once in eight times
    /// nobody has had enough: the next limit is reached at the open.
    static func carried(_ overhang: Double, generator: inout SeededGenerator) -> Double {
        if overhang == 1 || generator.next(below: 8) > 0 { return overhang }
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
