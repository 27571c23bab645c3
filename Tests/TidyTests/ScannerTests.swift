import Testing

/// The reader of sources itself: what counts as code, and where blocks begin and end.
@Suite struct ScannerTests {
    @Test(
        "comments and strings are blanked, code inside an interpolation stays",
        arguments: zip(
            [
                "a // b", "a /* b /* c */ d */ e", #"f("x y")"#, #"f("\(g(1)) y")"#,
                #"f("a\"b")"#, ##"f(#"a"b"#) + c"##, #"f("\(x ? "a" : "b")") + c"#,
            ],
            [
                "a     ", "a                   e", #"f("   ")"#, #"f(" (g(1))  ")"#,
                #"f("    ")"#, ##"f(#"   "#) + c"##, #"f(" (x ? " " : " ")") + c"#,
            ]))
    func code(text: String, expected: String) {
        #expect(String(decoding: CodeScanner.code(of: text), as: UTF8.self) == expected)
    }

    @Test("a long string is blanked over its lines")
    func longStrings() {
        let text = "let a = \"\"\"\n    print(\"x\")\n    \"\"\"\nprint(1)"
        #expect(Array(CodeScanner.code(of: text)).lines(with: "print(") == [4])
    }

    @Test("a function reaches from its header to its closing brace")
    func blocks() {
        let file = SourceFile(
            path: "Sources/X/X.swift",
            text: """
                struct A {
                    var b: Int { 1 }

                    @Test(arguments: [
                        1
                    ]) func c(
                        _ d: Int = 1
                    ) -> Int {
                        switch d {
                        case 1: return 2
                        default: return e(default: 3)
                        }
                    }
                }
                """)
        let (blocks, defaults) = Block.read(file)
        let functions = blocks.filter { $0.function != nil }
        #expect(functions.map(\.function?.name) == ["c"])
        #expect(functions.map(\.function?.first) == [6])
        #expect(functions.map(\.last) == [13])
        #expect(defaults == [11])
    }
}
