import KraderModel

/// What days of one issue inherit from those before: the trend, and how wild it is lately.
struct Mood {
    var trend = Trend()
    /// Variance in multiples of the usual; 1 on average.
    private var heat = 1.0

    /// How far the issue's own prices go on the next day, in multiples of the usual; its mean
    /// square is 1. One day in seven has more than half of all variance, and excites the next.
    mutating func nextWildness(_ clustering: Double, generator: inout SeededGenerator) -> Double {
        if clustering == 0 { return 1 }
        // The mean square of 1 ÷ (u + d), u uniform, is 1 ÷ (d × (1 + d)).
        let d = 0.15 / clustering
        let draw = (d * (1 + d)).squareRoot() / (generator.unit() + d)
        let wildness = draw * heat.squareRoot()
        heat = 0.05 + 0.09 * draw * draw * heat + 0.86 * heat
        return wildness
    }
}

/// News that send an issue a tenth and more away on one day, mostly up, often to the limit: real
/// issues close there about twice in a thousand days, the wild ones far more often (krx-market.md
/// §9).
struct Leap {
    /// The size as a return; 0 on all other days.
    private(set) var size = 0.0
    /// The mean return that leaps bring to a day, which the other days give back.
    let mean: Double

    /// Sizes are uniform from 10 % to 50 %. What the limits of ±30 % leave of them has the mean
    /// 0.25 and the mean square 1/15.
    private static let sizes = (least: 0.1, most: 0.5)
    private static let (meanSize, meanSquare) = (0.25, 1.0 / 15)
    private static let upShare = 0.7

    /// - Parameters:
    ///   - variance: The variance of a day's own return.
    ///   - share: The part of it that leaps have.
    init(variance: Double, share: Double, generator: inout SeededGenerator) {
        let chance = variance * share / Leap.meanSquare
        mean = chance * Leap.meanSize * (2 * Leap.upShare - 1)
        let draw = generator.unit()
        if draw < chance {
            let size = generator.uniform(Leap.sizes.least, Leap.sizes.most)
            self.size = draw < chance * Leap.upShare ? size : -size
        }
    }

    /// The part of the variance that leaps have: a quarter with the usual clustering. The largest
    /// issues never leap.
    static func share(of size: SyntheticIssue.Size, clustering: Double) -> Double {
        switch size {
        case .large: 0
        case .mid, .small: 0.42 * clustering
        }
    }
}

/// A trend that rises, falls or is flat for some days; then another begins.
struct Trend {
    private(set) var direction = 0.0
    private var daysLeft: UInt64 = 0

    /// The direction of the next day: 40 % of trends rise, 20 % are flat, 40 % fall.
    mutating func nextDay(meanDays: Int, generator: inout SeededGenerator) -> Double {
        if daysLeft == 0 {
            let mean = UInt64(meanDays)
            daysLeft = max(1, mean / 2 + generator.next(below: mean + 1))
            let draw = generator.next(below: 5)
            direction = draw < 2 ? 1 : draw < 3 ? 0 : -1
        }
        daysLeft -= 1
        return direction
    }
}
