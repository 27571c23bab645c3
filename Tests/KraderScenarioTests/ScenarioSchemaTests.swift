import Foundation
import KraderEngine
import KraderJSON
import KraderStrategies
import Testing

@testable import KraderScenario

/// The JSON Schema is held to the reader by a small validator of the keywords that it uses.
@Suite("The JSON Schema of scenarios")
struct ScenarioSchemaTests {
    private static let definitions = ScenarioSchema.value(catalog: catalog)["$defs"]

    /// What is wrong with a value; `nil` when the schema takes it.
    static func fault(_ value: JSONValue, _ schema: JSONValue, at path: String = "$") -> String? {
        for member in schema.object?.members ?? [] {
            if let fault = fault(value, member.key, member.value, schema, path) { return fault }
        }
        return nil
    }

    private static func fault(
        _ value: JSONValue, _ keyword: String, _ said: JSONValue, _ schema: JSONValue,
        _ path: String
    ) -> String? {
        switch keyword {
        case "type": return isOf(said.string ?? "", value) ? nil : "\(path) is no \(said.text())"
        case "const": return value.content == said.content ? nil : "\(path) is not \(said.text())"
        case "enum":
            let isAny = (said.array ?? []).contains { $0.content == value.content }
            return isAny ? nil : "\(path) is none of \(said.text())"
        case "minimum", "maximum", "exclusiveMinimum":
            guard let number = value.double, let bound = said.double else { return nil }
            let isIn =
                keyword == "minimum"
                ? number >= bound
                : keyword == "maximum"
                    ? number <= bound : number > bound
            return isIn ? nil : "\(path) is beyond its \(keyword)"
        case "minItems", "maxItems":
            guard let count = value.array?.count, let bound = said.integer else { return nil }
            return keyword == "minItems"
                ? (count >= bound ? nil : "\(path) is too short")
                : (count <= bound ? nil : "\(path) is too long")
        case "minProperties":
            guard let count = value.object?.members.count, let bound = said.integer else {
                return nil
            }
            return count >= bound ? nil : "\(path) is empty"
        case "pattern":
            guard let text = value.string, let pattern = said.string else { return nil }
            return text.range(of: pattern, options: .regularExpression) == nil
                ? "\(path) does not match" : nil
        case "minLength", "maxLength":
            guard let count = value.string?.unicodeScalars.count, let bound = said.integer else {
                return nil
            }
            return (keyword == "minLength" ? count >= bound : count <= bound)
                ? nil : "\(path)'s length"
        case "required":
            let missing = (said.array ?? []).compactMap(\.string).first { value[$0] == nil }
            return value.object == nil ? nil : missing.map { "\(path) lacks \($0)" }
        case "items":
            for (index, element) in (value.array ?? []).enumerated() {
                if let fault = fault(element, said, at: "\(path)[\(index)]") { return fault }
            }
            return nil
        case "properties", "additionalProperties", "propertyNames":
            return members(value, keyword, said, schema, path)
        case "oneOf", "anyOf":
            let faults = (said.array ?? []).map { fault(value, $0, at: path) }
            let passed = faults.count { $0 == nil }
            let isGood = keyword == "oneOf" ? passed == 1 : passed > 0
            return isGood
                ? nil : "\(path) is \(passed) of \(faults.count): \(faults.compactMap { $0 })"
        case "allOf":
            return (said.array ?? []).lazy.compactMap { fault(value, $0, at: path) }.first
        case "if":
            guard fault(value, said) == nil, let then = schema["then"] else { return nil }
            return fault(value, then, at: path)
        case "$ref":
            let name = (said.string ?? "").split(separator: "/").last.map(String.init) ?? ""
            return definitions?[name].map { fault(value, $0, at: path) } ?? "\(path): no \(name)"
        case "then", "description", "title", "$schema", "$defs": return nil
        default: return "\(keyword) is no keyword that is checked"
        }
    }

    private static func members(
        _ value: JSONValue, _ keyword: String, _ said: JSONValue, _ schema: JSONValue,
        _ path: String
    ) -> String? {
        let known = schema["properties"]?.object?.members.map(\.key) ?? []
        for member in value.object?.members ?? [] {
            let place = "\(path).\(member.key)"
            switch keyword {
            case "properties":
                if let part = said[member.key], let fault = fault(member.value, part, at: place) {
                    return fault
                }
            case "propertyNames":
                let name = JSONValue(.string(member.key))
                if let fault = fault(name, said, at: place) { return fault }
            case _ where !known.contains(member.key):
                if said.boolean == false { return "\(place) is unknown" }
                if let fault = fault(member.value, said, at: place) { return fault }
            case _: break
            }
        }
        return nil
    }

