import KraderModel

/// What moves all issues together on one day: a gap, and a path in steps of ten seconds whose steps
/// add up to a variance of 1 over the day.
struct CommonFactor {
    static let stepLength = Interval.seconds(10)

    let gap: Double
    /// How far prices go on this day, in multiples of the usual; its mean square is 1.
    let wildness: Double
    /// Step k is over at open + (k + 1) × `stepLength`.
    let steps: [Double]

    init(hours: SessionHours, generator: inout SeededGenerator) {
        gap = generator.normal()
        wildness = generator.uniform(0.6, 1.35)
        let curve = VolumeCurve(
            board: .kospi, hours: hours, start: hours.open, openingShare: 0, closingShare: 0)
        var steps: [Double] = []
        for stretch in curve.stretches {
            let count =
                (stretch.end - stretch.start).nanoseconds / CommonFactor.stepLength.nanoseconds
            let deviation = (stretch.share / Double(count)).squareRoot()
            for _ in 0..<count { steps.append(deviation * coarseNormal(generator.next())) }
        }
        self.steps = steps
    }

    /// The path in longer steps, each the sum of so many.
    func sums(of count: Int) -> [Double] {
        stride(from: 0, to: steps.count, by: count).map { first in
            var sum = 0.0
            for step in first..<min(first + count, steps.count) { sum += steps[step] }
            return sum
        }
    }
}

/// Rising, flat or falling for some days, then something else.
struct Trend {
    private(set) var direction = 0.0
    private var daysLeft: UInt64 = 0

    /// The direction of the next day: 40 % of trends rise, 25 % are flat, 35 % fall.
    mutating func nextDay(meanDays: Int, generator: inout SeededGenerator) -> Double {
        if daysLeft == 0 {
            let mean = UInt64(meanDays)
            daysLeft = max(1, mean / 2 + generator.next(below: mean + 1))
            let draw = generator.next(below: 20)
            direction = draw < 8 ? 1 : draw < 13 ? 0 : -1
        }
        daysLeft -= 1
        return direction
    }
}
