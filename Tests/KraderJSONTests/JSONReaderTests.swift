import KraderJSON
import KraderModel
import Testing

/// The tree of a text that must be good.
func tree(_ text: String) throws -> JSONValue { try JSONReader.read(text, file: "t.json").root }

/// The message of a text that must be bad; `nil` when it was read.
func complaint(_ bytes: [UInt8]) -> String? {
    do throws(TextFaults) {
        _ = try JSONReader.read(bytes, file: "t.json")
        return nil
    } catch {
        return error.description
    }
}

@Suite("JSON texts")
struct JSONReaderTests {
    @Test("every kind of value is read exactly")
    func kinds() throws {
        let value = try tree(
            #"{"a": [1, -0, 9223372036854775807, 1.50, 1e2], "b": "é가\n😀", "c": [true, false, null], "d": {}}"#
        )
        #expect(value["a"]?.array?.prefix(3).map(\.integer) == [1, 0, .max])
        #expect(value["a"]?.array?[3].integer == nil)
        #expect(value["a"]?.array?[3].double == 1.5)
        #expect(value["a"]?.array?[3].summary == "the number 1.50")
        #expect(value["a"]?.array?[4].double == 100)
        #expect(value["b"]?.string == "é가\n😀")
        #expect(value["c"] == [true, false, nil])
        #expect(value["d"]?.object?.members.isEmpty == true)
    }

    @Test("escapes of RFC 8259 are read, pairs of surrogates as one character")
    func escapes() throws {
        let value = try tree(#""\"\\\/\b\f\n\r\t\u00e9\uAC00\ud83d\uDE00\u0000""#)
        #expect(value.string == "\"\\/\u{8}\u{C}\n\r\té가😀\0")
    }

    @Test("objects keep the order of the text, values and keys know line and column in characters")
    func positions() throws {
        let value = try tree("{\n  \"나\": [1,\r\n 22],\n\t\"b\" : {\"가\": \"가\", \"c\": 7}}")
        let members = try #require(value.object?.members)
        #expect(members.map(\.key) == ["나", "b"])
        #expect(
            members.map(\.keyPosition) == [.init(line: 2, column: 3), .init(line: 4, column: 2)])
        #expect(value["나"]?.position == TextPosition(line: 2, column: 8))
        #expect(value["나"]?.array?[1].position == TextPosition(line: 3, column: 2))
        #expect(value["b"]?["c"]?.position == TextPosition(line: 4, column: 24))
    }

    @Test("a path names the way to a value and leads there again")
    func paths() throws {
        let value = try tree(#"{"strategies": [{"parameters": {"fast": 5, "a b": 6}}]}"#)
        let start = JSONPath([.key("strategies"), .index(0), .key("parameters")])
        let path = start.appending(.key("fast"))
        #expect(path.description == "$.strategies[0].parameters.fast")
        #expect(value.value(at: path)?.integer == 5)
        #expect(start.appending(.key("a b")).keys == "strategies[0].parameters[\"a b\"]")
        #expect(JSONPath([.index(3)]).description == "$[3]")
        #expect(value.value(at: JSONPath([.key("strategies"), .index(1)])) == nil)
    }

    @Test("a UTF-8 byte order mark is skipped and takes no column")
    func byteOrderMark() throws {
        let value = try JSONReader.read([0xEF, 0xBB, 0xBF] + Array("[1]".utf8), file: "t").root
        #expect(value.array?[0].position == TextPosition(line: 1, column: 2))
    }

    @Test("an integer beyond 64 bits stays what was written, and is no integer")
    func hugeNumbers() throws {
        let value = try tree("[123456789012345678901234567890, 1e400, 9223372036854775808]")
        #expect(value.array?.map(\.integer) == [nil, nil, nil])
        #expect(value.array?[0].summary == "the number 123456789012345678901234567890")
        #expect(value.array?[1].double == .infinity)
        #expect(value.array?[2].double == 9_223_372_036_854_775_808)
    }

    @Test("all repeated keys are told with both lines, the first stands, and reading goes on")
    func repeatedKeys() throws {
        let document = try JSONReader.read(
            "{\"a\": 1,\n\"a\": 2,\n\"b\": {\"c\": 1,\n \"c\": 2},\n\"a\": 3}", file: "t.json")
        #expect(document.root["a"]?.integer == 1)
        #expect(
            document.repeatedKeys.map(\.description) == [
                "Error: Key 'a' is repeated in t.json, line 2 (a); it stands first in line 1.",
                "Error: Key 'c' is repeated in t.json, line 4 (b.c); it stands first in line 3.",
                "Error: Key 'a' is repeated in t.json, line 5 (a); it stands first in line 1.",
            ])
    }

