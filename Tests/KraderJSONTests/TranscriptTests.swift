import KraderJSON
import Testing

@Suite("What a decoding read, in one way of writing")
struct TranscriptTests {
    private func read(
        _ text: String, _ body: (inout ObjectReader) -> Void
    ) throws -> (identity: String, whole: String) {
        let transcript = Transcript()
        try JSONReader.read(text, file: "t.json").decode(into: transcript) { body(&$0) }
        return (transcript.identity.text(.compact), transcript.whole.text(.compact))
    }

    @Test("keys stand in their order, values as they were read, defaults as if they were said")
    func values() throws {
        func body(_ root: inout ObjectReader) {
            _ = root.integer("port", in: 1...65_535, default: 80)
            _ = root.decimal("rate", in: 0...1_000_000)
            _ = root.boolean("open", default: false)
            _ = root.dateIfPresent("day")
            root.objectOrEmpty("more") { _ = $0.text("name", default: "none") }
            _ = root.listOrEmpty("codes") { $0.integer() }
        }
        let expected = #"{"codes":[],"more":{"name":"none"},"open":false,"port":80,"rate":1000.0}"#
        for text in [
            #"{"rate":1000}"#, #"{"port":80,"rate":1e3}"#,
            #"{ "rate" : 1000.000, "codes": [], "open": false, "more": {} }"#,
        ] {
            #expect(try read(text, body).identity == expected)
        }
    }

    @Test("what is read without a type stands as it was")
    func untyped() throws {
        let (identity, _) = try read(#"{"a":{"z":[1,2.50],"b":null},"n":"x"}"#) {
            _ = $0.has("a")
            _ = $0.reader("n")?.value.string
        }
        #expect(identity == #"{"a":{"b":null,"z":[1,2.5]},"n":"x"}"#)
    }

    @Test("what is read outside of the identity stands in the whole alone")
    func outside() throws {
        let (identity, whole) = try read(#"{"about":"x","n":1}"#) {
            _ = $0.outsideIdentity { $0.textIfPresent("about") }
            _ = $0.integer("n")
        }
        #expect(identity == #"{"n":1}"#)
        #expect(whole == #"{"about":"x","n":1}"#)
    }

    @Test("a key can mean another value, or nothing")
    func meaning() throws {
        let (identity, _) = try read(#"{"side":"buy","list":[1,2]}"#) {
            _ = $0.text("side")
            _ = $0.list("list") { element -> Int64? in
                element.means(nil)
                return element.value.integer
            }
            $0.means("side", nil)
            $0.means("action", text: "buy")
        }
        #expect(identity == #"{"action":"buy"}"#)
    }

    @Test("the order of a list can decide nothing, or only among some of its elements")
    func order() throws {
        let text = #"{"list":[{"at":2,"n":1},{"at":1,"n":9},{"at":1,"n":8}]}"#
        func read(_ keys: [String]) throws -> String {
            try self.read(text) {
                _ = $0.objects("list") { _ = ($0.integer("at"), $0.integer("n")) }
                $0.ignoresOrder(of: "list", within: keys)
            }.identity
        }
        #expect(try read([]) == #"{"list":[{"at":1,"n":8},{"at":1,"n":9},{"at":2,"n":1}]}"#)
        #expect(try read(["at"]) == #"{"list":[{"at":1,"n":9},{"at":1,"n":8},{"at":2,"n":1}]}"#)
    }

    @Test("one element is the list of it, and what stands alone the object around it")
    func short() throws {
        func body(_ root: inout ObjectReader) {
            _ = root.reader("files")?.listOrOne { reader in
                reader.object(orUnder: "path") { $0.text("path") }
            }
        }
        let expected = #"{"files":[{"path":"a"}]}"#
        for text in [#"{"files":"a"}"#, #"{"files":{"path":"a"}}"#, #"{"files":["a"]}"#] {
            #expect(try read(text, body).identity == expected)
        }
    }
}
