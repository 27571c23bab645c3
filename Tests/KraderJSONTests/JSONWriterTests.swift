import KraderJSON
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    static let value: JSONValue = [
        "name": "가 \"b\"\\\n\u{1}", "numbers": [1, -5, 0.1, 100.0, 1e300, 5e-300], "none": nil,
        "empty": [:], "nothing": [], "yes": true,
    ]

    @Test("a compact text has no space, keeps the order and escapes only what it must")
    func compact() {
        #expect(
            Self.value.text()
                == #"{"name":"가 \"b\"\\\n\u0001","numbers":[1,-5,0.1,100.0,1e+300,5e-300],"#
                + #""none":null,"empty":{},"nothing":[],"yes":true}"#)
    }

    @Test("a pretty text has a line for each member and ends with a line break")
    func pretty() {
        let value: JSONValue = ["a": [1, ["b": 2]], "c": [:], "d": "x"]
        #expect(
            value.text(.pretty) == """
                {
                  "a": [
                    1,
                    {
                      "b": 2
                    }
                  ],
                  "c": {},
                  "d": "x"
                }

                """)
    }

    @Test("what is written reads back as the same value")
    func roundTrip() throws {
        for style in [JSONWriter.Style.compact, .pretty] {
            #expect(try tree(Self.value.text(style)) == Self.value)
        }
    }

    @Test("what is no number is written as null", arguments: [Double.nan, .infinity, -.infinity])
    func noNumber(value: Double) {
        #expect(JSONValue(number: value).text() == "null")
    }

    @Test("doubles are written as the shortest text that reads back as the same bits")
    func doubles() throws {
        for value in [0.1 + 0.2, -0.0, 1.0 / 3, 123_456_789.125, 1e21, .leastNonzeroMagnitude] {
            let text = JSONValue(number: value).text()
            #expect(try tree(text).double?.bitPattern == value.bitPattern)
        }
        #expect(JSONValue(number: 0.1 + 0.2).text() == "0.30000000000000004")
    }

    @Test("a text written member by member is that of the tree")
    func streaming() {
        var writer = JSONWriter(.pretty)
        writer.object {
            $0.member("cash", 10_000_000)
            $0.member("list") {
                $0.array {
                    for number: JSONValue in [1, 2] { $0.element(number) }
                    $0.element { $0.object { _ in } }
                }
            }
        }
        let tree: JSONValue = ["cash": 10_000_000, "list": [1, 2, [:]]]
        #expect(String(decoding: writer.finished(), as: UTF8.self) == tree.text(.pretty))
    }
}
