/// The length of a candle. Buckets are clock-aligned in KST: 4h from 09:00, 1d is the session.
public enum Timeframe: UInt8, Hashable, Sendable, CaseIterable, Comparable,
    CustomStringConvertible
{
    case m1, m3, m5, m10, m15, m30, m60, h4, d1

    public static func < (a: Timeframe, b: Timeframe) -> Bool { a.rawValue < b.rawValue }

    public var minutes: Int64 {
        switch self {
        case .m1: 1
        case .m3: 3
        case .m5: 5
        case .m10: 10
        case .m15: 15
        case .m30: 30
        case .m60: 60
        case .h4: 240
        case .d1: 1_440
        }
    }

    public var interval: Interval { .minutes(minutes) }

    /// The name: `1m` … `60m`, `4h`, `1d`.
    public var description: String {
        switch self {
        case .h4: "4h"
        case .d1: "1d"
        case .m1, .m3, .m5, .m10, .m15, .m30, .m60: "\(minutes)m"
        }
    }

    /// Reads the names above, and `1h` for `60m`.
    public init?(_ text: some StringProtocol) {
        if text == "1h" {
            self = .m60
        } else if let found = Timeframe.allCases.first(where: { $0.description == text }) {
            self = found
        } else {
            return nil
        }
    }

    /// Whether whole candles of this timeframe make up candles of the other.
    public func divides(_ coarser: Timeframe) -> Bool {
        coarser == .d1 || coarser.minutes % minutes == 0
    }

    /// The start of the bucket that holds a moment, for every timeframe but 1d (whose bucket is the
    /// session). 4h buckets begin at 01:00, 05:00, 09:00 … KST.
    public func bucketStart(of moment: Moment) -> Moment {
        let midnight = CalendarDate(moment).midnight
        let offset: Int64 = self == .h4 ? 3_600_000_000_000 : 0
        let since = moment.nanoseconds - midnight.nanoseconds - offset
        let length = interval.nanoseconds
        let bucket = since >= 0 ? since / length : -1
        return Moment(nanoseconds: midnight.nanoseconds + offset + bucket * length)
    }
}
