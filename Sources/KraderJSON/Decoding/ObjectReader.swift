/// Reads the members of a JSON object, and knows at the end which keys nobody asked for.
///
/// Each read names a key and what its value must be. A missing or wrong value is noted and a
/// placeholder returned, so that one pass finds all faults; the decoded value is only handed out
/// when there were none (`JSONDocument.decode`). Unknown keys are noted when the closure that got
/// the reader returns.
///
///     let account = try document.decode { root in
///         root.object("account") { account in
///             Account(cash: Won(account.integer("cash", in: 0...1_000_000_000_000)),
///                     note: account.text("note", default: ""))
///         }
///     }
///
/// `default:` makes a key optional; `…IfPresent` makes it optional without a value to fall back on.
public struct ObjectReader {
    public let object: JSONObject
    public let position: TextPosition
    public let path: JSONPath
    public let collector: FaultCollector
    /// Where the object came from when the text does not hold it.
    let origin: ValueOrigin?
    /// Where what is read is entered; `nil`: nobody wants it.
    let entry: Transcript.Entry?
    /// Whether what is read now belongs to no identity.
    var isOutside = false
    /// The keys asked for so far, in that order.
    private var known: [String] = []

    init(
        _ object: JSONObject, position: TextPosition, path: JSONPath, collector: FaultCollector,
        origin: ValueOrigin? = nil, entry: Transcript.Entry? = nil
    ) {
        entry?.beginObject()
        self.object = object
        self.position = position
        self.path = path
        self.collector = collector
        self.origin = origin
        self.entry = entry
    }

    /// Whether the key is there; it counts as asked for.
    public mutating func has(_ key: String) -> Bool { reader(key) != nil }

    /// The value of a key as it stands; `nil` when the key is missing.
    public mutating func reader(_ key: String) -> ValueReader? {
        if !known.contains(key) { known.append(key) }
        return object[key].map { self.reader(key, $0) }
    }

    /// All members, whatever their keys are called: for objects whose keys are data (`"005930":
    /// 10`).
    public mutating func allMembers() -> [(key: String, reader: ValueReader)] {
        known += object.members.map(\.key)
        return object.members.map {
            ($0.key, self.reader($0.key, $0.value))
        }
    }

    private func reader(_ key: String, _ value: JSONValue) -> ValueReader {
        ValueReader(
            value, path: path.appending(.key(key)), collector: collector,
            entry: entry?.member(key, value, isOutside: isOutside))
    }

    /// Notes a fault of the object as a whole, or of one of its keys.
    public func refuse(_ message: String, key: String? = nil, allowed: String? = nil) {
        let member = object.members.first { $0.key == key }
        collector.add(
            TextFault(
                file: collector.file, position: member?.value.position ?? position,
                path: member.map { path.appending(.key($0.key)) } ?? path, message: message,
                value: member?.value.summary, allowed: allowed,
                origin: member.map { $0.value.origin?.name } ?? origin?.name))
    }

    /// The value of a key that must be there; the placeholder when it is missing or wrong.
    public mutating func required<Value>(
        _ key: String, placeholder: @autoclosure () -> Value, _ read: (ValueReader) -> Value?
    ) -> Value {
        guard let reader = reader(key) else {
            noteMissing(key)
            return placeholder()
        }
        return read(reader) ?? placeholder()
    }

    /// The value of a key that may be missing; `nil` when it is, or is wrong.
    public mutating func optional<Value>(_ key: String, _ read: (ValueReader) -> Value?) -> Value? {
        reader(key).flatMap(read)
    }

    /// Notes that a key is missing. The end of the sentence can say what should stand there.
    public func noteMissing(_ key: String, allowed: String? = nil) {
        collector.add(
            TextFault(
                file: collector.file, position: position, path: path.appending(.key(key)),
                message: "Missing key '\(key)'", allowed: allowed, origin: origin?.name))
    }

    /// Notes the keys that nobody asked for, each with the nearest of those that somebody did.
    func noteUnknownKeys() {
        entry?.note(known, of: path)
        for member in object.members where !known.contains(member.key) {
            collector.add(
                TextFault(
                    file: collector.file, position: member.keyPosition,
                    path: path.appending(.key(member.key)),
                    message: "Unknown key '\(shown(member.key))'", value: shown(member.key),
                    allowed: known.isEmpty ? "no keys are allowed here" : nil,
                    suggestion: nearestSpelling(of: member.key, among: known),
                    origin: member.value.origin?.name))
        }
    }
}

extension JSONDocument {
    /// Decodes a text whose top is an object.
    ///
    /// - Parameter transcript: takes what is read.
    /// - Throws: all faults at once: repeated and unknown keys, missing and wrong values.
    public func decode<Value>(
        into transcript: Transcript? = nil, _ body: (inout ObjectReader) -> Value
    ) throws(TextFaults) -> Value {
        let collector = FaultCollector(file: file)
        for fault in repeatedKeys { collector.add(fault) }
        let value = ValueReader(root, collector: collector, into: transcript).object(body)
        try collector.throwIfAny()
        // When nothing was noted, the top is an object and there is a value.
        guard let value else { throw TextFaults([]) }
        return value
    }
}
