import KraderJSON

/// Puts overrides into the tree of a text, before it is decoded.
///
/// Objects that are missing on the way are made; that their keys are known is for the decoder to
/// say. Elements of lists are never made. Setting one alternative of `market.data` or of
/// `universe` removes the others.
extension Override {
    /// Applies the override, or notes what keeps it from being applied; the tree is then as before.
    func apply(to root: inout JSONValue, collector: FaultCollector) {
        var changed = root
        do throws(PlaceFault) {
            try Override.set(value, steps: path.steps[...], at: JSONPath(), in: &changed)
            root = changed
        } catch {
            collector.add(
                TextFault(
                    file: collector.file, position: nil, path: error.path, message: error.message,
                    value: text, allowed: error.allowed, suggestion: error.suggestion, origin: name)
            )
        }
    }

    private struct PlaceFault: Error {
        var path: JSONPath
        var message: String
        var allowed: String?
        var suggestion: String?
    }

    private static func set(
        _ value: JSONValue, steps: ArraySlice<ValuePath.Step>, at path: JSONPath,
        in tree: inout JSONValue
    ) throws(PlaceFault) {
        guard let step = steps.first else {
            tree = JSONValue(value.content, position: tree.position, origin: value.origin)
            return
        }
        switch step {
        case .key(let key):
            guard var object = tree.object ?? (tree.isNull ? JSONObject() : nil) else {
                throw PlaceFault(
                    path: path, message: "\(path.name) is \(tree.summary)",
                    allowed: "it has no key '\(shown(key))'")
            }
            let place = object.members.firstIndex { $0.key == key }
            // What is made on the way comes from the override, and so do the faults in it.
            var member =
                place.map { object.members[$0] }
                ?? .init(key: key, value: JSONValue(.null, origin: value.origin?.untyped))
            try set(
                value, steps: steps.dropFirst(), at: path.appending(.key(key)), in: &member.value)
            if let place { object.members[place] = member } else { object.members.append(member) }
            if path == dataPath { removeAlternatives(of: key, from: &object) }
            if path == universePath { removeOtherForm(of: key, from: &object) }
            tree.content = .object(object)
        case .index, .element:
            var elements = tree.array ?? []
            let index = try place(of: step, among: elements, at: path, in: tree)
            try set(
                value, steps: steps.dropFirst(), at: path.appending(.index(index)),
                in: &elements[index])
            tree.content = .array(elements)
        }
    }

    private static func place(
        of step: ValuePath.Step, among elements: [JSONValue], at path: JSONPath, in tree: JSONValue
    ) throws(PlaceFault) -> Int {
        guard tree.array != nil else {
            let what = tree.isNull ? "missing" : tree.summary
            throw PlaceFault(
                path: path, message: "\(path.name) is \(what)", allowed: "it must be a list")
        }
        let name = path.name
        switch step {
        case .key: preconditionFailure("A key leads into an object")
        case .index(let index):
            if elements.indices.contains(index) { return index }
            let count = elements.count == 1 ? "1 element" : "\(elements.count) elements"
            throw PlaceFault(
                path: path, message: "\(name)[\(index)] is not there: \(name) has \(count)")
        case .element(let key, let wanted):
            let found = elements.indices.filter { identity(key, of: elements[$0]) == wanted }
            if let index = found.first, found.count == 1 { return index }
            let known = elements.compactMap { identity(key, of: $0) }
            throw PlaceFault(
                path: path,
                message: found.isEmpty
                    ? "\(name) has no element with \(shown(key)) '\(shown(wanted))'"
                    : "\(name) has \(found.count) elements with \(shown(key)) '\(shown(wanted))'",
                allowed: known.isEmpty
                    ? nil : "there is " + known.prefix(5).map { shown($0) }.joined(separator: ", "),
                suggestion: found.isEmpty ? nearestSpelling(of: wanted, among: known) : nil)
        }
    }

    /// The text of a member by which an element is chosen.
    private static func identity(_ key: String, of element: JSONValue) -> String? {
        let value = element[key] ?? (key == "id" ? element["name"] : nil)
        return value?.string ?? value?.integer.map(String.init)
    }

    private static let dataPath = JSONPath([.key("market"), .key("data")])
    private static let universePath = JSONPath([.key("universe")])

    /// A universe is a list of symbols or a ranking, which `top` makes.
    private static func removeOtherForm(of key: String, from universe: inout JSONObject) {
        let others =
            switch key {
            case "symbols": ["top", "boards", "refresh_minutes"]
            case "top": ["symbols"]
            default: [String]()
            }
        universe.members.removeAll { others.contains($0.key) }
    }

    /// Files of ticks, candles and books combine with each other and with nothing else.
    private static func removeAlternatives(of key: String, from data: inout JSONObject) {
        let files = ["ticks", "candles", "books"]
        let alternatives = ["dataset", "synthetic", "inline"] + files
        guard alternatives.contains(key) else { return }
        data.members.removeAll { member in
            member.key != key && alternatives.contains(member.key)
                && !(files.contains(key) && files.contains(member.key))
        }
    }
}

extension ValueOrigin {
    /// The origin without the typed text, for an object that is made there.
    fileprivate var untyped: ValueOrigin { ValueOrigin(name) }
}
