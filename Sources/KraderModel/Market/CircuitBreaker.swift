/// The level of an index from a moment on, in hundredths of a point (2,512.35 is 251,235).
public struct IndexPoint: Hashable, Sendable {
    public var time: Moment
    public var hundredths: Int64

    @inlinable public init(time: Moment, hundredths: Int64) {
        self.time = time
        self.hundredths = hundredths
    }
}

/// The market-wide circuit breaker on a day's path of an index: KOSPI's stops KOSPI, KOSDAQ's stops
/// KOSDAQ (krx-market.md §4.3). Only moves down count; each stage begins at most once a day, and
/// only after the one before it.
///
/// While a stage holds the market, no minute counts towards the next: it begins to count when the
/// call auction is nominally over. Dates before the staged rule (2015-06-15) are treated as after.
public enum CircuitBreaker {
    public enum Stage: UInt8, Hashable, Sendable, CaseIterable {
        /// The market stops for 20 minutes, then trades again by a call auction of 10.
        case first, second
        /// The market closes for the day.
        case third

        /// The index is at or below so many hundredths of the previous close.
        var percentOfClose: Int64 {
            switch self {
            case .first: 92
            case .second: 85
            case .third: 80
            }
        }

        public var cause: StatusChange.Cause {
            switch self {
            case .first: .circuitBreaker1
            case .second: .circuitBreaker2
            case .third: .circuitBreaker3
            }
        }
    }

    /// A stage begins.
    public struct Strike: Hashable, Sendable {
        public var stage: Stage
        public var time: Moment
        /// The level of the index at that time, in hundredths of a point.
        public var hundredths: Int64

        public init(stage: Stage, time: Moment, hundredths: Int64) {
            self.stage = stage
            self.time = time
            self.hundredths = hundredths
        }
    }

    /// How long a condition must hold.
    public static let holding = Interval.minutes(1)
    /// How long stages 1 and 2 halt the market: nothing matches.
    public static let halt = Interval.minutes(20)
    /// How long the call auction after the halt lasts.
    public static let auction = Interval.minutes(10)
    /// The last part of the session, in which stages 1 and 2 can't begin.
    static let lastStretch = Interval.minutes(40)

    /// The stages that begin on a day, in order.
    ///
    /// - Parameters:
    ///   - points: the index of the day by time; it stands where it is until the next point. What
    ///     was before the open is where it stands at the open.
    ///   - previousClose: the index's close of the trading day before, in hundredths of a point.
    public static func strikes(
        on points: [IndexPoint], previousClose: Int64, hours: SessionHours
    ) -> [Strike] {
        var strikes: [Strike] = []
        var from = hours.open
        for stage in Stage.allCases {
            let ceiling = strikes.last.map { $0.hundredths * 99 }
            let strike = first(stage, on: points, from: from, hours: hours) { level in
                level * 100 <= previousClose * stage.percentOfClose
                    // The index must be at least 1 % below its level at the stage before.
                    && ceiling.map { level * 100 <= $0 } ?? true
            }
            guard let strike else { break }
            strikes.append(strike)
            from = strike.time + halt + auction
        }
        return strikes
    }

    /// The first moment at which the condition has held long enough.
    private static func first(
        _ stage: Stage, on points: [IndexPoint], from: Moment, hours: SessionHours,
        where isLow: (Int64) -> Bool
    ) -> Strike? {
        let end = stage == .third ? hours.close : hours.close - lastStretch
        var since: Moment?
        for (index, point) in points.enumerated() {
            let next = index + 1 < points.count ? points[index + 1].time : Moment.distantFuture
            guard next > from else { continue }
            guard isLow(point.hundredths) else {
                since = nil
                continue
            }
            let start = since ?? max(point.time, from)
            since = start
            let strike = start + holding
            guard strike < end else { return nil }
            if next >= strike {
                return Strike(stage: stage, time: strike, hundredths: point.hundredths)
            }
        }
        return nil
    }
}
