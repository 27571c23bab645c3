import KraderJSON
public import KraderModel

/// What was asked, as written on the command line or in a row of a file: texts with their names and
/// places. Reading a value checks it. A value that can't be used is named with its place, what is
/// allowed, and the nearest spelling.
public struct MarketQuestion {
    public struct Field {
        var name: String
        var text: String
        var place: Place

        public init(name: String, text: String, place: Place) {
            self.name = name
            self.text = text
            self.place = place
        }
    }

    public enum Place {
        case flag
        case cell(file: String, line: Int)
    }

    var fields: [Field]
    /// The date that holds when none is written.
    var today: CalendarDate
    /// The row that asks; `nil` on the command line.
    var row: (file: String, line: Int)?

    public init(
        fields: [Field], today: CalendarDate, row: (file: String, line: Int)? = nil
    ) {
        self.fields = fields
        self.today = today
        self.row = row
    }

    /// The largest price and amount that are taken, so that no product can overflow.
    static let priceMax: Int64 = 1_000_000_000_000
    static let amountMax: Int64 = 1_000_000_000_000_000

    /// The field of a name. An empty cell is no value and no field; an empty flag is a mistake that
    /// its reader finds.
    func field(_ name: String) -> Field? { fields.first { $0.name == name } }

    func has(_ name: String) -> Bool { field(name) != nil }

    func date(_ name: String = "date") throws -> CalendarDate {
        try value(name) {
            CalendarDate($0)
        } allowed: {
            "a date such as 2026-03-03"
        } ?? today
    }

    func board() throws -> Board {
        let board = try value("board") { text in
            Board.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        } allowed: { text in
            let names = Board.allCases.map(\.rawValue)
            return "one of \(names.joined(separator: ", "))" + suggestion(text, among: names)
        }
        guard let board else { throw missing("board") }
        return board
    }

    func side() throws -> Side {
        let side = try value("side") { text in
            Side.allCases.first { $0.description == text.lowercased() }
        } allowed: { text in
            "buy or sell" + suggestion(text, among: Side.allCases.map(\.description))
        }
        guard let side else { throw missing("side") }
        return side
    }

    func price(_ name: String) throws -> Price? {
        try integer(name, in: 1...MarketQuestion.priceMax, "whole won").map { Price($0) }
    }

    func amount(_ name: String) throws -> Won? {
        try integer(name, in: 1...MarketQuestion.amountMax, "whole won").map { Won($0) }
    }

    func shares(_ name: String) throws -> Shares? {
        try integer(name, in: 1...MarketQuestion.amountMax, "whole shares").map { Shares($0) }
    }

    func year(_ name: String) throws -> Int? {
        try integer(name, in: 1900...2199, "a year").map { Int($0) }
    }

    func isSet(_ name: String) throws -> Bool {
        try value(name) { text in
            switch text.lowercased() {
            case "true", "yes", "1": true
            case "false", "no", "0": false
            default: nil
            }
        } allowed: { _ in
            "true or false"
        } ?? false
    }

    /// A multiple such as 2, -1 or 0.5, in thousandths.
    func multipleThousandths(_ name: String) throws -> Int? {
        try value(name) { text in
            decimal(text, places: 3).flatMap { $0.magnitude <= 10_000 && $0 != 0 ? Int($0) : nil }
        } allowed: { _ in
            "a multiple such as 2, -1 or 0.5, from -10 to 10 and not 0, with at most 3 decimals"
        }
    }

    /// A rate such as 0.015% or 0.00015.
    func rate(_ name: String) throws -> Rate? {
        try value(name) { text in
            let parts =
                text.hasSuffix("%")
                ? decimal(String(text.dropLast()), places: 7) : decimal(text, places: 9)
            return parts.flatMap { (0...Rate.scale).contains($0) ? Rate(parts: $0) : nil }
        } allowed: { _ in
            "a rate such as 0.015% or 0.00015, from 0 to 100%"
        }
    }

    private func integer(
        _ name: String, in range: ClosedRange<Int64>, _ what: String
    ) throws -> Int64? {
        try value(name) { text in
            decimal(text, places: 0).flatMap { range.contains($0) ? $0 : nil }
        } allowed: { _ in
            "\(what) from \(range.lowerBound) to \(range.upperBound), in digits only"
        }
    }

    private func value<Value>(
        _ name: String, read: (String) -> Value?, allowed: (String) -> String
    ) throws -> Value? {
        guard let field = field(name) else { return nil }
        if let value = read(field.text) { return value }
        throw wrong(field, "it must be \(allowed(field.text))")
    }

    private func value<Value>(
        _ name: String, read: (String) -> Value?, allowed: () -> String
    ) throws -> Value? {
        try value(name, read: read, allowed: { _ in allowed() })
    }
}

// Words what to say about a value that can't be used.
extension MarketQuestion {
    /// The fault of a named value that is not usable: why, or what is allowed instead.
    func wrong(_ name: String, _ reason: String) -> ExitFault {
        field(name).map { wrong($0, reason) } ?? missing(name)
    }

    private func wrong(_ field: Field, _ reason: String) -> ExitFault {
        let place =
            switch field.place {
            case .flag: "--\(field.name)"
            case .cell(let file, let line): "\(file), line \(line), column '\(field.name)'"
            }
        let end = reason.hasSuffix("?") ? "" : "."
        return ExitFault(
            status: .usage, message: "\(place) is '\(field.text)'; \(reason)\(end)")
    }

    /// The fault of a value that is needed and was not given.
    func missing(_ name: String, or other: String? = nil) -> ExitFault {
        if let row {
            let names = other.map { "'\(name)' or '\($0)'" } ?? "'\(name)'"
            return ExitFault(
                status: .usage,
                message: "\(row.file), line \(row.line): \(names) is needed, as a column or a flag."
            )
        }
        let names = other.map { "--\(name) or --\($0)" } ?? "--\(name)"
        return ExitFault(status: .usage, message: "\(names) is needed.")
    }

    /// The fault of two values that contradict each other.
    func conflict(_ name: String, _ other: String) -> ExitFault {
        wrong(name, "it can't be combined with '\(other)'")
    }
}

private func suggestion(_ text: String, among allowed: [String]) -> String {
    nearestSpelling(of: text, among: allowed).map { ". Did you mean '\($0)'?" } ?? ""
}

/// A decimal number in units of 10^-places: exact, at most 15 digits before the point; `nil` for
/// anything else, and for more decimals than places.
private func decimal(_ text: String, places: Int) -> Int64? {
    var digits = Substring(text)
    let isNegative = digits.first == "-"
    if isNegative { digits = digits.dropFirst() }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, (1...16).contains(whole.count) else { return nil }
    let fraction = parts.count > 1 ? parts[1] : ""
    guard parts.count == 1 || (1...max(places, 1)).contains(fraction.count),
        fraction.count <= places
    else { return nil }
    var value: Int64 = 0
    let padding = String(repeating: "0", count: places - fraction.count)
    for byte in (whole + fraction + padding).utf8 {
        guard (0x30...0x39).contains(byte) else { return nil }
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflowAgain) = product.addingReportingOverflow(Int64(byte - 0x30))
        if overflow || overflowAgain { return nil }
        value = sum
    }
    return isNegative ? -value : value
}
