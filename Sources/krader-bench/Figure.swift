import KraderJSON

/// One line of the table: how fast, and whether the answer was right.
struct Figure {
    enum Unit: String {
        case printsASecond = "prints/s"
        case candlesASecond = "candles/s"
        case updatesASecond = "updates/s"
        case rowsASecond = "rows/s"
        case milliseconds = "ms"
        case megabytes = "MB"
        /// The figure is a multiple of another.
        case times = "x"
    }

    /// What the answer was held against.
    struct Check {
        var text: String
        var isRight: Bool
    }

    var name: String
    var about: String
    /// The figure itself; `nil` for a line that only checks.
    var value: Double?
    var unit = Unit.printsASecond
    /// What design.md §11 asks for first, in the figure's unit.
    var target: Double?
    var check: Check
    /// The engine's time divided by the bare loop's.
    var ratio: Double?

    /// Whether the first target is reached; `nil` when there is none.
    var meetsTarget: Bool? {
        guard let value, let target else { return nil }
        switch unit {
        case .printsASecond, .candlesASecond, .updatesASecond, .rowsASecond: return value >= target
        case .milliseconds, .megabytes, .times: return value <= target
        }
    }

    static func text(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .printsASecond, .candlesASecond, .updatesASecond, .rowsASecond:
            "\(fixed(value / 1e6, 1)) M \(unit.rawValue)"
        case .milliseconds, .megabytes: "\(fixed(value, 1)) \(unit.rawValue)"
        case .times: "\(fixed(value, 2)) \(unit.rawValue)"
        }
    }
}

extension Figure.Check {
    /// A run's answer against the bare loop's and, where other engines were measured on these very
    /// inputs, against theirs.
    static func outcome(
        _ outcome: Outcome, bare: Outcome, known: Outcome? = nil
    ) -> Figure.Check {
        let answer = "\(grouped(outcome.fills)) fills, equity \(grouped(outcome.equity))"
        if outcome != bare {
            return Figure.Check(
                text: "WRONG: \(answer); the bare loop has \(grouped(bare.fills)) and "
                    + grouped(bare.equity), isRight: false)
        }
        if let known, known != outcome {
            return Figure.Check(
                text: "WRONG: \(answer); known are \(grouped(known.fills)) and "
                    + grouped(known.equity), isRight: false)
        }
        return Figure.Check(text: known == nil ? answer : answer + ", as known", isRight: true)
    }
}

/// A number with so many digits after the point.
func fixed(_ value: Double, _ digits: Int) -> String { plainDecimal(value, digits) ?? "–" }
