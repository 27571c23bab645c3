import KraderModel

/// How a day's trading is spread over its clock: the U of krx-market.md §9, by half hours.
struct VolumeCurve {
    /// One stretch of the day with an even flow.
    struct Stretch {
        var start: Moment
        var end: Moment
        /// The part of the day's continuous flow that has passed when the stretch begins.
        var passed: Double
        var share: Double
    }

    /// The stretches in order, without gaps, from the first continuous moment to the closing
    /// auction.
    let stretches: [Stretch]

    /// The per cent of turnover by half hour of a day of thirteen. Boards that nobody measured
    /// trade as KOSPI does.
    static func weights(_ board: Board) -> [Double] {
        switch board {
        case .kosdaq, .konex:
            [19.5, 11, 8.5, 7, 6, 5.2, 4.6, 4.6, 4.9, 5.3, 6, 7.2, 10.2]
        case .kospi, .etf, .etn, .elw, .index:
            [15, 9.5, 7.8, 6.8, 6.2, 5.5, 4.7, 4.9, 5.3, 5.8, 6.5, 8, 14]
        }
    }

    /// The same for a day of that many half hours: a shorter day lacks the quiet ones in its
    /// middle.
    static func weights(_ board: Board, halfHours: Int) -> [Double] {
        let all = weights(board)
        let kept = min(max(halfHours, 2), all.count)
        return Array(all.prefix((kept + 1) / 2) + all.suffix(kept / 2))
    }

    /// The half hours that hold the crosses have them taken off: they print as one.
    ///
    /// - Parameters:
    ///   - start: when continuous trading begins, which is when the opening cross printed.
    ///   - openingShare, closingShare: of the day's volume, what the crosses take.
    init(
        board: Board, hours: SessionHours, start: Moment, openingShare: Double, closingShare: Double
    ) {
        let halfHour = Interval.minutes(30)
        let count = Int((hours.close - hours.open).nanoseconds / halfHour.nanoseconds)
        var weights = VolumeCurve.weights(board, halfHours: count)
        var total = 0.0
        for weight in weights { total += weight }
        weights[0] -= openingShare * total
        weights[weights.count - 1] -= closingShare * total
        total -= (openingShare + closingShare) * total

        var stretches: [Stretch] = []
        var passed = 0.0
        var end = hours.open
        for (index, weight) in weights.enumerated() {
            let begin = index == 0 ? start : end
            end = end + halfHour
            if index == weights.count - 1 { end = hours.closingAuctionStart }
            stretches.append(
                Stretch(start: begin, end: end, passed: passed, share: weight / total))
            passed += weight / total
        }
        self.stretches = stretches
    }
}
