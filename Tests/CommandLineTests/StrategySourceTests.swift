import Testing

@testable import KraderOneFile

@Suite("The strategies that a file declares") struct StrategySourceTests {
    private func names(_ text: String) -> [String] {
        DeclaredStrategies(in: Array(text.utf8)).names
    }

    @Test(
        "a declaration is seen, however it is written",
        arguments: [
            ("struct A: Strategy {}", ["A"]),
            ("public final class A : B, Strategy {\n}", ["A"]),
            ("struct A:\n  Sendable,\n  KraderEngine.Strategy\n{ }", ["A"]),
            ("struct A {}\nextension A: Strategy {}", ["A"]),
            ("struct A: Sendable & Strategy where Int: Sendable {}", ["A"]),
            ("enum Rules { struct A: Strategy {} }\nstruct B: Strategy {}", ["Rules.A", "B"]),
            ("extension Rules.Deep { struct A: Strategy {} }", ["Rules.Deep.A"]),
            ("struct 상승: Strategy {}", ["상승"]),
        ])
    func seen(text: String, expected: [String]) { #expect(names(text) == expected) }

    @Test(
        "what only looks like one isn't",
        arguments: [
            "// struct A: Strategy {}", "/* /* */ struct A: Strategy {} */",
            "let a = \"struct A: Strategy {\"", "let a = #\"\"\"\n\" struct A: Strategy {\n\"\"\"#",
            "let a = \"\\(f(\"}\")) struct A: Strategy {\"", "struct A: StrategyBox {}",
            "struct A: Other.Strategy {}", "struct A<S: Strategy> {}",
            "class func make(a: Strategy) {}", "func f<S: Strategy>(_ s: S) {}",
            "protocol P: Strategy {}", "struct A", "struct", "\"", "/*", "\\(", "#", "`",
        ])
    func unseen(text: String) { #expect(names(text) == []) }

    @Test(
        "one that a main of its own can't name is left out, with the reason",
        arguments: [
            ("private struct A: Strategy {}", "private"),
            ("fileprivate enum B { struct A: Strategy {} }", "private"),
            ("struct A<T>: Strategy {}", "generic"),
            ("func f() { struct A: Strategy {} }", "function"),
        ])
    func unusable(text: String, why: String) {
        let declared = DeclaredStrategies(in: Array(text.utf8))
        #expect(declared.names == [])
        #expect(declared.unusable.count == 1)
        #expect(declared.unusable.first?.why.contains(why) == true)
    }

    @Test("no text makes the scan trap or hang")
    func anyText() {
        let pieces = [
            "struct", " A", ":", "Strategy", "{", "}", "\"", "\"\"\"", "#", "\\(", ")", "/*", "*/",
            "//", "\n", "<", ">", ".", "extension", ",", "`", "\u{0}", "상",
        ]
        var state: UInt64 = 11
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<30 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            _ = DeclaredStrategies(in: Array(text.utf8))
        }
    }
}

@Suite("The key of a compiled program") struct CacheKeyTests {
    @Test("parts that are cut elsewhere are another key")
    func parts() {
        func key(_ parts: String...) -> String {
            var key = CacheKey()
            for part in parts { key.add(part) }
            return key.text()
        }
        #expect(key("ab", "c") == key("ab", "c"))
        #expect(Set([key("ab", "c"), key("a", "bc"), key("abc"), key("c", "ab")]).count == 4)
        #expect(key("a").utf8.count == 64)
    }

    @Test("objects are found below the build's folder, wherever it was when they were listed")
    func objects() {
        let list = """
            /somewhere/debug/KraderModel.build/Won.swift.o
            '/some where/debug/KraderModel.build/A b.swift.o'
            /x.build/debug/krader.build/Krader.swift.o
            /somewhere/debug/KraderModel.build/KraderModel.swiftmodule.o
            /somewhere/debug/Modules/KraderModel.o

            """
        #expect(
            KraderBuild.objects(listed: Array(list.utf8)) == [
                "KraderModel.build/Won.swift.o", "KraderModel.build/A b.swift.o",
                "krader.build/Krader.swift.o",
            ])
    }
}

@Suite("What the compiler says of a file") struct CompilerTextTests {
    @Test("what it says of krader's main is left out, notes stay with their errors")
    func ofFile() {
        let said = """
            main.swift:6:12: error: requires that 'Mine' conform to 'Strategy'
            5 |
            elsewhere/StrategyCatalog.swift:9:12: note: where 'S' = 'Mine'
            Strategy.swift:3:8: error: type 'Mine' does not conform to protocol 'Strategy'
            3 | struct Mine: Strategy {}
            elsewhere/Strategy.swift:20:5: note: protocol requires initializer 'init(_:)'
            main.swift:1:1: warning: unused
            """
        #expect(
            OneFileProgram.ofFile(said).split(separator: "\n").map { $0.prefix(14) } == [
                "Strategy.swift", "3 | struct Min", "elsewhere/Stra",
            ])
        #expect(OneFileProgram.ofFile("ld.lld: error: undefined symbol") == "")
    }
}
