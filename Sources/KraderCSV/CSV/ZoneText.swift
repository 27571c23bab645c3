import KraderJSON
public import KraderModel

extension Interval {
    /// The distance from UTC that `KST`, `UTC` or `+09:00` says; `nil` for anything else.
    public init?(zone text: some StringProtocol) {
        switch text {
        case "KST", "Asia/Seoul": self = .hours(9)
        case "UTC", "Z": self = .zero
        default:
            guard let offset = Interval(offset: Array(text.utf8)) else { return nil }
            self = offset
        }
    }

    /// The distance from UTC as `init(zone:)` reads it: `+09:00`.
    public var offsetText: String {
        let minutes = abs(nanoseconds / Interval.minutes(1).nanoseconds)
        let parts = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return (self < .zero ? "-" : "+") + parts.joined(separator: ":")
    }
}
