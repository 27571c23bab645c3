/// What a decoding read, in one way of writing: each key with what it means, however it was
/// written and whether it was written at all.
///
/// The readers enter every key that they hand out, so that a key that is read can't be missing.
/// A value stands as the type as which it was read says it; one that nobody read as a type stands
/// as it was. Defaults are entered by whoever knows them: the reads with `default:`, and
/// `ObjectReader.means` for those that follow from something else.
///
///     let transcript = Transcript()
///     let port = try document.decode(into: transcript) { $0.integer("port", default: 80) }
///     transcript.identity.text(.compact)  // {"port":80}, for {} and for { "port": 80 }
public final class Transcript {
    private var nodes: [Node] = [.nothing]
    /// The keys that were asked for, there or not, by their paths: `strategies[].name`. Only when
    /// somebody wants them.
    private var asked: Set<String>?

    private enum Node {
        /// Left out: it says nothing.
        case nothing
        case value(JSONValue.Content)
        case list([Int])
        case object([Member])
    }

    private struct Member {
        var key: String
        var node: Int
        var isOutside: Bool
    }

    public init(notesKeys: Bool = false) { asked = notesKeys ? [] : nil }

    /// What decides over the outcome: all that was read, but for what was read outside of the
    /// identity (`ObjectReader.outsideIdentity`).
    public var identity: JSONValue { written(0, isWhole: false) ?? nil }

    /// All that was read. It reads back as the same.
    public var whole: JSONValue { written(0, isWhole: true) ?? nil }

    /// See `init(notesKeys:)`.
    public var askedKeys: Set<String> { asked ?? [] }

    var top: Entry { Entry(transcript: self, node: 0) }

    fileprivate func note(_ keys: [String], of path: JSONPath) {
        guard asked != nil else { return }
        let above = path.steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index: text += "[]"
            }
        }
        for key in keys { asked?.insert(above.isEmpty ? key : "\(above).\(key)") }
    }

    private func add(_ node: Node) -> Int {
        nodes.append(node)
        return nodes.count - 1
    }

    /// `nil` when it says nothing.
    private func written(_ node: Int, isWhole: Bool) -> JSONValue? {
        switch nodes[node] {
        case .nothing: return nil
        case .value(let content): return JSONValue(content).canonical
        case .list(let elements):
            let written = elements.compactMap { self.written($0, isWhole: isWhole) }
            // A list of which every element says nothing says nothing.
            if written.isEmpty && !elements.isEmpty { return nil }
            return JSONValue(.array(written))
        case .object(let members):
            let written = members.compactMap { member -> JSONObject.Member? in
                if member.isOutside && !isWhole { return nil }
                return self.written(member.node, isWhole: isWhole).map {
                    .init(key: member.key, value: $0)
                }
            }
            return JSONValue(.object(JSONObject(written.sorted { $0.key < $1.key })))
        }
    }
}

extension Transcript {
    /// The place of one value.
    struct Entry {
        fileprivate let transcript: Transcript
        fileprivate let node: Int

        func write(_ content: JSONValue.Content) { transcript.nodes[node] = .value(content) }

        func leaveOut() { transcript.nodes[node] = .nothing }

        func beginObject() { transcript.nodes[node] = .object([]) }

        /// Begins a list, and gives the places of its elements.
        func beginList(_ elements: [JSONValue]) -> [Entry] {
            let nodes = elements.map { transcript.add(.value($0.content)) }
            transcript.nodes[node] = .list(nodes)
            return nodes.map { Entry(transcript: transcript, node: $0) }
        }

        /// The place of a member, which is made when the key is new.
        func member(_ key: String, _ value: JSONValue?, isOutside: Bool) -> Entry {
            guard case .object(var members) = transcript.nodes[node] else {
                preconditionFailure("A key is read of an object")
            }
            if let index = members.firstIndex(where: { $0.key == key }) {
                let known = members[index]
                if isOutside && !known.isOutside {
                    members[index].isOutside = true
                    transcript.nodes[node] = .object(members)
                }
                return Entry(transcript: transcript, node: known.node)
            }
            let new = transcript.add(value.map { .value($0.content) } ?? .nothing)
            transcript.nodes[node] = .nothing
            members.append(Member(key: key, node: new, isOutside: isOutside))
            transcript.nodes[node] = .object(members)
            return Entry(transcript: transcript, node: new)
        }

        func note(_ keys: [String], of path: JSONPath) { transcript.note(keys, of: path) }

        /// Puts the elements of a list in the order of some of their members, as texts; equal ones
        /// stay as they were. Without members it is the whole element that is compared.
        func sort(by keys: [String]) {
            guard case .list(let elements) = transcript.nodes[node] else { return }
            let texts = elements.map { element -> [String] in
                let value = transcript.written(element, isWhole: true) ?? nil
                return keys.isEmpty
                    ? [value.text(.compact)] : keys.map { value[$0]?.text(.compact) ?? "" }
            }
            let order = elements.indices.sorted { a, b in
                texts[a] == texts[b] ? a < b : texts[a].lexicographicallyPrecedes(texts[b])
            }
            transcript.nodes[node] = .list(order.map { elements[$0] })
        }
    }
}

extension JSONValue {
    /// In one way of writing: keys in their order, numbers as the Doubles that they are.
    fileprivate var canonical: JSONValue {
        switch content {
        case .null, .boolean, .integer, .string: JSONValue(content)
        case .decimal(let decimal):
            decimal.double.isFinite ? JSONValue(number: decimal.double) : JSONValue(content)
        case .array(let elements): JSONValue(.array(elements.map(\.canonical)))
        case .object(let object):
            JSONValue(
                .object(
                    JSONObject(
                        object.members.map { .init(key: $0.key, value: $0.value.canonical) }
                            .sorted { $0.key < $1.key })))
        }
    }
}