    private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch type {
        case "object": value.object != nil
        case "array": value.array != nil
        case "string": value.string != nil
        case "boolean": value.boolean != nil
        case "integer": value.integer != nil
        case "number": value.double != nil
        case _: false
        }
    }

    private func read(_ text: String) throws -> JSONValue {
        try JSONReader.read(Array(text.utf8), file: "s.json").root
    }

    private var root: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    @Test("it takes every scenario that ships")
    func shipped() throws {
        let schema = ScenarioSchema.value(catalog: .shipped)
        let folder = root.appending(path: "scenarios")
        let walker = try #require(
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in walker
        where file.pathExtension == "json" {
            let value = try read(String(contentsOf: file, encoding: .utf8))
            #expect(ScenarioSchemaTests.fault(value, schema) == nil, "\(file.path())")
            count += 1
        }
        #expect(count > 15)
    }

    @Test("it takes what the reader takes", arguments: IdentityCase.all)
    func cases(whole: IdentityCase) throws {
        let schema = ScenarioSchema.value(catalog: catalog)
        let value = try read(whole.text)
        #expect(ScenarioSchemaTests.fault(value, schema) == nil)
        for override in whole.changing + whole.idle {
            var changed = value
            try Override(override).apply(to: &changed, collector: FaultCollector(file: "s"))
            // What is typed may be a text that looks like a number; a file would say it so.
            guard let fault = ScenarioSchemaTests.fault(changed, schema) else { continue }
            let isText = ScenarioSchemaTests.fault(changed.withTexts, schema) == nil
            #expect(isText, "\(override): \(fault)")
        }
    }

    @Test("it takes the templates", arguments: ScenarioTemplate.allCases)
    func templates(template: ScenarioTemplate) throws {
        let schema = ScenarioSchema.value(catalog: .shipped)
        #expect(try ScenarioSchemaTests.fault(read(template.text(name: "mine")), schema) == nil)
    }

    @Test(
        "it refuses what the reader refuses by kind, key or range",
        arguments: [
            #""cash": -5"#, #""cash": "5""#, #""cahs": 5"#, #""cash": 5, "x": 1"#,
        ])
    func badAccounts(text: String) throws {
        let value = try read(good.with(#""cash": 10000000"#, text))
        #expect(ScenarioSchemaTests.fault(value, ScenarioSchema.value(catalog: catalog)) != nil)
    }

    @Test(
        "it refuses events and expectations that the reader refuses",
        arguments: [
            #""events": [ { "do": "kill" } ]"#, #""events": [ { "at": "09:00", "do": "kil" } ]"#,
            #""events": [ { "at": "09:00", "after": "x", "do": "kill" } ]"#,
            #""events": [ { "at": "09:00", "do": "kill", "price": 5 } ]"#,
            #""events": [ { "when": {}, "do": "kill" } ]"#,
            #""events": [ { "when": { "request": "x" }, "do": "kill" } ]"#,
            #""events": [ { "at": "09:00", "do": "fill", "order": 1, "quantity": 0 } ]"#,
            #""expect": []"#, #""expect": [ {} ]"#, #""expect": [ { "cash": 1, "errors": 1 } ]"#,
            #""expect": [ { "order": { "nth": 1 }, "state": "DONE" } ]"#,
            #""expect": [ { "requests": {} } ]"#, #""expect": [ { "position": {} } ]"#,
            #""expect": [ { "cash": {} } ]"#, #""expect": [ { "digest": "xyz" } ]"#,
        ])
    func badScripts(text: String) throws {
        let value = try read(good.with(#""ideal" }"#, #""ideal" }, "# + text))
        #expect(ScenarioSchemaTests.fault(value, ScenarioSchema.value(catalog: catalog)) != nil)
    }
}

extension JSONValue {
    /// The same, with what was typed as a text.
    fileprivate var withTexts: JSONValue {
        if let typed = origin?.typedText { return JSONValue(.string(typed)) }
        switch content {
        case .array(let elements): return JSONValue(.array(elements.map(\.withTexts)))
        case .object(let object):
            let members = object.members.map { member in
                JSONObject.Member(key: member.key, value: member.value.withTexts)
            }
            return JSONValue(.object(JSONObject(members)))
        case .null, .boolean, .integer, .decimal, .string: return self
        }
    }
}
