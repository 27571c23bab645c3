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
}
