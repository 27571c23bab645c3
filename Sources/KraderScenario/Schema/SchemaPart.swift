import KraderJSON

/// Parts of a JSON Schema, draft 2020-12.
enum SchemaPart {
    static func members(_ members: [(String, JSONValue)]) -> JSONValue {
        JSONValue(.object(JSONObject(members.map { .init(key: $0.0, value: $0.1) })))
    }

    static func text(_ text: String) -> JSONValue { JSONValue(.string(text)) }

    static func list(_ elements: [JSONValue]) -> JSONValue { JSONValue(.array(elements)) }

    static func integer(_ range: ClosedRange<Int64> = .min ... .max) -> JSONValue {
        var said: [(String, JSONValue)] = [("type", "integer")]
        if range.lowerBound > .min {
            said.append(("minimum", JSONValue(.integer(range.lowerBound))))
        }
        if range.upperBound < .max {
            said.append(("maximum", JSONValue(.integer(range.upperBound))))
        }
        return members(said)
    }

    static func number(_ range: ClosedRange<Double>) -> JSONValue {
        let greatest = Double.greatestFiniteMagnitude
        var said: [(String, JSONValue)] = [("type", "number")]
        if range.lowerBound > -greatest {
            said.append(("minimum", JSONValue(number: range.lowerBound)))
        }
        if range.upperBound < greatest {
            said.append(("maximum", JSONValue(number: range.upperBound)))
        }
        return members(said)
    }

    static let price = integer(1...1_000_000_000)
    static let quantity = integer(1...1_000_000_000)
    static let boolean: JSONValue = ["type": "boolean"]
    static let string: JSONValue = ["type": "string"]
    static let symbol: JSONValue = ["type": "string", "pattern": "^[0-9A-Z]{1,6}$"]
    static let date: JSONValue = ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"]
    /// A time, with a date or of the day on which the market begins.
    static let time: JSONValue = [
        "type": "string",
        "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}([T ]|$))?([0-9]{2}:[0-9]{2}.*)?$",
    ]

    static func choice(_ names: [String]) -> JSONValue {
        members([("enum", list(names.map(text)))])
    }

    static func named<Choice: CaseIterable & RawRepresentable<String>>(
        _ type: Choice.Type
    ) -> JSONValue { choice(type.allCases.map(\.rawValue)) }

    static func described<Choice: CaseIterable & CustomStringConvertible>(
        _ type: Choice.Type
    ) -> JSONValue { choice(type.allCases.map(\.description)) }

    static func array(_ items: JSONValue, least: Int64 = 0) -> JSONValue {
        var said: [(String, JSONValue)] = [("type", "array"), ("items", items)]
        if least > 0 { said.append(("minItems", JSONValue(.integer(least)))) }
        return members(said)
    }

    /// An object of these keys and no others.
    static func object(
        _ properties: [(String, JSONValue)], required: [String] = [],
        _ more: [(String, JSONValue)] = []
    ) -> JSONValue {
        var said: [(String, JSONValue)] = [
            ("type", "object"), ("properties", members(properties)),
            ("additionalProperties", JSONValue(.boolean(false))),
        ]
        if !required.isEmpty { said.append(("required", list(required.map(text)))) }
        return members(said + more)
    }

    static func anyOf(_ parts: [JSONValue]) -> JSONValue { members([("anyOf", list(parts))]) }

    /// The same part with a sentence for whoever writes such a value.
    static func described(_ part: JSONValue, _ help: String) -> JSONValue {
        guard let object = part.object, !help.isEmpty else { return part }
        return JSONValue(
            .object(
                JSONObject(object.members + [.init(key: "description", value: text(help))])))
    }
}

extension GrammarKey {
    /// The key with what it may hold.
    var schema: (String, JSONValue) { (name, SchemaPart.described(kind.schema, help)) }
}

extension GrammarKey.Kind {
    fileprivate var schema: JSONValue {
        switch self {
        case .integer(let range), .duration(let range): SchemaPart.integer(range)
        case .times:
            SchemaPart.anyOf([SchemaPart.integer(1...1_000_000), SchemaPart.choice(["all"])])
        case .boolean: SchemaPart.boolean
        case .text(let lengths):
            [
                "type": "string", "minLength": JSONValue(.integer(Int64(lengths.lowerBound))),
                "maxLength": JSONValue(.integer(Int64(lengths.upperBound))),
            ]
        case .digits(let lengths):
            [
                "type": "string",
                "pattern": SchemaPart.text(
                    "^[0-9a-f]{\(lengths.lowerBound),\(lengths.upperBound)}$"),
            ]
        case .choice(let names): SchemaPart.choice(names)
        case .price: SchemaPart.price
        case .symbol: SchemaPart.symbol
        case .moment: SchemaPart.time
        case .count(let range): bounds(SchemaPart.integer(range))
        case .figure(let range):
            bounds(
                SchemaPart.number(range),
                SchemaPart.number(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude))
        case .object(let keys):
            SchemaPart.object(keys.map(\.schema), [("minProperties", 1)])
        case .bySymbol(let kind):
            [
                "type": "object", "propertyNames": SchemaPart.symbol, "minProperties": 1,
                "additionalProperties": kind.schema,
            ]
        }
    }

    private func bounds(_ exact: JSONValue, _ bound: JSONValue? = nil) -> JSONValue {
        let bound = bound ?? exact
        return SchemaPart.anyOf([
            exact,
            SchemaPart.object(
                [("at_least", bound), ("at_most", bound), ("equals", bound)],
                [("minProperties", 1)]),
        ])
    }
}

extension SchemaPart {
    fileprivate static func object(
        _ properties: [(String, JSONValue)], _ more: [(String, JSONValue)]
    ) -> JSONValue { object(properties, required: [], more) }
}
