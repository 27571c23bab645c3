public import KraderModel

/// Reads one JSON value as what it should be. A value that is something else, or out of range, is
/// noted with the collector and read as `nil`, so that decoding goes on and finds the other faults
/// too.
public struct ValueReader {
    public let value: JSONValue
    public let path: JSONPath
    public let collector: FaultCollector
    /// Where what is read is entered; `nil`: nobody wants it.
    let entry: Transcript.Entry?

    /// - Parameter transcript: takes what is read, as its top.
    public init(
        _ value: JSONValue, path: JSONPath = JSONPath(), collector: FaultCollector,
        into transcript: Transcript? = nil
    ) {
        self.init(value, path: path, collector: collector, entry: transcript?.top)
    }

    init(
        _ value: JSONValue, path: JSONPath, collector: FaultCollector, entry: Transcript.Entry?
    ) {
        self.value = value
        self.path = path
        self.collector = collector
        self.entry = entry
    }

    /// Notes a fault of this value: `refuse("is before 'from'")`, `refuse("is 7", allowed: "…")`.
    public func refuse(_ predicate: String, allowed: String? = nil, suggestion: String? = nil) {
        collector.add(
            TextFault(
                file: collector.file, position: value.position, path: path,
                message: "\(path.name) \(predicate)", value: value.summary, allowed: allowed,
                suggestion: suggestion, origin: value.origin?.name))
    }

    /// Notes that another type was expected: `Expected an integer, found the string "12"`.
    public func expected(_ what: String) {
        collector.add(
            TextFault(
                file: collector.file, position: value.position, path: path,
                message: "Expected \(what), found \(value.summary)", value: value.summary,
                origin: value.origin?.name))
    }

    public func boolean() -> Bool? {
        guard let boolean = value.boolean else {
            expected("true or false")
            return nil
        }
        entry?.write(.boolean(boolean))
        return boolean
    }

    /// An integer written as one: `10`, not `10.0` nor `"10"`.
    public func integer(in range: ClosedRange<Int64> = .min ... .max) -> Int64? {
        let allowed = range.described
        guard let integer = value.integer else {
            if case .decimal(let number) = value.content, number.isInteger {
                refuse(
                    "is \(number.text)",
                    allowed: range.upperBound == .max ? "it must fit a 64-bit integer" : allowed)
            } else {
                expected("an integer")
            }
            return nil
        }
        guard range.contains(integer) else {
            refuse("is \(integer)", allowed: allowed)
            return nil
        }
        entry?.write(.integer(integer))
        return integer
    }

    /// A finite number, with or without a fraction.
    public func decimal(
        in range: ClosedRange<Double> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
    ) -> Double? {
        guard let number = value.double else {
            expected("a number")
            return nil
        }
        guard range.contains(number) else {
            let unbounded = range.upperBound == .greatestFiniteMagnitude && !number.isFinite
            let text: String
            switch value.content {
            case .integer(let integer): text = "\(integer)"
            case .decimal(let decimal): text = decimal.text
            case .null, .boolean, .string, .array, .object: text = "\(number)"
            }
            refuse("is \(text)", allowed: unbounded ? "it is too large" : range.described)
            return nil
        }
        if let entry { entry.write(JSONValue(number: number).content) }
        return number
    }

    /// A text whose number of characters lies in a range.
    public func text(lengths: ClosedRange<Int> = 0...10_000) -> String? {
        guard let text = value.string else {
            expected("a string")
            return nil
        }
        let length = text.unicodeScalars.count
        guard lengths.contains(length) else {
            if length == 0 {
                refuse("is empty")
            } else {
                refuse(
                    "has \(length) characters",
                    allowed: "it must have \(lengths.lowerBound) to \(lengths.upperBound)")
            }
            return nil
        }
        entry?.write(.string(text))
        return text
    }

