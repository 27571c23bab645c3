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
            origin: value.origin)
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
        return elements.enumerated().compactMap { index, element in
            read(ValueReader(element, path: path.appending(.index(index)), collector: collector))
        }
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
                collector: collector)
            return body(&empty)
        }
        return reader.object(body) ?? placeholder(body)
    }

    public mutating func list<Element>(
        _ key: String, counts: ClosedRange<Int> = 0...1_000_000,
        _ read: (ValueReader) -> Element?
    ) -> [Element] {
        required(key, placeholder: []) { $0.list(counts: counts, read) }
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

    public mutating func objectsIfPresent<Element>(
        _ key: String, counts: ClosedRange<Int> = 0...1_000_000,
        _ body: (inout ObjectReader) -> Element
    ) -> [Element]? {
        listIfPresent(key, counts: counts) { $0.object(body) }
    }

    private func placeholder<Value>(_ body: (inout ObjectReader) -> Value) -> Value {
        var unheard = ObjectReader(
            JSONObject(), position: position, path: path,
            collector: FaultCollector(file: collector.file))
        return body(&unheard)
    }
}
