public import KraderEngine
public import KraderJSON
import KraderModel
public import KraderReport

extension StrategyKind {
    /// The text for people: what the strategy does, its parameters, and how a scenario names it.
    public func text(_ style: TextStyle) -> String {
        var lines = [style(name, .bold)] + style.lines(summary)
        if !parameters.isEmpty {
            let columns = ["parameter", "kind", "default", "allowed", "meaning"]
            let table = TextTable(
                columns: columns.map { ($0, .left) },
                rows: parameters.map { parameter in
                    [
                        parameter.name, parameter.kind.name, parameter.shownDefault,
                        parameter.kind.shownAllowed, parameter.help,
                    ]
                })
            lines += [""] + table.lines(style)
        }
        lines += ["", "In a scenario:", ""]
        lines += style.lines("\"strategies\": [ \(example.spaced) ]", after: "  ")
        return lines.map { $0 + "\n" }.joined()
    }

    /// The strategy for machines.
    public var json: JSONValue {
        [
            "name": JSONValue(.string(name)), "summary": JSONValue(.string(summary)),
            "parameters": JSONValue(.array(parameters.map(\.json))),
        ]
    }

    /// The entry in a scenario's `strategies`. All parameters are said with their defaults, but
    /// those that follow from the data, which are left to them.
    public var example: JSONValue {
        let members = parameters.filter { !$0.fitsData }.map {
            JSONObject.Member(key: $0.name, value: $0.defaultValue?.json ?? $0.kind.example)
        }
        return [
            "name": JSONValue(.string(name)), "parameters": JSONValue(.object(JSONObject(members))),
        ]
    }
}

extension ParameterDeclaration {
    var shownDefault: String {
        switch defaultValue {
        case .text(let text)?: text
        case let value?: value.json.text().unquoted
        case nil: fitsData ? "fits data" : "needed"
        }
    }

    public var json: JSONValue {
        [
            "name": JSONValue(.string(name)), "kind": JSONValue(.string(kind.name)),
            "default": defaultValue?.json ?? nil,
            "needed": JSONValue(.boolean(isNeeded)), "fits_data": JSONValue(.boolean(fitsData)),
            "allowed": kind.allowed, "help": JSONValue(.string(help)),
        ]
    }
}

extension ParameterKind {
    var name: String {
        switch self {
        case .integer: "integer"
        case .decimal: "decimal"
        case .boolean: "boolean"
        case .text: "text"
        case .timeframe: "timeframe"
        case .signals: "signals"
        }
    }

    /// The allowed values in words: `1…1,000`, `candle, tick`.
    var shownAllowed: String {
        switch self {
        case .integer(let range): "\(grouped(range.lowerBound))…\(grouped(range.upperBound))"
        case .decimal(let range):
            "\(short(range.lowerBound))…\(short(range.upperBound))"
        case .boolean: "true, false"
        case .text(let allowed): allowed.joined(separator: ", ")
        case .timeframe: "1m … 60m, 4h, 1d"
        case .signals: "a list"
        }
    }

    /// The allowed values: an object with `min` and `max`, or a list; null where a range says
    /// nothing.
    var allowed: JSONValue {
        switch self {
        case .integer(let range):
            [
                "min": JSONValue(.integer(range.lowerBound)),
                "max": JSONValue(.integer(range.upperBound)),
            ]
        case .decimal(let range):
            [
                "min": ParameterValue.decimal(range.lowerBound).json,
                "max": ParameterValue.decimal(range.upperBound).json,
            ]
        case .boolean: [true, false]
        case .text(let allowed): JSONValue(.array(allowed.map { JSONValue(.string($0)) }))
        case .timeframe:
            JSONValue(.array(Timeframe.allCases.map { JSONValue(.string($0.description)) }))
        case .signals: nil
        }
    }

    /// An example value for a parameter that has no default.
    fileprivate var example: JSONValue {
        switch self {
        case .integer(let range): JSONValue(.integer(range.lowerBound))
        case .decimal(let range): ParameterValue.decimal(range.lowerBound).json
        case .boolean: false
        case .text(let allowed): JSONValue(.string(allowed.first ?? ""))
        case .timeframe: "1m"
        case .signals:
            [["at": "2026-03-03T09:10:00", "symbol": "005930", "side": "buy", "quantity": 10]]
        }
    }
}

extension ParameterValue {
    public var json: JSONValue {
        switch self {
        case .integer(let value): JSONValue(.integer(value))
        case .decimal(let value):
            value == value.rounded() && value.magnitude < 1e15
                ? JSONValue(.integer(Int64(value))) : JSONValue(number: value)
        case .boolean(let value): JSONValue(.boolean(value))
        case .text(let value): JSONValue(.string(value))
        case .timeframe(let value): JSONValue(.string(value.description))
        // A list has no default: nothing shows one.
        case .signals: nil
        }
    }
}

/// The decimal without a fraction of zero.
private func short(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

extension String {
    /// The text without the quotes around a JSON string.
    fileprivate var unquoted: String {
        hasPrefix("\"") && hasSuffix("\"") && count >= 2 ? String(dropFirst().dropLast()) : self
    }
}

extension JSONValue {
    /// The value on one line, with spaces as people set them; read back it is the same.
    fileprivate var spaced: String {
        switch content {
        case .array(let elements):
            return elements.isEmpty ? "[]" : "[ \(elements.map(\.spaced).joined(separator: ", ")) ]"
        case .object(let object):
            let members = object.members.map { member in
                "\(JSONValue(.string(member.key)).text()): \(member.value.spaced)"
            }
            return members.isEmpty ? "{}" : "{ \(members.joined(separator: ", ")) }"
        case .null, .boolean, .integer, .decimal, .string: return text()
        }
    }
}
