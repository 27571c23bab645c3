import Foundation
import KraderJSON
import KraderStrategies
import Testing

@testable import KraderScenario

@Suite("What a run is known by follows from what is read")
struct IdentityKeyTests {
    /// `strategies[].id` of `strategies[0].id=other`, and all that stands in an object or a list.
    private static func keys(of override: String) -> Set<String> {
        guard let override = try? Override(override) else { return [] }
        var key = ""
        for step in override.path.steps {
            switch step {
            case .key(let name): key += key.isEmpty ? name : ".\(name)"
            case .index, .element: key += "[]"
            }
        }
        return keys(in: override.value, at: key)
    }

    private static func keys(in value: JSONValue, at key: String) -> Set<String> {
        let within =
            (value.array ?? []).map { keys(in: $0, at: key + "[]") }
            + (value.object?.members ?? []).map { keys(in: $0.value, at: "\(key).\($0.key)") }
        return within.reduce([key]) { $0.union($1) }
    }

    /// What they must say.
    private static let fixed: Set<String> = ["schema"]
    /// One file stands for a list of one.
    private static func ofList(_ key: String) -> String {
        for kind in ["ticks", "candles", "books"] where key.hasPrefix("market.data.\(kind).") {
            return "market.data.\(kind)[]." + key.dropFirst("market.data.\(kind).".count)
        }
        return key
    }

    /// Prices of shares, which files of prints and books tell, are whole won.
    private static let onlyOfIndices: Set<String> = [
        "market.data.ticks[].decimals", "market.data.books[].decimals",
    ]

    @Test("a change of any key that can change results changes it", arguments: IdentityCase.all)
    func changes(whole: IdentityCase) throws {
        let text = try whole.read().normalisedText
        for override in whole.changing {
            #expect(try whole.read([override]).normalisedText != text, "\(override)")
        }
    }

    @Test(
        "what changes no result doesn't, nor does a default that is said",
        arguments: IdentityCase.all)
    func idle(whole: IdentityCase) throws {
        let text = try whole.read().normalisedText
        for override in whole.idle {
            #expect(try whole.read([override]).normalisedText == text, "\(override)")
        }
    }

    @Test("every key that the reader asks for is among those tried")
    func allKeys() throws {
        var asked: Set<String> = []
        for whole in IdentityCase.all {
            for override in [nil] + (whole.changing + whole.idle).map(Optional.some) {
                let transcript = Transcript(notesKeys: true)
                _ = try whole.read([override].compactMap { $0 }, into: transcript)
                asked.formUnion(transcript.askedKeys)
            }
        }
        #expect(asked.count > 150)
        let tried = IdentityCase.all.flatMap { $0.changing + $0.idle }
            .reduce(into: Set<String>()) { $0.formUnion(IdentityKeyTests.keys(of: $1)) }
        let missing = asked.map(IdentityKeyTests.ofList).filter { key in
            !IdentityKeyTests.fixed.contains(key) && !IdentityKeyTests.onlyOfIndices.contains(key)
                && !tried.contains {
                    $0 == key || $0.hasPrefix(key + ".") || $0.hasPrefix(key + "[")
                }
        }
        #expect(missing.sorted() == [])
    }

    @Test("what was read, written out, is the same run", arguments: IdentityCase.all)
    func fixedPoint(whole: IdentityCase) throws {
        for overrides in [[]] + whole.changing.map({ [$0] }) {
            let transcript = Transcript()
            let text = try whole.read(overrides, into: transcript).normalisedText
            let again = Transcript()
            let told = transcript.whole.text(.pretty)
            #expect(try IdentityCase.read(told, into: again).normalisedText == text, "\(overrides)")
            #expect(again.whole == transcript.whole)
        }
    }

    @Test("all scenarios that ship are known apart, and written out they are the same runs")
    func shipped() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scenarios")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
            .filter { $0.hasSuffix(".json") }.sorted()
        #expect(names.count > 15)
        var texts: [String: String] = [:]
        for name in names {
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            let transcript = Transcript()
            let text = try read(bytes, into: transcript)
            #expect(texts.updateValue(name, forKey: text) == nil, "\(name)")
            let whole = transcript.whole.text(.pretty)
            #expect(try read(Array(whole.utf8), into: Transcript()) == text, "\(name)")
        }
    }

    private func read(
        _ bytes: [UInt8], into transcript: Transcript
    ) throws(TextFaults) -> String {
        try Scenario.decode(
            bytes: bytes, file: "s.json", catalog: .shipped, settings: Settings(),
            overrides: [], shelf: TwoIssues(), into: transcript
        ).normalisedText
    }
}
