import Foundation
import Testing

@Suite("krader backtest, given something bad") struct BacktestBadInputTests {
    /// One bad input: what lies in the folder, what is typed, and the one right answer.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let environment: [String: String]
        let exit: Int32
        let complaint: String
        let prepare: @Sendable (Workshop) throws -> Void

        init(
            _ name: String, _ exit: Int32, _ complaint: String,
            arguments: [String] = ["s.json", "--out", "out"], environment: [String: String] = [:],
            prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
        ) {
            testDescription = name
            self.arguments = arguments
            self.environment = environment
            self.exit = exit
            self.complaint = complaint
            self.prepare = prepare
        }

        /// The scenario `oneBuyOneSell` with one mistake.
        static func scenario(
            _ name: String, _ good: String, _ bad: String, _ complaint: String,
            and more: (String, String) = ("", "")
        ) -> Case {
            Case(name, 2, complaint) { workshop in
                var text = oneBuyOneSell.replacing(good, by: bad)
                #expect(text != oneBuyOneSell)
                if !more.0.isEmpty { text = text.replacing(more.0, by: more.1) }
                try workshop.write(text, to: "s.json")
            }
        }

        /// A case whose whole scenario file is given.
        static func file(_ name: String, _ bytes: Data, _ complaint: String) -> Case {
            Case(name, 2, complaint) { try $0.write(bytes, to: "s.json") }
        }

        /// A case of a good scenario that asks for a `t.csv` with these bytes.
        static func data(_ name: String, _ bytes: Data, _ complaint: String) -> Case {
            Case(name, 3, complaint) { workshop in
                try workshop.write(oneBuyOneSellOnFile, to: "s.json")
                try workshop.write(bytes, to: "t.csv")
            }
        }

        static func data(_ name: String, _ text: String, _ complaint: String) -> Case {
            data(name, Data(text.utf8), complaint)
        }

        /// A case of a good scenario with something else about it.
        static func good(
            _ name: String, _ exit: Int32, _ complaint: String,
            arguments: [String] = ["s.json", "--out", "out"], environment: [String: String] = [:],
            prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
        ) -> Case {
            Case(name, exit, complaint, arguments: arguments, environment: environment) {
                try $0.write(oneBuyOneSell, to: "s.json")
                try prepare($0)
            }
        }

        static func set(_ override: String, _ complaint: String) -> Case {
            good(
                "--set \(override)", 2, complaint,
                arguments: ["s.json", "--out", "out", "--set", override])
        }
    }

    @Test(
        "it is refused in one exact sentence, with nothing on standard output and no result left",
        arguments: inScenario + inScenarioFile + inSettings + onCommandLine + inData + inBooks
            + inPlaces)
    func refused(bad: Case) throws {
        let workshop = try Workshop()
        try bad.prepare(workshop)
        let before = workshop.allNames
        let finished = try workshop.backtest(bad.arguments, environment: bad.environment)
        #expect(finished.err == "Error: \(bad.complaint)\n")
        #expect(finished.out == "")
        #expect(finished.exit == bad.exit)
        #expect(workshop.allNames == before)
    }

    @Test("a mistyped flag, no scenario at all: exit code 2 and how it is used")
    func usage() throws {
        let workshop = try Workshop()
        let unknown = try workshop.backtest("s.json --jsn")
        #expect(
            unknown.err.hasPrefix(
                "Error: Unknown option '--jsn'. Did you mean '--json'?\nUsage: krader backtest "))
        #expect(unknown.exit == 2)
        let none = try workshop.backtest("--json")
        #expect(none.err.hasPrefix("Error: Missing expected argument '<files> ...'\n"))
        #expect(none.exit == 2)
        let style = try workshop.backtest("s.json --progress fancy")
        #expect(
            style.err.hasPrefix(
                "Error: The value 'fancy' is invalid for '--progress <progress>'. "
                    + "Please provide one of 'auto', 'plain' or 'none'.\n"))
        #expect(style.exit == 2)
        for finished in [unknown, none, style] { #expect(finished.out == "") }
        #expect(workshop.names() == [])
    }
}

extension Workshop {
    /// The paths of everything below the folder.
    fileprivate var allNames: [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
}
