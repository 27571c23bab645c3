public import KraderEngine
import KraderJSON

/// Writes the scenario as it was played, as a text that plays again: `scenario.json` of a result
/// folder.
extension Scenario {
    /// The text that was read, after `--set`, with every setting in force that isn't the default
    /// and every timeframe that followed from the data. Paths and times stand as they were written.
    ///
    /// - Parameters:
    ///   - catalog: the catalog by which the scenario was read.
    ///   - shelf: the shelf by which the scenario was read.
    public func playedText(catalog: StrategyCatalog, shelf: (any DatasetShelf)? = nil) -> String {
        var root = document
        writeSettings(into: &root)
        let typed = root.typedPlaces()
        var texts: Set<JSONPath> = []
        // A value typed as `373220` is a number or a text: the reader of its key knows.
        while texts.count < typed.count {
            let text = root.settled(texts: texts).text(.pretty)
            guard let faults = Scenario.faults(in: text, catalog, shelf) else { return text }
            let wrong = faults.map(\.path).filter { typed.contains($0) }
            if texts.isSuperset(of: wrong) { break }
            texts.formUnion(wrong)
        }
        return root.settled(texts: texts).text(.pretty)
    }

    private static func faults(
        in text: String, _ catalog: StrategyCatalog, _ shelf: (any DatasetShelf)?
    ) -> [TextFault]? {
        do throws(TextFaults) {
            _ = try decode(
                bytes: Array(text.utf8), file: "scenario.json", catalog: catalog, shelf: shelf)
            return nil
        } catch {
            return error.list
        }
    }

    /// Writes what files, environment and command line said of settings, in the words of a
    /// scenario.
    private func writeSettings(into root: inout JSONValue) {
        for declaration in SettingDeclaration.all where declaration.changesResults {
            let value = settings[declaration.path]
            let path = JSONPath(keys: declaration.path)
            let former = declaration.formerPath.map { JSONPath(keys: $0) }
            let said = [path, former].compactMap { $0 }.first { root.value(at: $0) != nil }
            let isTyped = said.flatMap { root.value(at: $0)?.origin } != nil
            let isOmitted = said == nil && value != declaration.defaultValue
            guard value != .none, isTyped || isOmitted else { continue }
            root.put(value.json, at: (said ?? path).steps[...])
        }
    }
}

extension JSONPath {
    /// Makes a path of keys with dots between: `risk.max_position_size`.
    init(keys: String) {
        self.init(keys.split(separator: ".").map { .key(String($0)) })
    }
}

extension JSONValue {
    /// Puts a value into an object, whose missing keys are made, or into an element that is there.
    mutating func put(_ value: JSONValue, at steps: ArraySlice<JSONPath.Step>) {
        if case .index(let index)? = steps.first, var elements = array,
            elements.indices.contains(index)
        {
            elements[index].put(value, at: steps.dropFirst())
            content = .array(elements)
            return
        }
        guard case .key(let key)? = steps.first else {
            self = value
            return
        }
        var object = object ?? JSONObject()
        let place = object.members.firstIndex { $0.key == key }
        var member = place.map { object.members[$0] } ?? .init(key: key, value: nil)
        member.value.put(value, at: steps.dropFirst())
        if let place { object.members[place] = member } else { object.members.append(member) }
        content = .object(object)
    }

    /// The places where something was typed that is JSON and may be meant as a text.
    fileprivate func typedPlaces(at path: JSONPath = JSONPath()) -> Set<JSONPath> {
        switch content {
        case .array(let elements):
            return elements.enumerated().reduce(into: []) { places, element in
                places.formUnion(
                    element.element.typedPlaces(at: path.appending(.index(element.offset))))
            }
        case .object(let object):
            return object.members.reduce(into: []) { places, member in
                places.formUnion(member.value.typedPlaces(at: path.appending(.key(member.key))))
            }
        case .null, .boolean, .integer, .decimal: return origin?.typedText == nil ? [] : [path]
        case .string: return []
        }
    }

    /// The same value, with what was typed taken as a text at some places, and elsewhere as JSON.
    fileprivate func settled(texts: Set<JSONPath>, at path: JSONPath = JSONPath()) -> JSONValue {
        switch content {
        case .array(let elements):
            return JSONValue(
                .array(
                    elements.enumerated().map {
                        $0.element.settled(texts: texts, at: path.appending(.index($0.offset)))
                    }))
        case .object(let object):
            return JSONValue(
                .object(
                    JSONObject(
                        object.members.map {
                            .init(
                                key: $0.key,
                                value: $0.value.settled(
                                    texts: texts, at: path.appending(.key($0.key))))
                        })))
        case .null, .boolean, .integer, .decimal, .string:
            guard texts.contains(path), let typed = origin?.typedText else {
                return JSONValue(content)
            }
            return JSONValue(.string(typed))
        }
    }
}
