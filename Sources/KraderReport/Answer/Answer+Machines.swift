public import KraderJSON

// For machines: the width of a terminal changes nothing here.
extension Answer.Value {
    public var json: JSONValue {
        switch self {
        case .number(let number): JSONValue(.integer(number))
        case .measure(_, let plain): JSONValue(.decimal(JSONDecimal(text: plain)))
        case .text(let text): JSONValue(.string(text))
        case .flag(let flag): JSONValue(.boolean(flag))
        case .missing: nil
        }
    }

    /// A field of CSV: plain numbers, nothing when missing.
    public var csv: String {
        switch self {
        case .number(let number): String(number)
        case .measure(_, let plain): plain
        case .text(let text): SpreadsheetText.field(text)
        case .flag(let flag): flag ? "true" : "false"
        case .missing: ""
        }
    }
}

extension Answer {
    /// One object, one line.
    public func json(command: String) -> String {
        Answer.json(command: command) { write(to: &$0) }
    }

    /// The object that every command answers with: its schema, its name, and what it has to say.
    public static func json(
        command: String, _ style: JSONWriter.Style = .compact,
        _ members: (inout JSONWriter) -> Void
    ) -> String {
        var writer = JSONWriter(style)
        writer.object {
            $0.member("schema", 1)
            $0.member("command", JSONValue(.string(command)))
            members(&$0)
        }
        let text = String(decoding: writer.finished(), as: UTF8.self)
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    /// The members of its object.
    public func write(to writer: inout JSONWriter) {
        for fact in facts { writer.member(fact.name, fact.value.json) }
        for table in tables {
            if let name = table.name { writer.member(name, table.json) }
        }
        if !notes.isEmpty {
            writer.member("notes", JSONValue(.array(notes.map { JSONValue(.string($0)) })))
        }
    }
}

extension Answer.Table {
    /// A list of objects.
    public var json: JSONValue {
        JSONValue(
            .array(
                rows.map { row in
                    let members = zip(columns, row).compactMap { column, value in
                        column.name.map { JSONObject.Member(key: $0, value: value.json) }
                    }
                    return JSONValue(.object(JSONObject(members)))
                }))
    }

    /// A line of names, and a line for each row.
    public var csv: String {
        let seen = columns.indices.filter { columns[$0].name != nil }
        let head = seen.map { SpreadsheetText.field(columns[$0].name ?? "") }
        return ([head] + rows.map { row in seen.map { row[$0].csv } })
            .map { $0.joined(separator: ",") + "\n" }.joined()
    }
}
