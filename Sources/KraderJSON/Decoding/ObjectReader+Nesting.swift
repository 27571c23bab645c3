/// Reads objects and lists inside a value.
extension ValueReader {
    /// Reads the members of an object; keys that the closure does not ask for are noted.
    public func object<Value>(_ body: (inout ObjectReader) -> Value) -> Value? {
        guard let object = value.object else {
            expected("an object")
            return nil
        }
        var reader = ObjectReader(
            object, position: value.position, path: path, collector: collector,
            origin: value.origin, entry: entry)
        let result = body(&reader)
        reader.noteUnknownKeys()
        return result
    }

    /// Reads a list; elements that are wrong are noted and left out.
    public func list<Element>(
        counts: ClosedRange<Int> = 0...1_000_000, _ read: (ValueReader) -> Element?
    ) -> [Element]? {
        guard let elements = value.array else {
            expected("a list")
            return nil
        }
        guard counts.contains(elements.count) else {
            let (least, most) = (counts.lowerBound, counts.upperBound)
            refuse(
                "has \(elements.count) elements",
                allowed: least == most
                    ? "it must have \(least)" : "it must have \(least) to \(most)")
            return nil
        }
        let entries = entry?.beginList(elements)
        return elements.enumerated().compactMap { index, element in
            read(
                ValueReader(
                    element, path: path.appending(.index(index)), collector: collector,
                    entry: entries?[index]))
        }
    }

    /// Reads a list, or anything else as if it were the only element of one.
    public func listOrOne<Element>(
        counts: ClosedRange<Int> = 0...1_000_000, _ read: (ValueReader) -> Element?
    ) -> [Element]? {
        if value.array != nil { return list(counts: counts, read) }
        let only = ValueReader(
            value, path: path, collector: collector, entry: entry?.beginList([value])[0])
        return [read(only)].compactMap { $0 }
    }

    /// Reads an object, or anything else as if it stood in one under a key.
    public func object<Value>(
        orUnder key: String, _ body: (inout ObjectReader) -> Value
    ) -> Value? {
        if value.object != nil { return object(body) }
        let only = JSONObject([.init(key: key, keyPosition: value.position, value: value)])
        return ValueReader(
            JSONValue(.object(only), position: value.position, origin: value.origin), path: path,
            collector: collector, entry: entry
        ).object(body)
    }
}

extension ObjectReader {
    /// Reads an object that must be there. When it is missing or something else, that is noted
    /// once, and the closure runs over an empty object whose faults nobody hears of.
    public mutating func object<Value>(
        _ key: String, _ body: (inout ObjectReader) -> Value
    ) -> Value {
        guard let reader = reader(key) else {
            noteMissing(key)
            return placeholder(body)
        }
        return reader.object(body) ?? placeholder(body)
    }

    public mutating func objectIfPresent<Value>(
        _ key: String, _ body: (inout ObjectReader) -> Value
    ) -> Value? {
        optional(key) { $0.object(body) }
    }

    /// Reads an object that may be missing, and then is as if it were empty: every key inside has a
    /// default.
    public mutating func objectOrEmpty<Value>(
        _ key: String, _ body: (inout ObjectReader) -> Value
    ) -> Value {
        guard let reader = reader(key) else {
            var empty = ObjectReader(
                JSONObject(), position: position, path: path.appending(.key(key)),
                collector: collector, entry: entry?.member(key, nil, isOutside: isOutside))
            let result = body(&empty)
            empty.noteUnknownKeys()
            return result
        }
        return reader.object(body) ?? placeholder(body)
    }

    public mutating func list<Element>(
        _ key: String, counts: ClosedRange<Int> = 0...1_000_000,
        _ read: (ValueReader) -> Element?
    ) -> [Element] {
        required(key, placeholder: []) { $0.list(counts: counts, read) }
    }

    /// Reads a list that may be missing, and then is as if it were empty.
    public mutating func listOrEmpty<Element>(
        _ key: String, counts: ClosedRange<Int> = 0...1_000_000,
        _ read: (ValueReader) -> Element?
    ) -> [Element] {
        optional(key, default: [], as: { _ in [] }) { $0.list(counts: counts, read) }
    }

    public mutating func listIfPresent<Element>(
        _ key: String, counts: ClosedRange<Int> = 0...1_000_000,
        _ read: (ValueReader) -> Element?
    ) -> [Element]? {
        optional(key) { $0.list(counts: counts, read) }
    }

    /// Reads a list of objects.
    public mutating func objects<Element>(
        _ key: String, counts: ClosedRange<Int> = 0...1_000_000,
        _ body: (inout ObjectReader) -> Element
    ) -> [Element] {
        list(key, counts: counts) { $0.object(body) }
    }

    private func placeholder<Value>(_ body: (inout ObjectReader) -> Value) -> Value {
        var unheard = ObjectReader(
            JSONObject(), position: position, path: path,
            collector: FaultCollector(file: collector.file))
        return body(&unheard)
    }
}
