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

    init(hours: SessionHours, crisis: inout Crisis, generator: inout SeededGenerator) {
        let shock = crisis.nextDay(generator: &generator)
        // A quarter of a shock comes overnight: gap and steps are a half and √¾ of the whole each.
        gap = generator.normal() + 0.5 * shock
        wildness = generator.uniform(0.6, 1.35)
        let curve = VolumeCurve(
            board: .kospi, hours: hours, start: hours.open, openingShare: 0, closingShare: 0)
        var steps: [Double] = []
        for stretch in curve.stretches {
            let count =
                (stretch.end - stretch.start).nanoseconds / CommonFactor.stepLength.nanoseconds
            let deviation = (stretch.share / Double(count)).squareRoot()
            let push = shock * 0.866 * stretch.share / Double(count)
            for _ in 0..<count {
                steps.append(deviation * coarseNormal(generator.next()) + push)
            }
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

/// Once in two years all issues fall together on one day, as on 2024-08-05, and shake for up to a
/// week after it, as in March 2020.
struct Crisis {
    private var daysLeft: UInt64 = 0

    /// What the next day adds to the common return, in deviations of an ordinary day: mostly 0.
    mutating func nextDay(generator: inout SeededGenerator) -> Double {
        let draw = generator.next(below: 500)
        if daysLeft > 0 {
            daysLeft -= 1
            return generator.uniform(-4, 6)
        }
        if draw > 0 { return 0 }
        daysLeft = generator.next(below: 6)
        return -generator.uniform(5, 11)
    }
}
