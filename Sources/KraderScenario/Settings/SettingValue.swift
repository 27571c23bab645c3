public import KraderJSON
import KraderModel
public import KraderVenue

/// What a setting may hold.
public enum SettingKind: Hashable, Sendable {
    case integer(ClosedRange<Int64>)
    case decimal(ClosedRange<Double>)
    /// A decimal above 0, up to 1.
    case share
    case boolean
    case text
    /// A list of texts; outside of files commas may separate them too.
    case texts
    /// One of some words, in any case.
    case choice([String])
    /// A rate of tax: `none`, `dated`, or the same rate at all times, 0…0.05.
    case tax
    /// A time in milliseconds, or `{ "from": …, "to": … }` for times drawn evenly between two
    /// bounds.
    case delay

    /// The values that are allowed, for lists of settings: `1…1000`.
    public var allowed: String {
        switch self {
        case .integer(let range): "\(range.lowerBound)…\(range.upperBound)"
        case .decimal(let range): "\(plain(range.lowerBound))…\(plain(range.upperBound))"
        case .share: "above 0, up to 1"
        case .boolean: "true, false"
        case .text: "text"
        case .texts: "list of texts"
        case .choice(let names): names.joined(separator: ", ")
        case .tax:
            (TaxChoice.allCases.map(\.rawValue) + ["0…0.05"]).joined(separator: ", ")
        case .delay: "0…30000, or {from, to}"
        }
    }
}

extension SettingKind {
    /// Allows the cases of a type, which are also what is decoded: `Settings.choice`.
    static func choice<Choice: SettingChoice>(of _: Choice.Type) -> SettingKind {
        .choice(Choice.allCases.map(\.rawValue))
    }
}

/// What a setting holds.
public enum SettingValue: Hashable, Sendable {
    /// The value that nobody said; the help of its declaration tells what it follows from.
    case none
    case integer(Int64)
    case decimal(Double)
    case boolean(Bool)
    case text(String)
    case texts([String])
    case delay(VenueConfiguration.Delay)

    /// The value as people read it.
    public var text: String {
        switch self {
        case .none: ""
        case .integer(let value): "\(value)"
        case .decimal(let value): plain(value)
        case .boolean(let value): "\(value)"
        case .text(let value): value
        case .texts(let values): values.joined(separator: ", ")
        case .delay(.constant(let time)): milliseconds(time)
        case .delay(.uniform(let from, let to)): "\(milliseconds(from))…\(milliseconds(to))"
        }
    }

    /// The value as machines read it; times are milliseconds.
    public var json: JSONValue {
        switch self {
        case .none: nil
        case .integer(let value): JSONValue(.integer(value))
        case .decimal(let value): JSONValue(number: value)
        case .boolean(let value): JSONValue(.boolean(value))
        case .text(let value): JSONValue(.string(value))
        case .texts(let values): JSONValue(.array(values.map { JSONValue(.string($0)) }))
        case .delay(.constant(let time)): number(time)
        case .delay(.uniform(let from, let to)): ["from": number(from), "to": number(to)]
        }
    }

    private func milliseconds(_ time: Interval) -> String {
        plain(Double(time.nanoseconds) / 1_000_000)
    }

    private func number(_ time: Interval) -> JSONValue {
        time.nanoseconds % 1_000_000 == 0
            ? JSONValue(.integer(time.nanoseconds / 1_000_000))
            : JSONValue(number: Double(time.nanoseconds) / 1_000_000)
    }
}

/// A number as people write it: `1` for 1.0, and no exponent for the small rates of costs.
func plain(_ value: Double) -> String {
    if let whole = Int64(exactly: value) { return "\(whole)" }
    let text = "\(value)"
    guard let exponent = text.firstRange(of: "e-"), !text.hasPrefix("-"),
        let places = Int(text[exponent.upperBound...]), places < 20
    else { return text }
    let digits = text[..<exponent.lowerBound].filter { $0 != "." }
    return "0." + String(repeating: "0", count: places - 1) + digits
}
