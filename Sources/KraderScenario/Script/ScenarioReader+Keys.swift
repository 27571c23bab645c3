import KraderBacktest
import KraderJSON
import KraderModel

/// Reads objects as tables of keys say.
extension ScenarioReader {
    /// Reads the keys of a table. What is wrong or missing is noted.
    func read(_ keys: [GrammarKey], of object: inout ObjectReader) -> GrammarValues {
        var values = GrammarValues()
        for key in keys {
            guard let reader = object.reader(key.name) else {
                switch key.presence {
                case .needed: object.noteMissing(key.name)
                case .optional: break
                case .byDefault(let value):
                    if let known = GrammarValue(value) {
                        values.set(key.name, known, isSaid: false)
                    }
                }
                continue
            }
            guard let value = read(key.kind, reader) else { continue }
            // An object that says nothing but a default would be empty without it.
            if case .byDefault(let usual) = key.presence, reader.value.content == usual.content,
                object.object.members.count > 1
            {
                reader.means(nil)
            }
            values.set(key.name, value, isSaid: true)
        }
        return values
    }

    private func read(_ kind: GrammarKey.Kind, _ reader: ValueReader) -> GrammarValue? {
        switch kind {
        case .integer(let range), .duration(let range):
            return reader.integer(in: range).map { .integer($0) }
        case .times: return readTimes(reader)
        case .boolean: return reader.boolean().map { .boolean($0) }
        case .text(let lengths): return reader.text(lengths: lengths).map { .text($0) }
        case .digits(let lengths): return readDigits(lengths, reader)
        case .choice(let names):
            return reader.choice(from: names.map { ($0, $0) }).map { .text($0) }
        case .price: return reader.price().map { .price($0) }
        case .symbol: return symbols.symbol(reader, traded: true).map { .symbol($0) }
        case .moment: return moment(reader, onTradingDay: false).map { .moment($0) }
        case .count(let range): return readCount(range, reader).map { .count($0) }
        case .figure(let range): return readFigure(range, reader).map { .figure($0) }
        case .object(let keys):
            return reader.object { object -> GrammarValue? in
                let values = read(keys, of: &object)
                if object.object.members.isEmpty {
                    reader.refuse(
                        "is empty", allowed: "say one of " + alternatives(keys.map(\.name)))
                }
                return .object(values)
            } ?? nil
        case .bySymbol(let kind): return readBySymbol(kind, reader)
        }
    }

    private func readTimes(_ reader: ValueReader) -> GrammarValue? {
        // What is typed is a text too.
        guard reader.value.integer == nil, let text = reader.value.string else {
            return reader.integer(in: 1...1_000_000).map { .integer($0) }
        }
        guard text == "all" else {
            reader.refuse("is '\(shown(text))'", allowed: "it must be a number from 1, or 'all'")
            return nil
        }
        reader.means(text: text)
        return .integer(.max)
    }

    private func readDigits(_ lengths: ClosedRange<Int>, _ reader: ValueReader) -> GrammarValue? {
        guard let text = reader.text(lengths: lengths) else { return nil }
        let isHex = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
        if isHex { return .text(text) }
        reader.refuse(
            "is '\(shown(text))'", allowed: "it must be digits 0 to 9 and letters a to f")
        return nil
    }

    /// A whole number, or bounds of one. Bounds that expect nothing, or what can't be, are faults.
    private func readCount(
        _ range: ClosedRange<Int64>, _ reader: ValueReader
    ) -> Bounds<Int64>? {
        guard reader.value.object != nil else {
            return reader.integer(in: range).map { Bounds(exactly: $0) }
        }
        return readBounds(reader, range) {
            $0.integer(in: range)
        } shown: {
            "\($0)"
        }
    }

    private func readFigure(
        _ range: ClosedRange<Double>, _ reader: ValueReader
    ) -> Bounds<Double>? {
        guard reader.value.object != nil else {
            return reader.decimal(in: range).map { Bounds(exactly: $0) }
        }
        return readBounds(reader, range) {
            $0.decimal()
        } shown: {
            "\($0)"
        }
    }

    private func readBounds<Value>(
        _ reader: ValueReader, _ range: ClosedRange<Value>, _ read: (ValueReader) -> Value?,
        shown: (Value) -> String
    ) -> Bounds<Value>? {
        let bounds =
            reader.object { object -> Bounds<Value>? in
                let least = object.optional("at_least", read)
                let most = object.optional("at_most", read)
                let exactly = object.optional("equals", read)
                if object.has("equals"), object.has("at_least") || object.has("at_most") {
                    object.refuse(
                        "'equals' stands beside a bound", key: "equals", allowed: "say one of them")
                }
                let saysAny = ["at_least", "at_most", "equals"].contains {
                    object.object[$0] != nil
                }
                guard saysAny else {
                    if object.object.members.isEmpty {
                        reader.refuse("is empty", allowed: "say at_least, at_most or equals")
                    }
                    return nil
                }
                return exactly.map { Bounds(exactly: $0) } ?? Bounds(least: least, most: most)
            } ?? nil
        guard let bounds, bounds.least != nil || bounds.most != nil else { return nil }
        if bounds.isEmpty {
            reader.refuse("can't hold", allowed: "at_least must not be above at_most")
            return nil
        }
        if bounds.allowsAll(of: range) {
            reader.refuse("expects nothing", allowed: "it can't be otherwise")
            return nil
        }
        return bounds
    }

    private func readBySymbol(_ kind: GrammarKey.Kind, _ reader: ValueReader) -> GrammarValue? {
        let read = reader.object { object -> [(symbol: SymbolIndex, value: GrammarValue)] in
            let members = object.allMembers()
            if members.isEmpty { reader.refuse("is empty", allowed: "say a symbol and its value") }
            return members.compactMap { key, member in
                let name = ValueReader(
                    JSONValue(.string(key), position: member.value.position), path: member.path,
                    collector: member.collector)
                let symbol = symbols.symbol(name, traded: true)
                let value = self.read(kind, member)
                guard let symbol, let value else { return nil }
                return (symbol, value)
            }
        }
        return read.map { .bySymbol($0) }
    }
}

extension GrammarValue {
    /// A default as it would have been read.
    fileprivate init?(_ value: JSONValue) {
        switch value.content {
        case .integer(let number): self = .integer(number)
        case .boolean(let boolean): self = .boolean(boolean)
        case .string(let text): self = .text(text)
        case .null, .decimal, .array, .object: return nil
        }
    }
}
