import Foundation
import Testing

@Suite("krader strategies new") struct StrategiesNewTests {
    /// The folder of this package itself.
    static let checkout = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    private func new(_ workshop: Workshop, _ arguments: String..., in path: String = "") throws
        -> Finished
    {
        try workshop.start(["strategies", "new"] + arguments, in: path).finished()
    }

    @Test("writes a package with strategy, program, scenario and test")
    func files() throws {
        let workshop = try Workshop()
        let result = try new(workshop, "rising_closes", "--krader", Self.checkout)
        #expect(result.err.isEmpty)
        #expect(result.exit == 0)
        #expect(result.out.hasPrefix("rising_closes/ holds the strategy rising_closes"))
        #expect(workshop.names() == ["rising_closes"])
        #expect(
            workshop.names("rising_closes") == [
                ".gitignore", "Package.swift", "README.md", "Sources", "Tests", "scenarios",
            ])
        let manifest = try workshop.text("rising_closes/Package.swift")
        #expect(manifest.contains(#".package(name: "krader", path: "\#(Self.checkout)")"#))
        #expect(manifest.contains(#"name: "rising_closes""#))
        let strategy = try workshop.text(
            "rising_closes/Sources/rising_closes/RisingClosesStrategy.swift")
        #expect(strategy.contains("struct RisingClosesStrategy: Strategy {"))
        #expect(strategy.contains(#"static let name = "rising_closes""#))
        let program = try workshop.text("rising_closes/Sources/rising_closes/Program.swift")
        #expect(program.contains("StrategyKind(RisingClosesStrategy.self)"))
        let test = try workshop.text(
            "rising_closes/Tests/rising_closes_tests/RisingClosesStrategyTests.swift")
        #expect(test.contains("@testable import rising_closes\n"))
    }

    @Test("its scenario plays with a strategy that is known, and its candles are read")
    func scenario() throws {
        let workshop = try Workshop()
        _ = try new(workshop, "own", "--krader", Self.checkout)
        let run = try workshop.backtest([
            "own/scenarios/own.json", "--out", "out", "-q", "--set",
            #"strategies=[{"name":"sma_cross","parameters":{"fast":2,"slow":3,"quantity":10}}]"#,
        ])
        #expect(run.err.isEmpty)
        #expect(run.exit == 0)
        #expect(try workshop.table("fills", of: "own").rows.count == 2)
    }

    @Test("a relative path to krader is taken from the new package's folder")
    func relative() throws {
        let workshop = try Workshop()
        try workshop.link("krader-here", to: Self.checkout)
        _ = try new(workshop, "own", "--krader", "krader-here")
        #expect(try workshop.text("own/Package.swift").contains(#"path: "../krader-here")"#))
    }

    @Test(
        "a name that can't be one is refused",
        arguments: [
            ("Rising", "it must be small letters"), ("1st", "it must be small letters"),
            ("a-b", "it must be small letters"), ("../x", "it must be small letters"),
            ("", "it must be small letters"), ("ema_cross", "a strategy of that name is there"),
            ("class", "Swift or krader uses that word itself"),
            ("krader", "Swift or krader uses that word itself"),
        ])
    func names(name: String, reason: String) throws {
        let workshop = try Workshop()
        let result = try new(workshop, name, "--krader", Self.checkout)
        #expect(result.err.hasPrefix("Error: The name is '\(name)'; \(reason)"))
        #expect(result.exit == 2)
        #expect(workshop.names().isEmpty)
    }

    @Test("without krader's folder nothing is written")
    func kraderFolder() throws {
        let workshop = try Workshop()
        #expect(
            try new(workshop, "own")
                == Finished(
                    out: "",
                    err: "Error: --krader is needed: the current folder is not that of krader's "
                        + "own package.\n", exit: 2))
        let wrong = try new(workshop, "own", "--krader", "nowhere")
        #expect(wrong.err.hasPrefix("Error: --krader is 'nowhere'; it must be the folder of"))
        #expect(wrong.exit == 2)
        #expect(workshop.names().isEmpty)
    }

    @Test("in krader's own folder no path is needed")
    func insideKrader() throws {
        let workshop = try Workshop()
        try workshop.makeFolder("Sources/KraderCommands")
        try workshop.write("let package = Package(\n    name: \"krader\")\n", to: "Package.swift")
        #expect(try new(workshop, "own").exit == 0)
        #expect(try workshop.text("own/Package.swift").contains(#"path: "..")"#))
    }

    @Test("what stands there stays: a folder that is not empty, or a file")
    func occupied() throws {
        let workshop = try Workshop()
        try workshop.write("mine", to: "own/notes.txt")
        try workshop.write("mine", to: "other")
        for name in ["own", "other"] {
            let result = try new(workshop, name, "--krader", Self.checkout)
            #expect(result.err.hasPrefix("Error: '\(name)' is there already and not empty"))
            #expect(result.exit == 2)
        }
        #expect(workshop.names() == ["other", "own"])
        #expect(workshop.names("own") == ["notes.txt"])
        try workshop.makeFolder("empty")
        #expect(try new(workshop, "empty", "--krader", Self.checkout).exit == 0)
        #expect(workshop.names("empty").contains("Package.swift"))
    }

    @Test("a folder that can't be written leaves nothing behind")
    func unwritable() throws {
        let workshop = try Workshop()
        try workshop.makeFolder("shut")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o500], ofItemAtPath: workshop.url("shut").path)
        defer {
            try? FileManager.default.setAttributes(
                [.posixPermissions: 0o700], ofItemAtPath: workshop.url("shut").path)
        }
        // Nothing is shut to the superuser.
        guard geteuid() != 0 else { return }
        let result = try new(workshop, "own", "--krader", Self.checkout, in: "shut")
        #expect(result.err.hasPrefix("Error: Can't make the folder"))
        #expect(result.exit == 2)
        #expect(workshop.names("shut").isEmpty)
    }
}