    /// The choice that is named; one of those given.
    public func choice<Choice>(from choices: [(name: String, value: Choice)]) -> Choice? {
        guard let text = value.string else {
            expected("one of " + alternatives(choices.map(\.name)))
            return nil
        }
        if let found = choices.first(where: { $0.name == text }) {
            entry?.write(.string(text))
            return found.value
        }
        refuse(
            "is '\(shown(text))'", allowed: "it must be \(alternatives(choices.map(\.name)))",
            suggestion: nearestSpelling(of: text, among: choices.map(\.name)))
        return nil
    }

    /// A price in whole won per share, at least 1.
    public func price() -> Price? { integer(in: ValueReader.prices).map { Price($0) } }

    /// Prices up to 10⁹ won: a thousand times what any issue has cost, and small enough that price
    /// × shares fits 64 bits.
    public static let prices: ClosedRange<Int64> = 1...1_000_000_000
    public static let shareCounts: ClosedRange<Int64> = 0...1_000_000_000
    /// The most won of one print: more than the busiest issue trades in a day, and small enough
    /// that the prints of a day add up in 64 bits.
    public static let printValueMax: Int64 = 10_000_000_000_000
    /// The most won of one candle: an index level with two decimals times a day's volume of its
    /// market.
    public static let candleValueMax: Int64 = 1_000_000_000_000_000

    public func shares(in range: ClosedRange<Int64> = ValueReader.shareCounts) -> Shares? {
        integer(in: range).map { Shares($0) }
    }

    /// An issue code: `005930`.
    public func issueCode() -> IssueCode? {
        parsed("an issue code as a string") {
            try? IssueCode($0)
        } allowed: {
            "it must be an issue code of six digits and capital letters"
        }
    }

    /// A date: `2026-03-03`.
    public func date() -> CalendarDate? {
        parsed("a date as a string") {
            CalendarDate($0)
        } allowed: {
            "it must be a date such as 2026-03-03"
        }
    }

    /// A time of day in KST: `09:00`, `09:00:58`, `09:00:58.123`.
    public func time() -> TimeOfDay? {
        parsed("a time as a string") {
            TimeOfDay($0)
        } allowed: {
            "it must be a time such as 09:00:58"
        }
    }

    /// A moment: `2026-03-03T09:00:58`, KST unless an offset follows (`Z`, `+09:00`). With a day
    /// given, a time alone (`09:00:58`) is on that day.
    public func moment(on day: CalendarDate? = nil) -> Moment? {
        parsed("a time as a string") { text in
            if let day, let time = TimeOfDay(text) { return day.at(time) }
            return Moment(text: text)
        } allowed: {
            day == nil
                ? "it must be a time such as 2026-03-03T09:00:58"
                : "it must be a time such as 09:00:58 or 2026-03-03T09:00:58"
        }
    }

    private func parsed<Value: CustomStringConvertible>(
        _ what: String, _ parse: (String) -> Value?, allowed: () -> String
    ) -> Value? {
        guard let text = value.string else {
            expected(what)
            return nil
        }
        if let value = parse(text) {
            if let entry { entry.write(.string(value.description)) }
            return value
        }
        refuse("is '\(shown(text))'", allowed: allowed())
        return nil
    }
}

extension ClosedRange where Bound: FixedWidthInteger {
    /// The range as the end of a sentence: `it must be between 0 and 10`; `nil` when everything is
    /// allowed.
    fileprivate var described: String? {
        switch (lowerBound == .min, upperBound == .max) {
        case (true, true): nil
        case (true, false): "it must be at most \(upperBound)"
        case (false, true): "it must be at least \(lowerBound)"
        case (false, false): "it must be between \(lowerBound) and \(upperBound)"
        }
    }
}

extension ClosedRange<Double> {
    fileprivate var described: String? {
        let greatest = Double.greatestFiniteMagnitude
        return switch (lowerBound == -greatest, upperBound == greatest) {
        case (true, true): nil
        case (true, false): "it must be at most \(plain(upperBound))"
        case (false, true): "it must be at least \(plain(lowerBound))"
        case (false, false): "it must be between \(plain(lowerBound)) and \(plain(upperBound))"
        }
    }

    /// The bound as people write it: `1` for 1.0.
    private func plain(_ bound: Double) -> String {
        Int64(exactly: bound).map(String.init) ?? "\(bound)"
    }
}
