import KraderModel

/// Maps values to coordinates of a picture.
struct LinearScale {
    let low: Double
    let high: Double
    /// The coordinates of `low` and `high`.
    let start: Double
    let end: Double

    /// Makes a scale. An interval without length is widened, so that every value has a place.
    init(low: Double, high: Double, from start: Double, to end: Double) {
        let isFlat = !(high > low)
        let margin = max(low.magnitude * 0.001, 1e-6)
        self.low = isFlat ? low - margin : low
        self.high = isFlat ? high + margin : high
        self.start = start
        self.end = end
    }

    func callAsFunction(_ value: Double) -> Double {
        start + (value - low) / (high - low) * (end - start)
    }

    /// Round values within the interval, about `count`, but mostly three at least, so that a reader
    /// sees the scale.
    func ticks(_ count: Int) -> [Double] {
        var step = LinearScale.roundStep(atLeast: (high - low) / Double(max(count, 1)))
        // The steps go 5 → 2 → 1 → 0.5: the factor lies below 0.4, so that no rounding leads back
        // to the same step.
        for _ in 0..<4 where (high / step).rounded(.down) - (low / step).rounded(.up) < 2 {
            step = LinearScale.roundStep(atLeast: step * 0.39)
        }
        var ticks: [Double] = []
        var index = (low / step).rounded(.up)
        while index * step <= high && ticks.count < 20 {
            ticks.append(index * step)
            index += 1
        }
        return ticks
    }

    /// The smallest step of 1, 2 or 5 times a power of ten that is not below the least.
    static func roundStep(atLeast least: Double) -> Double {
        guard least.isFinite, least > 0 else { return 1 }
        var unit = 1.0
        while unit > least { unit /= 10 }
        while unit * 10 <= least { unit *= 10 }
        for factor in [1.0, 2, 5] where unit * factor >= least { return unit * factor }
        return unit * 10
    }
}

/// Maps moments to coordinates by trading time: each day that occurs has the same width, nights and
/// weekends none.
struct TradingTimeScale {
    let days: [CalendarDate]
    private let opening: Int64
    private let closing: Int64
    let start: Double
    let end: Double

    /// The time from the earliest open to the latest close of a regular session, special days
    /// included, in nanoseconds since midnight.
    private static let session =
        TimeOfDay(9, 0).sinceMidnight.nanoseconds...TimeOfDay(16, 40).sinceMidnight.nanoseconds

    struct Mark {
        var position: Double
        var label: String
    }

    init(_ moments: [Moment], from start: Double, to end: Double) {
        var days: [CalendarDate] = []
        var times: [Int64] = []
        for moment in moments.sorted() {
            let day = CalendarDate(moment)
            if days.last != day { days.append(day) }
            times.append((moment - day.midnight).nanoseconds)
        }
        self.days = days
        // A point at midnight, when the day rolls over, would squeeze the session: what lies
        // outside stands at the day's edge.
        let inSession = times.filter(TradingTimeScale.session.contains)
        let shown = inSession.isEmpty ? times : inSession
        closing = shown.max() ?? 0
        // Points at one time of day only, as daily closes, stand at the right edge of their day.
        opening = min(shown.min() ?? 0, closing - 1)
        self.start = start
        self.end = end
    }

    private var dayWidth: Double { (end - start) / Double(max(days.count, 1)) }

    func callAsFunction(_ moment: Moment) -> Double {
        guard !days.isEmpty, closing > opening else { return start }
        let day = CalendarDate(moment)
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        guard low < days.count, days[low] == day else { return start + Double(low) * dayWidth }
        let time = (moment - day.midnight).nanoseconds
        let part = Double(time - opening) / Double(closing - opening)
        return start + (Double(low) + min(max(part, 0), 1)) * dayWidth
    }

    /// The places for dates or times, as many as fit at this distance.
    func marks(spacing: Double) -> [Mark] {
        guard !days.isEmpty else { return [] }
        let room = max(1, Int((end - start) / spacing))
        if days.count == 1 { return hours(room) }
        let texts = days.map(\.description)
        let levels: [(label: (String) -> String, starts: (Int) -> Bool)] = [
            ({ String($0.dropFirst(5)) }, { _ in true }),
            (
                { String($0.dropFirst(5)) },
                { days[$0].weekday < days[$0 - 1].weekday || days[$0].weekday == 1 }
            ),
            ({ String($0.prefix(7)) }, { texts[$0].prefix(7) != texts[$0 - 1].prefix(7) }),
            (
                { String($0.prefix(7)) },
                {
                    texts[$0].prefix(7) != texts[$0 - 1].prefix(7)
                        && (days[$0].civil.month % 3 == 1)
                }
            ),
            ({ String($0.prefix(4)) }, { texts[$0].prefix(4) != texts[$0 - 1].prefix(4) }),
        ]
        for level in levels {
            let places = days.indices.filter { $0 == 0 || level.starts($0) }
            let fits = places.count <= room
            if fits { return spaced(places.map { mark($0, level.label(texts[$0])) }, spacing) }
        }
        return [mark(0, texts[0])]
    }

    private func mark(_ day: Int, _ label: String) -> Mark {
        Mark(position: start + Double(day) * dayWidth, label: label)
    }

    /// Drops the first mark when the second would stand on it: a period seldom begins on a month's
    /// first day.
    private func spaced(_ marks: [Mark], _ spacing: Double) -> [Mark] {
        guard marks.count > 1, marks[1].position - marks[0].position < spacing * 1.1 else {
            return marks
        }
        return Array(marks.dropFirst())
    }

    private func hours(_ room: Int) -> [Mark] {
        let minute: Int64 = 60_000_000_000
        for step in [1, 5, 10, 30, 60, 120] as [Int64] {
            let first = (opening + step * minute - 1) / (step * minute)
            let last = closing / (step * minute)
            guard first <= last, last - first < Int64(room) else { continue }
            return (first...last).map { index in
                let at = days[0].midnight + Interval(nanoseconds: index * step * minute)
                return Mark(position: self(at), label: Numbers.clock(at))
            }
        }
        let at = days[0].midnight + Interval(nanoseconds: closing)
        return [Mark(position: end, label: Numbers.clock(at))]
    }
}

/// A coordinate as SVG takes it: one decimal, never NaN.
func coordinate(_ value: Double) -> String { Numbers.plain(value, 1) }
