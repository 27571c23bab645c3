/// What enters the transcript beside what is read.
extension ObjectReader {
    /// Reads keys that don't belong to the identity of what is decoded: they change nothing that
    /// comes of it. All others belong to it.
    ///
    ///     let about = root.outsideIdentity { $0.textIfPresent("about") }
    public mutating func outsideIdentity<Value>(
        _ read: (inout ObjectReader) -> Value
    ) -> Value {
        let isWithin = isOutside
        isOutside = true
        defer { isOutside = isWithin }
        return read(&self)
    }

    /// Says what a key means, in place of what was read: a default that follows from other keys,
    /// or one word for what can be said in several ways. `nil`: nothing that other keys don't say.
    public func means(_ key: String, _ value: JSONValue?) {
        guard let place = entry?.member(key, nil, isOutside: isOutside) else { return }
        if let value { place.write(value.content) } else { place.leaveOut() }
    }

    /// The same, as a text.
    public func means(_ key: String, text value: some CustomStringConvertible) {
        means(key, JSONValue(.string(value.description)))
    }

    /// Says that the order in which a list was written decides nothing, but among elements that
    /// have the same texts under some keys. Without keys it is the whole elements that are
    /// compared.
    public func ignoresOrder(of key: String, within keys: [String] = []) {
        guard object[key] != nil else { return }
        entry?.member(key, nil, isOutside: isOutside).sort(by: keys)
    }

    /// The value of a key that may be missing, and then is the default.
    public mutating func optional<Value>(
        _ key: String, default value: @autoclosure () -> Value, as json: (Value) -> JSONValue,
        _ read: (ValueReader) -> Value?
    ) -> Value {
        if let reader = reader(key) { return read(reader) ?? value() }
        let value = value()
        means(key, json(value))
        return value
    }
}

extension ValueReader {
    /// Says what the value means, in place of what was read: `nil` for nothing.
    public func means(_ value: JSONValue?) {
        if let value { entry?.write(value.content) } else { entry?.leaveOut() }
    }

    /// The same, as a text.
    public func means(text value: some CustomStringConvertible) {
        means(JSONValue(.string(value.description)))
    }

    /// Says that the order in which a list was written decides nothing.
    public func ignoresOrder() { entry?.sort(by: []) }
}
