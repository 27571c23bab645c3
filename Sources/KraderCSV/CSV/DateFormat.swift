/// How a file writes its dates and times, in the codes of `strftime`: `%d/%m/%Y`,
/// `%Y.%m.%d %H:%M`.
public struct DateFormat: Hashable, Sendable, CustomStringConvertible {
    /// Why a text is no format, as a part of a sentence.
    public struct Fault: Error, Hashable, Sendable {
        public let reason: String
    }

    /// What fields of the format say.
    enum Content { case date, time, moment }

    enum Part: Hashable {
        case year, shortYear, month, monthName, day
        case hour, halfHour, minute, second, fraction, half, offset
        /// A byte that stands there as it is.
        case literal(UInt8)
        /// One blank or more.
        case blank
    }

    /// The codes and what they are, in the order in which messages name them.
    static let codes: [(code: Character, part: Part)] = [
        ("Y", .year), ("y", .shortYear), ("m", .month), ("b", .monthName), ("d", .day),
        ("H", .hour), ("I", .halfHour), ("M", .minute), ("S", .second), ("f", .fraction),
        ("p", .half), ("z", .offset),
    ]

    public let description: String
    let parts: [Part]
    let content: Content

    /// Reads a format. Throws `Fault` for a text that is none.
    public init(_ text: String) throws(Fault) {
        description = text
        parts = try DateFormat.parts(of: text)
        content = try DateFormat.content(of: parts)
    }

    private static func parts(of text: String) throws(Fault) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        while let next = rest.popFirst() {
            if next == " " {
                if parts.last != .blank { parts.append(.blank) }
                continue
            }
            guard next == "%" else {
                parts += next.utf8.map { .literal($0) }
                continue
            }
            guard let code = rest.popFirst() else { throw Fault(reason: "it ends with '%'") }
            if code == "%" {
                parts.append(.literal(0x25))
                continue
            }
            guard let part = codes.first(where: { $0.code == code })?.part else {
                let known = codes.map { "%\($0.code)" }.joined(separator: " ")
                throw Fault(reason: "'%\(code)' is none of its codes: \(known)")
            }
            guard !parts.contains(part) else {
                throw Fault(reason: "'%\(code)' stands there twice")
            }
            parts.append(part)
        }
        return parts
    }

    /// What the parts say together; it throws where they leave something out or say it twice.
    private static func content(of parts: [Part]) throws(Fault) -> Content {
        func count(_ wanted: Part...) -> Int { wanted.count { parts.contains($0) } }
        let year = count(.year, .shortYear)
        let month = count(.month, .monthName)
        let hour = count(.hour, .halfHour)
        if let twice = [(year, "the year"), (month, "the month"), (hour, "the hour")]
            .first(where: { $0.0 > 1 })
        {
            throw Fault(reason: "it says \(twice.1) twice")
        }
        let date = year + month + count(.day)
        let hasTime = hour + count(.minute, .second, .fraction, .half, .offset) > 0
        guard date == 0 || date == 3 else {
            throw Fault(reason: "a date needs a year (%Y or %y), a month (%m or %b) and a day (%d)")
        }
        guard date > 0 || hasTime else { throw Fault(reason: "it says neither date nor time") }
        guard hasTime else { return .date }
        guard hour == 1, count(.minute) == 1 else {
            throw Fault(reason: "a time needs an hour (%H, or %I with %p) and a minute (%M)")
        }
        guard count(.halfHour) == count(.half) else {
            throw Fault(reason: "%I and %p say the hour together")
        }
        guard count(.second) == 1 || count(.fraction) == 0 else {
            throw Fault(reason: "%f is a part of the second (%S)")
        }
        if parts.contains(.offset), date == 0 || parts.last != .offset {
            throw Fault(reason: "%z stands at the end, behind a date and a time")
        }
        return date > 0 ? .moment : .time
    }
}