    @Test("repeated keys are found among many, and the message tells no more than helps")
    func manyRepeatedKeys() throws {
        let members = (0..<2_000).map { "\"k\($0 % 1_000)\": \($0)" }.joined(separator: ",\n")
        let document = try JSONReader.read("{\(members)}", file: "t.json")
        #expect(document.root.object?.members.count == 1_000)
        #expect(document.repeatedKeys.count == FaultCollector.faultsMax)
        #expect(document.repeatedKeys.first?.position == TextPosition(line: 1_001, column: 1))
    }
}

@Suite("Broken JSON texts")
struct JSONFaultTests {
    static let broken: [(text: String, message: String)] = [
        ("", "The text is empty in t.json, line 1, column 1; it must be one JSON value."),
        (" \n ", "The text is empty in t.json, line 2, column 2; it must be one JSON value."),
        (
            "{",
            "The object opened in line 1 is not closed; the text ends in t.json, line 1, column 2."
        ),
        (
            "{\n\"a\": [1,\n2",
            "The list opened in line 2 is not closed, nor is the object opened in line 1; the text ends in t.json, line 3, column 2 (a)."
        ),
        (
            "{\"a\": \"b",
            "The string opened in line 1 is not closed in t.json, line 1, column 9 (a)."
        ),
        ("{\"a\" 1}", "Expected ':', found '1' in t.json, line 1, column 6 (a)."),
        ("{a: 1}", "Expected a key in quotes, found 'a' in t.json, line 1, column 2."),
        (
            "{\"a\": 1,}",
            "A comma stands before '}' in t.json, line 1, column 8; take it away."
        ),
        ("[1, ]", "A comma stands before ']' in t.json, line 1, column 3; take it away."),
        ("[1 2]", "Expected ',' or ']', found '2' in t.json, line 1, column 4."),
        ("{\"a\": 1 \"b\": 2}", "Expected ',' or '}', found '\"' in t.json, line 1, column 9."),
        (
            "// no\n{}",
            "Expected a value, found '/' in t.json, line 1, column 1; JSON has no comments."
        ),
        (
            "{\"a\": NaN}",
            "Expected a value, found 'NaN' in t.json, line 1, column 7 (a); JSON has no such number."
        ),
        ("[True]", "Expected a value, found 'True' in t.json, line 1, column 2 ([0]); write true."),
        ("[truex]", "Expected a value, found 'truex' in t.json, line 1, column 2 ([0])."),
        (
            "['a']",
            "Expected a value, found ''' in t.json, line 1, column 2 ([0]); strings stand in double quotes."
        ),
        (
            "[.5]",
            "Expected a value, found '.' in t.json, line 1, column 2 ([0]); numbers begin with a digit or '-'."
        ),
        ("[01]", "A number begins with 0 in t.json, line 1, column 2 ([0]); leave out the zeros."),
        (
            "[1.]",
            "Expected a digit after the decimal point, found ']' in t.json, line 1, column 4 ([0])."
        ),
        ("[1e]", "Expected a digit in the exponent, found ']' in t.json, line 1, column 4 ([0])."),
        ("[-]", "Expected a digit after '-', found ']' in t.json, line 1, column 3 ([0])."),
        ("-", "Expected a digit after '-', found the end of the text in t.json, line 1, column 2."),
        ("[1a]", "Expected the end of a number, found 'a' in t.json, line 1, column 3 ([0])."),
        ("1 2", "Expected the end of the text, found '2' in t.json, line 1, column 3."),
        (
            "[\"a\nb\"]",
            "A line break stands inside a string in t.json, line 1, column 4 ([0]); the string begun in column 2 may lack its closing quote."
        ),
        (
            "[\"\\x\"]",
            "A backslash is followed by 'x' in t.json, line 1, column 3 ([0]); only \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits are escapes."
        ),
        (
            "[\"\\u12g4\"]",
            "\\u is not followed by four hexadecimal digits in t.json, line 1, column 3 ([0])."
        ),
        (
            "[\"\\ud800 \"]",
            "Half of a surrogate pair stands alone in t.json, line 1, column 3 ([0])."
        ),
        (
            "[\"\\ud800\\u0041\"]",
            "Half of a surrogate pair stands alone in t.json, line 1, column 3 ([0])."
        ),
        ("[가]", "Expected a value, found '가' in t.json, line 1, column 2 ([0])."),
        ("[\u{1B}]", "Expected a value, found '\\u{1b}' in t.json, line 1, column 2 ([0])."),
    ]

