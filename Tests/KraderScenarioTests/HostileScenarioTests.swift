import KraderCSV
import KraderJSON
import KraderScenario
import Testing

@Suite("Scenarios from outside")
struct HostileScenarioTests {
    /// Values that may stand where something else is meant.
    static let values: [JSONValue] = [
        nil, true, -1, 0, 9_223_372_036_854_775_807, 1e300, "", "2199-12-31", "1900-01-01",
        "9999-99-99T99:99:99", "../../etc/passwd", "\u{0}\u{1B}[2J", [], [[]],
        JSONValue(.object(JSONObject())),
        JSONValue(.object(JSONObject([.init(key: "from", value: 1e300)]))),
    ]

    @Test("whatever stands in any place, it is decoded or refused with words")
    func anything() throws {
        let document = try JSONReader.read(good, file: "s.json")
        var tried = 0
        for path in document.root.paths(JSONPath()) {
            for value in Self.values {
                let said = complaint(document.root.replacing(path.steps[...], by: value).text())
                let isTold = said.split(separator: "\n").allSatisfy { $0.hasPrefix("Error: ") }
                #expect(isTold, "\(path): \(said)")
                let isPlain = said.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }
                #expect(isPlain, "\(path)")
                tried += 1
            }
        }
        #expect(tried > 800)
    }

    @Test("whatever key is missing, it is decoded or refused with words")
    func nothing() throws {
        let document = try JSONReader.read(good, file: "s.json")
        for path in document.root.paths(JSONPath()) {
            let said = complaint(
                document.root.replacing(path.steps[...], by: nil, removes: true).text())
            let isTold = said.split(separator: "\n").allSatisfy { $0.hasPrefix("Error: ") }
            #expect(isTold, "\(path): \(said)")
        }
    }
}

extension JSONValue {
    /// The paths to each value inside.
    fileprivate func paths(_ here: JSONPath) -> [JSONPath] {
        switch content {
        case .array(let elements):
            elements.enumerated().flatMap { index, element -> [JSONPath] in
                let path = here.appending(.index(index))
                return [path] + element.paths(path)
            }
        case .object(let object):
            object.members.flatMap { member -> [JSONPath] in
                let path = here.appending(.key(member.key))
                return [path] + member.value.paths(path)
            }
        case .null, .boolean, .integer, .decimal, .string: []
        }
    }

    fileprivate func replacing(
        _ steps: ArraySlice<JSONPath.Step>, by value: JSONValue, removes: Bool = false
    ) -> JSONValue {
        guard let step = steps.first else { return value }
        let isLast = steps.count == 1
        let rest = steps.dropFirst()
        switch step {
        case .index(let index):
            var elements = array ?? []
            if isLast, removes {
                elements.remove(at: index)
            } else {
                elements[index] = elements[index].replacing(rest, by: value, removes: removes)
            }
            return JSONValue(.array(elements))
        case .key(let key):
            var members = object?.members ?? []
            for index in members.indices.reversed() where members[index].key == key {
                if isLast, removes {
                    members.remove(at: index)
                } else {
                    members[index].value = members[index].value.replacing(
                        rest, by: value, removes: removes)
                }
            }
            return JSONValue(.object(JSONObject(members)))
        }
    }
}
