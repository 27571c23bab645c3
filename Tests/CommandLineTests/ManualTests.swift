import Foundation
import Testing

/// These hold the manual to what krader does: its scenarios are read, its commands run.
@Suite("The manual") struct ManualTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// README in both languages, and everything below `docs`.
    static let pages: [String] = {
        let docs = ManualTests.root.appendingPathComponent("docs").path
        let below = FileManager.default.enumerator(atPath: docs)
        let names = below?.compactMap { $0 as? String } ?? []
        let doors = ["README.md", "README.ko.md"]
        return doors + names.filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }.sorted()
    }()

    static func blocks(_ page: String) throws -> [ManualBlock] {
        ManualBlock.read(
            try String(contentsOf: root.appendingPathComponent(page), encoding: .utf8))
    }

    @Test("shows scenarios that the reader takes", arguments: pages)
    func scenarios(page: String) throws {
        let workshop = try Workshop()
        let blocks = try Self.blocks(page)
        // A strategy that the page makes is none of those that ship; its scenario runs there.
        let own = blocks.flatMap(\.ownStrategies)
        for block in blocks
        where block.language == "json" && block.text.contains("\"schema\": 1")
            && !own.contains(where: { block.text.contains("\"name\": \"\($0)\"") })
        {
            try workshop.write(block.text, to: "scenario.json")
            let read = try workshop.start(["data", "inspect", "scenario.json"]).finished()
            // Code 3 says that its data are not here.
            #expect(read.exit == 0 || read.exit == 3, "\(page):\(block.line): \(read.err)")
        }
    }

    @Test("shows commands that print what it says", arguments: pages)
    func commands(page: String) throws {
        let blocks = try Self.blocks(page).filter { $0.marker != nil }
        if blocks.isEmpty { return }
        let workshop = try Workshop()
        try workshop.makeFolder("datasets")
        for name in ["scenarios", "datasets/krx-sample"] {
            try workshop.link(name, to: Self.root.appendingPathComponent(name).path)
        }
        for block in blocks {
            guard let marker = block.marker else { continue }
            if marker.hasPrefix("file ") {
                try workshop.write(block.text, to: String(marker.dropFirst(5)))
            } else if marker == "run" || (marker == "run pandas" && Pandas.isThere) {
                for command in block.commands {
                    try run(command, at: "\(page):\(block.line)", in: workshop, marker == "run")
                }
            }
        }
    }

    /// Runs a command and compares its exit code, and what it prints if that is wanted.
    private func run(
        _ command: ManualBlock.Command, at place: String, in workshop: Workshop,
        _ isCompared: Bool
    ) throws {
        let names = """
            krader() { "$PROGRAM" "$@"; }
            python3() { command "$PYTHON" "$@"; }

            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["bash", "-c", names + command.text]
        process.currentDirectoryURL = workshop.folder
        var environment = ProcessInfo.processInfo.environment
        environment["PYTHON"] = environment["KRADER_PYTHON"] ?? "python3"
        environment = environment.filter { !$0.key.hasPrefix("KRADER_") }
        environment["PROGRAM"] = try program().path
        // Where nobody says how wide a terminal is: 80 columns, as the page.
        environment["COLUMNS"] = nil
        environment["XDG_CACHE_HOME"] = workshop.url(".cache").path
        process.environment = environment
        let out = Pipe()
        process.standardOutput = out
        // A command that fails says why on standard error, and the page shows it.
        process.standardError = command.exit == 0 ? FileHandle.nullDevice : out
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == command.exit, "\(place): \(command.text)\n\(text)")
        guard isCompared else { return }
        var lines = text.components(separatedBy: "\n")
        while lines.last == "" { lines.removeLast() }
        #expect(
            ManualBlock.matches(lines, promised: command.output),
            "\(place): \(command.text) prints\n\(text)")
    }

    @Test("a block that promises something else is seen")
    func breaches() throws {
        let page = """
            <!-- file a.txt -->
            ```
            a
            ```

            <!-- run -->
            ```
            $ krader x \\
                --y   # exit 3
            run=0123456789ab net=1
            …
            last
            ```
            """
        let blocks = ManualBlock.read(page)
        #expect(blocks.map(\.marker) == ["file a.txt", "run"] && blocks[0].text == "a\n")
        let command = try #require(blocks[1].commands.first)
        #expect(command.text == "krader x \\\n    --y" && command.exit == 3)
        let promised = command.output
        for (lines, isKept) in [
            (["run=ba9876543210 net=1", "one", "two", "last"], true),
            (["run=ba9876543210 net=1", "last"], true),
            (["run=ba9876543210 net=2", "last"], false), (["run=0123456789ab net=1"], false),
        ] {
            #expect(ManualBlock.matches(lines, promised: promised) == isKept, "\(lines)")
        }
    }
}
