import Foundation
import Testing

@Suite("krader help, version and completion") struct HelpTests {
    private func krader(_ arguments: String...) throws -> Finished {
        try Workshop().start(arguments, environment: ["COLUMNS": "80"]).finished()
    }

    @Test("help lists commands and the manual's topics")
    func list() throws {
        let result = try krader("help")
        #expect(result.exit == 0 && result.err == "")
        for line in ["backtest ", "TOPICS ", "  why-nothing-traded   Find out why", "  codes "] {
            #expect(result.out.contains(line), "\(line)")
        }
    }

    @Test("help TOPIC prints the page as it stands in docs, set for 80 columns")
    func topic() throws {
        let page = try String(
            contentsOf: ManualTests.root.appendingPathComponent("docs/reference/codes.md"),
            encoding: .utf8)
        let result = try krader("help", "codes")
        #expect(result.exit == 0)
        let said = Set(result.out.split { $0.isWhitespace || $0 == "," })
        // Every word of every code that the page explains is there.
        for line in page.split(separator: "\n") where line.hasPrefix("| `") {
            let code = line.dropFirst(3).prefix { $0 != "`" }
            #expect(code.split(separator: " ").allSatisfy(said.contains), "\(code)")
        }
        #expect(!result.out.contains("|--") && !result.out.contains("](#"))
    }

    @Test("no line of any page is wider than 80 columns, but for code and words that are")
    func width() throws {
        for page in ManualTests.pages where page.hasPrefix("docs/") {
            let topic = page.split(separator: "/").last?.dropLast(3) ?? ""
            if page.hasPrefix("docs/ko") || topic == "README" { continue }
            let result = try krader("help", String(topic))
            #expect(result.exit == 0, "\(topic)")
            for line in result.out.split(separator: "\n") where line.count > 80 {
                let words = line.drop { $0 == " " }.split(separator: " ")
                #expect(line.hasPrefix("    ") || words.count <= 2, "\(topic): \(line)")
            }
        }
    }

    @Test("help of a command is its own; of several words that of its subcommand")
    func command() throws {
        #expect(try krader("help", "backtest").out.contains("USAGE: krader backtest"))
        #expect(try krader("help", "data", "import").out.contains("USAGE: krader data import"))
        // A command that is a topic too: first the one, then the other.
        let both = try krader("help", "strategies").out
        #expect(both.contains("USAGE: krader strategies"))
        #expect(both.contains("Strategies that ship"))
    }

    @Test("help of a word shows what explains it first")
    func word() throws {
        let result = try krader("help", "ZERO_QUANTITY")
        #expect(result.exit == 0)
        #expect(result.out.hasPrefix("Refusal codes (krader help codes):\n  ZERO_QUANTITY"))
        #expect(result.out.contains("(krader help sizing)"))
    }

    @Test("an unknown word is exit code 2, with the nearest that is known")
    func unknown() throws {
        let result = try krader("help", "tutoral")
        #expect(result.exit == 2 && result.out == "")
        #expect(result.err.contains("Did you mean 'tutorial'?"))
    }

    @Test("a command that is misspelt is exit code 2, with the nearest that there is")
    func misspelt() throws {
        let first = try krader("backtset", "x.json")
        #expect(first.exit == 2 && first.err.contains("Did you mean 'backtest'?"))
        let second = try krader("data", "improt", "x.csv")
        #expect(second.exit == 2)
        #expect(second.err.hasPrefix("Error: krader data has no command 'improt'; it must be "))
        #expect(second.err.contains("Did you mean 'import'?"))
    }

    @Test("version is told in all the ways that people try")
    func version() throws {
        let told = try krader("--version").out
        for way in ["-V", "version"] { #expect(try krader(way).out == told) }
        let json = try JSON(Data(try krader("version", "--json").out.utf8))
        #expect(json.text("version").map { $0 + "\n" } == told && json.integer("schema") == 1)
    }

    @Test("a program without planted bugs plants none, and says so whatever it was asked")
    func plantedBug() throws {
        let workshop = try Workshop()
        let result = try workshop.start(
            ["swarm", "--worlds", "1"], environment: ["KRADER_PLANTED_BUG": "books-twice"]
        ).finished()
        #expect(result.exit == 2 && result.out == "")
        #expect(result.err.hasPrefix("Error: KRADER_PLANTED_BUG is set, and this krader has no "))
    }

    @Test("completion prints a script for a shell, refuses others", arguments: ["bash", "zsh"])
    func completion(shell: String) throws {
        let script = try krader("completion", shell)
        #expect(script.exit == 0)
        #expect(script.out.contains("determinism") && script.out.contains("--strategy"))
        #expect(try krader("completion", "tcsh").exit == 2)
    }
}