    @Test("a break of the grammar is told with line, column and key path", arguments: broken)
    func grammar(text: String, message: String) {
        #expect(complaint(Array(text.utf8)) == "Error: " + message)
    }

    @Test("a text that is not UTF-8 is refused with the place and what it seems to be")
    func encodings() {
        let korean: [UInt8] = [0x7B, 0x22, 0x61, 0x22, 0x3A, 0x0A, 0x22, 0xB0, 0xA1, 0x22, 0x7D]
        #expect(
            complaint(korean)
                == "Error: The text is not UTF-8 (it looks like CP949): byte 0xB0 at offset 7 cannot be read in t.json, line 2; save it as UTF-8."
        )
        #expect(
            complaint([0x22, 0xC0, 0x80, 0x22])
                == "Error: The text is not UTF-8: byte 0xC0 at offset 1 cannot be read in t.json, line 1; save it as UTF-8."
        )
        for bytes: [UInt8] in [[0xFF, 0xFE, 0x7B, 0], [0x7B, 0, 0x7D, 0]] {
            #expect(
                complaint(bytes)
                    == "Error: The text is UTF-16 (little-endian) in t.json, line 1; save it as UTF-8."
            )
        }
        #expect(
            complaint([0xFE, 0xFF, 0, 0x7B])
                == "Error: The text is UTF-16 (big-endian) in t.json, line 1; save it as UTF-8.")
    }

    @Test("5,000 brackets are refused where they get too deep; 64 are not")
    func depth() throws {
        let lines = String(repeating: "[\n", count: 5_000)
        #expect(
            complaint(Array(lines.utf8))?.hasPrefix(
                "Error: Objects and lists are nested more than 64 deep in t.json, line 65, column 1 ([0]"
            ) == true)
        let fits = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(complaint(Array(fits.utf8)) == nil)
        #expect(complaint(Array("[\(fits)]".utf8)) != nil)
    }

    @Test("sizes are limited: text, string, number")
    func sizes() {
        let space = [UInt8](repeating: 0x20, count: JSONLimits.bytesMax + 1)
        #expect(
            complaint(space)
                == "Error: The text has 16777217 bytes in t.json; it may have at most 16777216.")
        let long = String(repeating: "x", count: JSONLimits.stringBytesMax)
        #expect(complaint(Array("\"\(long)\"".utf8)) == nil)
        for text in ["\"\(long)x\"", "\"\\n\(long)\""] {
            #expect(
                complaint(Array(text.utf8))
                    == "Error: A string is longer than 1048576 bytes in t.json, line 1, column 1.")
        }
        let digits = String(repeating: "7", count: 64)
        #expect(complaint(Array(digits.utf8)) == nil)
        #expect(
            complaint(Array("\(digits)7".utf8))
                == "Error: A number has 65 characters in t.json, line 1, column 1; it may have at most 64."
        )
    }

    @Test("repeated keys before a break of the grammar are told with it")
    func both() {
        #expect(
            complaint(Array("{\"a\": 1,\n\"a\": 2,\n".utf8)) == """
                Error: Key 'a' is repeated in t.json, line 2 (a); it stands first in line 1.
                Error: The object opened in line 1 is not closed; the text ends in t.json, line 3, column 1.
                """)
    }
}
