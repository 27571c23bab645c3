public import KraderModel

/// Reads each kind of value: one that is required, one with a default, or an optional one.
extension ObjectReader {
    public mutating func boolean(_ key: String) -> Bool {
        required(key, placeholder: false) { $0.boolean() }
    }

    public mutating func boolean(_ key: String, default value: Bool) -> Bool {
        optional(key, default: value, as: { JSONValue(.boolean($0)) }) { $0.boolean() }
    }

    public mutating func integer(
        _ key: String, in range: ClosedRange<Int64> = .min ... .max
    ) -> Int64 {
        required(key, placeholder: range.lowerBound) { $0.integer(in: range) }
    }

    public mutating func integer(
        _ key: String, in range: ClosedRange<Int64> = .min ... .max, default value: Int64
    ) -> Int64 {
        optional(key, default: value, as: { JSONValue(.integer($0)) }) { $0.integer(in: range) }
    }

    public mutating func integerIfPresent(
        _ key: String, in range: ClosedRange<Int64> = .min ... .max
    ) -> Int64? {
        optional(key) { $0.integer(in: range) }
    }

    public mutating func decimal(_ key: String, in range: ClosedRange<Double>) -> Double {
        required(key, placeholder: range.lowerBound) { $0.decimal(in: range) }
    }

    public mutating func decimal(
        _ key: String, in range: ClosedRange<Double>, default value: Double
    ) -> Double {
        optional(key, default: value, as: { JSONValue(number: $0) }) { $0.decimal(in: range) }
    }

    public mutating func decimalIfPresent(
        _ key: String, in range: ClosedRange<Double>
    ) -> Double? {
        optional(key) { $0.decimal(in: range) }
    }

    public mutating func text(_ key: String, lengths: ClosedRange<Int> = 0...10_000) -> String {
        required(key, placeholder: "") { $0.text(lengths: lengths) }
    }

    public mutating func text(
        _ key: String, lengths: ClosedRange<Int> = 0...10_000, default value: String
    ) -> String {
        optional(key, default: value, as: { JSONValue(.string($0)) }) { $0.text(lengths: lengths) }
    }

    public mutating func textIfPresent(
        _ key: String, lengths: ClosedRange<Int> = 0...10_000
    ) -> String? {
        optional(key) { $0.text(lengths: lengths) }
    }

    public mutating func price(_ key: String) -> Price {
        required(key, placeholder: Price(1)) { $0.price() }
    }

    public mutating func priceIfPresent(_ key: String) -> Price? {
        optional(key) { $0.price() }
    }

    public mutating func shares(
        _ key: String, in range: ClosedRange<Int64> = ValueReader.shareCounts
    ) -> Shares {
        required(key, placeholder: Shares(range.lowerBound)) { $0.shares(in: range) }
    }

    public mutating func sharesIfPresent(
        _ key: String, in range: ClosedRange<Int64> = ValueReader.shareCounts
    ) -> Shares? {
        optional(key) { $0.shares(in: range) }
    }

    public mutating func date(_ key: String) -> CalendarDate {
        required(key, placeholder: CalendarDate(dayNumber: 0)) { $0.date() }
    }

    public mutating func dateIfPresent(_ key: String) -> CalendarDate? {
        optional(key) { $0.date() }
    }

    /// A time of day, KST.
    public mutating func time(_ key: String) -> TimeOfDay {
        required(key, placeholder: TimeOfDay(0, 0)) { $0.time() }
    }

    public mutating func time(_ key: String, default value: TimeOfDay) -> TimeOfDay {
        optional(key, default: value, as: { JSONValue(.string($0.description)) }) { $0.time() }
    }

    /// A date with a time, KST unless it says otherwise. With a day given, a time alone is on that
    /// day.
    public mutating func moment(_ key: String, on day: CalendarDate? = nil) -> Moment {
        required(key, placeholder: Moment(nanoseconds: 0)) { $0.moment(on: day) }
    }

    /// The code; `nil` when the key is missing or wrong: there is no code to put in its place.
    public mutating func issueCode(_ key: String) -> IssueCode? {
        required(key, placeholder: nil) { $0.issueCode() }
    }
}
